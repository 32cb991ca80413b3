import {afterEach, describe, expect, test} from 'vitest';
import {hasTmux} from '../support/tmux.ts';
import {demoCommand, type OpenDemo, openDemo, titles} from './open-demo.ts';

let demo: OpenDemo;
afterEach(() => demo?.end());

describe.skipIf(!hasTmux)('plain text in a real terminal (tmux)', {timeout: 60_000}, () => {
  test.each(['ACCESSIBLE', 'INK_SCREEN_READER'])('%s prints the grid, without another screen', async (name) => {
    demo = await openDemo({columns: 120, rows: 160, env: {[name]: '1'}});
    expect(await demo.exitCode()).toBe(0);
    const text = (await demo.lines()).join('\n');
    for (const title of titles) expect(text).toContain(title);
    expect(text).toMatch(/^earlier text/);
    expect(await demo.state()).toEqual({hasCursor: true, isAlternate: false});
  });

  test('a dumb terminal gets plain text, in ASCII', async () => {
    demo = await openDemo({columns: 120, rows: 160, env: {TERM: 'dumb'}});
    expect(await demo.exitCode()).toBe(0);
    expect((await demo.lines(true)).join('')).toMatch(/^[ -~]*$/);
  });

  test('a pipe gets plain text and no escape sequences', async () => {
    demo = await openDemo({command: `${demoCommand()} > text; code=$?; grep -c "$(printf '\\033')" text; wc -l < text; (exit $code)`});
    expect(await demo.exitCode()).toBe(0);
    const [escapes, lines] = (await demo.lines()).slice(2, 4).map(Number);
    expect(escapes).toBe(0);
    expect(lines).toBeGreaterThan(15);
  });

  test('whoever stops reading stops the program without a trace', async () => {
    demo = await openDemo({command: `${demoCommand()} status --json | head -c 100 | wc -c`});
    expect(await demo.exitCode()).toBe(0);
    expect((await demo.lines()).slice(1, 4)).toEqual(['$ go', '100', 'exit 0']);
  });
});
