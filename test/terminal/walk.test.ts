import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {builtMain, cleanEnvironment, runToEnd} from '../support/built-program.ts';
import {type Deed, type FromPage, type Person, restingScreen, walkOn} from '../support/person-at-wizard.ts';
import {hasTmux, openTerminal, type Terminal} from '../support/tmux.ts';
import {openWalkWorld, type WalkWorld} from '../support/walk-world.ts';

const owner = 'Michael-A-Kuykendall';
const repo = ['--repo', `${owner}/contextlite`];
/** Wide and high enough for every page of the wizard as a whole. */
const size = {columns: 100, rows: 60};

let world: WalkWorld | undefined;
let terminal: Terminal;
afterEach(async () => {
  await terminal?.end();
  await world?.end();
  world = undefined;
});

type SetupTask = {readonly marketplace: string; readonly id: string; readonly title: string; readonly state: string};

/** What a fresh process without a terminal prints as JSON. */
const ask = async <T>({folder, env}: WalkWorld, home: string, ...args: readonly string[]): Promise<T> => {
  const own = cleanEnvironment(folder, {...env, PORTCALL_HOME: home});
  const {out, err} = await runToEnd(process.execPath, [builtMain(), ...args, '--json'], {cwd: folder, env: own});
  if (!out.startsWith('{')) throw new Error(`portcall ${args.join(' ')} prints no document: ${err}${out}`);
  return JSON.parse(out);
};

const tasksAt = async (at: WalkWorld, home: string): Promise<readonly SetupTask[]> =>
  (await ask<{readonly tasks: readonly SetupTask[]}>(at, home, 'setup', ...repo)).tasks;

const ledgerAt = async (at: WalkWorld, home: string): Promise<readonly {readonly what: string; readonly result: string}[]> =>
  (await ask<{readonly entries: []}>(at, home, 'ledger')).entries;

/** Everything that changed something, each with its address. */
const writes = async ({log}: WalkWorld): Promise<readonly string[]> =>
  (await log())
    // GitHub's GraphQL is asked by POST, and only read.
    .filter(({method, status, host, path}) => method !== 'GET' && status < 300 && host === 'api.github.com' && path !== '/graphql')
    .map((one) => `${one.method} ${decodeURIComponent(one.path)}`);

