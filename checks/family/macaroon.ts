import {bytesOfBase64} from './base64.ts';
import {hmacSha256, joinBytes} from './sha256.ts';

type Packet = {readonly key: string; readonly value: Uint8Array};

/** The packets of a macaroon of the first kind: four hex digits of length, key, blank, value, line break. */
const packetsOf = (bytes: Uint8Array): readonly Packet[] | undefined => {
  const packets: Packet[] = [];
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.length; ) {
    const header = decoder.decode(bytes.subarray(at, at + 4));
    const length = /^[0-9a-f]{4}$/i.test(header) ? Number.parseInt(header, 16) : 0;
    const blank = bytes.indexOf(0x20, at + 4);
    if (length < 7 || at + length > bytes.length || blank < 0 || blank >= at + length) return undefined;
    packets.push({key: decoder.decode(bytes.subarray(at + 4, blank)), value: bytes.subarray(blank + 1, at + length - 1)});
    at += length;
  }
  return packets.at(-1)?.key === 'signature' && packets.at(-1)?.value.length === 32 ? packets : undefined;
};

/** What a macaroon's own conditions say, as text; undefined: it is no macaroon that can be read here. */
export const caveatsOf = (macaroon: string): readonly string[] | undefined => {
  const packets = packetsOf(bytesOfBase64(macaroon) ?? new Uint8Array());
  return packets?.filter(({key}) => key === 'cid').map(({value}) => new TextDecoder().decode(value));
};

/** The discharge bound to its root, as servers want it; undefined: one of them is no macaroon of the first kind. */
export const bindDischarge = (root: string, discharge: string): string | undefined => {
  const bytes = bytesOfBase64(discharge);
  const signature = packetsOf(bytesOfBase64(root) ?? new Uint8Array())?.at(-1)?.value;
  const own = packetsOf(bytes ?? new Uint8Array())?.at(-1)?.value;
  if (bytes === undefined || signature === undefined || own === undefined) return undefined;
  const zeros = new Uint8Array(32);
  const bound = hmacSha256(zeros, joinBytes(hmacSha256(zeros, signature), hmacSha256(zeros, own)));
  const all = joinBytes(bytes.subarray(0, -33), bound, bytes.subarray(-1));
  const text = btoa(String.fromCharCode(...all));
  return text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
};
