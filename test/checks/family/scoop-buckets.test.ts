import {describe, expect, it} from 'vitest';
import {bucketPlaceOf, manifestPathIn, packageNameIn} from '../../../checks/family/scoop-buckets.ts';
import {projectOf} from '../../support/project.ts';
import {stepOf} from '../../support/workflow.ts';

describe('where Scoop finds a manifest', () => {
  it.each([
    ['below bucket', ['bucket/tool.json', 'tool.json'], 'bucket/tool.json'],
    ['deeper below bucket', ['bucket/t/Tool.json', 'tool.json'], 'bucket/t/Tool.json'],
    ['directly, where it is twice', ['bucket/a/tool.json', 'bucket/tool.json'], 'bucket/tool.json'],
    ['in the root, where no bucket is', ['README.md', 'tool.json'], 'tool.json'],
    ['not in the root beside a bucket', ['bucket/other.json', 'tool.json'], undefined],
    ['among the deprecated ones', ['bucket/other.json', 'deprecated/tool.json'], 'deprecated/tool.json'],
    ['nowhere', ['bucket/my-tool.json'], undefined],
  ] as const)('%s', (_, paths, path) => expect(manifestPathIn('tool')(paths)).toBe(path));
});

describe('the buckets that are looked into', () => {
  it('begin with those that the configuration names', () => {
    const repositories = ['apps-bucket', 'homebrew-tap', 'docs', 'Scoop-Tool'].map((name) => ({owner: 'octo', name}));
    expect(bucketPlaceOf(projectOf({places: repositories})).buckets.map(({name}) => name)).toEqual([
      'apps-bucket',
      'Scoop-Tool',
      'scoop-bucket',
    ]);
  });
});

describe('the bucket that a step names', () => {
  const cases: readonly (readonly [string, Parameters<typeof stepOf>[0], string | undefined])[] = [
    ['to a checkout', {uses: 'actions/checkout', with: {repository: 'octo/scoop-apps'}}, 'octo/scoop-apps'],
    [
      'in a script',
      {run: 'git clone https://github.com/octo/my-scoop-bucket b\ncp t.json b/bucket/thing.json'},
      'octo/my-scoop-bucket/thing',
    ],
    ['as a shared one', {uses: 'actions/checkout', with: {repository: 'ScoopInstaller/scoop-bucket'}}, undefined],
    ['nowhere', {run: 'git push'}, undefined],
  ];
  it.each(cases)('%s', (_, step, name) => expect(packageNameIn(stepOf(step))).toBe(name));
});
