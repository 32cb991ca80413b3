import {afterEach, describe, expect, test} from 'vitest';
import {hasTmux} from '../support/tmux.ts';
import {demoCommand, type OpenDemo, openDemo} from './open-demo.ts';

let demo: OpenDemo;
afterEach(() => demo?.end());

const command = () => `${demoCommand()} setup --only npm`;
const question = /\? A number from 1 to \d+: *$/m;

describe.skipIf(!hasTmux)('the wizard in plain lines in a real terminal (tmux)', {timeout: 60_000}, () => {
  test.each([{ACCESSIBLE: '1'}, {TERM: 'dumb'}])('asks by numbers, refuses another one, and goes on (%o)', async (env) => {
    demo = await openDemo({command: command(), columns: 120, rows: 100, env});
    await demo.until((text) => question.test(text));
    await demo.enter('99');
    await demo.until((text) => /Type a number from 1 to \d+\./.test(text));
    const text = await demo.until((shown) => /^ {2}(\d)\. Skip it for now$/m.test(shown));
    await demo.enter(/^ {2}(\d)\. Skip it for now$/m.exec(text)?.[1] ?? '');
    await demo.until((shown) => shown.includes('Skipped for now.') && shown.includes('Make the workflow a trusted publisher'));
    await demo.press('C-c');
    expect(await demo.exitCode()).toBe(130);
    expect((await demo.lines()).join('\n')).toContain('What was done and decided so far is kept');
    expect(await demo.state()).toEqual({hasCursor: true, isAlternate: false});
  });

  test('prints the tasks into a pipe, and leaves with 8', async () => {
    demo = await openDemo({command: `${command()} > text; code=$?; grep -c "^Next" text; (exit $code)`});
    expect(await demo.exitCode()).toBe(8);
    expect((await demo.lines()).join('\n')).toContain('Portcall would have asked');
  });
});
