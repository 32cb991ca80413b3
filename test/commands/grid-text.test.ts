import {describe, expect, test} from 'vitest';
import {safeLine} from '../../src/model/safe-text.ts';
import {auditRows, auditSurvey, rowLike} from '../support/fixture-rows.ts';
import {openGrid} from '../support/grid-on-screen.ts';

describe('what the grid writes', () => {
  test('writes ASCII alone where Unicode does not show', async () => {
    const grid = openGrid({hasUnicode: false});
    const text = await grid.until((shown) => shown.includes('q quit'));
    grid.press('?');
    const help = await grid.until((shown) => shown.includes('Keys'));
    await grid.quit();
    expect(`${text}${help}`.replace(/\n/g, '')).toMatch(/^[ -~]*$/);
  });

  test('lets nothing from outside through but printable text', async () => {
    const hostile = [
      '\u001b]8;;https://evil.example\u0007x\u001b]8;;\u0007',
      '\u001b[2J\u001b[H',
      '\u009b31m',
      'a\r\nb\tc',
      '\u202egnp',
      '\u{e0041}',
      '\u001bc',
      '\u0007',
    ];
    const rows = hostile.map((text, index) =>
      rowLike(auditRows[index]!.id, {
        verdict: 'broken',
        states: 'ppppuuuu',
        title: safeLine(text),
        notes: {account: text, run: text},
        log: [safeLine(text)],
        page: safeLine(text),
      }),
    );
    const survey = {...auditSurvey, project: {...auditSurvey.project!, tag: safeLine('v1\u001b[5m')}};
    const grid = openGrid({columns: 140, shown: rows, survey});
    await grid.until((shown) => shown.includes('q quit'));
    grid.press('jjjj\r');
    await grid.until((shown) => shown.includes('esc back'));
    await grid.quit();
    const ours = /\u001b\[(?:\d{0,3}(?:;\d{1,3})*m|[?]\d+[hl]|\d*(?:;\d+)?[ABCDEFGHJKf])/g;
    expect(
      grid
        .written()
        .replace(ours, '')
        .replace(/[\r\n]/g, ''),
    ).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u202a-\u202e\u{e0000}-\u{e007f}]*$/u);
  });
});
