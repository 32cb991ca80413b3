import {z} from 'zod';
import type {PackageFile} from '../../src/model/package-file.ts';
import {parsedToml} from './parsing.ts';
import {placeholderFaults} from './placeholders.ts';

/** A version as PyPI compares it: `1.2.0-rc.1` and `1.2rc1` are one. */
export const pythonVersion = (version: string): string =>
  version
    .toLowerCase()
    .replace(/^v/, '')
    .replace(/\+.*$/, '')
    .replace(/[-_.]?(?:alpha|a)[-_.]?(\d*)/, (_, number: string) => `a${number || 0}`)
    .replace(/[-_.]?(?:beta|b)[-_.]?(\d*)/, (_, number: string) => `b${number || 0}`)
    .replace(/[-_.]?(?:rc|c|pre(?:view)?)[-_.]?(\d*)/, (_, number: string) => `rc${number || 0}`)
    .replace(/[-_.]?(?:post|rev|r(?!c))[-_.]?(\d*)/, (_, number: string) => `.post${number || 0}`)
    .replace(/[-_.]?dev[-_.]?(\d*)/, (_, number: string) => `.dev${number || 0}`)
    .replace(/^(\d+(?:\.\d+)*?)(?:\.0)+(?=$|[^.\d]|\.[a-z])/, '$1');

/** A name as PyPI compares it. */
export const pythonName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');

/** What a file of a release is for, such as `linux x86_64`; undefined: for every platform, or it is source. */
export const wheelPlatform = (file: string): string | undefined => {
  const tag = /-([^-]+)\.whl$/.exec(file)?.[1];
  if (tag === undefined || tag === 'any') return undefined;
  const architecture = /(x86_64|amd64|aarch64|arm64|i686|armv7l|universal2|ppc64le|s390x|riscv64)/.exec(tag)?.[1] ?? '';
  const system = /^win/.test(tag)
    ? 'windows'
    : /^macosx/.test(tag)
      ? 'macos'
      : /^musllinux/.test(tag) && !tag.includes('manylinux')
        ? 'linux (musl)'
        : 'linux';
  return `${system} ${architecture || (tag === 'win32' ? 'i686' : tag)}`.trim();
};

const projectSchema = z.object({
  project: z.object({name: z.string().optional(), version: z.string().optional(), dynamic: z.array(z.string()).optional()}).optional(),
  tool: z
    .object({
      poetry: z.object({name: z.string().optional(), version: z.string().optional(), 'package-mode': z.boolean().optional()}).optional(),
    })
    .optional(),
});

const fileOf = (path: string, text: string, name: string | undefined, version: string | undefined): PackageFile => ({
  path,
  ...(name === undefined ? {} : {name: pythonName(name)}),
  ...(version === undefined || /^0\.0\.0$/.test(version) ? {} : {version}),
  faults: placeholderFaults(text),
});

const readPyproject = (path: string, text: string): PackageFile | undefined => {
  const table = parsedToml(text);
  if (table === undefined) return {path, faults: [{what: 'The file is not valid TOML.'}]};
  const {data} = projectSchema.safeParse(table);
  const poetry = data?.tool?.poetry;
  if (poetry?.['package-mode'] === false) return undefined;
  const name = data?.project?.name ?? poetry?.name;
  return name === undefined ? undefined : fileOf(path, text, name, data?.project?.version ?? poetry?.version);
};

const quoted = (text: string, key: string): string | undefined =>
  new RegExp(`^\\s*(?:setup\\()?\\s*${key}\\s*=\\s*f?["']([^"'{}]+)["']`, 'm').exec(text)?.[1];
const plain = (text: string, key: string): string | undefined => new RegExp(`^${key}\\s*=\\s*([^\\s:]+)\\s*$`, 'm').exec(text)?.[1];

export const isPythonPackage = (path: string): boolean =>
  /(?:^|\/)(?:pyproject\.toml|setup\.py|setup\.cfg)$/.test(path) &&
  !/(?:^|\/)(?:node_modules|fixtures?|tests?|examples?|templates?|vendor|third_party)\//.test(path);

/** A Python project's own file; undefined: it names no package, as one that only sets tools. */
export const readPythonPackage = (path: string, text: string): PackageFile | undefined => {
  if (path.endsWith('pyproject.toml')) return readPyproject(path, text);
  const find = path.endsWith('.py') ? quoted : plain;
  const name = find(text, 'name');
  return name === undefined ? undefined : fileOf(path, text, name, find(text, 'version'));
};
