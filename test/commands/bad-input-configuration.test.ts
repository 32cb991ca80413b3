import {writeFile} from 'node:fs/promises';
import {afterEach, describe, expect, it} from 'vitest';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
afterEach(() => stage.end());

const cases: readonly (readonly [string, string, string, string])[] = [
  ['a key that does not exist', 'repository: o/tool\ntagg: v1\n', 'line 2, column 1: there is no key “tagg” here.', 'Write “tag”.'],
  ['a marketplace that does not exist', 'only: [npm, pypii]\n', 'line 1, column 13: “only.1” is “pypii”', 'Write “pypi”.'],
  ['a repository without an owner', 'tag: v1\nrepository: tool\n', 'line 2, column 13: “repository” is “tool”', 'Write it as OWNER/NAME.'],
  ['no YAML', 'repository: [o/tool\ntag: v1\n', 'this is not YAML', 'Correct the line'],
  ['a number for a tag', 'tag: 1.0\n', 'line 1, column 6: “tag” is “1.0”', 'Write the tag as text'],
  ['an address with a path', 'hosts: {api.github.com: "https://x.example/y"}\n', 'line 1, column 25', 'Write an origin without a path'],
];

describe('a wrong portcall.yaml', () => {
  it.each(cases)('%s: line, column and what would be right, and nothing is asked', async (_, text, what, next) => {
    stage = await openStage();
    await writeFile(`${stage.home}/portcall.yaml`, text);
    for (const command of ['status', 'verify', 'init']) {
      const ended = await stage.portcall([command]);
      expect(ended, command).toMatchObject({code: 2, out: ''});
      expect(ended.told, command).toContain(what);
      expect(ended.told, command).toContain(next);
    }
    expect(stage.served.log.all()).toEqual([]);
  });

  it('shows what a terminal would obey', async () => {
    stage = await openStage();
    await writeFile(`${stage.home}/portcall.yaml`, 'only: ["\\e]8;;https://x.example\\a npm"]\n');
    const {told} = await stage.portcall(['status']);
    expect(told).toContain('\\e]8;;https://x.example\\x07 npm');
    expect(told.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});
