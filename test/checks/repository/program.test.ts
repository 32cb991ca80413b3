import {describe, expect, it} from 'vitest';
import {findProgramFacts} from '../../../checks/repository/program.ts';
import {against} from '../../support/fake-lookup.ts';
import {foundOf, type MoreReplies, platformsOf} from '../../support/found-programs.ts';
import {harborApi, harborProject, sha256Of, usualArchives} from '../../support/released-archives.ts';

it('a usual release gives six programs and everything around them', async () => {
  const files = [
    ...usualArchives,
    {name: 'checksums.txt', bytes: Buffer.from('x')},
    {name: 'harbor_1.2.3_amd64.deb', bytes: Buffer.from('x')},
  ];
  const facts = await foundOf(files, {skipped: ['checksums.txt', 'harbor_1.2.3_amd64.deb']});
  expect(facts).toMatchObject({
    command: 'harbor',
    description: 'Moves files between object stores',
    homepage: 'https://harbor.example',
    license: {spdx: 'MIT', path: 'LICENSE', text: 'MIT License\n'},
    author: 'Harbor Tools',
    topics: ['cli'],
    defaultBranch: 'main',
    language: 'go',
    paths: ['go.mod'],
    faults: [],
  });
  expect(facts).not.toHaveProperty('source');
  expect(facts.programs.map(({system, architecture}) => `${system} ${architecture}`)).toEqual(
    ['linux', 'macos', 'windows'].flatMap((system) => [`${system} amd64`, `${system} arm64`]),
  );
  const [first] = usualArchives;
  expect(facts.programs[0]).toEqual({
    system: 'linux',
    architecture: 'amd64',
    asset: harborProject(files).release?.assets[0],
    sha256: sha256Of(first?.bytes ?? Buffer.alloc(0)),
    format: 'tar.gz',
    path: 'harbor',
    folder: '',
    isExecutable: true,
    library: {kind: 'static'},
    besides: ['README.md'],
  });
});

describe('what GitHub says of the repository', () => {
  it('may be little, and its files may lie in a checkout', async () => {
    const about = {description: null, homepage: null, topics: undefined, language: null};
    const none = {[`${harborApi}/license`]: {status: 404}, [`${harborApi}/git/trees/main?recursive=1`]: undefined};
    const facts = await foundOf([], {about, ...none}, {tree: {paths: async () => ({paths: ['Makefile'], isIncomplete: false})}});
    expect(facts).toMatchObject({description: '', license: {}, topics: [], language: 'other', paths: ['Makefile']});
  });

  it.each([
    [
      'a licence that is not recognised has no SPDX name',
      {[`${harborApi}/license`]: {body: {path: 'COPYING', content: 'eA==', license: {spdx_id: 'NOASSERTION'}}}},
      {license: {path: 'COPYING', text: 'x'}},
    ],
    ['no licence', {[`${harborApi}/license`]: {status: 404}}, {license: {}}],
    [
      'an owner without a name is called by the login',
      {'https://api.github.com/users/harbor-tools': {body: {name: null}}},
      {author: 'harbor-tools'},
    ],
    ['no home page is the repository’s', {about: {homepage: 'javascript:alert(1)'}}, {homepage: 'https://github.com/harbor-tools/harbor'}],
    [
      'a home page’s quotes are taken away',
      {about: {homepage: 'https://harbor.example/"$(id)'}},
      {homepage: 'https://harbor.example/%22$(id)'},
    ],
    ['a description becomes one line', {about: {description: ' Moves\nfiles… \u202e '}}, {description: 'Moves files…'}],
    ['no description', {about: {description: null}}, {description: ''}],
    ['a crate', {[`${harborApi}/git/trees/main?recursive=1`]: {body: {tree: [{path: 'Cargo.toml', type: 'blob'}]}}}, {language: 'rust'}],
  ] satisfies readonly (readonly [string, MoreReplies, object])[])('%s', async (_, more, expected) => {
    const facts = await foundOf(usualArchives.slice(0, 1), more);
    expect(facts).toMatchObject(expected);
    if ('license' in expected) expect(facts.license).toEqual(expected.license);
  });

  it('the source of the tag is fetched where it is asked for', async () => {
    const url = 'https://github.com/harbor-tools/harbor/archive/refs/tags/v1.2.3.tar.gz';
    const facts = await foundOf([], {[url]: {body: 'source'}}, {withSource: true});
    expect(facts.source).toEqual({url, sha256: sha256Of(Buffer.from('source'))});
  });

  it('the files of a private repository come from the API', async () => {
    const [one] = usualArchives;
    const apiUrl = `${harborApi}/releases/assets/1`;
    const released = {name: one?.name ?? '', bytes: one?.bytes ?? Buffer.alloc(0), asset: {apiUrl}};
    const facts = await foundOf([released], {about: {private: true}, skipped: [released.name], [apiUrl]: {body: released.bytes}});
    expect(platformsOf(facts)).toEqual(['linux amd64: harbor-1.2.3-linux-amd64.tar.gz']);
  });

  it('a repository that nobody sees is a refusal', async () => {
    await expect(against({[harborApi]: {status: 404}}, (lookup) => findProgramFacts(lookup, harborProject([])))).rejects.toMatchObject({
      kind: 'refused',
    });
  });
});
