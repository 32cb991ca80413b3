import {describe, expect, it} from 'vitest';
import {briefDiffOf} from '../../src/commands/line-diff.ts';
import {type PlanDetails, planLines, planText, undoOf} from '../../src/commands/plan-text.ts';
import type {Plan, Step} from '../../src/model/plan.ts';

const repository = {owner: 'octo', name: 'tool'};
const details: PlanDetails = {now: Date.UTC(2026, 9, 1), setAt: () => undefined};
const planOf = (...[first, ...rest]: [Step, ...Step[]]): Plan => ({title: 'octo/tool: set up', repository, steps: [first, ...rest]});

const upstream = {owner: 'Homebrew', name: 'homebrew-core'};
const forking: Step = {kind: 'fork-repository', upstream, branch: 'main', owner: 'octo', isOrganization: false};
const syncing: Step = {kind: 'sync-fork', fork: {owner: 'octo', name: 'homebrew-core'}, upstream, branch: 'main'};
const creating: Step = {
  kind: 'create-repository',
  repository: {owner: 'octo', name: 'scoop-bucket'},
  isOrganization: false,
  description: 'Manifests of tool.',
  topics: ['scoop-bucket'],
  template: {owner: 'ScoopInstaller', name: 'BucketTemplate'},
  files: [{path: 'bucket/tool.json', contents: '{\n  "version": "1.0"\n}\n'}],
};
const yaml = (name: string) =>
  `on: push\njobs:\n  one:\n    steps:\n      - run: x\n        env:\n          TOKEN: \${{ secrets.${name} }}\n      - run: y\n      - run: z\n      - run: last\n`;
const changing: Step = {
  kind: 'propose-change',
  repository,
  base: 'main',
  branch: 'portcall/secret',
  title: 'Read the right secret',
  body: '',
  files: [{path: '.github/workflows/publish.yml', before: yaml('SNAP_STORE'), after: yaml('SNAPCRAFT_STORE')}],
};
const secret: Step = {
  kind: 'set-secret',
  place: {level: 'repository', repository},
  name: 'NPM_TOKEN',
  value: 'NPM_TOKEN from the vault',
  overwrites: true,
};

describe('a plan in words', () => {
  it('says which files are deleted', () => {
    const deleting: Step = {...changing, files: [{path: 'manifests/1.2.3/tool.yaml', isDeleted: true, sha: 'a'.repeat(40)}]};
    expect(planText(planOf(deleting), details)).toContain('\n     manifests/1.2.3/tool.yaml, deleted\nThe pull request can be closed');
  });

  it('says what a fork is, and that it can be deleted', () => {
    expect(planText(planOf(forking, syncing), details)).toBe(
      `octo/tool: set up:
  1. Fork Homebrew/homebrew-core to octo, its branch main alone; GitHub takes up to five minutes for it.
  2. Bring branch main of octo/homebrew-core up to Homebrew/homebrew-core; what only the fork has stays.
The fork can be deleted at any time, in the settings of octo/homebrew-core. The fork's branch is not taken back; nothing that only the fork has is lost.
`,
    );
  });

  it('shows what a new repository holds', () => {
    expect(planText(planOf(creating), details)).toBe(
      `octo/tool: set up:
  1. Create the public repository octo/scoop-bucket from ScoopInstaller/BucketTemplate, with the topic scoop-bucket: Manifests of tool.
     bucket/tool.json, new:
       + {
       +   "version": "1.0"
       + }
The repository can be deleted at any time, in the settings of octo/scoop-bucket.
`,
    );
  });

  it('shows what changes in a file, with the lines beside it as they are indented', () => {
    const lines = planLines(planOf(changing), details);
    expect(lines.map(({text}) => text)).toEqual([
      '  1. Open a pull request at octo/tool from branch portcall/secret: Read the right secret (one commit on main as it stands then; nothing is merged).',
      '     .github/workflows/publish.yml:',
      '       …',
      '               - run: x',
      '                 env:',
      '       -           TOKEN: ${{ secrets.SNAP_STORE }}',
      '       +           TOKEN: ${{ secrets.SNAPCRAFT_STORE }}',
      '               - run: y',
      '               - run: z',
      '       …',
      'The pull request can be closed and its branch deleted at any time; once it is merged, only another change takes it back.',
    ]);
    expect(lines.map(({tone}) => tone).slice(5, 7)).toEqual(['problem', 'ok']);
  });

  it('says of each kind of step what can be undone, and of several that a secret is not brought back', () => {
    expect(undoOf(planOf(secret))).toBe('Nothing of it can be undone: GitHub shows the old value of a secret to nobody.');
    expect(undoOf(planOf(secret, changing))).toBe(
      "A secret's old value can't be brought back: GitHub shows it to nobody. The pull request can be closed and its branch deleted at any time; once it is merged, only another change takes it back.",
    );
    expect(undoOf({...planOf(forking), undo: 'By hand.'})).toBe('By hand.');
  });

  it('obeys nothing that a file or a description says to a terminal', () => {
    const step: Step = {
      ...creating,
      description: 'x\u001b[31m\u001b]0;y\u0007',
      files: [{path: 'a\nb', contents: '\u001b[2J\u202eevil\n'}],
    };
    const text = planText(planOf(step), details);
    expect(text).not.toMatch(/[\u001b\u0007\u202e]/);
    expect(text.split('\n')).toHaveLength(6);
  });
});

describe('a short difference', () => {
  it('is every line of a new or an emptied file', () => {
    expect(briefDiffOf('', 'a\nb\n')).toEqual(['+ a', '+ b']);
    expect(briefDiffOf('a\nb\n', '')).toEqual(['- a', '- b']);
    expect(briefDiffOf('a\n', 'a\n')).toEqual(['…']);
  });

  it('leaves out what stays', () => {
    const lines = Array.from({length: 20}, (_, at) => `line ${at}`);
    const changed = lines.map((line, at) => (at === 2 || at === 12 ? `${line}!` : line));
    expect(briefDiffOf(lines.join('\n'), changed.join('\n'))).toEqual([
      ...['  line 0', '  line 1', '- line 2', '+ line 2!', '  line 3', '  line 4', '…'],
      ...['  line 10', '  line 11', '- line 12', '+ line 12!', '  line 13', '  line 14', '…'],
    ]);
  });

  it('compares no two long texts line by line', () => {
    const long = (mark: string) => Array.from({length: 3000}, (_, at) => `${mark}${at}`).join('\n');
    expect(briefDiffOf(long('a'), long('b'))).toEqual(['… 3000 lines become 3000 other lines']);
  });
});
