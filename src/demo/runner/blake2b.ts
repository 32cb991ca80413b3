const mask = (1n << 64n) - 1n;

const initial = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
];

const orders = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

/** Which four words are mixed with each other in a round. */
const quarters = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

const turned = (value: bigint, bits: bigint): bigint => ((value >> bits) | (value << (64n - bits))) & mask;

/** BLAKE2b without a key, of at most one block; the one use here hashes 64 bytes. */
export const blake2bOfBlock = (message: Buffer, length: number): Buffer => {
  const block = Buffer.alloc(128);
  message.copy(block);
  const words = Array.from({length: 16}, (_, at) => block.readBigUInt64LE(at * 8));
  const state = [...initial];
  state[0] = (state[0] ?? 0n) ^ (0x01010000n + BigInt(length));
  const v = [...state, ...initial];
  v[12] = (v[12] ?? 0n) ^ BigInt(message.length);
  v[14] = (v[14] ?? 0n) ^ mask;
  const at = (index: number): bigint => v[index] ?? 0n;
  for (let round = 0; round < 12; round++) {
    const order = orders[round % 10] ?? [];
    quarters.forEach(([a, b, c, d], index) => {
      const mix = (word: number | undefined, first: bigint, second: bigint): void => {
        v[a] = (at(a) + at(b) + (words[word ?? 0] ?? 0n)) & mask;
        v[d] = turned(at(d) ^ at(a), first);
        v[c] = (at(c) + at(d)) & mask;
        v[b] = turned(at(b) ^ at(c), second);
      };
      mix(order[index * 2], 32n, 24n);
      mix(order[index * 2 + 1], 16n, 63n);
    });
  }
  const digest = Buffer.alloc(64);
  state.forEach((word, index) => {
    digest.writeBigUInt64LE(word ^ at(index) ^ at(index + 8), index * 8);
  });
  return digest.subarray(0, length);
};
