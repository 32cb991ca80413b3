import {describe, expect, it} from 'vitest';
import {assetAt, compareWithAsset, downloadOf, wrongPromises} from '../../../checks/family/release-assets.ts';
import {errorPageOf, startsLikeErrorPage} from '../../../src/model/error-pages.ts';
import {assetOf, projectOf, releaseOf} from '../../support/project.ts';

const notFound = '0019dfc4b32d63c1392aa264aed2253c1e0c2fb09216f8e2cc269bbfb8bb49b5';
const one = assetOf('tool-linux-amd64.tar.gz', {sha256: '1'.repeat(64)});
const other = assetOf('tool-windows-amd64.zip', {sha256: '2'.repeat(64)});
const project = projectOf({release: releaseOf([one, other])});
const promise = (asset: typeof one, sha256 = asset.sha256 ?? '') => ({name: asset.name, url: asset.url, sha256});

describe('a promised digest', () => {
  const cases: readonly (readonly [string, Parameters<typeof wrongPromises>[0], RegExp | undefined])[] = [
    ['that is right', [promise(one), promise(other)], undefined],
    ['in upper case', [promise(one, '1'.repeat(64).toUpperCase())], undefined],
    ['of an error page', [promise(one, notFound)], /Not Found/],
    ['of another file', [promise(one, '2'.repeat(64))], /tool-windows-amd64\.zip/],
    ['of nothing in the release', [promise(one, '3'.repeat(64))], /not that of/],
    ['of a file the release lacks', [{name: 'x', url: one.url.replace('linux', 'plan9'), sha256: '3'.repeat(64)}], /does not have/],
    ["of somebody else's file", [{name: 'x', url: one.url.replace('octo', 'mallory'), sha256: '3'.repeat(64)}], /mallory/],
    ['of the released file under a former name', [{...promise(one), url: one.url.replace('octo/tool', 'old/name')}], undefined],
    [
      'of an earlier release under a former owner',
      [{name: 'x', url: one.url.replace('octo', 'old').replace('v1.2.3', 'v1.2.2'), sha256: '9'.repeat(64)}],
      undefined,
    ],
    [
      'of an earlier release somewhere else',
      [{name: 'x', url: one.url.replace('octo/tool', 'mallory/kit').replace('v1.2.3', 'v1.2.2'), sha256: '9'.repeat(64)}],
      /mallory/,
    ],
    ['of an earlier release', [{name: 'x', url: one.url.replace('v1.2.3', 'v1.2.2'), sha256: '9'.repeat(64)}], undefined],
    [
      'twice for two files',
      ['linux', 'darwin'].map((system) => ({name: system, url: `https://tool.example/${system}.tar.gz`, sha256: '9'.repeat(64)})),
      /one checksum/,
    ],
  ];
  it.each(cases)('%s', (_, promised, why) => {
    const found = wrongPromises(promised, project);
    if (why === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(why);
  });
});

describe('a served file', () => {
  it('is told from an error page', () => {
    const start = (text: string) => Buffer.from(text).toString('hex');
    expect(['<!DOCTYPE html>', '\n<html lang="en">', 'Not Found', '404: Not Found'].every((text) => startsLikeErrorPage(start(text)))).toBe(
      true,
    );
    expect(startsLikeErrorPage('1f8b0800')).toBe(false);
    expect(errorPageOf(notFound.toUpperCase())).toContain('Not Found');
  });
  it.each([
    ['v1.2.3/x.zip', 'v1.2.3', 'x.zip'],
    ['cli/v1.8.3/x.zip?download=1', 'cli/v1.8.3', 'x.zip'],
    ['cli%2Fv1.8.3/a%20b.zip', 'cli/v1.8.3', 'a b.zip'],
  ])('is addressed by %s', (path, tag, file) => {
    expect(downloadOf(`https://github.com/octo/tool/releases/download/${path}`)).toEqual({owner: 'octo', repository: 'tool', tag, file});
  });
  it('is held against the asset of its address', () => {
    expect(assetAt(project, `${one.url}?x=1`)?.name).toBe(one.name);
    expect(assetAt(project, 'https://tool.example/a')).toBeUndefined();
    expect(compareWithAsset('a', '1'.repeat(64), one).result).toBe('same');
    expect(compareWithAsset('a', '2'.repeat(64), one).result).toBe('different');
    expect(compareWithAsset('a', undefined, one).result).toBe('not-comparable');
  });
});