describe.skipIf(!hasTmux)('the wizard, walked key by key in a real terminal (tmux)', {timeout: 150_000}, () => {
  /** Opens the wizard; the shell writes down the program's id before it begins. */
  const openWizard = ({folder}: WalkWorld, home: string): Promise<void> =>
    terminal.enter(
      `clear; PORTCALL_HOME=${home} sh -c 'echo $$ > ${folder}/id; exec node ${builtMain()} setup ${repo.join(' ')}'; echo "ended $?"`,
    );

  /** Ends the program as a loss of power does, and sees that the shell takes orders again. */
  const kill = async ({folder}: WalkWorld): Promise<true> => {
    process.kill(Number(await readFile(path.join(folder, 'id'), 'utf8')), 'SIGKILL');
    await terminal.until((text) => text.includes('ended 137'));
    await terminal.enter('echo typing is $((1 + 1)) seen');
    await terminal.until((text) => text.includes('typing is 2 seen'));
    return true;
  };

  const personAt = (at: WalkWorld, deeds: Deed[], isTakenAway: Person['isTakenAway'] = () => false): Person => ({
    terminal,
    open: at.open,
    clipboard: at.clipboard,
    passphrase: 'correct horse battery',
    deeds,
    isTakenAway,
  });

  /** Walks until the plan for the tap is being carried out and the repository is there, and not yet its files. */
  const walkIntoPlan = async (at: WalkWorld, home: string, deeds: Deed[]) => {
    await openWizard(at, home);
    const isInPlan = personAt(at, deeds, async (seen) => {
      if (seen.kind !== 'plan' || seen.state !== 'running' || !seen.title.includes('Create the tap')) return false;
      while (!(await writes(at)).includes('POST /user/repos'));
      return kill(at);
    });
    expect(await walkOn(isInPlan)).toBe('taken away');
    expect(await writes(at)).toEqual(['POST /user/repos']);
    expect((await ledgerAt(at, home)).filter(({what}) => what.includes('homebrew-tap'))).toEqual([]);
  };

  /** Walks until a token is pasted that nothing knows of yet; gives the task. */
  const walkIntoTask = async (at: WalkWorld, home: string, deeds: Deed[]): Promise<string> => {
    await openWizard(at, home);
    let left = '';
    const isInTask = personAt(at, deeds, (seen, stop) => {
      left = stop;
      return seen.kind === 'field' && !seen.isEmpty ? kill(at) : false;
    });
    expect(await walkOn(isInTask)).toBe('taken away');
    return left;
  };

  /** The first tasks that the wizard opens where nothing is remembered; nothing is done there. */
  const firstTasks = async (at: WalkWorld, home: string): Promise<readonly string[]> => {
    await openWizard(at, home);
    const titles: string[] = [];
    for (let before = ''; titles.length < 4; ) {
      const {seen, words} = await restingScreen(terminal, before);
      if (seen.kind !== 'task') throw new Error(`No task is open:\n${words}`);
      titles.push(seen.title);
      before = words;
      await terminal.type('n');
    }
    await restingScreen(terminal, '');
    await terminal.type('q');
    await terminal.until((text) => text.includes('ended 0'));
    return titles;
  };

  /** Walks to the end; gives the first task. */
  const walkToEnd = async (at: WalkWorld, home: string, deeds: Deed[]): Promise<string> => {
    await openWizard(at, home);
    let first = '';
    const person = personAt(at, deeds, (_seen, stop) => {
      first ||= stop;
      return false;
    });
    expect(await walkOn(person)).toBe('at the end');
    await terminal.type('q');
    await terminal.until((text) => text.includes('ended 0'));
    expect(await terminal.state()).toEqual({hasCursor: true, isAlternate: false});
    return first;
  };

  const expectAllSetUp = async (at: WalkWorld, home: string) => {
    const tasks = await tasksAt(at, home);
    const inState = (...states: readonly string[]) =>
      tasks.filter(({state}) => states.includes(state)).map((one) => `${one.marketplace} ${one.id}`);
    expect(inState('to-do', 'unknown')).toEqual([]);
    expect(inState('waiting')).toEqual(['nix open-pull-request']);
    // Jobs and trusted publishing need other files, and a first crate needs somebody with cargo.
    const beyond = ['homebrew', 'chocolatey', 'winget', 'crates-io', 'aur', 'snapcraft', 'vscode', 'github-packages'].map(
      (id) => `${id} add-job`,
    );
    const others = ['npm trust-workflow', 'pypi trust-workflow', 'crates-io publish-first', 'winget answer-review'];
    expect(inState('skipped').toSorted()).toEqual([...beyond, ...others].toSorted());
    expect(inState('done').length).toBeGreaterThan(35);
    for (const one of inState('attested'))
      expect(one).toMatch(/^(?:npm|pypi|docker-hub|crates-io|aur|snapcraft|vscode|github-packages|nix) /);
    expect(tasks.map(({marketplace}) => marketplace)).not.toContain('flathub');
  };

  const expectWorld = async (at: WalkWorld, home: string) => {
    const written = await writes(at);
    expect(written).toEqual([...new Set(written)]);
    const forks = ['Homebrew/homebrew-core', 'microsoft/winget-pkgs', 'NixOS/nixpkgs'];
    expect(written.filter((one) => one.endsWith('/forks'))).toEqual(forks.map((name) => `POST /repos/${name}/forks`));
    for (const name of forks)
      expect(await at.askGitHub(`/repos/${owner}/${name.split('/')[1]}`)).toMatchObject({fork: true, parent: {full_name: name}});
    expect(await at.askGitHub(`/repos/${owner}/homebrew-tap/contents/Formula`)).toMatchObject([{name: '.gitkeep'}]);
    expect(await at.askGitHub(`/repos/${owner}/scoop-bucket`)).toMatchObject({private: false, topics: ['scoop-bucket']});
    type Listed = {readonly secrets: readonly {readonly name: string}[]};
    const names = (await ask<Listed>(at, home, 'secret', 'list', ...repo)).secrets.map(({name}) => name);
    expect(names).toEqual(expect.arrayContaining(['VSCE_PAT', 'WINGET_TOKEN', 'SCOOP_BUCKET_TOKEN']));
    type Status = {
      readonly marketplaces: readonly {readonly id: string; readonly cells: Readonly<Record<string, {readonly state: string}>>}[];
    };
    const {marketplaces} = await ask<Status>(at, home, 'status', ...repo);
    const secretOf = (id: string) => marketplaces.find((one) => one.id === id)?.cells['secret']?.state;
    expect(['npm', 'pypi', 'docker-hub', 'chocolatey', 'homebrew'].map(secretOf)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  };

  test('sets up every row that can be, though it is killed in a plan and in a task, and is seen elsewhere', async () => {
    world = await openWalkWorld();
    const [home, elsewhere] = ['home', 'elsewhere'].map((name) => path.join(world?.folder ?? '', name)) as [string, string];
    const deeds: Deed[] = [];
    terminal = await openTerminal({...size, env: world.env});
    // A shell as people have it, which puts the terminal right where a program could not.
    await terminal.enter("PS1='$ ' exec bash --norc --noprofile -i");
    await walkIntoPlan(world, home, deeds);
    const left = await walkIntoTask(world, home, deeds);
    const done = (await tasksAt(world, elsewhere)).filter(({state}) => state === 'done').map(({title}) => title);
    for (const title of await firstTasks(world, elsewhere)) expect(done).not.toContain(title);
    expect(await ledgerAt(world, elsewhere)).toEqual([]);
    expect(await walkToEnd(world, home, deeds)).toBe(left);
    await expectAllSetUp(world, home);
    await expectWorld(world, home);
    const entries = await ledgerAt(world, home);
    expect(entries.filter(({result}) => !result.startsWith('done: '))).toEqual([]);
    expect(entries.map(({what}) => what)).toEqual([...new Set(entries.map(({what}) => what))]);
    expect(deeds.filter(({on, deed}) => on === 'plan' && deed === 'y').length).toBe(
      (await writes(world)).filter((one) => !/contents|topics/.test(one)).length + 1,
    );
  });
});

describe.skipIf(!hasTmux)('the wizard of the demo (tmux)', {timeout: 60_000}, () => {
  const message = (text: string): string => text.split('\n').at(-2) ?? '';

  /** Waits until the screen tells what was done on the page; a key that moves nothing takes away what was told of the one before. */
  const openInDemo = async (press: () => Promise<void>): Promise<FromPage> => {
    await terminal.type('g');
    await terminal.until((text) => /^(?: |$)/.test(message(text)));
    await press();
    const text = await terminal.until((seen) => /^(?! |$|Opening in the browser)/.test(message(seen)));
    return text.includes('is in your hand') ? 'a token in hand' : 'nothing';
  };

  const walkDemo = async (
    most: number,
    args = '',
  ): Promise<{readonly end: string; readonly deeds: readonly Deed[]; readonly stops: readonly string[]}> => {
    terminal = await openTerminal(size);
    await terminal.enter(`node ${builtMain()} demo setup ${args}; echo "ended $?"`);
    const [deeds, stops]: [Deed[], Set<string>] = [[], new Set()];
    const isTakenAway = (_seen: unknown, stop: string) => stops.add(stop).size > most;
    const end = await walkOn({terminal, open: openInDemo, passphrase: '', deeds, isTakenAway});
    await terminal.type('q');
    await terminal.until((text) => text.includes('ended 0'));
    return {end, deeds, stops: [...stops]};
  };

  test('goes through its first five stops', async () => {
    const {deeds, stops} = await walkDemo(5);
    expect(stops.map((stop) => stop.split(':')[0])).toEqual(['Chocolatey', 'Chocolatey', 'Chocolatey', 'Homebrew', 'Homebrew', 'Homebrew']);
    expect(deeds.filter(({on}) => on === 'plan').map(({deed}) => deed)).toEqual(['y', 'Enter', 'y', 'Enter']);
  });

  test('hands over the token that a page makes, which is set as the secret', async () => {
    const {end, deeds} = await walkDemo(20, '--only vscode');
    expect(end).toBe('at the end');
    const token = deeds.filter(({at}) => at.includes('make a token'));
    expect(token.map(({deed}) => deed)).toEqual(['1', '2', 's', 'y', 'Enter', 'n']);
  });
});
