import {afterEach, describe, expect, test} from 'vitest';
import {hasTmux} from '../support/tmux.ts';
import {isSettled, type OpenDemo, openDemo, selected, titles} from './open-demo.ts';

let demo: OpenDemo;
afterEach(() => demo?.end());

const colours = /\u001b\[[0-9;:]*(3[0-7]|4[0-7]|9[0-7]|10[0-7]|38|48)[;:m]/;

describe.skipIf(!hasTmux)('the grid in terminals that show less (tmux)', {timeout: 60_000}, () => {
  test('is a list at 60x20', async () => {
    demo = await openDemo({columns: 60, rows: 20});
    const text = await demo.until(isSettled);
    for (const title of titles) expect(text).toContain(title);
    expect(text).toMatch(/✗ Chocolatey +broken +step 5/);
    expect(text).not.toContain('Published');
  });

  test('can be used at 20x10', async () => {
    demo = await openDemo({columns: 20, rows: 10});
    const text = await demo.until(isSettled);
    expect(text.split('\n')).toHaveLength(10);
    expect(text).toContain('v1.0.35');
    await demo.type('G');
    await demo.until((shown) => selected(shown) === 'Nix');
    await demo.type('gjjjj');
    await demo.until((shown) => selected(shown) === 'Chocolatey');
    await demo.press('Enter');
    await demo.until((shown) => shown.includes('broken'));
    await demo.type('q');
    expect(await demo.exitCode()).toBe(0);
  });

  test('follows the terminal to another size and back', async () => {
    demo = await openDemo();
    await demo.until(isSettled);
    await demo.type('G');
    await demo.until((text) => selected(text) === 'Nix');
    await demo.resize(50, 12);
    await demo.until((text) => selected(text) === 'Nix' && !text.includes('Published') && text.split('\n').length === 12);
    await demo.resize(230, 40);
    await demo.until((text) => selected(text) === 'Nix' && text.includes('Published') && text.includes('│ ○ not set up  Nix'));
    await demo.resize(80, 24);
    const back = await demo.until((text) => selected(text) === 'Nix' && text.includes('Published') && !text.includes('│'));
    for (const title of titles.filter((one) => one.includes(' '))) expect(back.split(title), title).toHaveLength(2);
    expect(back.split('\n')).toHaveLength(24);
  });

  test('has colours of the terminal, and none under NO_COLOR', async () => {
    demo = await openDemo();
    await demo.until(isSettled);
    expect((await demo.lines(true)).join('\n')).toMatch(colours);
    await demo.end();
    demo = await openDemo({env: {NO_COLOR: '1'}});
    await demo.until(isSettled);
    const styled = (await demo.lines(true)).join('\n');
    expect(styled).not.toMatch(colours);
    expect(styled).toContain('2 broken');
  });

  test('is ASCII alone in a locale without Unicode', async () => {
    demo = await openDemo({env: {LANG: 'C'}});
    const grid = await demo.until(isSettled);
    await demo.type('?');
    const help = await demo.until((text) => text.includes('Keys'));
    await demo.press('Escape');
    await demo.until((text) => text.includes('q quit') && text.includes('Published'));
    await demo.type('jjjj\r');
    const page = await demo.until((text) => text.includes('broken') && text.includes('Why'));
    expect(`${grid}${help}${page}`.replaceAll('\n', '')).toMatch(/^[ -~]*$/);
  });
});
