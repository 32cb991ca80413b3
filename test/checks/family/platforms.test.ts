import {expect, it} from 'vitest';
import {normalizedVersion} from '../../../checks/family/nuget-feed.ts';
import {missingPlatforms, platformOf} from '../../../checks/family/platforms.ts';
import {titleHas} from '../../../checks/family/pull-requests.ts';
import {assetOf, projectOf, releaseOf} from '../../support/project.ts';

it.each([
  ['tool-1.2.3-windows-amd64.zip', 'windows amd64'],
  ['tool_win64.exe', 'windows amd64'],
  ['tool-darwin-arm64.tar.gz', 'macos arm64'],
  ['tool_Darwin_all.tar.gz', 'macos amd64,arm64'],
  ['tool-x86_64-unknown-linux-musl.tar.xz', 'linux amd64'],
  ['tool-aarch64-apple-darwin.tgz', 'macos arm64'],
  ['tool-linux-386.tar.gz', 'linux '],
  ['checksums.txt', undefined],
])('%s', (file, platform) => {
  const found = platformOf(file);
  expect(found && `${found.system} ${found.architectures.join(',')}`).toBe(platform);
});

it('misses what the release has for a system that the package covers', () => {
  const assets = [
    'tool-linux-amd64.tar.gz',
    'tool-linux-arm64.tar.gz',
    'tool-linux-arm64.tar.gz.sha256',
    'tool-linux-arm64.deb',
    'tool-darwin-arm64.tar.gz',
  ];
  const project = projectOf({release: releaseOf(assets.map((name) => assetOf(name)))});
  expect(missingPlatforms(project, ['https://x/tool-linux-amd64.tar.gz'])).toEqual(['linux arm64']);
  expect(missingPlatforms(project, ['https://x/tool-linux-amd64.tar.gz', 'https://x/tool-linux-arm64.tar.gz'])).toEqual([]);
  expect(missingPlatforms(project, ['https://x/source.tar.gz'])).toEqual([]);
});

it.each([
  ['1.2', '1.2.0'],
  ['01.2.3.0', '1.2.3'],
  ['1.2.3.4', '1.2.3.4'],
  ['1.2.3-rc-1+build-5', '1.2.3-rc-1'],
  ['nightly', 'nightly'],
])('NuGet writes %s as %s', (version, written) => expect(normalizedVersion(version)).toBe(written));

it.each([
  ['Owner.Tool version 1.2.3', true],
  ['owner.tool@v1.2.3: fix', true],
  ['Owner.Tool.Beta version 1.2.3', false],
  ['Owner.Tool version 1.2.3-beta', false],
  ['Owner.Tool version 11.2.3', false],
])('%s names the package and the version: %s', (title, isSo) => expect(titleHas(title, ['Owner.Tool', '1.2.3'])).toBe(isSo));
