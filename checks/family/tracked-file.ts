import {evidenceOf} from '../../src/model/cell.ts';
import {startsLikeErrorPage} from '../../src/model/error-pages.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import type {Asset, Project} from '../../src/model/project.ts';
import type {ComparedFile, Integrity, Publication, VersionState} from '../../src/model/publication.ts';
import {isSameRepository, repositoryOfUrl} from './github.ts';
import {missingPlatforms} from './platforms.ts';
import {assetAt, assetOfDigest, compareWithAsset, downloadOf, integrityOf, wrongPromises} from './release-assets.ts';

/** What a package file has people download. */
export type Pinned = {
  readonly url: string;
  /** Lower-case hex; absent: the file pins none. */
  readonly sha256?: string;
  /** Another algorithm that the file pins it by; absent: none. */
  readonly pinnedBy?: string;
};

/** A package file of a repository that people install from. */
export type TrackedFile = {
  /** As the file writes it; absent: it can't be read out of the file. */
  readonly version?: string;
  readonly downloads: readonly Pinned[];
  readonly page: string;
};

const fileOf = (url: string): string => url.split(/[?#]/)[0]?.split('/').pop() || url;

const isUnreadable = (url: string): boolean => !/^https?:\/\//.test(url) || /[#$]\{|\$[A-Za-z_(]/.test(url);

/** GitHub packs source archives anew on request, so no release lists their digest. */
const isSource = (url: string): boolean => /github\.com\/[^/]+\/[^/]+(?:\/archive\/|\/tarball\/|\/zipball\/|\.git$)/i.test(url);

const meantAsset = (project: Project, {url, sha256}: Pinned): Asset | undefined =>
  assetAt(project, url) ?? (sha256 === undefined || downloadOf(url) !== undefined ? undefined : assetOfDigest(project, sha256));

/** Why one download of the tag's version is not what was released, or can't be told; undefined: it is. */
const objection = (project: Project, pinned: Pinned): VersionState | undefined => {
  const {url, sha256} = pinned;
  const file = fileOf(url);
  const wrong = (why: string): VersionState => ({kind: 'wrong', why});
  if (isUnreadable(url)) return {kind: 'not-visible', why: `The address ${url} can't be read without running the file.`};
  if (isSource(url)) {
    const repository = repositoryOfUrl(url);
    const isOwn = repository !== undefined && isSameRepository(repository, project.repository);
    return isOwn ? undefined : wrong(`${file} is fetched from another repository.`);
  }
  if (sha256 === undefined && pinned.pinnedBy !== undefined)
    return {kind: 'not-visible', why: `${file} is pinned by ${pinned.pinnedBy}, which the release does not list.`};
  if (sha256 === undefined) return wrong(`No checksum is pinned for ${file}.`);
  const download = downloadOf(url);
  if (download !== undefined && download.tag !== project.tag) return wrong(`${file} is fetched from the release ${download.tag}.`);
  if (project.release === undefined)
    return {kind: 'not-visible', why: `The release could not be read, so the checksum of ${file} can't be held against it.`};
  const asset = meantAsset(project, pinned);
  if (asset === undefined) return wrong(`${file} is fetched from ${new URL(url).host}, and the release has no such file.`);
  if (!asset.isUploaded) return wrong(`${file} is not uploaded to the release.`);
  return asset.sha256 === undefined
    ? {kind: 'not-visible', why: `GitHub has no digest of ${file}, so its checksum can't be told right without a download.`}
    : undefined;
};

/** The state of the tag's version in a file that people install from: green only where every digest is the release's. */
export const trackedState = (project: Project, file: TrackedFile, version = project.version): VersionState => {
  const pinned = file.downloads.flatMap(({url, sha256}) => (sha256 === undefined ? [] : [{name: fileOf(url), url, sha256}]));
  // An address that can't be read names no asset; what its checksum alone shows still counts.
  const legible = pinned.map((one) => (isUnreadable(one.url) ? {...one, url: ''} : one));
  const wrong = wrongPromises(legible, project);
  if (wrong !== undefined) return {kind: 'wrong', why: wrong};
  if (file.version === undefined) return {kind: 'not-visible', why: 'The version can’t be read out of the file.'};
  if (file.version !== version) return {kind: 'absent'};
  if (file.downloads.length === 0) return {kind: 'not-visible', why: 'No download can be read out of the file.'};
  const objections = file.downloads.flatMap((one) => objection(project, one) ?? []);
  const worst = objections.find(({kind}) => kind === 'wrong') ?? objections[0];
  if (worst !== undefined) return worst;
  const missing = missingPlatforms(
    project,
    file.downloads.map(({url}) => url),
  );
  if (missing.length > 0) return {kind: 'partial', missing};
  return file.downloads.some(({url}) => isSource(url))
    ? {kind: 'published', note: 'It builds from the source archive, whose checksum only `verify` compares.'}
    : {kind: 'published'};
};

/** Whose package a file is: this project's where it pins a file of the release, whatever address it fetches that from. */
export const ownerOfTracked = (project: Project, {downloads}: TrackedFile, named: Publication['belongsTo']): Publication['belongsTo'] =>
  downloads.some(({sha256}) => sha256 !== undefined && assetOfDigest(project, sha256) !== undefined) ? 'this-project' : named;

/** What a file that people install from serves. */
export const trackedPublication = (
  project: Project,
  file: TrackedFile,
  {name, version, belongsTo}: {readonly name: string; readonly version?: string} & Pick<Publication, 'belongsTo'>,
): Publication => {
  const owner = ownerOfTracked(project, file, belongsTo);
  return {
    name,
    url: file.page,
    serves: file.version ?? null,
    version: trackedState(project, file, version),
    ...(owner === undefined ? {} : {belongsTo: owner}),
    evidence: [evidenceOf(`The file says ${file.version ?? 'no version that can be read'}`, file.page)],
  };
};

/** A source archive is held against the package's own checksum, which it has by now where there is one. */
const compareSource = (name: string, {sha256, pinnedBy}: Pinned): ComparedFile => {
  if (sha256 !== undefined) return {name, result: 'same', note: 'It has the checksum that the package pins.'};
  const why =
    pinnedBy === undefined ? 'The package pins no checksum for it.' : `The package pins it by ${pinnedBy}, which is not compared.`;
  return {name, result: 'not-comparable', note: why};
};

const compareOne = async (lookup: Lookup, project: Project, pinned: Pinned): Promise<ComparedFile> => {
  const name = fileOf(pinned.url);
  if (isUnreadable(pinned.url) || pinned.url.endsWith('.git')) return {name, result: 'not-comparable', note: 'It is no single download.'};
  const digest = await lookup.digest(pinned.url, ['sha256']);
  const sha256 = digest?.hex.sha256;
  if (digest === undefined || sha256 === undefined) return {name, result: 'different', note: 'Nothing is served at its address.'};
  if (startsLikeErrorPage(digest.start)) return {name, result: 'different', note: 'Its address serves an error page.'};
  if (pinned.sha256 !== undefined && pinned.sha256 !== sha256)
    return {name, result: 'different', note: 'What its address serves does not have the checksum that the package pins.'};
  if (isSource(pinned.url)) return compareSource(name, pinned);
  return compareWithAsset(name, sha256, meantAsset(project, {url: pinned.url, sha256}));
};

/** Downloads what a package file names and holds it against what it pins and what was released. */
export const verifyTracked = async (lookup: Lookup, project: Project, file: TrackedFile): Promise<Integrity> => {
  const single = [...new Map(file.downloads.map((one) => [one.url, one])).values()];
  return integrityOf(file.version ?? project.version, await Promise.all(single.map((one) => compareOne(lookup, project, one))));
};
