import {createHash} from 'node:crypto';
import {XMLValidator} from 'fast-xml-parser';
import {Problem} from '../model/problem.ts';
import {type ZippedFile, zipOf} from './zip-writer.ts';

/** What goes into a package. `nuspec` is the description as the project has it. */
export type PackageParts = {
  readonly id: string;
  readonly version: string;
  readonly nuspec: string;
  /** Everything else, by its path in the package. */
  readonly files: readonly ZippedFile[];
};

const declaration = '<?xml version="1.0" encoding="utf-8"?>';
const opc = 'http://schemas.openxmlformats.org/package/2006';
const octets = 'application/octet';
const ownTypes: Readonly<Record<string, string>> = {
  rels: 'application/vnd.openxmlformats-package.relationships+xml',
  psmdcp: 'application/vnd.openxmlformats-package.core-properties+xml',
};

const sha512 = (...pieces: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha512');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
};

const malformed = (what: string): Problem =>
  new Problem('refused', `The .nuspec file ${what}, so no package is built.`, 'Correct the file, and plan it again.');

/** As a packer leaves it: without the list of files, for this very version, and with what stands for the id and the version filled in. */
const packedNuspec = ({id, version, nuspec}: Omit<PackageParts, 'files'>): string => {
  const text = nuspec
    .replace(/^\ufeff/, '')
    .replaceAll('$id$', id)
    .replaceAll('$version$', version)
    .replace(/[ \t]*<files\b[^>]*?(?:\/>|>[\s\S]*?<\/files\s*>)(?:\r?\n)?/, '')
    .replace(/<version>[^<]*<\/version>/, `<version>${version}</version>`);
  if (XMLValidator.validate(text) !== true) throw malformed('is no well-formed XML');
  if (fieldIn(text, 'id').toLowerCase() !== id.toLowerCase()) throw malformed(`describes another package than ${id}`);
  if (fieldIn(text, 'version') !== version) throw malformed('has no version');
  return text;
};

/** As it is written there, escapes included. */
const fieldIn = (nuspec: string, name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(nuspec)?.[1]?.trim() ?? '';

const relationship = (type: string, target: string): string =>
  `  <Relationship Type="${type}" Target="${target}" Id="R${sha512(target).slice(0, 16).toUpperCase()}" />`;

const relationships = (nuspecPath: string, propertiesPath: string): string =>
  [
    declaration,
    `<Relationships xmlns="${opc}/relationships">`,
    relationship('http://schemas.microsoft.com/packaging/2010/07/manifest', `/${nuspecPath}`),
    relationship(`${opc}/relationships/metadata/core-properties`, `/${propertiesPath}`),
    '</Relationships>',
  ].join('\n');

const extensionOf = (path: string): string | undefined => /[^/]\.([^./]+)$/.exec(path)?.[1]?.toLowerCase();

const contentTypes = (paths: readonly string[]): string => {
  const extensions = new Set([...Object.keys(ownTypes), ...paths.map(extensionOf).filter((one) => one !== undefined)]);
  const bare = paths.filter((path) => extensionOf(path) === undefined);
  return [
    declaration,
    `<Types xmlns="${opc}/content-types">`,
    ...[...extensions].map((one) => `  <Default Extension="${one}" ContentType="${ownTypes[one] ?? octets}" />`),
    ...bare.map((path) => `  <Override PartName="/${path}" ContentType="${octets}" />`),
    '</Types>',
  ].join('\n');
};

const coreProperties = (nuspec: string): string =>
  [
    declaration,
    `<coreProperties xmlns="${opc}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">`,
    `  <dc:creator>${fieldIn(nuspec, 'authors')}</dc:creator>`,
    `  <dc:description>${fieldIn(nuspec, 'description')}</dc:description>`,
    `  <dc:identifier>${fieldIn(nuspec, 'id')}</dc:identifier>`,
    `  <version>${fieldIn(nuspec, 'version')}</version>`,
    `  <keywords>${fieldIn(nuspec, 'tags')}</keywords>`,
    '  <lastModifiedBy>Portcall</lastModifiedBy>',
    '</coreProperties>',
  ].join('\n');

const partPath = (path: string): string =>
  path
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => part.replace(/[^\w.~!&'()*+,;=@-]/gu, encodeURIComponent))
    .join('/');

/** The same names but for their case are one file to Windows, and a file and a folder of one name are none to Chocolatey. */
const refuseClashes = (paths: readonly string[]): void => {
  const seen = new Set<string>();
  const folders = new Set(paths.flatMap((path) => path.split('/').map((_, at, parts) => parts.slice(0, at).join('/').toLowerCase())));
  for (const path of paths.map((one) => one.toLowerCase())) {
    if (seen.has(path) || folders.has(path) || path.split('/').some((part) => part === '' || part === '..'))
      throw new Problem(
        'refused',
        `The package can't hold ${path}: another file or folder has that name, or it is no path.`,
        'Rename the file.',
      );
    seen.add(path);
  }
};

/** The package as NuGet's own packer lays it out; the same parts always give the same bytes. */
export const nupkgOf = (parts: PackageParts): Buffer => {
  const nuspec = packedNuspec(parts);
  const nuspecPath = `${parts.id}.nuspec`;
  const files = parts.files.map(({path, contents}) => ({path: partPath(path), contents}));
  refuseClashes([nuspecPath, ...files.map(({path}) => path)]);
  const mark = sha512(nuspec, ...files.flatMap(({path, contents}) => [path, contents])).slice(0, 32);
  const propertiesPath = `package/services/metadata/core-properties/${mark}.psmdcp`;
  const text = (path: string, contents: string): ZippedFile => ({path, contents: Buffer.from(contents)});
  return zipOf([
    text('_rels/.rels', relationships(nuspecPath, propertiesPath)),
    text(nuspecPath, nuspec),
    ...files,
    text('[Content_Types].xml', contentTypes([nuspecPath, ...files.map(({path}) => path)])),
    text(propertiesPath, coreProperties(nuspec)),
  ]);
};
