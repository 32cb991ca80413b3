import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {FaultEffect} from '../../src/demo/faults.ts';
import type {Canary} from '../support/canaries.ts';
import type {Echo} from '../support/hostile-proxy.ts';
import {type Answers, converse, gridScreens, settle, troubledScreens, walk} from './canary-screens.ts';
import {type CanaryStage, owner, repo} from './canary-stage.ts';

const effects: readonly FaultEffect[] = [
  {kind: 'status', status: 401},
  {kind: 'status', status: 403},
  {kind: 'status', status: 429, retryAfter: 1},
  {kind: 'status', status: 500},
  {kind: 'redirect', to: 'https://elsewhere.example'},
  {kind: 'cut-off'},
  {kind: 'html'},
  {kind: 'other-json'},
];
const echoes: readonly Echo[] = ['in-200', 'in-401', 'in-403', 'in-429', 'in-500', 'in-redirect'];

export const crashText = 'a crash of this test';

const inTurns = async (all: readonly (() => Promise<unknown>)[]): Promise<void> => {
  const left = [...all];
  const one = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await next();
  };
  await Promise.all([one(), one()]);
};

/** Every command that prints or writes, once in a sound world. */
export const runCommands = async ({run, homeOf}: CanaryStage): Promise<void> => {
  // A token of VS Code's is tested against a publisher alone.
  await writeFile(path.join(await homeOf('sound'), 'portcall.yaml'), 'packages:\n  vscode: makuykendall.contextlite\n');
  await inTurns([
    () => run('writing', ['secret', 'copy', '--to', `${owner}/another`, '--yes', ...repo]),
    () => run('writing', ['secret', 'set', 'npm', '--yes', ...repo], {}, 'NPM_TOKEN'),
    () => run('writing', ['secret', 'set', 'aur', '--yes', '--json', ...repo], {}, 'AUR_SSH_KEY'),
    () => run('writing', ['secret', 'set', 'SNAP', '--env', 'production', '--yes', ...repo], {}, 'SNAPCRAFT_STORE_CREDENTIALS'),
    ...[
      ['status', ...repo],
      ['verify', '--json', ...repo],
      ['tokens', ...repo],
      ['tokens', '--json', ...repo],
      ['tokens', '--calendar', ...repo],
      ['tokens', '--ics', 'ends.ics', ...repo],
      ['tokens', 'snapcraft', 'aur', ...repo],
      ['secret', 'list', '--json', ...repo],
      ['demo', 'status'],
      ['setup', ...repo],
    ].map((args) => () => run('sound', args)),
    () => run('writing', ['secret', 'delete', '--unread', '--yes', ...repo]),
  ]);
  for (const args of [['ledger'], ['ledger', '--json'], ['init', ...repo]]) await run('writing', args);
};

const inTrouble = ({run}: CanaryStage, home: string): Promise<void> =>
  inTurns([
    () => run(home, ['verify', '--json', ...repo]),
    () => run(home, ['tokens', ...repo]),
    () => run(home, ['secret', 'set', 'npm', '--yes', ...repo], {}, 'NPM_TOKEN'),
  ]);

/** The same with each failure of the world, with servers that send the credential back, and where nothing can be written. */
export const runTroubled = async (stage: CanaryStage): Promise<void> => {
  const {world, proxy, run} = stage;
  for (const effect of effects) {
    world.faults.set([{host: '*', effect}]);
    await inTrouble(stage, 'trouble');
  }
  world.faults.clear();
  for (const echo of echoes) {
    proxy.echo(echo);
    await inTrouble(stage, 'trouble');
  }
  proxy.echo('none');
  const nowhere = {PORTCALL_HOME: '/proc/portcall', TMPDIR: '/proc/portcall'};
  await inTurns([['status'], ['tokens'], ['secret', 'list']].map((args) => () => run('no home', [...args, ...repo], nowhere)));
};

