// How long whole processes take in a terminal until they show or have done something, by what an empty program takes.
import {spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {startInTerminal} from './in-terminal.ts';
import {type Measurement, median, percentile, report} from './measurement.ts';

const times = 21;
const warmUps = 2;
const main = path.resolve(import.meta.dirname, '../../dist/main.mjs');
const question = ['--repo', 'Michael-A-Kuykendall/contextlite'];
const node = process.execPath;

/** A world in a process of its own, with the environment that it prints; a key of several lines is left out. */
const serveDemo = (home: string): Promise<{readonly printed: Readonly<Record<string, string>>; readonly stop: () => void}> =>
  new Promise((resolve, reject) => {
    const child = spawn(node, [main, 'demo', 'serve'], {env: {PATH: process.env.PATH, HOME: home}, stdio: ['ignore', 'pipe', 'inherit']});
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      if (!/^PORTCALL_HOSTS=.*\n/m.test(text) || !/^GITHUB_TOKEN=.*\n/m.test(text)) return;
      const printed = Object.fromEntries([...text.matchAll(/^([A-Z_]+)=([^'\n]*)$/gm)].map(([, name = '', value = '']) => [name, value]));
      resolve({printed, stop: () => child.kill()});
    });
    child.once('exit', (code) => reject(new Error(`The simulated world ended with ${code} before it served.`)));
  });

const endOf = (command: readonly string[], options: {cwd: string; env: Record<string, string | undefined>}): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(command[0] ?? '', command.slice(1), {...options, stdio: 'ignore'});
    child.once('error', reject);
    child.once('close', () => resolve());
  });

const home = await mkdtemp(path.join(tmpdir(), 'portcall-bench-'));
const world = await serveDemo(home);
const env = {
  PATH: process.env.PATH,
  HOME: home,
  PORTCALL_HOME: home,
  PORTCALL_HOSTS: world.printed.PORTCALL_HOSTS,
  GITHUB_TOKEN: world.printed.GITHUB_TOKEN,
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
};
const inTerminal = {cwd: home, env};

/** What is true before anything was asked: the project, its tag and the verdicts of last time, marked as such. */
const lastKnown = /contextlite\s+v1\.0\.35[\s\S]*1 working[\s\S]*last known/;
/** Ink's own frame: the footer says which keys work. */
const footer = /q\S* quit/;

const cases = {
  empty: async () => (await startInTerminal([node, '-e', '0'], inTerminal)).endedAfter,
  version: async () => (await startInTerminal([node, main, '--version'], inTerminal)).endedAfter,
  help: async () => (await startInTerminal([node, main, '--help'], inTerminal)).endedAfter,
};

const spent = {empty: [] as number[], version: [] as number[], help: [] as number[], firstFrame: [] as number[], grid: [] as number[]};

const measureOnce = async (): Promise<void> => {
  for (const [name, run] of Object.entries(cases)) spent[name as keyof typeof cases].push(await run());
  const opened = await startInTerminal([node, main, ...question], {...inTerminal, awaited: [lastKnown, footer], keys: 'q'});
  spent.firstFrame.push(opened.shownAfter[0] ?? Number.NaN);
  spent.grid.push(opened.shownAfter[1] ?? Number.NaN);
};

const measured = (what: string, name: keyof typeof spent, limit: number): Measurement => ({
  what,
  measured: median(spent[name]) / median(spent.empty),
  limit,
  remark: `${median(spent[name]).toFixed(0)} ms by ${median(spent.empty).toFixed(0)} ms, ${times} runs, 90 % under ${percentile(spent[name], 0.9).toFixed(0)} ms`,
});

try {
  await endOf([node, main, 'status', ...question], inTerminal);
  for (let time = 0; time < warmUps; time++) await measureOnce();
  for (const list of Object.values(spent)) list.length = 0;
  for (let time = 0; time < times; time++) await measureOnce();
  report([
    measured('--version, by an empty program', 'version', 1.3),
    measured('--help', 'help', 1.3),
    measured('something true on the screen', 'firstFrame', 2),
    measured('the interactive grid', 'grid', 5),
  ]);
} finally {
  world.stop();
  await rm(home, {recursive: true, force: true});
}
