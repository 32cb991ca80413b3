import {createHash} from 'node:crypto';
import {type PackedFile, tarGzOf} from '../contextlite/tar.ts';
import {zipOf} from '../contextlite/zip.ts';
import type {DemoSetting} from '../service.ts';
import {contextlite, programOf, sha256, textFile} from './project.ts';

/** A file as PyPI stores it; a name once used is never given out again. */
export type PypiFile = {
  readonly filename: string;
  readonly type: 'bdist_wheel' | 'sdist';
  readonly content: Buffer;
  readonly uploadedAt: string;
};

const metadataOf = (version: string): string =>
  [
    'Metadata-Version: 2.1',
    `Name: ${contextlite.name}`,
    `Version: ${version}`,
    `Summary: ${contextlite.summary}`,
    `Home-page: ${contextlite.repository}`,
    `License: ${contextlite.license}`,
    'Requires-Python: >=3.8',
  ].join('\n');

const sourcesOf = (setting: DemoSetting, version: string): readonly PackedFile[] => [
  textFile('contextlite/__init__.py', `__version__ = "${version}"`),
  textFile(
    'contextlite/__main__.py',
    'import os, pathlib, sys',
    'program = pathlib.Path(__file__).parent / "bin" / "contextlite"',
    'os.execv(program, [str(program), *sys.argv[1:]])',
  ),
  {name: 'contextlite/bin/contextlite', contents: programOf(setting, version, 'amd64'), isExecutable: true},
];

const recordLine = ({name, contents}: PackedFile): string => {
  const content = Buffer.from(contents as string);
  return `${name},sha256=${createHash('sha256').update(content).digest('base64url')},${content.length}`;
};

const wheelOf = (setting: DemoSetting, version: string): Buffer => {
  const folder = `${contextlite.name}-${version}.dist-info`;
  const files = [
    ...sourcesOf(setting, version),
    textFile(`${folder}/METADATA`, metadataOf(version)),
    textFile(`${folder}/WHEEL`, 'Wheel-Version: 1.0', 'Generator: setuptools', 'Root-Is-Purelib: true', 'Tag: py3-none-any'),
  ];
  return zipOf([...files, textFile(`${folder}/RECORD`, ...files.map(recordLine), `${folder}/RECORD,,`)]);
};

const sourceArchiveOf = (setting: DemoSetting, version: string): Buffer => {
  const folder = `${contextlite.name}-${version}`;
  const files = [textFile('PKG-INFO', metadataOf(version)), ...sourcesOf(setting, version)];
  return tarGzOf(files.map((file) => ({...file, name: `${folder}/${file.name}`})));
};

/** The wheel and the source archive of a version. */
export const pypiFilesOf = (setting: DemoSetting, version: string, uploadedAt: string): readonly PypiFile[] => [
  {
    filename: `${contextlite.name}-${version}-py3-none-any.whl`,
    type: 'bdist_wheel',
    content: wheelOf(setting, version),
    uploadedAt,
  },
  {filename: `${contextlite.name}-${version}.tar.gz`, type: 'sdist', content: sourceArchiveOf(setting, version), uploadedAt},
];

/** Where a file lies on the host of files. */
export const filePathOf = ({content, filename}: PypiFile): string => {
  const digest = sha256(content);
  return `/packages/${digest.slice(0, 2)}/${digest.slice(2, 4)}/${digest.slice(4)}/${filename}`;
};
