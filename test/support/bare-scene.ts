import {createHash} from 'node:crypto';
import type {PackedFile} from '../../src/demo/contextlite/tar.ts';
import {archiveNamed} from './archives.ts';
import {commitTo} from './hands-world.ts';
import {openPackageScene, type PackageScene} from './package-scene.ts';

const appId = 'io.github.michael_a_kuykendall.contextlite';

/** What shows that the project has windows. */
const appFiles: Readonly<Record<string, string>> = {
  [`data/${appId}.svg`]: '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>\n',
  [`data/${appId}.desktop`]: '[Desktop Entry]\nType=Application\nName=ContextLite\nExec=contextlite\n',
};

/** The demo's project with windows and a release, and without any package file or workflow; `files` stand there too. */
export const openBareScene = async (files: Readonly<Record<string, string | null>> = {}): Promise<PackageScene> => {
  const scene = await openPackageScene();
  const repository = scene.repository('contextlite');
  const there = repository.commits.get(repository.branches.get('main') ?? '')?.files ?? new Map<string, Buffer>();
  const gone = [...there.keys()].filter((path) => !/^(?:README\.md|LICENSE)$/.test(path)).map((path) => [path, null] as const);
  commitTo(repository, {...Object.fromEntries(gone), ...appFiles, ...files});
  return scene;
};

/** A released file: its bytes, or what it is packed from as its name says. */
export type Released = readonly [name: string, contents: Buffer | readonly PackedFile[]];

/** Puts these files into the newest release, and nothing else. */
export const releaseOnly = (scene: PackageScene, files: readonly Released[]): void => {
  const release = scene.repository('contextlite').releases.find(({tag}) => tag === 'v1.0.35');
  const usual = release?.assets[0];
  if (release === undefined || usual === undefined) throw new Error('The world lacks its release.');
  const assets = files.map(([name, given], at) => {
    const contents = Buffer.isBuffer(given) ? given : archiveNamed(name, given as readonly PackedFile[]);
    return {...usual, id: 99_000 + at, name, contents, sha256: createHash('sha256').update(contents).digest('hex')};
  });
  release.assets.splice(0, release.assets.length, ...assets);
};

export type ShownFile = {readonly path: string; readonly contents: string; readonly action: string; readonly marketplace?: string};

/** The files that the command says it would make. */
export const filesIn = async (scene: PackageScene, args: readonly string[]): Promise<readonly ShownFile[]> =>
  JSON.parse((await scene.firstPackage([...args, '--dry-run', '--json'])).out).files;
