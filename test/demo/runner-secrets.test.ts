import {describe, expect, it} from 'vitest';
import {keyPairOf, publicKeyOf} from '../../src/demo/github/secret-key.ts';
import {openBox} from '../../src/demo/runner/sealed-box.ts';
import {sealedFor} from '../../src/tools/sealed-box.ts';

const seal = async (place: string, value: string): Promise<Buffer> => Buffer.from(await sealedFor(publicKeyOf(place).key, value), 'base64');

describe('a box sealed for the simulated GitHub', () => {
  it.each(['', 'x', 'npm_short', 'ü'.repeat(40), 'k'.repeat(63), 'k'.repeat(64), 'k'.repeat(65), 'line\n'.repeat(500)])(
    'opens to what was sealed',
    async (value) => {
      expect(openBox(await seal('7', value), keyPairOf('7'))?.toString('utf8')).toBe(value);
    },
  );

  it('stays shut for another place, and where it was changed', async () => {
    const box = await seal('7', 'a secret');
    expect(openBox(box, keyPairOf('8'))).toBeUndefined();
    for (const at of [0, 33, box.length - 1]) {
      const changed = Buffer.from(box);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(openBox(changed, keyPairOf('7'))).toBeUndefined();
    }
    expect(openBox(box.subarray(0, 40), keyPairOf('7'))).toBeUndefined();
  });
});
