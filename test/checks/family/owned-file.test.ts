import {describe, expect, it} from 'vitest';
import {findOwned, servedFrom} from '../../../checks/family/owned-file.ts';
import {findPaths} from '../../../checks/family/repository-tree.ts';
import type {Publication} from '../../../src/model/publication.ts';
import {against} from '../../support/fake-lookup.ts';
import {repositoryReplies} from '../../support/fake-repository.ts';

const [tap, other] = ['homebrew-tap', 'homebrew-tool'].map((name) => ({owner: 'octo', name})) as [never, never];
const first = (paths: readonly string[]) => paths.find((path) => path.endsWith('.rb'));

describe('a file of one of several repositories', () => {
  it('is the one of the first that has it', async () => {
    const replies = {
      ...repositoryReplies('octo/homebrew-tap', {files: {'README.md': null}}),
      ...repositoryReplies('octo/homebrew-tool', {files: {'Formula/t@1.rb': null}}),
      'https://api.github.com/repos/octo/homebrew-tool/contents/Formula/t%401.rb': {body: 'text'},
    };
    const found = await against(replies, (lookup) => findOwned(lookup, [tap, other], first));
    expect(found).toMatchObject({
      text: 'text',
      path: 'Formula/t@1.rb',
      page: 'https://github.com/octo/homebrew-tool/blob/HEAD/Formula/t@1.rb',
    });
  });
  it('is not there where nothing was ever committed, and nothing is asked below what is not there', async () => {
    const replies = {...repositoryReplies('octo/homebrew-tap', {}), ...repositoryReplies('octo/homebrew-tool', undefined)};
    expect(await against(replies, (lookup) => findOwned(lookup, [tap, other], first))).toBeUndefined();
  });
  it('is not called absent where GitHub cuts its list off', async () => {
    const replies = repositoryReplies('octo/homebrew-tap', {files: {'README.md': null}, isCutOff: true});
    await expect(against(replies, (lookup) => findOwned(lookup, [tap], first))).rejects.toThrow('cuts off');
  });
});

describe('the files of a repository', () => {
  it('are those that a person wrote', async () => {
    const url = 'https://api.github.com/repos/octo/homebrew-tap/git/trees/HEAD?recursive=1';
    const tree = [
      {path: 'a', type: 'tree'},
      {path: 'a/b.rb', type: 'blob', size: 10},
      {path: 'a/huge.bin', type: 'blob', size: 5_000_000},
    ];
    expect(await against({[url]: {body: {tree, truncated: true}}}, (lookup) => findPaths(lookup, tap, 'HEAD'))).toEqual({
      paths: ['a/b.rb'],
      isIncomplete: true,
    });
  });
});

describe('what a private repository serves', () => {
  const publication = (version: Publication['version']): Publication => ({name: 'tool', serves: '1.2.3', version, evidence: []});
  const place = {repository: tap, name: 'octo/homebrew-tap', isPrivate: true};
  it.each([
    [{kind: 'published'}, 'waiting'],
    [{kind: 'partial', missing: ['arm64']}, 'waiting'],
    [{kind: 'wrong', why: 'so'}, 'wrong'],
    [{kind: 'absent'}, 'absent'],
  ] as const)('is nothing that people get: %j', (version, kind) => {
    const served = servedFrom(place, publication(version));
    expect([served.version.kind, served.serves]).toEqual([kind, null]);
    expect(JSON.stringify(served.evidence)).toContain('octo/homebrew-tap is private');
  });
  it('is told of a public one as it is', () => {
    expect(servedFrom({...place, isPrivate: false}, publication({kind: 'published'}))).toEqual(publication({kind: 'published'}));
  });
});
