const constants = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];

const columns = [
  [0, 4, 8, 12],
  [5, 9, 13, 1],
  [10, 14, 2, 6],
  [15, 3, 7, 11],
  [0, 1, 2, 3],
  [5, 6, 7, 4],
  [10, 11, 8, 9],
  [15, 12, 13, 14],
] as const;

const turned = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

/** The words before and after Salsa20's twenty rounds. */
const rounds = (key: Buffer, input: Buffer): {readonly before: readonly number[]; readonly after: readonly number[]} => {
  const word = (from: Buffer, at: number): number => from.readInt32LE(at * 4);
  const before = [
    constants[0] ?? 0,
    ...[0, 1, 2, 3].map((at) => word(key, at)),
    constants[1] ?? 0,
    ...[0, 1, 2, 3].map((at) => word(input, at)),
    constants[2] ?? 0,
    ...[4, 5, 6, 7].map((at) => word(key, at)),
    constants[3] ?? 0,
  ];
  const x = Int32Array.from(before);
  const at = (index: number): number => x[index] ?? 0;
  for (let round = 0; round < 10; round++)
    for (const [a, b, c, d] of columns) {
      x[b] = at(b) ^ turned((at(a) + at(d)) | 0, 7);
      x[c] = at(c) ^ turned((at(b) + at(a)) | 0, 9);
      x[d] = at(d) ^ turned((at(c) + at(b)) | 0, 13);
      x[a] = at(a) ^ turned((at(d) + at(c)) | 0, 18);
    }
  return {before, after: [...x]};
};

const bytesOf = (words: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(words.length * 4);
  words.forEach((word, at) => {
    bytes.writeInt32LE(word | 0, at * 4);
  });
  return bytes;
};

/** The key that HSalsa20 makes of a key and sixteen bytes. */
export const derivedKey = (key: Buffer, input: Buffer): Buffer => {
  const {after} = rounds(key, input);
  return bytesOf([0, 5, 10, 15, 6, 7, 8, 9].map((at) => after[at] ?? 0));
};

const blockOf = (key: Buffer, nonce: Buffer, number: number): Buffer => {
  const counter = Buffer.alloc(8);
  counter.writeUInt32LE(number);
  const {before, after} = rounds(key, Buffer.concat([nonce, counter]));
  return bytesOf(after.map((word, at) => (word + (before[at] ?? 0)) | 0));
};

/** So many bytes of XSalsa20's stream. */
export const streamOf = (key: Buffer, nonce: Buffer, length: number): Buffer => {
  const inner = derivedKey(key, nonce.subarray(0, 16));
  const blocks = Array.from({length: Math.ceil(length / 64)}, (_, at) => blockOf(inner, nonce.subarray(16, 24), at));
  return Buffer.concat(blocks).subarray(0, length);
};
