import {createHash} from 'node:crypto';
import type {PackedFile} from '../../src/demo/contextlite/tar.ts';
import type {Asset, Project} from '../../src/model/project.ts';
import {archiveNamed, packedProgram, readme} from './archives.ts';
import type {FakeReply} from './fake-lookup.ts';
import {harborAsset} from './program-facts.ts';

export const harborApi = 'https://api.github.com/repos/harbor-tools/harbor';
const page = 'https://github.com/harbor-tools/harbor';

/** A released file with its bytes; `asset` where it is listed otherwise than it is. */
export type ReleasedBytes = {readonly name: string; readonly bytes: Buffer; readonly asset?: Partial<Asset>};

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** An archive of the kind that its name says. */
export const releasedArchive = (name: string, ...files: readonly PackedFile[]): ReleasedBytes => ({name, bytes: archiveNamed(name, files)});

const systems = {linux: 'linux', darwin: 'macos', windows: 'windows'} as const;

/** The six archives that harbor usually has. */
export const usualArchives: readonly ReleasedBytes[] = (['linux', 'darwin', 'windows'] as const).flatMap((system) =>
  (['amd64', 'arm64'] as const).map((machine) =>
    releasedArchive(
      `harbor-1.2.3-${system}-${machine}.${system === 'windows' ? 'zip' : 'tar.gz'}`,
      packedProgram(system === 'windows' ? 'harbor.exe' : 'harbor', systems[system], machine),
      readme,
    ),
  ),
);

/** harbor at v1.2.3; undefined as files: it has no release. */
export const harborProject = (released: readonly ReleasedBytes[] | undefined): Project => ({
  repository: {owner: 'harbor-tools', name: 'harbor'},
  tag: 'v1.2.3',
  version: '1.2.3',
  packages: {},
  ...(released === undefined
    ? {}
    : {
        release: {
          id: 7,
          tag: 'v1.2.3',
          url: `${page}/releases/tag/v1.2.3`,
          isDraft: false,
          isPrerelease: false,
          isImmutable: false,
          assets: released.map(({name, bytes, asset}) => ({...harborAsset(name), size: bytes.length, sha256: sha256Of(bytes), ...asset})),
        },
      }),
});

/** What GitHub answers about harbor; `skipped`: files that nobody downloads. A reply that is undefined is one that nobody asks for. */
export const harborReplies = (
  released: readonly ReleasedBytes[],
  {
    about = {},
    skipped = [],
    ...replies
  }: {about?: object; skipped?: readonly string[]} & Record<string, FakeReply | object | undefined> = {},
): Record<string, FakeReply> => {
  const all: Record<string, FakeReply | object | undefined> = {
    [harborApi]: {
      body: {
        description: 'Moves files between object stores.',
        homepage: 'https://harbor.example/',
        topics: ['cli'],
        default_branch: 'main',
        private: false,
        language: 'Go',
        owner: {login: 'harbor-tools'},
        ...about,
      },
    },
    [`${harborApi}/git/trees/main?recursive=1`]: {body: {tree: [{path: 'go.mod', type: 'blob'}]}},
    [`${harborApi}/license`]: {
      body: {path: 'LICENSE', content: Buffer.from('MIT License\n').toString('base64'), license: {spdx_id: 'MIT'}},
    },
    'https://api.github.com/users/harbor-tools': {body: {name: 'Harbor Tools'}},
    ...Object.fromEntries(
      released.filter(({name}) => !skipped.includes(name)).map(({name, bytes}) => [harborAsset(name).url, {body: bytes}]),
    ),
    ...replies,
  };
  return Object.fromEntries(Object.entries(all).filter(([, reply]) => reply !== undefined)) as Record<string, FakeReply>;
};
