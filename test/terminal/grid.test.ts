import {afterEach, describe, expect, test} from 'vitest';
import {hasTmux} from '../support/tmux.ts';
import {isSettled, type OpenDemo, openDemo, selected, titles} from './open-demo.ts';

let demo: OpenDemo;
afterEach(() => demo?.end());

describe.skipIf(!hasTmux)('the grid in a real terminal (tmux)', {timeout: 60_000}, () => {
  test('shows all fifteen rows with their verdicts at 80x24, and leaves the terminal as it was', async () => {
    demo = await openDemo();
    const text = await demo.until(isSettled);
    for (const title of titles) expect(text).toContain(title);
    expect(text).toContain('1 working · 3 partial · 2 broken · 8 to set up');
    expect(text.split('\n')).toHaveLength(24);
    expect(text.split('\n')[23]).toMatch(/^enter open .* q quit$/);
    expect(await demo.state()).toEqual({hasCursor: false, isAlternate: true});
    await demo.type('q');
    expect(await demo.exitCode()).toBe(0);
    const after = await demo.lines();
    expect(after.slice(0, 2)).toEqual(['earlier text', '$ go']);
    expect(after.slice(2).join(' ')).toContain('v1.0.35: 1 working, 3 partial, 2 broken, 8 to set up, 1 not offered.');
    expect(await demo.state()).toEqual({hasCursor: true, isAlternate: false});
    await demo.enter('echo typing is $((1 + 1)) seen');
    await demo.until((shown) => shown.includes('$ echo typing is') && shown.includes('typing is 2 seen'));
  });

  test('moves, opens a marketplace with its causes and its log, and goes back', async () => {
    demo = await openDemo();
    await demo.until(isSettled);
    await demo.type('jjjj');
    await demo.until((text) => selected(text) === 'Chocolatey');
    await demo.type('k');
    await demo.until((text) => selected(text) === 'Docker');
    await demo.press('Down', 'Enter');
    await demo.until((text) => text.includes('✗ broken  Chocolatey') && text.includes('Fix: '));
    await demo.type('l');
    await demo.until((text) => text.includes('returned error: 404') && text.includes('exit code 22'));
    await demo.press('Escape');
    await demo.until((text) => selected(text) === 'Chocolatey' && text.includes('Published'));
    await demo.type('l');
    await demo.until((text) => text.includes('returned error: 404') && text.includes('esc back'));
    await demo.press('Escape');
    await demo.until((text) => selected(text) === 'Chocolatey' && text.includes('Published'));
  });

  test('filters, also when text and Enter come in one chunk', async () => {
    demo = await openDemo();
    await demo.until(isSettled);
    await demo.type('/broken\r');
    const filtered = await demo.until((text) => text.includes('2 of 15') && text.includes('quit'));
    expect(filtered).toContain('Homebrew');
    expect(filtered).not.toContain('Docker Hub');
    await demo.press('Escape');
    await demo.until((text) => text.includes('Docker Hub') && text.includes('Nix'));
  });

  test('lists the keys, and looks again at one row', async () => {
    demo = await openDemo();
    await demo.until(isSettled);
    await demo.type('?');
    await demo.until((text) => text.includes('Keys') && text.includes('esc back'));
    await demo.press('Escape');
    await demo.until((text) => text.includes('Published') && text.includes('q quit'));
    await demo.type('jr');
    await demo.until((text) => text.includes('Checking npm again.'));
    await demo.until((text) => isSettled(text) && /npm .*✓ 2 d .*skipped/.test(text));
  });
});
