import {createHash} from 'node:crypto';
import type {PackedFile} from '../../contextlite/tar.ts';
import {zipOf} from '../../contextlite/zip.ts';
import {fullPath, type Program, readBytes, type Shell, toText} from '../shell/shell.ts';

/** What the script that puts released programs into wheels calls itself. */
const mark = 'Puts the released programs into wheels';

export const isWheelBuilder = (shell: Shell, path: string): boolean => readBytes(shell, path)?.includes(mark) === true;

const valueIn = (toml: string, key: string): string => {
  const text = new RegExp(`^${key} = (".*")$`, 'm').exec(toml)?.[1];
  return text === undefined ? '' : (JSON.parse(text) as string);
};

type WheelPlatform = {readonly folder: string; readonly program: string; readonly tags: readonly string[]};

const platformsIn = (toml: string): readonly WheelPlatform[] =>
  toml
    .split('[[tool.released-programs.platforms]]\n')
    .slice(1)
    .map((part) => ({
      folder: valueIn(part, 'folder'),
      program: valueIn(part, 'program'),
      tags: JSON.parse(/^tags = (\[.*\])$/m.exec(part)?.[1] ?? '[]') as readonly string[],
    }));

/** As Python spells a version; undefined: it has no such one. */
const pythonVersion = (text: string): string | undefined => {
  const found = /^v?(\d+(?:\.\d+)*)(?:[-.]?(a|b|rc|alpha|beta)[-.]?(\d*))?(?:\+.*)?$/i.exec(text);
  if (found === null) return undefined;
  const [, number = '', kind, count] = found;
  return kind === undefined ? number : `${number}${kind.toLowerCase().replace('alpha', 'a').replace('beta', 'b')}${count || 0}`;
};

const recordLine = ({name, contents}: PackedFile): string => {
  const content = Buffer.from(contents as string);
  return `${name},sha256=${createHash('sha256').update(content).digest('base64url')},${content.length}\n`;
};

const wheelOf = (start: string, about: string, {program, tags}: WheelPlatform, contents: Buffer): Buffer => {
  const folder = `${start}.dist-info`;
  const marks = tags.map((tag) => `Tag: py3-none-${tag}\n`).join('');
  const files: readonly PackedFile[] = [
    {name: `${start}.data/scripts/${program}`, contents, isExecutable: true},
    {name: `${folder}/METADATA`, contents: about},
    {name: `${folder}/WHEEL`, contents: `Wheel-Version: 1.0\nGenerator: build_wheels\nRoot-Is-Purelib: false\n${marks}`},
  ];
  return zipOf([...files, {name: `${folder}/RECORD`, contents: `${files.map(recordLine).join('')}${folder}/RECORD,,\n`}]);
};

/** `python3 build_wheels.py VERSION PROGRAMS DIST`: the wheels that the script makes. */
export const buildWheels: Program = ([script = '', wanted = '', programs = '', dist = ''], shell, {out, errors}) => {
  const toml = toText(readBytes(shell, `${script.replace(/[^/]*$/, '')}pyproject.toml`) ?? '');
  const version = pythonVersion(wanted);
  if (version === undefined) {
    errors(`PyPI takes no version '${wanted}'.\n`);
    return 1;
  }
  const project = valueIn(toml, 'name');
  const start = `${project.replace(/[-_.]+/g, '_').toLowerCase()}-${version}`;
  const about = `Metadata-Version: 2.4\nName: ${project}\nVersion: ${version}\nSummary: ${valueIn(toml, 'description')}\n`;
  for (const platform of platformsIn(toml)) {
    const path = `${programs}/${platform.folder}/${platform.program}`;
    const contents = shell.disk.files.get(fullPath(shell, path));
    if (contents === undefined) {
      errors(`FileNotFoundError: [Errno 2] No such file or directory: '${path}'\n`);
      return 1;
    }
    const name = `${start}-py3-none-${platform.tags.toSorted().join('.')}.whl`;
    shell.disk.files.set(fullPath(shell, `${dist}/${name}`), wheelOf(start, about, platform, contents));
    out(`${name}\n`);
  }
  return 0;
};
