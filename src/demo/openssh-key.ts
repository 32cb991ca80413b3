import {createPrivateKey, createPublicKey} from 'node:crypto';

const pkcs8Start = Buffer.from('302e020100300506032b657004220420', 'hex');
const keyType = 'ssh-ed25519';

const framed = (content: Buffer | string): Buffer => {
  const body = Buffer.from(content as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
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
    Buffer.from('openssh-key-v1\0'),
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
