import {execFileSync} from 'node:child_process';
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import {runToEnd} from '../support/built-program.ts';
import {type Canary, createSearch, type Leak, type Search, strangeCanaries, tailsOf, withoutControls} from '../support/canaries.ts';
import {type WatchedChildren, watchChildren} from '../support/canary-children.ts';
import {createRequestRules} from '../support/canary-requests.ts';
import {hasTmux, openTerminal} from '../support/tmux.ts';
import {answerPrompts, crashGrid, crashText, runCommands, runSlips, runTroubled, walkGrid, walkTroubledGrid} from './canary-runs.ts';
import {type CanaryStage, npmRegistry, openCanaryStage, type Printed} from './canary-stage.ts';

let folder: string;
let children: WatchedChildren;
let sound: CanaryStage;
let troubled: CanaryStage;
let pasted: readonly Canary[];
let canaries: readonly Canary[];
let search: Search;

const passphrase: Canary = {name: 'PASSPHRASE', value: 'Xq7vLm2RkTz9WbNc4Ydh', planted: 'prompt'};

const pastedOne = (name: string): Canary => {
  const found = pasted.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no canary ${name}.`);
  return found;
};

const printed = (): readonly Printed[] => [...sound.printed, ...troubled.printed];
const seen = () => [...sound.proxy.seen, ...troubled.proxy.seen];

const filesUnder = async (place: string): Promise<readonly {readonly file: string; readonly text: string}[]> => {
  const entries = (await readdir(place, {recursive: true, withFileTypes: true})).filter((one) => one.isFile());
  return Promise.all(
    entries.map(async (one) => {
      const file = path.join(one.parentPath, one.name);
      return {file, text: await readFile(file, 'latin1')};
    }),
  );
};

const leaksIn = (all: readonly Printed[]): readonly (Leak & {readonly place: string})[] =>
  all.flatMap(({place, text}) => search(text).map((leak) => ({place, ...leak})));

const rules = () => createRequestRules(canaries, search, {companions: {DOCKERHUB_USERNAME: sound.user}, npmRegistry});

const plant = async (): Promise<void> => {
  folder = await mkdtemp(path.join(tmpdir(), 'portcall-canary-'));
  const realGit = execFileSync('sh', ['-c', 'command -v git || true'], {encoding: 'utf8'}).trim();
  children = await watchChildren(folder, realGit === '' ? undefined : realGit);
  [sound, troubled] = await Promise.all([
    openCanaryStage(path.join(folder, 'homes/sound'), children),
    openCanaryStage(path.join(folder, 'homes/troubled'), children),
  ]);
  pasted = strangeCanaries('pasted');
  canaries = [...sound.environment, ...troubled.environment, ...pasted, passphrase];
  search = createSearch(canaries);
};

const runEverything = async (): Promise<void> => {
  const inSoundWorld = async () => {
    await answerPrompts(sound, pastedOne, passphrase);
    await Promise.all([walkGrid(sound, pastedOne, passphrase), runCommands(sound)]);
    await runSlips(sound, pastedOne('NPM_TOKEN'));
  };
  const inTrouble = async () => {
    await runTroubled(troubled);
    await walkTroubledGrid(troubled);
    await crashGrid(troubled);
  };
  await Promise.all([inSoundWorld(), inTrouble()]);
};

describe.skipIf(!hasTmux)('a canary for every token, in every command and screen, with failures injected', {timeout: 60_000}, () => {
  beforeAll(async () => {
    await plant();
    await runEverything();
  }, 170_000);
  afterAll(async () => {
    await sound?.close();
    await troubled?.close();
    await rm(folder, {recursive: true, force: true, maxRetries: 20, retryDelay: 100});
  });

  it('was there to be leaked: every one that can be sent was sent, pasted, and refused and taken', () => {
    const {carriedBy} = rules();
    const carried = new Set(seen().flatMap((request) => carriedBy(request)));
    const sendable = marketplaces.flatMap(({token}) => (token !== undefined && token.origins.length > 0 ? [token.names] : []));
    expect(sendable.filter((names) => !names.some((name) => carried.has(name)))).toEqual([]);
    const text = printed()
      .map((one) => one.text)
      .join('\n');
    const signs = [
      'Paste the token for npm',
      'The vault holds NPM_TOKEN',
      'Write the passphrase again',
      '40 characters',
      'yes, do it',
      'Done: Set secret NPM_TOKEN',
      crashText,
    ];
    expect(signs.filter((sign) => !text.includes(sign))).toEqual([]);
    expect(seen().filter(({method}) => method === 'PUT').length).toBeGreaterThan(3);
  });

  it('stands on no screen and in no output', () => {
    expect(leaksIn(printed())).toEqual([]);
  });

  it('shows no more than its last four characters', () => {
    const texts = printed().map(({place, text}) => ({place, text: withoutControls(text, '|')}));
    const around = (text: string, tail: string) => text.slice(Math.max(0, text.indexOf(tail) - 40), text.indexOf(tail) + 9);
    const shown = tailsOf(canaries).flatMap(({name, tail}) =>
      texts.flatMap(({place, text}) => (text.includes(tail) ? [{place, name, around: around(text, tail)}] : [])),
    );
    expect(shown).toEqual([]);
  });

  it('stands in no file', async () => {
    const files = await filesUnder(path.join(folder, 'homes'));
    expect(leaksIn(files.map(({file, text}) => ({place: path.relative(folder, file), text})))).toEqual([]);
    const names = files.map(({file}) => path.basename(file));
    expect(names).toEqual(expect.arrayContaining(['vault.age', 'ends.ics', 'portcall.yaml']));
  });

  it('is in no argument and no environment of another program', async () => {
    const records = await children.records();
    expect(leaksIn(records.map(({name, text}) => ({place: name, text})))).toEqual([]);
    expect(new Set(records.map(({name}) => name.replace(/-\d+$/, '')))).toEqual(new Set(['git', 'xdg-open']));
  });

  it('goes to the origins that its marketplace declares, in the header that it declares, and nowhere else', () => {
    const {leaksIn: leaksOf} = rules();
    const leaks = seen().flatMap((request) => leaksOf(request).map((leak) => ({request: `${request.method} ${request.url}`, ...leak})));
    expect(leaks).toEqual([]);
    expect(seen().some(({host}) => host === 'elsewhere.example')).toBe(true);
  });

  describe('and the search finds one that is leaked', () => {
    const one = () => sound.environment.find(({name}) => name === 'NPM_TOKEN') ?? passphrase;

    it.each([
      ['plain', (value: string) => value],
      ['a piece of eight characters', (value: string) => `x${value.slice(11, 19)}x`],
      ['base64', (value: string) => btoa(`user:${value}`)],
      ['base64url', (value: string) => Buffer.from(`{"a":"${value}"}`).toString('base64url')],
      ['hex', (value: string) => Buffer.from(value).toString('hex')],
      ['torn by a line break and colours', (value: string) => `\u001b[31m${value.slice(0, 7)}\u001b[0m\r\n${value.slice(7, 13)}\r\n`],
    ])('in a text: %s', (_, spoil) => {
      expect(search(spoil(one().value))).toMatchObject([{canary: 'NPM_TOKEN', planted: 'environment'}]);
    });

    it('URL-encoded, where encoding changes it', () => {
      const key = pastedOne('AUR_SSH_KEY').value;
      expect(search(encodeURIComponent(key)).map(({canary, planted}) => `${canary} ${planted}`)).toEqual(['AUR_SSH_KEY pasted']);
    });

    it('as a part of a credential', () => {
      const snap = pastedOne('SNAPCRAFT_STORE_CREDENTIALS').value;
      const {v} = JSON.parse(Buffer.from(snap, 'base64').toString('utf8')) as {v: {d: string}};
      expect(search(v.d).map(({canary}) => canary)).toEqual(['SNAPCRAFT_STORE_CREDENTIALS']);
    });

    it('takes nothing for a leak that all credentials of a kind have', () => {
      expect(search('-----BEGIN OPENSSH PRIVATE KEY-----\npypi-AgEIcHlwaS5vcmc dashboard.snapcraft.io AUR_SSH_KEY')).toEqual([]);
    });

    it('on a screen that was there for a moment, and in the scrollback', async () => {
      const terminal = await openTerminal({env: {NPM_TOKEN: one().value}});
      await terminal.enter('printf "\\033[?1049h$NPM_TOKEN"; sleep 0.2; printf "\\033[2J\\033[?1049l"; echo gone');
      await terminal.until((text) => /^gone$/m.test(text));
      const text = await terminal.everything();
      await terminal.end();
      expect(leaksIn([{place: 'a screen', text}])).toMatchObject([{canary: 'NPM_TOKEN'}]);
    });

    it('in a file', async () => {
      const place = await mkdtemp(path.join(tmpdir(), 'portcall-leak-'));
      await writeFile(path.join(place, 'log'), `asked with ${btoa(one().value)}`);
      const files = await filesUnder(place);
      await rm(place, {recursive: true});
      expect(leaksIn(files.map(({file, text}) => ({place: file, text})))).toMatchObject([{canary: 'NPM_TOKEN', as: 'base64'}]);
    });

    it('in a child’s arguments, and in its environment', async () => {
      const place = await mkdtemp(path.join(tmpdir(), 'portcall-leak-'));
      const watched = await watchChildren(place, undefined);
      const env = {PATH: process.env.PATH ?? ''};
      await runToEnd(path.join(watched.folder, 'gh'), ['auth', one().value], {cwd: place, env});
      await runToEnd(path.join(watched.folder, 'ssh'), [], {cwd: place, env: {...env, SOME_NAME: one().value}});
      const records = await watched.records();
      await rm(place, {recursive: true});
      const leaks = leaksIn(records.map(({name, text}) => ({place: name.replace(/-\d+$/, ''), text})));
      expect(leaks.map(({place: where, canary}) => `${where} ${canary}`).sort()).toEqual(['gh NPM_TOKEN', 'ssh NPM_TOKEN']);
    });

    it.each([
      ['to another origin', 'pypi.org', {authorization: 'Bearer '}, ''],
      ['in another header', 'registry.example', {'x-api-key': ''}, ''],
      ['in a body', 'registry.example', {}, 'token='],
    ])('in a request %s', (_, host, headers, body) => {
      const {value} = one();
      const sent = Object.fromEntries(Object.entries(headers).map(([name, scheme]) => [name, `${scheme}${value}`]));
      const request = {host, method: 'POST', url: `/${host}/`, headers: sent, body: body === '' ? '' : `${body}${value}`};
      expect(rules().leaksIn(request)).toMatchObject([{canary: 'NPM_TOKEN'}]);
    });

    it('and not where it may stand', () => {
      const request = {host: 'registry.example', method: 'GET', url: '/', headers: {authorization: `Bearer ${one().value}`}, body: ''};
      expect(rules().leaksIn(request)).toEqual([]);
    });
  });
});
