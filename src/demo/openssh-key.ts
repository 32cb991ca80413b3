import {createPrivateKey, createPublicKey} from 'node:crypto';

const pkcs8Start = Buffer.from('302e020100300506032b657004220420', 'hex');
const keyType = 'ssh-ed25519';

const framed = (content: Buffer | string): Buffer => {
  const body = Buffer.from(content as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
};

const magic = 'openssh-key-v1\0';

/** The public half of a private key that ssh-keygen wrote, as it is pasted into an account; undefined: it is no such key. */
export const publicHalfOf = (privateKey: string): string | undefined => {
  const [, encoded = ''] = /^-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+)-----END/.exec(privateKey.trim()) ?? [];
  const content = Buffer.from(encoded, 'base64');
  if (content.toString('latin1', 0, magic.length) !== magic) return undefined;
  /* The cipher, how its key is derived and with what stand before the number of keys and the public one. */
  let at = magic.length;
  for (let skipped = 0; skipped < 3 && at + 4 <= content.length; skipped += 1) at += 4 + content.readUInt32BE(at);
  if (at + 8 > content.length) return undefined;
  const key = content.subarray(at + 8, at + 8 + content.readUInt32BE(at + 4));
  return `${keyType} ${key.toString('base64')}`;
};

/** An unencrypted ed25519 private key as ssh-keygen writes it, made of 32 random bytes. */
export const opensshKeyOf = (seed: Buffer, comment: string): string => {
  const key = createPrivateKey({key: Buffer.concat([pkcs8Start, seed]), format: 'der', type: 'pkcs8'});
  const open = createPublicKey(key).export({format: 'der', type: 'spki'}).subarray(-32);
  const openPart = Buffer.concat([framed(keyType), framed(open)]);
  const check = seed.subarray(0, 4);
  const inner = Buffer.concat([check, check, openPart, framed(Buffer.concat([seed, open])), framed(comment)]);
  const padding = Buffer.from(Array.from({length: (8 - (inner.length % 8)) % 8}, (_, index) => index + 1));
  const one = Buffer.from([0, 0, 0, 1]);
  const content = Buffer.concat([
    Buffer.from(magic),
    framed('none'),
    framed('none'),
    framed(''),
    one,
    framed(openPart),
    framed(Buffer.concat([inner, padding])),
  ]);
  const lines = content.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n');
};
