import {createHmac} from 'node:crypto';

const hmac = (key: Buffer | string, content: Buffer | string): Buffer => createHmac('sha256', key).update(content).digest();
const rootKeyOf = (key: Buffer): Buffer => hmac('macaroons-key-generator', key);

const varint = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)]);
const field = (type: number, content: Buffer | string): Buffer => {
  const body = Buffer.from(content as string);
  return Buffer.concat([Buffer.from([type, ...varint(body.length)]), body]);
};
const sectionEnd = Buffer.from([0]);

/** A macaroon in the second binary layout, as PyPI writes its tokens. */
export const binaryMacaroon = (key: Buffer, location: string, identifier: string, caveats: readonly string[]): Buffer => {
  const signature = caveats.reduce((signed, caveat) => hmac(signed, caveat), hmac(rootKeyOf(key), identifier));
  return Buffer.concat([
    Buffer.from([2]),
    field(1, location),
    field(2, identifier),
    sectionEnd,
    ...caveats.flatMap((caveat) => [field(2, caveat), sectionEnd]),
    sectionEnd,
    field(6, signature),
  ]);
};

/** The fields of a macaroon in the second binary layout, in order; undefined: it is none. */
export const binaryFields = (content: Buffer): readonly {readonly type: number; readonly text: string}[] | undefined => {
  if (content[0] !== 2) return undefined;
  const found: {type: number; text: string}[] = [];
  for (let at = 1; at < content.length; ) {
    const type = content[at++] ?? 0;
    if (type === 0) continue;
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = content[at++];
      if (byte === undefined || shift > 21) return undefined;
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    if (at + length > content.length) return undefined;
    found.push({type, text: content.toString('latin1', at, at + length)});
    at += length;
  }
  return found;
};

const packet = (key: string, value: Buffer | string): Buffer => {
  const body = Buffer.concat([Buffer.from(`${key} `), Buffer.from(value as string), Buffer.from('\n')]);
  return Buffer.concat([Buffer.from((body.length + 4).toString(16).padStart(4, '0')), body]);
};

/** What a third party has to discharge. */
export type ThirdParty = {readonly location: string; readonly identifier: string; readonly verification: Buffer};

/** A macaroon in the first layout, packet by packet, as the Snap Store and Ubuntu One write theirs; base64url without padding. */
export const packetMacaroon = (
  key: Buffer,
  location: string,
  identifier: string,
  caveats: readonly string[],
  third?: ThirdParty,
): string => {
  const packets = [packet('location', location), packet('identifier', identifier)];
  let signature = hmac(rootKeyOf(key), identifier);
  for (const caveat of caveats) {
    packets.push(packet('cid', caveat));
    signature = hmac(signature, caveat);
  }
  if (third !== undefined) {
    packets.push(packet('cid', third.identifier), packet('vid', third.verification), packet('cl', third.location));
    signature = hmac(signature, Buffer.concat([hmac(signature, third.verification), hmac(signature, third.identifier)]));
  }
  return Buffer.concat([...packets, packet('signature', signature)]).toString('base64url');
};

const signatureOf = (macaroon: Buffer): Buffer => macaroon.subarray(macaroon.length - 33, macaroon.length - 1);

/** A discharge bound to its root, as it goes over the wire. */
export const boundDischarge = (root: string, discharge: string): string => {
  const key = Buffer.alloc(32);
  const bound = Buffer.from(discharge, 'base64url');
  const signatures = [signatureOf(Buffer.from(root, 'base64url')), signatureOf(bound)].map((signature) => hmac(key, signature));
  hmac(key, Buffer.concat(signatures)).copy(bound, bound.length - 33);
  return bound.toString('base64url');
};
