import sodium from 'libsodium-wrappers';
import {Problem} from '../model/problem.ts';

const unusable = () =>
  new Problem(
    'unexpected-answer',
    'GitHub answers with a public key that nothing can be sealed with.',
    'Check again later; report it if it stays so.',
  );

/** Seals a value for the holder of a Curve25519 key, both keys and boxes in base64, as GitHub wants its secrets. */
export const sealedFor = async (publicKey: string, value: string): Promise<string> => {
  await sodium.ready;
  const key = Buffer.from(publicKey, 'base64');
  if (key.length !== sodium.crypto_box_PUBLICKEYBYTES) throw unusable();
  const bytes = Buffer.from(value, 'utf8');
  try {
    return Buffer.from(sodium.crypto_box_seal(bytes, key)).toString('base64');
  } catch {
    throw unusable();
  } finally {
    bytes.fill(0);
  }
};
