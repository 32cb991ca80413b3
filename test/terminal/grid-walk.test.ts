import {afterEach, describe, expect, test} from 'vitest';
import {builtMain, cleanEnvironment, runToEnd} from '../support/built-program.ts';
import {hasTmux, openTerminal, type Terminal} from '../support/tmux.ts';
import {openWalkWorld, type WalkWorld} from '../support/walk-world.ts';
import {selected} from './open-demo.ts';

const name = 'Michael-A-Kuykendall/contextlite';

let world: WalkWorld;
let terminal: Terminal;
afterEach(async () => {
  await terminal?.end();
  await world?.end();
});

/** Waits longer than one screen may take: a run and the look behind it take their time. */
const untilLate = async (isSo: (text: string) => boolean): Promise<string> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await terminal.until(isSo);
    } catch (failure) {
      if (tries === 2) throw failure;
    }
  }
};

/** Presses a key until the screen is so: a key that comes while something else is drawn may be lost on it. */
const press = async (key: string, isSo: (text: string) => boolean): Promise<string> => {
  await (key.length === 1 ? terminal.type(key) : terminal.press(key));
  return untilLate(isSo);
};

const isGrid = (text: string): boolean => text.includes('tasks for a person: w') && text.includes('enter open');
const isPage = (text: string): boolean => /^Cells$/m.test(text) && text.includes('→ next');

/** Opens the page of a marketplace from the grid. */
const openPage = async (title: string): Promise<string> => {
  await terminal.until(isGrid);
  for (let presses = 0; selected((await terminal.lines()).join('\n')) !== title; presses += 1) {
    if (presses > 20) throw new Error(`${title} is never selected.`);
    const before = selected((await terminal.lines()).join('\n'));
    await press('j', (text) => selected(text) !== before);
  }
  return press('Enter', isPage);
};

const toGrid = async (): Promise<void> => {
  await press('Escape', isGrid);
  // From the first row again.
  await press('g', (text) => selected(text) === 'GitHub');
};

/** The plan that a key shows is agreed to; gives what it said and what came of it. */
const agree = async (key: string): Promise<readonly [plan: string, ended: string]> => {
  const plan = await press(key, (text) => text.includes('y carries it out') || /Type \S+ and press enter to carry it out/.test(text));
  const word = /Type (\S+) and press enter/.exec(plan)?.[1];
  if (word !== undefined) {
    await terminal.type(word);
    await terminal.until((text) => text.includes(`  ${word}`));
  }
  const ended = await press(word === undefined ? 'y' : 'Enter', (text) => text.includes('It has ended.'));
  return [plan, ended];
};

/** Does the fix that the page offers, merges it on its page, and goes back. */
const mend = async (...changes: readonly RegExp[]): Promise<void> => {
  const [plan, ended] = await agree('f');
  for (const change of changes) expect(plan).toMatch(change);
  expect(ended).toMatch(/https:\/\/github\.com\/\S+\/pull\/\d+/);
  await world.open(() => terminal.type('o'));
  await press('Escape', isPage);
};

/** Publishes from the page; gives what it was followed to. */
const publish = async (): Promise<string> => {
  const [plan, ended] = await agree('P');
  expect(plan).toContain('Run publish-packages.yml');
  await press('Escape', isPage);
  return ended;
};

type Row = {readonly id: string; readonly verdict: string; readonly version: string | null};

const rows = async (): Promise<Readonly<Record<string, Row>>> => {
  const env = cleanEnvironment(world.folder, {...world.env});
  const {out} = await runToEnd(process.execPath, [builtMain(), 'verify', '--repo', name, '--tag', 'v1.0.35', '--json'], {
    cwd: world.folder,
    env,
  });
  const {marketplaces} = JSON.parse(out) as {readonly marketplaces: readonly Row[]};
  return Object.fromEntries(marketplaces.map((row) => [row.id, row]));
};

const isWays = (text: string): boolean => text.includes('What can be taken back') && text.includes('enter show');

