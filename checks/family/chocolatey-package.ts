import {executableOf} from '../../src/model/executable.ts';
import type {ArchivedFile, Lookup} from '../../src/model/lookup.ts';
import type {Project} from '../../src/model/project.ts';
import type {ComparedFile} from '../../src/model/publication.ts';
import {platformOf} from './platforms.ts';
import {assetOfDigest} from './release-assets.ts';
import {type Pinned, verifyTracked} from './tracked-file.ts';

const script = /^tools\/chocolateyinstall\.ps1$/i;
/** What an install script can unpack or run without downloading it. */
const carried = /^tools\/.*\.(?:zip|7z|exe|msi|tar\.gz|tgz)$/i;

/* `url64bit = '…'` in a hash table, `$url = "…"` by itself, and `-Url64bit '…'` as a parameter. */
const assignment = /(?:^|[\s$@{;(-])(url|checksum)(64)?(?:bit)?\s*(?:=\s*|\s)(['"])(.*?)\3/gi;
const versionVariable =
  /\$\(\$env:(?:ChocolateyPackageVersion|packageVersion)\)|\$\{?(?:env:ChocolateyPackageVersion|env:packageVersion|version|packageVersion)\}?(?![\w:])/gi;

const withoutComments = (text: string): string => text.replaceAll(/<#[\s\S]*?#>/g, '').replaceAll(/^\s*#.*$/gm, '');

const pinnedAt = (url: string, checksum: string | undefined): Pinned => {
  if (checksum === undefined || checksum === '') return {url};
  if (/^[0-9a-f]{128}$/i.test(checksum)) return {url, pinnedBy: 'SHA-512'};
  if (/^(?:[0-9a-f]{32}|[0-9a-f]{40})$/i.test(checksum)) return {url, pinnedBy: checksum.length === 32 ? 'MD5' : 'SHA-1'};
  return {url, sha256: checksum.toLowerCase()};
};

/** What an install script downloads, with the checksums that it asks for; variables that hold the version are filled in. Pure. */
const downloadsIn = (text: string, version: string): readonly Pinned[] => {
  const found = new Map<string, string>();
  for (const [, what = '', wide = '', , value = ''] of withoutComments(text).matchAll(assignment)) {
    const key = `${what.toLowerCase()}${wide}`;
    if (!found.has(key))
      found.set(
        key,
        value.replaceAll(versionVariable, () => version),
      );
  }
  const [narrow, wide] = [found.get('url'), found.get('url64')];
  const [checksum, checksum64] = [found.get('checksum'), found.get('checksum64')];
  return [
    ...(narrow === undefined ? [] : [pinnedAt(narrow, checksum ?? (wide === undefined ? checksum64 : undefined))]),
    ...(wide === undefined ? [] : [pinnedAt(wide, checksum64)]),
  ];
};

const nameOf = (path: string): string => path.split('/').at(-1)?.toLowerCase() ?? '';

/** The digests of the files in the released archives for Windows, by the files' names; undefined: not all of them could be read. */
const releasedDigests = async (
  lookup: Lookup,
  {release}: Project,
): Promise<ReadonlyMap<string, readonly (string | undefined)[]> | undefined> => {
  const archives = (release?.assets ?? []).filter(({name}) => platformOf(name)?.system === 'windows');
  const listings = await Promise.all(archives.map(({name, url}) => lookup.listing(url, name)));
  if (listings.some((one) => one === undefined || one.kind === 'unreadable')) return undefined;
  const files = Map.groupBy(
    listings.flatMap((one) => one?.files ?? []),
    ({path}) => nameOf(path),
  );
  return new Map([...files].map(([name, same]) => [name, same.map(({sha256}) => sha256)]));
};

const compareCarried = async (lookup: Lookup, project: Project, files: readonly ArchivedFile[]): Promise<readonly ComparedFile[]> => {
  const isReleased = ({sha256}: ArchivedFile) => sha256 !== undefined && assetOfDigest(project, sha256) !== undefined;
  const packed = files.every(isReleased) ? undefined : await releasedDigests(lookup, project);
  return files.map((file): ComparedFile => {
    const name = file.path;
    const meant = packed?.get(nameOf(name));
    if (isReleased(file) || (file.sha256 !== undefined && meant?.includes(file.sha256) === true)) return {name, result: 'same'};
    // What a package brings along besides is none of the release's.
    if (meant === undefined || file.sha256 === undefined || executableOf(file.start) === undefined)
      return {name, result: 'not-comparable', note: 'The release names no digest for it.'};
    return {name, result: 'different', note: 'No program in the release has its digest.'};
  });
};

/**
 * A served `.nupkg` held against the release: what its install script downloads, by address and checksum, and every program that it carries
 * (CreatePackages, "Install Script"). Empty: it holds nothing that can be compared.
 */
export const compareInside = async (
  lookup: Lookup,
  project: Project,
  {url, name, version}: {readonly url: string; readonly name: string; readonly version: string},
): Promise<readonly ComparedFile[]> => {
  const listing = await lookup.listing(url, name);
  if (listing === undefined) return [];
  if (listing.kind === 'unreadable') return [{name, result: 'not-comparable', note: listing.why ?? 'It can’t be read.'}];
  if (listing.kind !== 'zip') return [{name, result: 'different', note: 'It is no package.'}];
  const scripts = listing.files.filter(({path}) => script.test(path)).map(({start}) => Buffer.from(start).toString('utf8'));
  const downloads = scripts.flatMap((text) => downloadsIn(text, version));
  const {files} = await verifyTracked(lookup, project, {version, downloads, page: url});
  return [
    ...files,
    ...(await compareCarried(
      lookup,
      project,
      listing.files.filter(({path}) => carried.test(path)),
    )),
  ];
};
