import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {packedProgram, readme} from '../support/archives.ts';
import {openBareScene, type Released, releaseOnly, type ShownFile} from '../support/bare-scene.ts';
import {elfOf} from '../support/executables.ts';
import type {PackageScene} from '../support/package-scene.ts';

const scenes: PackageScene[] = [];
afterEach(() => Promise.all(scenes.splice(0).map(({stage}) => stage.end())));

const openScene = async (files: Readonly<Record<string, string | null>> = {}): Promise<PackageScene> => {
  const scene = await openBareScene(files);
  scenes.push(scene);
  return scene;
};

type Shown = {
  readonly code: number;
  readonly files: readonly ShownFile[];
  /** What people are told beside the document. */
  readonly told: string;
  /** What people read without `--json`. */
  readonly said: string;
};

const shown = async (scene: PackageScene, id: string): Promise<Shown> => {
  const {code, out, told} = await scene.firstPackage([id, '--dry-run', '--json']);
  const {out: said} = await scene.firstPackage([id, '--dry-run']);
  expect(scene.writes().filter((one) => !one.endsWith('/gallery/extensionquery'))).toEqual([]);
  return {code, files: JSON.parse(out).files, told, said};
};

const pathsOf = ({files}: Shown): readonly string[] => files.map((file) => file.path);

/** It ends with 1, makes no file, and says why and what to do, whoever reads. */
const expectBlocked = ({code, files, told, said}: Shown, ...why: readonly RegExp[]): void => {
  expect([code, files]).toEqual([1, []]);
  for (const one of why) expect([told, said]).toEqual([expect.stringMatching(one), expect.stringMatching(one)]);
};

const linux = packedProgram('contextlite', 'linux', 'amd64');
const page = Buffer.from('<!DOCTYPE html><html>Sign in</html>');
const linuxArchive = 'contextlite-1.0.35-linux-amd64.tar.gz';
const windowsArchive = 'contextlite-1.0.35-windows-amd64.zip';
const muslProgram = {name: 'contextlite', contents: elfOf({loader: '/lib/ld-musl-x86_64.so.1', isDynamic: true}), isExecutable: true};

const withRelease = async (...files: readonly Released[]): Promise<PackageScene> => {
  const scene = await openScene();
  releaseOnly(scene, files);
  return scene;
};

