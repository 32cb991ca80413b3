import {createPrivateKey, createPublicKey, diffieHellman, timingSafeEqual} from 'node:crypto';
import {blake2bOfBlock} from './blake2b.ts';
import {derivedKey, streamOf} from './salsa.ts';

/** What X25519 keys look like in DER before their 32 bytes. */
const privateStart = Buffer.from('302e020100300506032b656e04220420', 'hex');
const publicStart = Buffer.from('302a300506032b656e032100', 'hex');

const sharedSecret = (privateKey: Buffer, publicKey: Buffer): Buffer =>
  diffieHellman({
    privateKey: createPrivateKey({key: Buffer.concat([privateStart, privateKey]), format: 'der', type: 'pkcs8'}),
    publicKey: createPublicKey({key: Buffer.concat([publicStart, publicKey]), format: 'der', type: 'spki'}),
  });

const numberOf = (bytes: Buffer): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex') || '0'}`);
const prime = (1n << 130n) - 5n;
const clamp = 0x0ffffffc0ffffffc0ffffffc0fffffffn;

/** Poly1305's mark of a message. */
const markOf = (key: Buffer, message: Buffer): Buffer => {
  const r = numberOf(key.subarray(0, 16)) & clamp;
  let sum = 0n;
  for (let at = 0; at < message.length; at += 16) {
    const block = message.subarray(at, at + 16);
    sum = ((sum + numberOf(block) + (1n << BigInt(block.length * 8))) * r) % prime;
  }
  const mark = (sum + numberOf(key.subarray(16, 32))) & ((1n << 128n) - 1n);
  return Buffer.from(mark.toString(16).padStart(32, '0'), 'hex').reverse();
};

export type KeyPair = {readonly publicKey: Buffer; readonly privateKey: Buffer};

/** What a sealed box holds; undefined: it was not sealed for this key, or it was damaged. */
export const openBox = (box: Buffer, {publicKey, privateKey}: KeyPair): Buffer | undefined => {
  if (box.length < 48) return undefined;
  const [sender, mark, sealed] = [box.subarray(0, 32), box.subarray(32, 48), box.subarray(48)];
  try {
    const nonce = blake2bOfBlock(Buffer.concat([sender, publicKey]), 24);
    const key = derivedKey(sharedSecret(privateKey, sender), Buffer.alloc(16));
    const stream = streamOf(key, nonce, 32 + sealed.length);
    if (!timingSafeEqual(markOf(stream.subarray(0, 32), sealed), mark)) return undefined;
    return Buffer.from(sealed.map((byte, at) => byte ^ (stream[32 + at] ?? 0)));
  } catch {
    return undefined;
  }
};
