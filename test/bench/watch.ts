// A day of --watch: a round a minute through the program's own survey and onto its grid, in a world that changes meanwhile.
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {getHeapSpaceStatistics} from 'node:v8';
import type {Run} from '../../src/demo/github/actions-state.ts';
import type {World} from '../../src/demo/world.ts';
import {createHttpCache} from '../../src/tools/http-cache.ts';
import {report} from './measurement.ts';
import {openGrid} from './open-grid.ts';
import {repository, simulateSurvey} from './simulated-survey.ts';

const rounds = 1440;
const settledAfter = 10;
const minute = 60_000;

/** The last run begins anew every tenth minute under new ids, is under way for five, and ends as it did; a secret comes and goes. */
const changeWorld = (world: World, round: number, kept: Run): void => {
  const found = world.github.repositories.get(`${repository.owner}/${repository.name}`.toLowerCase());
  if (found === undefined) throw new Error('The simulated world lacks its repository.');
  const number = Math.floor(round / 10);
  const isUnderWay = round % 10 < 5;
  const jobs = kept.jobs.map((job) => ({...job, id: job.id + number * 1000}));
  const run: Run = {...kept, id: kept.id + number, attempt: 1, jobs};
  found.runs.pop();
  found.runs.push(
    isUnderWay
      ? {
          ...run,
          status: 'in_progress',
          conclusion: null,
          jobs: jobs.map((job) => ({...job, status: 'in_progress', conclusion: null, completedAt: null, log: null})),
        }
      : run,
  );
  if (round % 7 === 0) found.secrets.push(...found.secrets.splice(0, 1).map((secret) => ({...secret, updatedAt: secret.createdAt})));
  if (round % 7 === 3) found.secrets.unshift({name: `ROUND_${round}`, createdAt: kept.createdAt, updatedAt: kept.createdAt});
  if (round % 7 === 5) found.secrets.shift();
};

type Used = {readonly values: number; readonly code: number; readonly resident: number};

/**
 * Machine code is told apart: V8 goes on compiling what runs often, up to a bound that no leak would keep to. The process as a whole tells as little,
 * since V8 makes room for young values once it has seen how many come.
 */
const usedMemory = async (): Promise<Used> => {
  for (let time = 0; time < 3; time++) {
    await nextTurn();
    globalThis.gc?.();
  }
  const code = getHeapSpaceStatistics()
    .filter(({space_name}) => /code|trusted/.test(space_name))
    .reduce((sum, space) => sum + space.space_used_size, 0);
  const {heapUsed, rss} = process.memoryUsage();
  return {values: heapUsed - code, code, resident: rss};
};

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const folder = await mkdtemp(path.join(tmpdir(), 'portcall-bench-'));
try {
  const survey = simulateSurvey(createHttpCache(folder), 0);
  const {world, store, surveyor, rowsOf, clock} = survey;
  const grid = openGrid(survey);
  const kept = world.github.repositories.get(`${repository.owner}/${repository.name}`.toLowerCase())?.runs.at(-1);
  if (kept === undefined) throw new Error('The simulated world lacks its run.');
  const seen = new Set<string>();
  let settled = await usedMemory();
  for (let round = 1; round <= rounds; round++) {
    changeWorld(world, round, kept);
    await surveyor.look();
    const rows = rowsOf(store.get(), clock.now);
    seen.add(rows.map(({verdict}) => verdict).join(' '));
    clock.now += minute;
    if (round === settledAfter) settled = await usedMemory();
  }
  const end = await usedMemory();
  await grid.quit();
  if (seen.size < 2) throw new Error(`The verdicts never changed, though the world did: ${[...seen].join()}`);
  const from = (of: keyof Used): string => `${megabytes(settled[of])} and ${megabytes(end[of])}`;
  report([
    {
      what: `what is kept after a day of --watch (${rounds} rounds), by that after round ${settledAfter}`,
      measured: end.values / settled.values,
      limit: 1.1,
      remark: `${from('values')}; machine code ${from('code')}, whole process ${from('resident')}; ${(await readdir(folder)).length} answers on disk`,
    },
  ]);
} finally {
  await rm(folder, {recursive: true, force: true});
}
