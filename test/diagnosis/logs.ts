/** Lines as GitHub writes them into a job's log, a second apart. */
export const stamped = (lines: readonly string[], from = Date.parse('2025-08-29T00:20:00Z')): string =>
  lines.map((line, index) => `${new Date(from + index * 1000).toISOString().replace('Z', '0000Z')} ${line}\n`).join('');

/** A text as a stream of pieces of this many bytes. */
export async function* inPieces(text: string | Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
