import type {Lookup} from '../../src/model/lookup.ts';
import {aurSite} from './aur-packages.ts';
import {readSrcinfo} from './pkgbuild.ts';

/** A package's two files as they stood at a commit. */
export type AurFiles = {readonly PKGBUILD: string; readonly '.SRCINFO': string};

/** What a package holds now, and what it held when it was at another version. */
export type AurHistory = {readonly head: string; readonly now: AurFiles; readonly earlier: AurFiles; readonly version: string};

/** How many commits are looked into. */
const mostCommits = 10;

/** Its pages may stand behind a check for browsers, and then tell nothing. */
const page = async (lookup: Lookup, path: string): Promise<string | undefined> => {
  const {status, text} = await lookup.reply(`${aurSite}${path}`, {accept: [200, 403, 404, 503]});
  return status === 200 ? text : undefined;
};

const headOf = async (lookup: Lookup, name: string): Promise<string | undefined> =>
  /([0-9a-f]{40}) refs\/heads\/master\b/.exec((await page(lookup, `/${name}.git/info/refs?service=git-upload-pack`)) ?? '')?.[1];

const filesAt = async (lookup: Lookup, name: string, commit: string): Promise<AurFiles | undefined> => {
  const read = (file: string) => page(lookup, `/cgit/aur.git/plain/${file}?h=${encodeURIComponent(name)}&id=${commit}`);
  const srcinfo = await read('.SRCINFO');
  if (srcinfo === undefined || readSrcinfo(srcinfo) === undefined) return undefined;
  const pkgbuild = await read('PKGBUILD');
  return pkgbuild === undefined || !/^pkgver=/m.test(pkgbuild) ? undefined : {PKGBUILD: pkgbuild, '.SRCINFO': srcinfo};
};

/** Whether all that a package is built from lies at addresses, so that its two files are the whole of it. */
const isWhole = (srcinfo: string): boolean =>
  !/^\s*(?:install|changelog) = /m.test(srcinfo) &&
  [...srcinfo.matchAll(/^\s*source(?:_\w+)? = (.*)$/gm)].every(([, source = '']) => source.includes('://'));

/** The newest files of another version; undefined: there are none, they can't be read, or they name further files. */
export const findAurHistory = async (lookup: Lookup, name: string, version: string): Promise<AurHistory | undefined> => {
  const head = await headOf(lookup, name);
  if (head === undefined) return undefined;
  const log = (await page(lookup, `/cgit/aur.git/log/?h=${encodeURIComponent(name)}`)) ?? '';
  const commits = [...new Set([...log.matchAll(/\/commit\/\?[^'"]*\bid=([0-9a-f]{40})/g)].map(([, id = '']) => id))];
  if (!commits.includes(head)) return undefined;
  const now = await filesAt(lookup, name, head);
  if (now === undefined) return undefined;
  for (const commit of commits.filter((one) => one !== head).slice(0, mostCommits)) {
    const earlier = await filesAt(lookup, name, commit);
    if (earlier === undefined) return undefined;
    const found = readSrcinfo(earlier['.SRCINFO'])?.version;
    if (found !== undefined && found !== version) return isWhole(earlier['.SRCINFO']) ? {head, now, earlier, version: found} : undefined;
  }
  return undefined;
};

/** The same files with an epoch, so that pacman takes them for newer than what was there. */
export const withEpoch = (files: AurFiles, epoch: number): AurFiles => ({
  PKGBUILD: /^epoch=/m.test(files.PKGBUILD)
    ? files.PKGBUILD.replace(/^epoch=.*$/m, `epoch=${epoch}`)
    : files.PKGBUILD.replace(/^pkgver=.*$/m, (line) => `${line}\nepoch=${epoch}`),
  '.SRCINFO': /^\s*epoch = /m.test(files['.SRCINFO'])
    ? files['.SRCINFO'].replace(/^(\s*)epoch = .*$/m, `$1epoch = ${epoch}`)
    : files['.SRCINFO'].replace(/^(\s*)pkgrel = .*$/m, (line, indent: string) => `${line}\n${indent}epoch = ${epoch}`),
});
