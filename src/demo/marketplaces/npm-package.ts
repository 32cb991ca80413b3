import {createHash} from 'node:crypto';
import {type PackedFile, tarGzOf} from '../contextlite/tar.ts';
import type {DemoSetting} from '../service.ts';
import {contextlite, programOf, textFile} from './project.ts';

/** A version as npm stores it. */
export type NpmVersion = {
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly tarball: Buffer;
  readonly fileCount: number;
  readonly unpackedSize: number;
  readonly publishedBy: string;
  readonly publishedAt: string;
  /** Absent: not deprecated. */
  deprecated?: string;
};

const manifestOf = (version: string): Record<string, unknown> => ({
  name: contextlite.name,
  version,
  description: contextlite.summary,
  license: contextlite.license,
  homepage: `${contextlite.repository}#readme`,
  repository: {type: 'git', url: `git+${contextlite.repository}.git`},
  bugs: {url: `${contextlite.repository}/issues`},
  bin: {[contextlite.name]: 'bin/contextlite.js'},
  engines: {node: '>=14'},
});

const starter = [
  '#!/usr/bin/env node',
  "const {spawnSync} = require('node:child_process');",
  "const path = require('node:path');",
  "const {status} = spawnSync(path.join(__dirname, `linux-${process.arch === 'arm64' ? 'arm64' : 'amd64'}`, 'contextlite'), process.argv.slice(2), {stdio: 'inherit'});",
  'process.exit(status ?? 1);',
];

/** The project's npm package: a starter in JavaScript and the released programs. */
export const npmVersionOf = (setting: DemoSetting, version: string, publishedAt: string): NpmVersion => {
  const manifest = manifestOf(version);
  const program = (architecture: 'amd64' | 'arm64'): PackedFile => ({
    name: `package/bin/linux-${architecture}/contextlite`,
    contents: programOf(setting, version, architecture),
    isExecutable: true,
  });
  const files: readonly PackedFile[] = [
    textFile('package/package.json', JSON.stringify(manifest, null, 2)),
    textFile('package/README.md', '# contextlite', '', contextlite.summary),
    {...textFile('package/bin/contextlite.js', ...starter), isExecutable: true},
    program('amd64'),
    program('arm64'),
  ];
  return {
    manifest,
    tarball: tarGzOf(files),
    fileCount: files.length,
    unpackedSize: files.reduce((size, {contents}) => size + contents.length, 0),
    publishedBy: contextlite.publisher,
    publishedAt,
  };
};

/** The name of a version's archive; a scope is not part of it. */
export const tarballNameOf = (name: string, version: string): string => `${name.split('/').at(-1)}-${version}.tgz`;

/** A version as the registry describes it to clients of the given host. */
export const describedVersion = (host: string, name: string, {manifest, tarball, ...rest}: NpmVersion): Record<string, unknown> => ({
  ...manifest,
  _id: `${name}@${manifest.version}`,
  _npmUser: {name: rest.publishedBy},
  maintainers: [{name: rest.publishedBy}],
  dist: {
    shasum: createHash('sha1').update(tarball).digest('hex'),
    integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
    tarball: `https://${host}/${name}/-/${tarballNameOf(name, String(manifest.version))}`,
    fileCount: rest.fileCount,
    unpackedSize: rest.unpackedSize,
  },
  ...(rest.deprecated ? {deprecated: rest.deprecated} : {}),
});

const abbreviatedFields = [
  'name',
  'version',
  'bin',
  'dist',
  'engines',
  'os',
  'cpu',
  'libc',
  'dependencies',
  'optionalDependencies',
  'deprecated',
];

/** What installers get of a version. */
export const abbreviatedVersion = (described: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(described).filter(([field]) => abbreviatedFields.includes(field)));
