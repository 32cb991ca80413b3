import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {builtMain, cleanEnvironment, runToEnd} from '../support/built-program.ts';
import {hasTmux, openTerminal, type Terminal} from '../support/tmux.ts';
import {openWalkWorld, type WalkWorld} from '../support/walk-world.ts';

const owner = 'Michael-A-Kuykendall';
const name = `${owner}/contextlite`;
const workflowPath = '.github/workflows/publish-packages.yml';
/** The version as the workflow file names it. */
const released = '$' + '{{ steps.version.outputs.version }}';

let world: WalkWorld;
let terminal: Terminal;
afterEach(async () => {
  await terminal?.end();
  await world?.end();
});

type Row = {
  readonly id: string;
  readonly verdict: string;
  readonly version: string | null;
  readonly diagnosis: readonly {readonly cause: string; readonly confidence: string}[];
};

const ask = async <T>(...args: readonly string[]): Promise<T> => {
  const env = cleanEnvironment(world.folder, {...world.env});
  const {out, err} = await runToEnd(process.execPath, [builtMain(), ...args, '--json'], {cwd: world.folder, env});
  if (!out.startsWith('{')) throw new Error(`portcall ${args.join(' ')} prints no document: ${err}${out}`);
  return JSON.parse(out);
};

const rowOf = async (id: string): Promise<Row> => {
  const {marketplaces} = await ask<{readonly marketplaces: readonly Row[]}>('status', '--repo', name, '--tag', 'v1.0.35');
  const row = marketplaces.find((one) => one.id === id);
  if (row === undefined) throw new Error(`There is no row ${id}.`);
  return row;
};

/** The runs that were started and the jobs that were run again. */
const starts = async (): Promise<readonly string[]> =>
  (await world.log())
    .filter(({method, status, path: at}) => method === 'POST' && status < 300 && /\/(?:dispatches|rerun)$/.test(at))
    .map(({path: at}) => at.split('/').at(-1) ?? '');

type Answer = readonly [question: string, answer: string];
const agreed: Answer = ['Do this?', 'y'];
const besides: Answer = ['Run that too?', 'y'];

let typed = 0;
/** Types a command, waits for each question and answers it; gives the exit code and everything on the screen. */
const portcall = async (args: string, answers: readonly Answer[] = []): Promise<{readonly code: number; readonly text: string}> => {
  // The screen of the command before may still stand when this one is waited for.
  const end = `end ${++typed} was`;
  await terminal.enter(`clear; node ${builtMain()} ${args} --repo ${name}; echo "${end} $?"`);
  for (const [question, answer] of answers) {
    await terminal.until((text) => text.includes(question) && !text.includes(`${question} Yes`));
    await terminal.enter(answer);
    await terminal.until((text) => text.includes(`${question} Yes`));
  }
  const text = (await untilLate((seen) => new RegExp(`^${end} \\d+$`, 'm').test(seen))).trimEnd();
  return {code: Number(new RegExp(`^${end} (\\d+)$`, 'm').exec(text)?.[1]), text};
};

/** Waits longer than one screen may take: what is looked for again is looked for after some seconds. */
const untilLate = async (isSo: (text: string) => boolean): Promise<string> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await terminal.until(isSo);
    } catch (failure) {
      if (tries === 3) throw failure;
    }
  }
};

const workflow = async (): Promise<{readonly text: string; readonly sha: string}> => {
  const {content, sha} = (await world.askGitHub(`/repos/${name}/contents/${workflowPath}`)) as {content: string; sha: string};
  return {text: Buffer.from(content, 'base64').toString('utf8'), sha};
};

/** Does through Portcall what it offers, and merges it on the pull request's page. */
const proposeAndMerge = async (id: string, job: string): Promise<void> => {
  const {code, text} = await portcall(`workflow --only ${id} --yes`);
  expect(text).toContain(`Let ${job} wait for build-and-release`);
  expect(text).toMatch(/\+ +needs: build-and-release/);
  expect(code).toBe(0);
  const [url] = /https:\/\/github\.com\/\S+\/pull\/\d+/.exec(text) ?? [];
  await world.visit(url ?? '');
  expect((await workflow()).text).toMatch(new RegExp(`${job}:\\n +needs: build-and-release`));
};

/** The maintainer corrects by hand what the diagnosis names: the check asks for the version and not for the package. */
const correctCheck = async (): Promise<void> => {
  const {text, sha} = await workflow();
  const corrected = text.replace('npm view contextlite version', `npm view contextlite@${released} version`);
  const body = {message: 'Ask for the version', content: Buffer.from(corrected).toString('base64'), sha};
  await world.askGitHub(`/repos/${name}/contents/${workflowPath}`, {method: 'PUT', body});
};

describe.skipIf(!hasTmux)('publishing one marketplace after the other in a real terminal (tmux)', {timeout: 150_000}, () => {
  const begin = async () => {
    world = await openWalkWorld();
    const tokens = {NPM_TOKEN: world.tokenOf('NPM_TOKEN')};
    terminal = await openTerminal({columns: 500, rows: 150, env: {...world.env, ...tokens, PORTCALL_HOME: world.folder}});
    await world.happen({kind: 'pace', factor: 0, queueSeconds: 0});
  };

  const diagnoseBoth = async () => {
    const {code, text} = await portcall('diagnose');
    expect(code).toBe(1);
    for (const job of ['publish-chocolatey', 'publish-homebrew'])
      expect(text).toMatch(
        new RegExp(`“${job}”[^\\n]*failed\\n[^\\n]*\\n +confirmed: The job downloads a release asset and does not wait`),
      );
  };

  const publishChocolatey = async () => {
    const {code, text} = await portcall('publish chocolatey', [besides, agreed]);
    expect(text).toContain('Run publish-packages.yml of');
    expect(text).toContain('It waits for moderation');
    expect(code).toBe(8);
    expect(await rowOf('chocolatey')).toMatchObject({verdict: 'waiting'});
    expect(await starts()).toEqual(['dispatches']);
  };

  /** Started, killed while it waits for the run, and finished by a command that names nothing. */
  const publishNpmInTwo = async () => {
    await world.happen({kind: 'pace', queueSeconds: 8});
    // What the run before said of its queue must not be taken for this one's.
    await terminal.enter('clear');
    await terminal.until((text) => !text.includes('moderation'));
    await terminal.enter(
      `clear; sh -c 'echo $$ > ${world.folder}/id; exec node ${builtMain()} publish npm --also --yes --repo ${name}'; echo "ended $?"`,
    );
    await untilLate((text) => text.includes('Queued, waiting for'));
    process.kill(Number(await readFile(path.join(world.folder, 'id'), 'utf8')), 'SIGKILL');
    await terminal.until((text) => text.includes('ended 137'));
    const {code, text} = await portcall('publish');
    expect(text).toContain('npm serves 1.0.35');
    expect([code, await starts()]).toEqual([0, ['dispatches', 'dispatches']]);
    await world.happen({kind: 'pace', queueSeconds: 0});
  };

  test('Chocolatey is mended and published, npm published across a kill and taken back', async () => {
    await begin();
    await diagnoseBoth();
    await proposeAndMerge('chocolatey', 'publish-chocolatey');
    await publishChocolatey();
    await correctCheck();
    await publishNpmInTwo();
    const back = await portcall('rollback npm --tag v1.0.35', [agreed]);
    expect([back.code, back.text]).toEqual([0, expect.stringContaining('Done:')]);
    expect(await rowOf('npm')).toMatchObject({version: '1.0.34'});
  });
});
