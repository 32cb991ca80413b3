import {afterEach, describe, expect, test} from 'vitest';
import {hasTmux} from '../support/tmux.ts';
import {isSettled, type OpenDemo, openDemo, selected} from './open-demo.ts';

let demo: OpenDemo;
afterEach(() => demo?.end());

/** Waits longer than one screen may take: a run takes its time in the demo too. */
const untilLate = async (isSo: (text: string) => boolean): Promise<string> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await demo.until(isSo);
    } catch (failure) {
      if (tries === 2) throw failure;
    }
  }
};

const selectRow = async (title: string) => {
  for (let presses = 0; selected((await demo.lines()).join('\n')) !== title; presses += 1) {
    if (presses > 20) throw new Error(`${title} is never selected.`);
    const before = selected((await demo.lines()).join('\n'));
    await demo.press('j');
    await demo.until((text) => selected(text) !== before);
  }
};

describe.skipIf(!hasTmux)('publishing in the grid of the demo (tmux)', {timeout: 120_000}, () => {
  test('P decides, y starts, the run is followed to moderation, and a look away does not end it', async () => {
    demo = await openDemo({columns: 100, rows: 40});
    await demo.until(isSettled);
    await selectRow('Chocolatey');
    await demo.press('P');
    const plan = await demo.until((text) => text.includes('yes, do it'));
    expect(plan).toContain('publish 1.0.35 to Chocolatey');
    expect(plan).toMatch(/Run the job “publish-chocolatey” of run/);
    expect(plan).toMatch(/unlist/i);
    await demo.press('y');
    await demo.until((text) => text.includes('Chocolatey v1.0.35') && /cancel/.test(text));
    await demo.press('Escape');
    await demo.until((text) => text.includes('goes on and is followed: P opens it again.') && /^[❯>] .*Chocolatey.*…/m.test(text));
    await demo.press('P');
    const ended = await untilLate((text) => text.includes('green, waiting'));
    expect(ended).toContain('moderation');
    expect(ended).toMatch(/done +\d+ Use existing Chocolatey package/);
    await demo.press('Escape');
    await demo.until((text) => selected(text) === 'Chocolatey');
    await demo.press('P');
    const told = await demo.until((text) => /Chocolatey: wait$/m.test(text.replaceAll(/[─ ]+$/gm, '')));
    expect(told).toContain('moderation');
    await demo.press('Escape');
    await demo.until((text) => selected(text) === 'Chocolatey');
    await demo.press('q');
    expect(await demo.exitCode()).toBe(0);
  });
});
