// A job's log of 100 MB is searched as it comes: how much more memory the process needs for it at its worst moment, and how long it takes from a
// file to the causes, held against what `grep -c ''` takes on the same file.
import {spawnSync} from 'node:child_process';
import {closeSync, createWriteStream, openSync, readSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pipeline} from 'node:stream/promises';
import {npm} from '../../checks/npm.ts';
import {generalCauses} from '../../src/diagnosis/causes.ts';
import {diagnose} from '../../src/diagnosis/diagnose.ts';
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

const url = 'https://github.com/octo/tool/actions/runs/1/job/1';

async function* readFrom(file: string): AsyncGenerator<Uint8Array> {
  const opened = openSync(file, 'r');
  try {
    for (;;) {
      const piece = Buffer.allocUnsafeSlow(pieceSize);
      const read = readSync(opened, piece);
      if (read === 0) return;
      yield piece.subarray(0, read);
    }
  } finally {
    closeSync(opened);
  }
}

const diagnoseFile = async (file: string): Promise<void> => {
  const log = await searchLog(readFrom(file), {jobId: 1, url, step});
  const run = {
    id: 1,
    runId: 1,
    name: 'publish',
    status: 'completed',
    conclusion: 'failure',
    url,
    steps: [{...step, status: 'completed', conclusion: 'failure'}],
  };
  const project = {repository: {owner: 'octo', name: 'tool'}, tag: 'v1.2.3', version: '1.2.3', packages: {}};
  const found = diagnose({marketplace: {id: npm.id, title: npm.title}, project, run, log}, [...(npm.causes ?? []), ...generalCauses]);
  if (found.length === 0) throw new Error('A failed run had no diagnosis.');
};

/** The quickest of several in milliseconds, the two taking turns: what else this machine does slows both. */
const quickest = async (...works: readonly (() => unknown)[]): Promise<readonly number[]> => {
  const best = works.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < 15; round++)
    for (const [index, work] of works.entries()) {
      const start = performance.now();
      await work();
      best[index] = Math.min(best[index] ?? 0, performance.now() - start);
    }
  return best;
};

const memory = {
  what: 'memory that searching a log of 100 MB adds, by the 64 MB allowed',
  measured: growth / limit,
  limit: 1,
  remark: `${(growth / megabyte).toFixed(1)} MB more at the worst moment, ${found.lines.length} lines found`,
};

// Its count goes to a pipe: writing to nowhere, grep stops at the first line.
const grep = (file: string): number => spawnSync('grep', ['-c', '', file], {stdio: 'pipe'}).status ?? Number.NaN;

const folder = await mkdtemp(path.join(tmpdir(), 'portcall-log-'));
try {
  const file = path.join(folder, 'log.txt');
  await pipeline(generated(), createWriteStream(file));
  if (grep(file) === 0) {
    const [counting = 0, diagnosing = 0] = await quickest(
      () => grep(file),
      () => diagnoseFile(file),
    );
    const remark = `${diagnosing.toFixed(0)} ms against ${counting.toFixed(0)} ms`;
    report([memory, {what: 'a log of 100 MB diagnosed, by what `grep -c` takes on it', measured: diagnosing / counting, limit: 3, remark}]);
  } else report([memory, {what: 'a log of 100 MB diagnosed (left out: there is no grep here)', measured: 0, limit: 3, remark: ''}]);
} finally {
  await rm(folder, {recursive: true});
}
