import {filesInZip} from './zip-reader.ts';

/** What a package says of itself. */
export type ReadPackage = {readonly id: string; readonly version: string; readonly fields: Readonly<Record<string, string>>};

const manifestType = 'http://schemas.microsoft.com/packaging/2010/07/manifest';
const attribute = (tag: string, name: string): string => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
const tagsIn = (text: string, name: string): readonly string[] =>
  [...text.matchAll(new RegExp(`<${name}\\s[^>]*>`, 'g'))].map(([tag]) => tag);

const entities: Readonly<Record<string, string>> = {amp: '&', lt: '<', gt: '>', quot: '"', apos: "'"};
const plain = (text: string): string =>
  text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code: string | undefined, name = '') =>
    code === undefined ? (entities[name] ?? whole) : String.fromCodePoint(Number(code)),
  );

/** Every part needs a content type, by its ending or by its name. */
const areTyped = (types: string, paths: readonly string[]): boolean => {
  const endings = new Set(tagsIn(types, 'Default').map((tag) => attribute(tag, 'Extension').toLowerCase()));
  const parts = new Set(tagsIn(types, 'Override').map((tag) => attribute(tag, 'PartName').toLowerCase()));
  return paths.every((path) => {
    const ending = /[^/]\.([^./]+)$/.exec(path)?.[1]?.toLowerCase();
    return parts.has(`/${path.toLowerCase()}`) || (ending !== undefined && endings.has(ending)) || path === '_rels/.rels';
  });
};

/** Two files of one name, and a file and a folder of one name, are what the server ends in an error with. */
const haveClash = (paths: readonly string[]): boolean => {
  const names = paths.map((path) => path.toLowerCase());
  return new Set(names).size < names.length || names.some((name) => names.some((other) => other.startsWith(`${name}/`)));
};

/** Reads a package as the older server does, which finds the manifest by the package's relationships alone; undefined: it can't. */
export const readNupkg = (nupkg: Buffer): ReadPackage | undefined => {
  const files = filesInZip(nupkg);
  const text = (path: string): string => files.get(path)?.toString('utf8') ?? '';
  const paths = [...files.keys()].filter((path) => path !== '[Content_Types].xml');
  const manifest = tagsIn(text('_rels/.rels'), 'Relationship').find((tag) => attribute(tag, 'Type') === manifestType);
  const nuspec = text(decodeURIComponent(attribute(manifest ?? '', 'Target')).replace(/^\//, ''));
  if (nuspec === '' || !areTyped(text('[Content_Types].xml'), paths) || haveClash(paths)) return undefined;
  const fields = Object.fromEntries([...nuspec.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name = '', value = '']) => [name, plain(value)]));
  const {id = '', version = ''} = fields;
  return id === '' || version === '' ? undefined : {id, version, fields};
};