describe('a bad release', {timeout: 30_000}, () => {
  it('that is not there yet', async () => {
    const scene = await openScene();
    scene.repository('contextlite').releases.splice(0);
    for (const id of ['scoop', 'npm']) expectBlocked(await shown(scene, id), /has no release.*\s+Publish a release first\./s);
  });

  it('whose assets have other names is read by what is in them', async () => {
    const windows = packedProgram('contextlite.exe', 'windows', 'amd64');
    const names = ['ContextLite_Linux_x86_64.tar.gz', 'ContextLite_Win64.zip'] as const;
    const scene = await withRelease([names[0], [linux, readme]], [names[1], [windows]]);
    expect((await shown(scene, 'aur')).files[0]?.contents).toContain(names[0]);
    expect((await shown(scene, 'scoop')).files[0]?.contents).toContain(names[1]);
  });

  it('that lacks a platform leaves it out and says so, or says who needs it', async () => {
    const scene = await withRelease([linuxArchive, [linux]]);
    const npm = await shown(scene, 'npm');
    expect(pathsOf(npm).filter((one) => /[/]\w+-(?:x64|arm64)[/]/.test(one))).toEqual(['packaging/npm/linux-x64/package.json']);
    expect(npm.said).toContain(
      'no program for Linux on ARM64, macOS on x86-64, macOS on ARM64, Windows on x86-64, Windows on ARM64; it is left out.',
    );
    expectBlocked(await shown(scene, 'scoop'), /has no program for Windows/);
  });

  it('with a page instead of a zip', async () => {
    const scene = await withRelease([linuxArchive, [linux]], [windowsArchive, page]);
    const why = new RegExp(`${windowsArchive} holds no program .* It is a web page`);
    for (const id of ['scoop', 'winget', 'chocolatey']) expectBlocked(await shown(scene, id), why, /Windows/);
    const npm = await shown(scene, 'npm');
    expect([npm.code, npm.said]).toEqual([0, expect.stringMatching(why)]);
    expect(pathsOf(npm).join()).not.toContain('win32');
  });

  it('with two programs in one archive: the project’s own is taken, and of strangers none is guessed', async () => {
    const [one, two] = [packedProgram('one', 'linux', 'amd64'), packedProgram('two', 'linux', 'amd64')];
    const own = await shown(await withRelease([linuxArchive, [one, linux, two]]), 'aur');
    expect([own.code, own.files[0]?.contents]).toEqual([0, expect.stringMatching(/install .*contextlite/)]);
    const scene = await withRelease([linuxArchive, [one, two]]);
    for (const id of ['aur', 'npm'])
      expectBlocked(await shown(scene, id), /several programs for Linux on amd64 \(one, two\), and none is called contextlite/);
  });

  it('that needs musl goes where musl is', async () => {
    const scene = await withRelease([linuxArchive, [muslProgram]]);
    expectBlocked(
      await shown(scene, 'nix'),
      /no program for Linux or macOS that runs under Nix.*\s+Release one for Linux that is static or uses glibc/s,
    );
    expectBlocked(await shown(scene, 'snapcraft'), /needs the musl C library, which core24 does not have/);
    expect((await shown(scene, 'aur')).files[0]?.contents).toMatch(/depends_x86_64=\('?musl'?\)/);
    expect((await shown(scene, 'npm')).files.map(({contents}) => contents).join()).toMatch(/"libc": \[\s*"musl"/);
    expect((await shown(scene, 'docker-hub')).code).toBe(0);
  });
});

describe('bad words about the project', {timeout: 30_000}, () => {
  it('a licence that is not SPDX', async () => {
    const scene = await openScene({LICENSE: 'Ask me first.\n'});
    expectBlocked(await shown(scene, 'nix'), /GitHub recognises no licence.*\s+Add a LICENSE file/s);
    expect((await shown(scene, 'aur')).files[0]?.contents).toContain('LicenseRef-');
    expect((await shown(scene, 'winget')).said).toContain('The licence is none that GitHub recognises');
    expect((await shown(scene, 'crates-io')).files[0]?.contents).toMatch(/^license-file = /m);
  });

  it.each([
    ['npm', 'Bad Name', /can’t be a package’s name at npm/],
    ['crates-io', '1bad', /can’t be a crate’s name/],
    ['snapcraft', 'Bad_Snap', /takes no snap named Bad_Snap/],
    ['nix', 'ha.rbor', /takes no package called ha\.rbor/],
    ['winget', 'none', /takes no identifier “none”/],
    ['docker-hub', 'a/b c', /can’t be an image’s name/],
    ['pypi', '-bad-', /can’t be a project’s name/],
    ['aur', 'Bad Name', /name/],
    ['chocolatey', 'bad name', /name|id/i],
  ])('a name against the rules of %s: %s', async (id, name, why) => {
    const scene = await openScene();
    await writeFile(path.join(scene.stage.home, 'portcall.yaml'), `packages:\n  ${id}: ${JSON.stringify(name)}\n`);
    expectBlocked(await shown(scene, id), why, /portcall\.yaml/);
  });

  it('a name that another project has', async () => {
    const scene = await openScene();
    const {crates, npm} = scene.stage.world.marketplaces;
    const version = {crate: Buffer.from('x'), createdAt: '2026-01-01T00:00:00Z', publishedBy: 'other', isYanked: false};
    const crate = {name: 'contextlite', description: '', repository: 'https://github.com/pier/thing', owners: ['pier']};
    crates.crates['contextlite'] = {...crate, versions: {'9.0.0': version}, trustedConfigs: []};
    for (const {manifest} of Object.values(npm.packages['contextlite']?.versions ?? {}))
      Object.assign(manifest, {
        repository: {type: 'git', url: 'git+https://github.com/pier/thing.git'},
        homepage: 'https://pier.example',
        bugs: undefined,
      });
    for (const id of ['crates-io', 'npm'])
      expectBlocked(await shown(scene, id), /contextlite at \S+ is another project’s\./, new RegExp(`under packages: ${id}`));
    expect((await shown(scene, 'scoop')).code).toBe(0);
  });

  it.each([
    ['nix', /description = "([^"]*)"/, 100, /The description became “/],
    ['snapcraft', /^summary: "?([^"\n]*)/m, 78, /The summary is cut to 78 characters/],
    ['scoop', /"description": "([^"]*)"/, 200, /shortened to 200 characters/],
    ['pypi', /^description = "([^"]*)"/m, 512, /shortened to the 512 characters/],
    ['homebrew', /desc "([^"]*)"/, 79, /fewer than 80 characters/],
    ['aur', /^pkgdesc='([^']*)'/m, 255, /shortened to the 255 characters/],
    ['crates-io', /^description = "([^"]*)"/m, 1000, /shortened/],
  ])('a description too long for %s is shortened, and that is said', async (id, field, limit, said) => {
    const scene = await openScene();
    Object.assign(scene.repository('contextlite'), {description: 'words and more '.repeat(200)});
    const found = await shown(scene, id);
    const text = field.exec(found.files.map(({contents}) => contents).join('\n'))?.[1] ?? '';
    expect([[...text].length > limit / 2, [...text].length <= limit]).toEqual([true, true]);
    expect(found.said).toMatch(said);
  });

  it('an icon that is missing', async () => {
    const scene = await openScene({'data/io.github.michael_a_kuykendall.contextlite.svg': null});
    expectBlocked(
      await shown(scene, 'flathub'),
      /The repository has no icon io\.github\.michael_a_kuykendall\.contextlite\.svg/,
      /Add one/,
    );
    for (const id of ['vscode', 'chocolatey', 'snapcraft']) {
      const {code, said} = await shown(scene, id);
      expect([id, code, said]).toEqual([id, 0, expect.stringContaining('It has no icon')]);
    }
  });
});
