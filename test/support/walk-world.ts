import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import type {PageOutcome} from '../../src/demo/pages/page.ts';
import type {LoggedRequest} from '../../src/demo/request-log.ts';
import {builtMain, cleanEnvironment} from './built-program.ts';
import type {FromPage} from './person-at-wizard.ts';

/** A simulated world in a process of its own, with a browser whose person does on every page what is to be done there. */
export type WalkWorld = {
  /** What Portcall is started with, beside a home of its own. */
  readonly env: Readonly<Record<string, string>>;
  /** Steers the world: what happens there without the person's doing. */
  happen(event: object): Promise<void>;
  /** Does on a page what is to be done there. */
  visit(url: string): Promise<FromPage>;
  /** The token of this name that the world accepts. */
  tokenOf(name: string): string;
  /** Gone when the world is. */
  readonly folder: string;
  /** Holds the last token that a page showed. */
  readonly clipboard: string;
  /** Opens a page by a key, does there what is to be done, and gives what it gave. */
  open(press: () => Promise<void>): Promise<FromPage>;
  /** Asks GitHub as Portcall does. */
  askGitHub(path: string, given?: {readonly method: string; readonly body: object}): Promise<unknown>;
  log(): Promise<readonly LoggedRequest[]>;
  end(): Promise<void>;
};

const lookEvery = 20;
const patience = 15_000;
const npmRegistry = 'https://registry.example';

/** A browser that leaves to the test what is done on the pages. */
const browserText = (folder: string): string => `#!/bin/sh
printf '%s\\n' "$1" >> '${folder}/opened'
`;

/** The lines `NAME=value` that the world prints, as far as they are awaited. */
const startedWith = (world: ChildProcess): Promise<ReadonlyMap<string, string>> =>
  new Promise((resolve, reject) => {
    let printed = '';
    world.once('exit', () => reject(new Error(`The world does not start: ${printed}`)));
    world.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const lines = new Map([...printed.matchAll(/^(\w+)=(.*)\n/gm)].map(([, name = '', value = '']) => [name, value]));
      if (['PORTCALL_HOSTS', 'GITHUB_TOKEN', 'NPM_TOKEN', 'DOCKERHUB_USERNAME'].every((name) => lines.has(name))) resolve(lines);
    });
  });

export const openWalkWorld = async (): Promise<WalkWorld> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'portcall-walk-'));
  const world = spawn(process.execPath, [builtMain(), 'demo', 'serve'], {
    cwd: folder,
    env: cleanEnvironment(folder, {npm_config_registry: npmRegistry}),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = await startedWith(world);
  const hosts = lines.get('PORTCALL_HOSTS') ?? '';
  const origin = hosts.replace(/^\*=/, '');
  await writeFile(path.join(folder, 'browser'), browserText(folder), {mode: 0o755});
  const clipboard = path.join(folder, 'clipboard');
  const opened = async () => (await readFile(path.join(folder, 'opened'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
  const visit = async (url: string): Promise<FromPage> => {
    const reply = await fetch(`${origin}/__demo/open?url=${encodeURIComponent(url)}`, {method: 'POST'});
    if (!reply.ok) throw new Error(`The world has no page ${url}.`);
    const {token} = (await reply.json()) as PageOutcome;
    if (token === undefined) return 'nothing';
    await writeFile(clipboard, token.value);
    return 'a token to paste';
  };
  return {
    folder,
    clipboard,
    env: {
      PORTCALL_HOSTS: hosts,
      GITHUB_TOKEN: lines.get('GITHUB_TOKEN') ?? '',
      npm_config_registry: npmRegistry,
      BROWSER: path.join(folder, 'browser'),
    },
    open: async (press) => {
      const before = (await opened()).length;
      await press();
      const giveUp = Date.now() + patience;
      for (;;) {
        const url = (await opened())[before];
        if (url !== undefined) return visit(url);
        if (Date.now() > giveUp) throw new Error('The browser was never started.');
        await wait(lookEvery);
      }
    },
    visit,
    happen: async (event) => {
      const {ok} = await fetch(`${origin}/__demo/actions`, {method: 'POST', body: JSON.stringify(event)});
      if (!ok) throw new Error(`The world knows no such event: ${JSON.stringify(event)}`);
    },
    tokenOf: (name) => lines.get(name) ?? '',
    askGitHub: async (at, given) => {
      const headers = {authorization: `Bearer ${lines.get('GITHUB_TOKEN')}`, 'user-agent': 'portcall-test'};
      const sent = given === undefined ? {} : {method: given.method, body: JSON.stringify(given.body)};
      return (await fetch(`${origin}/api.github.com${at}`, {headers, ...sent})).json();
    },
    log: async () => (await fetch(`${origin}/__demo/log`)).json() as Promise<readonly LoggedRequest[]>,
    end: async () => {
      world.kill();
      if (world.exitCode === null && world.signalCode === null) await once(world, 'exit');
      await rm(folder, {recursive: true, force: true, maxRetries: 20, retryDelay: 100});
    },
  };
};
