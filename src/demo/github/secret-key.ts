import {createHash, createPrivateKey, createPublicKey, randomBytes} from 'node:crypto';

/** What an X25519 private key looks like in DER before its 32 bytes. */
const derStart = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** Keys are made anew at each start. */
const start = randomBytes(32);

/** The Curve25519 key pair by which the secrets of one place are sealed, each 32 bytes; while this runs the same place always has the same. */
export const keyPairOf = (place: string): {readonly publicKey: Buffer; readonly privateKey: Buffer} => {
  const privateKey = createHash('sha256').update(start).update(`secrets of ${place}`).digest();
  const key = createPrivateKey({key: Buffer.concat([derStart, privateKey]), format: 'der', type: 'pkcs8'});
  const shown = createPublicKey(key).export({format: 'jwk'}).x ?? '';
  return {publicKey: Buffer.from(shown, 'base64url'), privateKey};
};

/** The name of a place's key, a number as GitHub has it. */
export const keyIdOf = (place: string): string => createHash('sha256').update(place).digest().readBigUInt64BE().toString();

export const publicKeyOf = (place: string) => ({key_id: keyIdOf(place), key: keyPairOf(place).publicKey.toString('base64')});
