// A job's log of 100 MB is searched as it comes: how much more memory the process needs for it at its worst moment.
import {searchLog} from '../../src/diagnosis/search-log.ts';
import {report} from './measurement.ts';

const megabyte = 1_000_000;
const size = 100 * megabyte;
const pieceSize = 65_536;
const limit = 64 * megabyte;
const step = {number: 5, name: 'Run gh release download', startedAt: '2026-01-15T10:00:00Z', completedAt: '2026-01-15T11:00:00Z'};

const stamp = '2026-01-15T10:00:01.0000000Z';
const isError = (index: number): boolean => index % 9_973 === 0;
const line = (index: number): string =>
  isError(index)
    ? `${stamp} ##[error]Process completed with exit code 1.`
    : `${stamp}   line ${index} says more than anybody reads, token=${index}`;

/** One step's part of the log, with a line of a megabyte, as minified output and progress bars make them. */
const stepText = Buffer.from(
  [
    `${stamp} ##[group]Run gh release download`,
    `${stamp} ##[endgroup]`,
    ...Array.from({length: 40_000}, (_, index) => line(index + 1)),
    `${stamp} ${'#'.repeat(megabyte)}`,
    '',
  ].join('\n'),
);

/** Pieces that end anywhere, each in memory of its own, as a network hands them over; made without leaving strings behind. */
async function* generated(): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < size; sent += pieceSize) {
    const piece = new Uint8Array(pieceSize);
    const start = sent % stepText.length;
    const first = stepText.subarray(start, start + pieceSize);
    piece.set(first);
    piece.set(stepText.subarray(0, pieceSize - first.length), first.length);
    yield piece;
  }
}

const peak = (): number => process.resourceUsage().maxRSS * 1024;

globalThis.gc?.();
const before = process.memoryUsage().rss;
const found = await searchLog(generated(), {jobId: 1, url: 'https://github.com/octo/tool/actions/runs/1/job/1', step});
const growth = peak() - before;
if (!found.lines.some((text) => text.includes('exit code 1'))) throw new Error('The search did not find the error of the log.');

report([
  {
    what: 'memory that searching a log of 100 MB adds, by the 64 MB allowed',
    measured: growth / limit,
    limit: 1,
    remark: `${(growth / megabyte).toFixed(1)} MB more at the worst moment, ${found.lines.length} lines found`,
  },
]);
