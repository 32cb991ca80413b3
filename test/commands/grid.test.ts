import {describe, expect, test} from 'vitest';
import {emptySurvey, reduce} from '../../src/flow/reduce.ts';
import {cellOf} from '../../src/model/cell.ts';
import {safeLine} from '../../src/model/safe-text.ts';
import {auditRows} from '../support/fixture-rows.ts';
import {openGrid} from '../support/grid-on-screen.ts';

const selectedTitle = (text: string): string | undefined => /^❯ . (\S+)/m.exec(text)?.[1];

describe('the grid on a whole screen', () => {
  test('shows all rows and columns, is exactly as high as the terminal, and leaves it as it was', async () => {
    const grid = openGrid({before: 'earlier\r\n$ portcall\r\n'});
    const text = await grid.until((shown) => shown.includes('q quit'));
    for (const {title} of auditRows) expect(text).toContain(title.slice(0, 14));
    expect(text).toMatch(/Acct Token +Secret +Files Flow +Run +Published Integrity/);
    expect(grid.isAlternate()).toBe(true);
    expect(grid.lines()[0]).toContain('1 working · 3 partial · 2 broken · 9 to set up');
    expect(grid.lines()[23]).toContain('q quit');
    expect(await grid.quit()).toBe(0);
    await grid.until((shown) => shown.includes('set up.'));
    expect(grid.lines().slice(0, 4)).toEqual([
      'earlier',
      '$ portcall',
      'Michael-A-Kuykendall/contextlite v1.0.35: 1 working, 3 partial, 2 broken, 9 to',
      'set up.',
    ]);
    expect(grid.isAlternate()).toBe(false);
    expect(grid.written()).toContain('\u001b[?25h');
    expect(grid.asked).toEqual(['stop']);
  });

  test('ends with 130 on Ctrl-C, from a page too', async () => {
    const grid = openGrid();
    await grid.until((shown) => shown.includes('q quit'));
    grid.press('\r');
    await grid.until((shown) => shown.includes('esc back'));
    grid.press('\u0003');
    expect(await grid.ended).toBe(130);
    expect(grid.isAlternate()).toBe(false);
  });

  test('moves by arrows and vi keys, and hears an Enter in the same chunk as other keys', async () => {
    const grid = openGrid();
    await grid.until((shown) => selectedTitle(shown) === 'GitHub');
    grid.press('\u001b[B');
    await grid.until((shown) => selectedTitle(shown) === 'npm');
    grid.press('G');
    await grid.until((shown) => selectedTitle(shown) === 'Nix');
    grid.press('gjjj');
    await grid.until((shown) => selectedTitle(shown) === 'Docker');
    grid.press('j\r');
    await grid.until((shown) => shown.includes('✗ broken  Chocolatey') && shown.includes('Fix: Add `needs: build`'));
    grid.press('l');
    await grid.until((shown) => shown.includes('no assets match the file pattern'));
    grid.press('\u001b');
    await grid.until((shown) => selectedTitle(shown) === 'Chocolatey');
    await grid.quit();
  });

  test('filters while typing, keeps the filter and takes it away', async () => {
    const grid = openGrid();
    await grid.until((shown) => shown.includes('q quit'));
    grid.press('/');
    await grid.until((shown) => shown.includes('/▏'));
    grid.press('broken');
    const filtered = await grid.until((shown) => shown.includes('/broken▏  2 of 15'));
    expect(filtered).toContain('Homebrew');
    expect(filtered).not.toContain('Docker Hub');
    grid.press('\r');
    await grid.until((shown) => shown.includes('filter broken  2 of 15'));
    grid.press('\u001b');
    await grid.until((shown) => shown.includes('Docker Hub'));
    await grid.quit();
  });

  test('takes a paste into the filter as one line, and into nothing else', async () => {
    const grid = openGrid();
    await grid.until((shown) => shown.includes('q quit'));
    grid.press('\u001b[200~quit\rq\u001b[201~');
    await grid.until((shown) => shown.includes('Press / first'));
    grid.press('/');
    await grid.until((shown) => shown.includes('/▏'));
    grid.press('\u001b[200~snap\r\nstore\u001b[201~');
    await grid.until((shown) => shown.includes('/snap store▏  1 of 15'));
    grid.press('\u001b');
    await grid.until((shown) => shown.includes('Docker Hub'));
    await grid.quit();
  });

  test('asks for what r, R, v and o mean, and says why a key is off', async () => {
    const grid = openGrid();
    await grid.until((shown) => shown.includes('q quit'));
    grid.press('r');
    await grid.until((shown) => shown.includes('Checking GitHub Releases again.'));
    grid.press('R');
    await grid.until((shown) => shown.includes('Checking every marketplace again.'));
    grid.press('v');
    await grid.until((shown) => shown.includes('Downloading what GitHub Releases serves'));
    grid.press('o');
    await grid.until((shown) => shown.includes('Opening in the browser: example.org/github-releases'));
    grid.press('l');
    await grid.until((shown) => shown.includes('No failed step of GitHub Releases has a log.'));
    expect(grid.asked).toEqual([
      'recheck github-releases',
      'recheck all',
      'verify github-releases',
      'open https://example.org/github-releases',
    ]);
    await grid.quit();
  });

  test('becomes a list, stays usable at 20 by 5, says when it is too small, and comes back', async () => {
    const grid = openGrid();
    await grid.until((shown) => shown.includes('q quit'));
    grid.resize(20, 5);
    const small = await grid.until((shown) => shown.includes('v1.0.35 ●1 ◐3 ✗2 ○9') && shown.includes('q quit'));
    expect(small.split('\n')).toHaveLength(5);
    grid.press('G');
    await grid.until((shown) => selectedTitle(shown) === 'Nix');
    grid.resize(19, 5);
    await grid.until((shown) => shown.startsWith('Too small'));
    grid.resize(160, 30);
    await grid.until((shown) => shown.includes('portcall  Michael-A-Kuykendall/contextlite') && shown.includes('│ ○ not set up  Nix'));
    grid.resize(80, 24);
    const back = await grid.until((shown) => shown.includes('Published Integrity') && !shown.includes('│'));
    expect(back).toContain('❯ ○ Nix');
    await grid.quit();
  });

  test('keeps what was known while cells are looked up, and draws little for one cell', async () => {
    const grid = openGrid();
    await grid.until((shown) => shown.includes('q quit'));
    const npm = auditRows[1]!;
    grid.tell(auditRows.with(1, {...npm, checking: ['secret', 'published']}));
    await grid.until((shown) => shown.includes('!↻1.0.34') && shown.includes('checking 2 cells'));
    grid.tell(auditRows, {kind: 'round-ended', at: '2026-01-15T12:00:00Z'});
    await grid.until((shown) => shown.includes('checked just now') && !shown.includes('↻'));
    const before = grid.written().length;
    grid.tell(auditRows.with(1, {...npm, cells: {...npm.cells, published: cellOf('ok', '1.0.35')}}), {
      kind: 'round-ended',
      at: '2026-01-15T12:00:00.001Z',
    });
    await grid.until((shown) => /npm.*✓ 1\.0\.35/.test(shown));
    expect(grid.written().length - before).toBeLessThan(1200);
    await grid.quit();
  });

  test('says why there is nothing to show, and what to do next', async () => {
    const survey = reduce(emptySurvey, {
      kind: 'survey-failed',
      problem: {kind: 'refused', what: safeLine('This folder has no GitHub remote.'), next: safeLine('Name one with --repo OWNER/NAME.')},
    });
    const grid = openGrid({survey, shown: []});
    await grid.until((shown) => shown.includes('This folder has no GitHub remote.') && shown.includes('--repo OWNER/NAME'));
    await grid.quit();
    await grid.until((shown) => shown.startsWith('This folder has no GitHub remote. Name one'));
  });
});
