import {afterEach, describe, expect, test} from 'vitest';
import {builtMain, cleanEnvironment, runToEnd} from '../support/built-program.ts';
import {hasTmux, openTerminal, type Terminal} from '../support/tmux.ts';
import {openWalkWorld, type WalkWorld} from '../support/walk-world.ts';

const name = 'Michael-A-Kuykendall/contextlite';
const repo = ['--repo', name, '--tag', 'v1.0.35'];

let world: WalkWorld;
let terminal: Terminal;
afterEach(async () => {
  await terminal?.end();
  await world?.end();
});

const ask = async <T>(...args: readonly string[]): Promise<T> => {
  const env = cleanEnvironment(world.folder, {...world.env});
  const {out, err} = await runToEnd(process.execPath, [builtMain(), ...args, ...repo, '--json'], {cwd: world.folder, env});
  if (!out.startsWith('{')) throw new Error(`portcall ${args.join(' ')} prints no document: ${err}${out}`);
  return JSON.parse(out);
};

/** What the grid says of the marketplaces. */
const verdicts = async (...ids: readonly string[]): Promise<Readonly<Record<string, string>>> => {
  const {marketplaces} = await ask<{readonly marketplaces: readonly {readonly id: string; readonly verdict: string}[]}>('status');
  return Object.fromEntries(marketplaces.filter(({id}) => ids.includes(id)).map(({id, verdict}) => [id, verdict]));
};

/** Waits longer than one screen may take: what is pushed is looked for again after a while. */
const untilLate = async (isSo: (text: string) => boolean): Promise<string> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await terminal.until(isSo);
    } catch (failure) {
      if (tries === 3) throw failure;
    }
  }
};

/** A question on the terminal, and how it is answered. */
type Answer = readonly [question: string, answer: string];
const agreed: Answer = ['Do this?', 'y'];

let typed = 0;
/** Types a command, waits for each question and answers it; gives the exit code and everything on the screen. */
const portcall = async (args: string, answers: readonly Answer[] = []): Promise<{readonly code: number; readonly text: string}> => {
  // The screen of the command before may still stand when this one is waited for.
  const end = `end ${++typed} was`;
  await terminal.enter(`clear; node ${builtMain()} ${args} ${repo.join(' ')}; echo "${end} $?"`);
  for (const [question, answer] of answers) {
    await untilLate((text) => text.includes(`? ${question}`));
    await terminal.enter(answer);
    await terminal.until((text) => text.includes(`✔ ${question}`));
  }
  const text = (await untilLate((seen) => new RegExp(`^${end} \\d+$`, 'm').test(seen))).trimEnd();
  return {code: Number(new RegExp(`^${end} (\\d+)$`, 'm').exec(text)?.[1]), text};
};

/** Opens the grid on one row alone. */
const openRow = async (filter: string): Promise<void> => {
  await terminal.enter(`clear; node ${builtMain()} ${repo.join(' ')}; echo "left $?"`);
  await terminal.until((text) => text.includes('Scoop') && !/checking|looking/i.test(text));
  await terminal.type('/');
  await terminal.type(filter);
  await terminal.press('Enter');
  await terminal.until((text) => !text.includes('Docker'));
};

const leave = async (): Promise<void> => {
  await terminal.type('q');
  await terminal.until((text) => text.includes('left '));
};