/** Takes the version back by the gentlest way that the page offers, and goes back to the page. */
const takeBack = async (): Promise<string> => {
  await press('z', isWays);
  const [, ended] = await agree('Enter');
  await press('Escape', isPage);
  return ended;
};

/** Does what only the marketplace's own page can do, which the gentlest way names. */
const takeBackByHand = async (): Promise<string> => {
  await press('z', isWays);
  const told = await press('Enter', (text) => text.includes(', by hand: '));
  await world.open(() => terminal.type('o'));
  await press('Escape', isWays);
  await press('Escape', isPage);
  return told;
};

describe.skipIf(!hasTmux)('everything in one grid in a real terminal (tmux)', {timeout: 240_000}, () => {
  const begin = async () => {
    world = await openWalkWorld();
    await world.happen({kind: 'pace', factor: 0, queueSeconds: 0, othersFactor: 0});
    const tokens = Object.fromEntries(['NPM_TOKEN', 'DOCKERHUB_TOKEN', 'DOCKERHUB_USERNAME'].map((one) => [one, world.tokenOf(one)]));
    terminal = await openTerminal({columns: 150, rows: 110, env: {...world.env, ...tokens, PORTCALL_HOME: world.folder}});
    await terminal.enter(`clear; node ${builtMain()} --repo ${name} --tag v1.0.35; echo "left $?"`);
    await terminal.until((text) => isGrid(text) && !/checking|looking/i.test(text) && text.includes('checked just now'));
  };

  const mendAndPublish = async () => {
    expect(await openPage('Chocolatey')).toMatch(/confirmed +The job downloads a release asset and does not wait/);
    await mend(/\+ +needs: build-and-release/);
    expect(await publish()).toContain('Chocolatey serves 1.0.35, and every file is what was released.');
    await toGrid();
    expect(await openPage('Homebrew')).toMatch(/confirmed +The job downloads a release asset and does not wait/);
    await mend(/\+ +needs: build-and-release/, /\+ +curl --fail/);
    expect(await publish()).toMatch(/Homebrew serves 1\.0\.35/);
    await toGrid();
    for (const title of ['npm', 'PyPI', 'Docker']) {
      expect(await openPage(title)).toContain('The job ended green and skipped the step that publishes.');
      await mend(/ask for this version/);
      expect(await publish()).toContain('serves 1.0.35');
      await toGrid();
    }
  };

  test('what is broken is diagnosed, mended, published, verified, and taken back again', async () => {
    await begin();
    await mendAndPublish();
    const published = ['chocolatey', 'homebrew', 'npm', 'pypi', 'docker-hub'];
    const now = await rows();
    expect(published.map((id) => [id, now[id]?.verdict, now[id]?.version])).toEqual(published.map((id) => [id, 'working', '1.0.35']));
    for (const title of ['npm', 'Docker', 'GitHub']) {
      await openPage(title);
      expect(await takeBack()).toContain('Done:');
      await toGrid();
    }
    for (const [title, done] of [
      ['PyPI', 'Done when: PyPI'],
      ['Chocolatey', 'Done when: The feed dates'],
    ] as const) {
      await openPage(title);
      expect(await takeBackByHand()).toContain(done);
      await toGrid();
    }
    const then = await rows();
    // What has reached homebrew-core only a pull request there takes back.
    expect(Object.fromEntries(published.map((id) => [id, then[id]?.version]))).toEqual({
      chocolatey: null,
      homebrew: '1.0.35',
      npm: '1.0.34',
      pypi: '1.0.34',
      'docker-hub': '1.0.34',
    });
    await untilLate((text) =>
      [
        '◐ GitHub Releases .* ! 1.0.34',
        '◐ npm .* ! withdrawn',
        '◐ PyPI .* ! withdrawn',
        '◐ Docker Hub .* ! 1.0.34',
        '◐ Chocolatey .* ! withdrawn',
        '● Homebrew .* ✓ 1.0.35',
      ].every((row) => new RegExp(`^..${row}`, 'm').test(text)),
    );
    await terminal.type('q');
    await terminal.until((text) => /^left 0$/m.test(text));
  });
});
