import {describe, expect, it} from 'vitest';
import {isSameProject, versionOfTag} from '../../src/model/project.ts';
import {projectOf} from '../support/project.ts';

describe('the version inside a tag', () => {
  it.each([
    ['v1.2.3', '1.2.3'],
    ['1.2.3', '1.2.3'],
    ['V1.2.3', '1.2.3'],
    ['v.1.2.3', '1.2.3'],
    ['cli/v1.2.3', '1.2.3'],
    ['release-1.2.3', '1.2.3'],
    ['release_1.2.3', '1.2.3'],
    ['1.2.3-rc.1', '1.2.3-rc.1'],
    ['v1.2.3+build.5', '1.2.3+build.5'],
    ['tool@1.2.3', '1.2.3'],
    ['@octo/tool@1.2.3-beta.2', '1.2.3-beta.2'],
    ['v2026.01.02', '2026.01.02'],
    ['2026-01-02', '2026-01-02'],
    ['base64-v0.22.1', '0.22.1'],
    ['sha256-1.2.3', '1.2.3'],
    ['tool-2-v1.2.3', '1.2.3'],
    ['v7', '7'],
    ['go1.22.1', '1.22.1'],
    ['nightly', 'nightly'],
    ['base64', 'base64'],
    ['nightly-abc1234', 'nightly-abc1234'],
  ])('of %s', (tag, version) => expect(versionOfTag(tag)).toBe(version));
});

describe('two projects', () => {
  it('are the same for one tag of one repository', () => {
    expect(isSameProject(projectOf(), projectOf({version: '9'}))).toBe(true);
    expect(isSameProject(projectOf(), projectOf({tag: 'v1.2.4'}))).toBe(false);
    expect(isSameProject(projectOf(), projectOf({repository: {owner: 'octo', name: 'other'}}))).toBe(false);
  });
});
