import {createHash, createPrivateKey, createPublicKey} from 'node:crypto';

/** What an X25519 private key looks like in DER before its 32 bytes. */
const derStart = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** The key pair by which the secrets of one place are sealed; the same place always has the same. */
const keyPairOf = (place: string) => {
  const seed = createHash('sha256').update(`secrets of ${place}`).digest();
  const secret = createPrivateKey({key: Buffer.concat([derStart, seed]), format: 'der', type: 'pkcs8'});
  const shown = createPublicKey(secret).export({format: 'jwk'}).x ?? '';
  return {secret, shown: Buffer.from(shown, 'base64url')};
};

export const publicKeyOf = (place: string) => ({
  key_id: createHash('sha256').update(place).digest('hex').slice(0, 18),
  key: keyPairOf(place).shown.toString('base64'),
});
