import {expect, test} from 'vitest';
import {createTestWorld} from './ask.ts';

test('holds neither a formula nor a cask of the project', () => {
  const {ask} = createTestWorld();
  expect(ask('https://formulae.brew.sh/api/formula/contextlite.json')).toMatchObject({status: 404});
  expect(ask('https://formulae.brew.sh/api/cask/contextlite.json').status).toBe(404);
  expect(ask('https://formulae.brew.sh/formula/contextlite').status).toBe(404);
  expect(ask('https://formulae.brew.sh/api/formula/constructor.json').status).toBe(404);
});

test('says of a formula what it builds from, and whether bottles stand', () => {
  const {ask, states} = createTestWorld();
  const source = {url: 'https://github.com/octo/tool/archive/refs/tags/v1.tar.gz', sha256: 'ab'.repeat(32)};
  const formula = {name: 'tool', desc: 'A tool', homepage: 'https://tool.example', version: '1.0.0', source, bottles: {}};
  states.homebrew.formulae.tool = formula;
  const read = () => ask('https://formulae.brew.sh/api/formula/tool.json').json();
  expect(read()).toMatchObject({versions: {stable: '1.0.0', bottle: false}, urls: {stable: {checksum: source.sha256}}, disabled: false});
  states.homebrew.formulae.tool = {...formula, bottles: {arm64_tahoe: source}, isDisabled: true};
  expect(read()).toMatchObject({versions: {bottle: true}, bottle: {stable: {files: {arm64_tahoe: source}}}, disabled: true});
});

test('says of a cask its version and digest', () => {
  const {ask, states} = createTestWorld();
  states.homebrew.casks.tool = {
    token: 'tool',
    desc: '',
    homepage: '',
    version: '1.0.0',
    url: 'https://tool.example/tool.zip',
    sha256: 'cd'.repeat(32),
  };
  expect(ask('https://formulae.brew.sh/api/cask/tool.json').json()).toMatchObject({
    token: 'tool',
    version: '1.0.0',
    sha256: 'cd'.repeat(32),
  });
});