describe.skipIf(!hasTmux)('first packages in a real terminal (tmux)', {timeout: 200_000}, () => {
  const begin = async () => {
    world = await openWalkWorld();
    terminal = await openTerminal({columns: 200, rows: 150, env: {...world.env, PORTCALL_HOME: world.folder}});
    await world.happen({kind: 'pace', factor: 0, queueSeconds: 0});
  };

  const makeBucketInGrid = async () => {
    await openRow('scoop');
    await terminal.type('f');
    const shown = await terminal.until((text) => text.includes('y carries it out'));
    expect(shown).toContain('bucket/contextlite.json: new');
    expect(shown).toContain('Create the public repository Michael-A-Kuykendall/scoop-bucket');
    await terminal.type('y');
    await untilLate((text) => text.includes('It has ended.') && text.includes('Done: Create the public repository'));
    await terminal.press('Escape');
    await untilLate((text) => /● working +Scoop/.test(text));
    await leave();
  };

  /** Portcall prepares the branch; the person opens the pull request on the page, and answers there. */
  const proposeByHand = async () => {
    await openRow('winget');
    await terminal.type('f');
    await terminal.until((text) => text.includes('y carries it out'));
    await terminal.type('y');
    const told = await untilLate((text) => text.includes('open the pull request yourself'));
    expect(told).toContain('Have you signed the');
    await world.open(() => terminal.type('o'));
    await terminal.press('Escape');
    await terminal.until((text) => !text.includes('open the pull request yourself'));
    await terminal.type('r');
    await untilLate((text) => /… waiting +winget/.test(text));
    await leave();
  };

  /** Every question is answered in the terminal, and nobody else answers one. */
  const proposeWithAnswers = async () => {
    const {text: shown} = await portcall('first-package nix --dry-run');
    const questions = [...shown.matchAll(/^ {4}\? (.+)$/gm)].map(([, question = '']) => question);
    expect(questions.length).toBeGreaterThan(3);
    const answers = questions.map((question, at): Answer => [question, at === 0 ? 'n' : 'y']);
    const {code, text} = await portcall('first-package nix', [...answers, agreed]);
    expect([code, text]).toEqual([8, expect.stringContaining('Nix by now: waiting')]);
    const [pull] = (await world.askGitHub('/repos/NixOS/nixpkgs/pulls')) as readonly {readonly body: string}[];
    expect(pull?.body.split('\n').filter((line) => line.startsWith('- [x]'))).toHaveLength(questions.length - 1);
  };

  /** The pull request that a command has opened is merged by its own repository's owner. */
  const merge = async (text: string): Promise<void> => {
    const [url = ''] = /https:\/\/github\.com\/\S+\/pull\/\d+/.exec(text) ?? [];
    await world.visit(url);
  };

  const proposeFiles = async (...ids: readonly string[]) => {
    for (const id of ids) {
      const {code, text} = await portcall(`first-package ${id}`, [agreed]);
      expect([id, code]).toEqual([id, 0]);
      await merge(text);
    }
  };

  /** One job each, in the file that is there already. */
  const proposeWorkflow = async () => {
    const {code, text} = await portcall('workflow --yes');
    expect(code).toBe(0);
    await merge(text);
  };

  /** What only a person can do on the pages of the marketplaces. */
  const doByHand = async () => {
    for (const page of ['https://crates.io/login', 'https://crates.io/settings/profile', 'https://login.ubuntu.com/+new_account'])
      await world.visit(page);
    for (const page of ['https://snapcraft.io/account', 'https://snapcraft.io/register-snap']) await world.visit(page);
    await world.visit('https://marketplace.visualstudio.com/manage/createpublisher');
    expect(await world.visit('https://dev.azure.com/_usersSettings/tokens')).toBe('a token to paste');
    const {code} = await portcall(`secret set vscode --yes < ${world.clipboard}`);
    expect(code).toBe(0);
  };

  const publish = async (...ids: readonly string[]) => {
    for (const id of ids) {
      const {code, text} = await portcall(`publish ${id} --yes --also`);
      expect([id, code, code === 0 ? '' : text]).toEqual([id, 0, '']);
    }
  };

  test('files, a workflow, secrets and pages from nothing, until people can install', async () => {
    await begin();
    const ids = ['crates-io', 'snapcraft', 'vscode'] as const;
    await proposeFiles(...ids, 'github-packages');
    await proposeWorkflow();
    await doByHand();
    await publish(...ids);
    expect((await portcall('publish github-packages --yes --also')).code).toBe(8);
    await world.visit('https://github.com/users/Michael-A-Kuykendall/packages/container/contextlite/settings');
    expect(await verdicts(...ids, 'github-packages')).toEqual({
      'crates-io': 'working',
      snapcraft: 'working',
      vscode: 'working',
      'github-packages': 'working',
    });
  });

  test('a package at the AUR, in the demo itself', async () => {
    terminal = await openTerminal({columns: 160, rows: 50});
    await terminal.enter(`clear; node ${builtMain()} demo; echo "left $?"`);
    await untilLate((text) => text.includes('Scoop') && text.includes('checked'));
    await terminal.type('/');
    await terminal.type('aur');
    await terminal.press('Enter');
    await terminal.until((text) => !text.includes('Docker'));
    await terminal.type('f');
    await untilLate((text) => text.includes('No token for AUR is at hand'));
    await terminal.press('Escape');
    await terminal.until((text) => !text.includes('No token for AUR'));
    await terminal.type('t');
    await terminal.until((text) => text.includes('esc back'));
    await terminal.type('o');
    await untilLate((text) => text.includes('AUR_SSH_KEY') && /valid/.test(text));
    await terminal.press('Escape');
    await terminal.until((text) => text.includes('esc shows all'));
    await terminal.type('f');
    const shown = await untilLate((text) => text.includes('y carries it out'));
    expect(shown).toContain('Push the first commit of contextlite-bin to the AUR');
    await terminal.type('y');
    await untilLate((text) => text.includes('It has ended.') && text.includes('Done: Push the first commit'));
    await terminal.press('Escape');
    await untilLate((text) => text.includes('AUR: working, 1.0.35 is served'));
    await leave();
  });

  test('a bucket of one’s own works, and the pull requests at others wait', async () => {
    await begin();
    expect(await verdicts('scoop', 'winget', 'nix')).toEqual({scoop: 'not-set-up', winget: 'not-set-up', nix: 'not-set-up'});
    await makeBucketInGrid();
    await proposeByHand();
    await proposeWithAnswers();
    expect(await verdicts('scoop', 'winget', 'nix')).toEqual({scoop: 'working', winget: 'waiting', nix: 'waiting'});
    const {files} = await ask<{readonly files: readonly {readonly action: string}[]}>('first-package', 'scoop', '--dry-run');
    expect(files.map(({action}) => action)).toEqual(['same']);
  });
});
