import {expect, it} from 'vitest';
import {findProgramFacts} from '../../checks/repository/program.ts';
import {findRelease} from '../../checks/repository/release.ts';
import {createLookup} from '../../src/tools/lookup.ts';
import {openWorld} from '../support/demo-world.ts';
import {realSources} from '../support/real-sources.ts';

it('the programs of the simulated release are found as those of a real one', async () => {
  const {served, world} = await openWorld();
  const cache = {find: async () => undefined, keep: async () => undefined};
  const gitHubToken = world.setting.tokens.GITHUB_TOKEN ?? '';
  const sources = {...realSources(undefined, `*=${served.origin}`), cache, gitHubToken};
  const lookup = createLookup(sources, new Map());
  const repository = {owner: 'Michael-A-Kuykendall', name: 'contextlite'};
  const answer = await findRelease(lookup, repository, 'v1.0.35');
  if (answer.kind !== 'released') throw new Error('The world has no release.');
  const project = {repository, tag: 'v1.0.35', version: '1.0.35', packages: {}, release: answer.release};
  const facts = await findProgramFacts(lookup, project, {withSource: true});
  expect(facts).toMatchObject({
    command: 'contextlite',
    license: {spdx: 'MIT', path: 'LICENSE', text: expect.stringMatching(/^MIT License/)},
    author: expect.stringMatching(/./),
    language: 'go',
    source: {sha256: expect.stringMatching(/^[0-9a-f]{64}$/)},
    faults: [],
  });
  expect(facts.description).not.toBe('');
  expect(facts.programs.map(({system, architecture, path, library}) => [system, architecture, path, library?.kind])).toEqual([
    ['linux', 'amd64', 'contextlite', 'static'],
    ['linux', 'arm64', 'contextlite', 'static'],
    ['macos', 'amd64', 'contextlite', undefined],
    ['macos', 'arm64', 'contextlite', undefined],
    ['windows', 'amd64', 'contextlite.exe', undefined],
    ['windows', 'arm64', 'contextlite.exe', undefined],
  ]);
});