/** A token given where none belongs is the person's own slip, and still nothing to be repeated. */
export const runSlips = ({runBare}: CanaryStage, {value}: Canary): Promise<void> =>
  inTurns(
    [
      ['secret', 'set', 'NPM_TOKEN', value],
      ['tokens', value],
      ['--repo', value],
      ['status', `--tag=${value}`, ...repo],
    ].map((args, at) => () => runBare('writing', args, `slip ${at + 1}`)),
  );

/** Every question that asks for a token or a passphrase, answered. */
export const answerPrompts = (
  {useTerminal, environment}: CanaryStage,
  pastedOne: (name: string) => Canary,
  passphrase: Canary,
): Promise<void> =>
  useTerminal(
    'prompts',
    environment.filter(({name}) => name === 'GITHUB_TOKEN'),
    async (terminal, portcall) => {
      const own = (name: string): string => environment.find((one) => one.name === name)?.value ?? '';
      const answer = (args: string, value: string, more: Partial<Answers> = {}) =>
        converse(terminal, `${portcall} ${args} ${repo.join(' ')}`, {pasted: value, passphrase: passphrase.value, ...more});
      await answer('tokens npm', own('NPM_TOKEN'));
      await answer('tokens crates-io', own('CARGO_REGISTRY_TOKEN'));
      await answer('tokens', '');
      await answer('tokens pypi', pastedOne('PYPI_TOKEN').value);
      await answer('tokens docker-hub', pastedOne('AUR_SSH_KEY').value);
      await answer('tokens snapcraft', pastedOne('SNAPCRAFT_STORE_CREDENTIALS').value, {doesLeave: true});
      await answer('secret set VSCE_PAT', pastedOne('VSCE_PAT').value);
      await answer('secret set NPM_TOKEN', '');
    },
  );

const hasSettled = (text: string): boolean => text.includes('quit') && !text.includes('checking');

/** Every screen of the grid, with tokens pasted into its field. */
export const walkGrid = ({useTerminal, environment}: CanaryStage, pastedOne: (name: string) => Canary, passphrase: Canary): Promise<void> =>
  useTerminal('grid', environment, async (terminal, portcall) => {
    await terminal.enter(`${portcall} ${repo.join(' ')}; echo "ended $?"`);
    await terminal.until(hasSettled);
    const accepted = (name: string): Canary => environment.find((one) => one.name === name) ?? pastedOne(name);
    await walk(terminal, gridScreens(pastedOne, accepted, passphrase));
    await terminal.press('C-c');
    await terminal.until((text) => /^ended \d+$/m.test(text));
  });

/** The grid while the world fails in one way after another. */
export const walkTroubledGrid = ({useTerminal, environment, world, proxy}: CanaryStage): Promise<void> =>
  useTerminal('troubled-grid', environment, async (terminal, portcall) => {
    await terminal.enter(`${portcall} ${repo.join(' ')}; echo "ended $?"`);
    await terminal.until(hasSettled);
    for (const echo of echoes) {
      proxy.echo(echo);
      await walk(terminal, troubledScreens);
    }
    proxy.echo('none');
    for (const effect of effects) {
      world.faults.set([{host: '*', effect}]);
      await walk(terminal, troubledScreens);
    }
    world.faults.clear();
    await terminal.press('C-c');
    await settle(terminal);
  });

/** The grid, thrown over by an error that nothing catches. */
export const crashGrid = ({useTerminal, environment}: CanaryStage): Promise<void> =>
  useTerminal('troubled-grid', environment, async (terminal, portcall, home) => {
    const file = path.join(home, 'crash.mjs');
    await writeFile(file, `setTimeout(() => { throw new Error(${JSON.stringify(crashText)}); }, 2000);\n`);
    await terminal.enter(`NODE_OPTIONS=--import=${file} ${portcall} ${repo.join(' ')}; echo "ended $?"`);
    await terminal.until((text) => /^ended \d+$/m.test(text));
  });
