import {expect, it} from 'vitest';
import {versionSaid} from '../../src/model/printed-version.ts';
import {programNamesOf} from '../../src/model/program-name.ts';
import {projectOf} from '../support/project.ts';

it.each([
  ['1.2.3', '1.2.3'],
  ['v1.2.3', '1.2.3'],
  ['tool version v1.2.3 (commit abc1234, built 2026-11-20)', '1.2.3'],
  ['tool/1.2.3 linux-x64 node-v24.1.0', '1.2.3'],
  ['tool-1.2.3', '1.2.3'],
  ['tool 1.2.3+build.5', '1.2.3'],
  ['tool 1.2.3', '1.2.3+build.5'],
  ['tool 1.2.3-linux-amd64', '1.2.3'],
  ['This is tool 1.2.3.', '1.2.3'],
  ['tool 1.2.0rc1', '1.2.0-rc.1'],
  ['tool 1.2.0-rc.1', '1.2.0-rc.1'],
  ['tool, version 7', '7'],
])('“%s” says %s', (printed, version) => {
  expect(versionSaid(printed, version)).toBe('same');
});

it.each([
  ['tool 1.2.30', '1.2.3'],
  ['tool 11.2.3', '1.2.3'],
  ['tool 0.1.2.3', '1.2.3'],
  ['tool 1.2.3.4', '1.2.3'],
  ['tool 1.2.3-rc.1', '1.2.3'],
  ['tool 1.2.3rc1', '1.2.3'],
  ['tool 1.2.3-5-gabc1234', '1.2.3'],
  ['tool 1.2.2', '1.2.3'],
])('“%s” says another version than %s', (printed, version) => {
  expect(versionSaid(printed, version)).toBe('other');
});

it.each(['', 'dev', '(devel)', 'Usage: tool [--version]'])('“%s” says none', (printed) => {
  expect(versionSaid(printed, '1.2.3')).toBe('none');
});

it('looks for a program as its package is called, without what package names add, and as the repository', () => {
  const project = projectOf({
    repository: {owner: 'octo', name: 'My-Tool'},
    packages: {homebrew: {name: 'octo/tap/mt', from: 'configuration'}},
  });
  expect(programNamesOf(project, '@octo/my-tool-cli')).toEqual(['my-tool-cli', 'my-tool', 'My-Tool', 'mt']);
  expect(programNamesOf(project, 'my-tool-bin')).toContain('my-tool');
  expect(programNamesOf(project, '../../bin/sh')).toContain('sh');
  expect(programNamesOf(project, '..')).not.toContain('..');
});
