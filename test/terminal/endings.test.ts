import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {builtMain} from '../support/built-program.ts';
import {hasTmux} from '../support/tmux.ts';
import {demoCommand, isSettled, type OpenDemo, openDemo} from './open-demo.ts';

let demo: OpenDemo;
afterEach(() => demo?.end());

const asItWas = async (): Promise<void> => {
  expect((await demo.lines()).slice(0, 2)).toEqual(['earlier text', '$ go']);
  expect(await demo.state()).toEqual({hasCursor: true, isAlternate: false});
  await demo.enter('echo typing is $((1 + 1)) seen');
  await demo.until((text) => text.includes('$ echo typing is') && text.includes('typing is 2 seen'));
};

/** Ends a program by its id, which it wrote into the terminal's folder before it began. */
const signal = async (name: NodeJS.Signals): Promise<void> => {
  process.kill(Number(await readFile(path.join(demo.folder, 'id'), 'utf8')), name);
};
const withId = (command: string): string => `sh -c 'echo $$ > "$HOME/id"; exec ${command}'`;

describe.skipIf(!hasTmux)('ways to end, in a real terminal (tmux)', {timeout: 60_000}, () => {
  test('Ctrl-C ends with 130', async () => {
    demo = await openDemo();
    await demo.until(isSettled);
    await demo.press('C-c');
    expect(await demo.exitCode()).toBe(130);
    await asItWas();
  });

  test('Ctrl-C ends it while answers are still awaited', async () => {
    demo = await openDemo({env: {PORTCALL_DEMO_LATENCY: '3000'}});
    await demo.until((text) => text.includes('checking'));
    await demo.press('C-c');
    expect(await demo.exitCode()).toBe(130);
    await asItWas();
  });

  test.each(['SIGTERM', 'SIGHUP'] as const)('%s gives the terminal back', async (name) => {
    demo = await openDemo({command: withId(demoCommand())});
    await demo.until(isSettled);
    await signal(name);
    expect(await demo.exitCode()).toBeGreaterThan(128);
    await asItWas();
  });

  test('Ctrl-Z goes to the shell, and fg comes back', async () => {
    demo = await openDemo({command: 'true'});
    await demo.exitCode();
    await demo.enter(`set -m; ${demoCommand()}`);
    await demo.until(isSettled);
    await demo.press('C-z');
    await demo.until((text) => text.includes('earlier text') && /Stopped|suspended/i.test(text));
    expect(await demo.state()).toEqual({hasCursor: true, isAlternate: false});
    await demo.enter('fg');
    await demo.until((text) => isSettled(text) && text.includes('Nix'));
    await demo.type('j');
    await demo.until((text) => /^❯ \S npm/m.test(text));
    await demo.type('q');
    await demo.until((text) => text.includes('not offered.'));
    expect(await demo.state()).toEqual({hasCursor: true, isAlternate: false});
  });
});

describe.skipIf(!hasTmux)('the frame that is drawn first (tmux)', {timeout: 60_000}, () => {
  const question = '--repo Michael-A-Kuykendall/contextlite';

  /** Serves a world in the background, asks it once, and opens the grid on what is remembered. */
  const openRemembering = async (): Promise<void> => {
    demo = await openDemo({command: 'true'});
    const {folder, end} = demo;
    // What a shell starts in the background outlives it.
    const endWorld = async () => process.kill(Number(await readFile(path.join(folder, 'world'), 'utf8')));
    demo = {
      ...demo,
      end: async () => {
        await endWorld().catch(() => undefined);
        await end();
      },
    };
    const main = builtMain();
    await demo.exitCode();
    await demo.enter(
      `node ${main} demo serve > served & echo $! > world; until grep -q GITHUB_TOKEN served; do sleep 0.1; done; export $(grep -h -e PORTCALL_HOSTS -e GITHUB_TOKEN served)`,
    );
    await demo.enter(`node ${main} status ${question} > asked; echo "asked $?"`);
    await demo.until((text) => /asked 1$/m.test(text));
    await demo.again(`node ${main} ${question}`);
  };

  test('leaves nothing beside the grid that takes its place', async () => {
    await openRemembering();
    const text = await demo.until(isSettled);
    expect(text).not.toMatch(/not set up$/m);
    expect(text).not.toContain('last known');
    expect(text.split('\n')).toHaveLength(24);
    await demo.type('q');
    expect(await demo.exitCode()).toBe(0);
    await asItWas();
  });
});
