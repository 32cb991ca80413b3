import type {PackageFile} from '../../src/model/package-file.ts';
import {errorPageFaults, missingFaults} from './file-faults.ts';
import {placeholderFaults} from './placeholders.ts';
import type {Pinned} from './tracked-file.ts';

/** What an AUR package's `.SRCINFO` or `PKGBUILD` says. */
type ArchPackage = {
  readonly name?: string;
  /** `pkgver` alone, without epoch and release. */
  readonly version?: string;
  readonly release?: string;
  readonly architectures: readonly string[];
  /** Sources with an address; local files are left out. */
  readonly downloads: readonly Pinned[];
};

type Values = Readonly<Record<string, readonly string[]>>;

const addressOf = (source: string): string | undefined => {
  const url = source.replace(/^[^:/]+::/, '');
  return /^https?:\/\//.test(url) ? url : undefined;
};

/* makepkg takes the strongest sums there are; only SHA-256 can be held against a release. */
const downloadsOf = (values: Values): readonly Pinned[] =>
  Object.entries(values)
    .filter(([key]) => /^source(?:_|$)/.test(key))
    .flatMap(([key, sources]) => {
      const sums = values[key.replace('source', 'sha256sums')] ?? [];
      const pinnedBy = ['b2', 'sha512', 'sha384', 'sha224', 'sha1', 'md5'].find((one) => values[key.replace('source', `${one}sums`)]);
      return sources.flatMap((source, at): readonly Pinned[] => {
        const url = addressOf(source);
        const sha256 = sums[at]?.toLowerCase();
        if (url === undefined) return [];
        if (sha256 !== undefined && sha256 !== 'skip') return [{url, sha256}];
        return [sha256 === undefined && pinnedBy !== undefined ? {url, pinnedBy} : {url}];
      });
    });

const packageOf = (values: Values): ArchPackage => {
  const [name] = values['pkgname'] ?? values['pkgbase'] ?? [];
  const [version] = values['pkgver'] ?? [];
  const [release] = values['pkgrel'] ?? [];
  return {
    ...(name === undefined ? {} : {name}),
    ...(version === undefined ? {} : {version}),
    ...(release === undefined ? {} : {release}),
    architectures: values['arch'] ?? [],
    downloads: downloadsOf(values),
  };
};

/** Undefined: the text is no `.SRCINFO`, such as the page of a bot check. */
export const readSrcinfo = (text: string): ArchPackage | undefined => {
  const values: Record<string, string[]> = {};
  for (const line of text.split(/\r?\n/)) {
    const [, key, value] = /^\s*([a-z][a-z0-9_]*) = (.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) {
      values[key] ??= [];
      values[key].push(value.trim());
    }
  }
  return values['pkgbase'] === undefined ? undefined : packageOf(values);
};

const expanded = (word: string, known: Values): string =>
  word.replace(/\$\{(\w+)\}|\$(\w+)/g, (whole, braced?: string, bare?: string) => known[braced ?? bare ?? '']?.[0] ?? whole);

const wordsOf = (text: string): readonly string[] =>
  [...text.matchAll(/"([^"]*)"|'([^']*)'|([^\s"']+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? '');

/** Reads assignments alone, runs nothing; what only bash could work out stays as it is written. Undefined: it is no PKGBUILD. */
const readPkgbuild = (text: string): ArchPackage | undefined => {
  const known: Record<string, readonly string[]> = {};
  const top = text.replace(/^\w[\w-]*\s*\(\)\s*\{[\s\S]*?^\}/gm, '').replace(/(^|\s)#.*$/gm, '');
  for (const [, name = '', list, single = ''] of top.matchAll(/^\s*([A-Za-z_]\w*)=(?:\(([^)]*)\)|(.*))$/gm))
    known[name] = (list === undefined ? wordsOf(single).slice(0, 1) : wordsOf(list)).map((word) => expanded(word, known));
  return known['pkgname'] === undefined || known['pkgver'] === undefined ? undefined : packageOf(known);
};

/** A `PKGBUILD` or `.SRCINFO` that lies in the project's own repository. */
export const archPackageFile = (path: string, text: string): PackageFile | undefined => {
  const file = path.endsWith('.SRCINFO') ? readSrcinfo(text) : readPkgbuild(text);
  if (file === undefined) return undefined;
  const {name, version, release, architectures, downloads} = file;
  const unpinned = downloads.filter((one) => one.sha256 === undefined && one.pinnedBy === undefined && !/^git\+|\.git/.test(one.url));
  return {
    path,
    ...(name === undefined ? {} : {name}),
    ...(version === undefined ? {} : {version}),
    faults: [
      ...missingFaults('the AUR', {pkgname: name, pkgver: version, pkgrel: release, arch: architectures[0]}),
      ...unpinned.map(({url}) => ({what: `It pins no checksum for ${url}.`})),
      ...errorPageFaults(text),
      ...placeholderFaults(text),
    ],
  };
};
