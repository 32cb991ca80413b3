// A survey of all rows by the built program, in a world that takes its time before each answer.
import {spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {serveWorld} from '../../src/demo/serve.ts';
import {createWorld, type World} from '../../src/demo/world.ts';
import {median, report} from './measurement.ts';
import {longestChain, type SeenRequest} from './request-chain.ts';

const latencyMs = 100;
/** The quickest counts: what else runs on the machine can only add. */
const times = 7;
const repository = 'Michael-A-Kuykendall/contextlite';
const main = path.resolve(import.meta.dirname, '../../dist/main.mjs');

/** The world, with the moment at which each request arrives noted. */
const watched = (world: World, seen: SeenRequest[]): World => ({
  ...world,
  services: world.services.map((service) => ({
    ...service,
    answer: (request) => {
      const {method, host, headers, query} = request;
      const asked = query.size === 0 ? request.path : `${request.path}?${query}`;
      seen.push({at: performance.now(), method, host, path: asked, isConditional: headers['if-none-match'] !== undefined});
      return service.answer(request);
    },
  })),
});

const survey = (home: string, origin: string, token: string): Promise<number | null> =>
  new Promise((resolve, reject) => {
    const env = {PATH: process.env.PATH, HOME: home, PORTCALL_HOME: home, PORTCALL_HOSTS: `*=${origin}`, GITHUB_TOKEN: token};
    const args = [main, 'status', '--json', '--repo', repository];
    const child = spawn(process.execPath, args, {cwd: home, env, stdio: ['ignore', 'ignore', 'inherit']});
    child.once('error', reject);
    child.once('close', resolve);
  });

const seen: SeenRequest[] = [];
const world = createWorld();
const served = await serveWorld(watched(world, seen), {latencyMs});
const home = await mkdtemp(path.join(tmpdir(), 'portcall-bench-'));

const look = async (): Promise<readonly SeenRequest[]> => {
  seen.length = 0;
  await survey(home, served.origin, world.setting.tokens.GITHUB_TOKEN ?? '');
  if (seen.length === 0) throw new Error('The survey asked nothing: does dist/main.mjs stand?');
  return [...seen];
};

/** Forgets every answer and keeps the compiled code, as on the day after the installation. */
const forget = () => Promise.all(['cache', 'state'].map((name) => rm(path.join(home, name), {recursive: true, force: true})));

try {
  await look();
  const spans: number[] = [];
  let first: readonly SeenRequest[] = [];
  for (let time = 0; time < times; time++) {
    await forget();
    first = await look();
    spans.push((first.at(-1)?.at ?? 0) + latencyMs - (first[0]?.at ?? 0));
  }
  const second = await look();
  const chain = longestChain(first, repository);
  const shortest = chain.length * latencyMs;
  const unconditional = second.filter(({isConditional}) => !isConditional);
  const repeated = first.length - new Set(first.map(({method, host, path: asked}) => `${method} ${host}${asked}`)).size;
  const spent = Math.min(...spans);
  report([
    {
      what: 'survey with 100 ms before each answer, by its longest chain of requests',
      measured: spent / shortest,
      limit: 1.5,
      remark: `${Math.round(spent)} ms, median ${Math.round(median(spans))} ms, by ${chain.length} requests one after another`,
    },
    {what: 'requests of a first survey', measured: first.length, limit: 60, remark: `${new Set(first.map(({host}) => host)).size} hosts`},
    {what: 'requests sent twice in it', measured: repeated, limit: 0, remark: ''},
    {
      what: 'part of a second survey that is conditional or not asked at all',
      measured: (first.length - unconditional.length) / first.length,
      limit: 0.9,
      atLeast: true,
      remark: `${second.length} requests, ${second.length - unconditional.length} of them conditional`,
    },
  ]);
} finally {
  await served.close();
  await rm(home, {recursive: true, force: true});
}
