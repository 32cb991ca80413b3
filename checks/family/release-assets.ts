import {errorPageOf} from '../../src/model/error-pages.ts';
import type {Asset, Project} from '../../src/model/project.ts';
import type {ComparedFile, Integrity} from '../../src/model/publication.ts';
import {isSameRepository, mayHaveMoved} from './github.ts';

export type Download = {readonly owner: string; readonly repository: string; readonly tag: string; readonly file: string};

/** The parts of the address of a GitHub release asset, whose tag may hold slashes; undefined: it is none. */
export const downloadOf = (url: string): Download | undefined => {
  const found = /^https:\/\/github\.com\/([^/]+)\/([^/]+)\/releases\/download\/([^?#]+)\/([^/?#]+)/i.exec(url);
  if (found === null) return undefined;
  const [owner = '', repository = '', tag = '', file = ''] = found.slice(1).map((part) => safelyDecoded(part));
  return {owner, repository, tag, file};
};

const safelyDecoded = (part: string): string => (/%(?![0-9a-f]{2})/i.test(part) ? part : decodeURIComponent(part));

/** The asset of the project's release that an address means; undefined: none, or there is no release to look in. */
export const assetAt = (project: Project, url: string): Asset | undefined => {
  const download = downloadOf(url);
  return download === undefined || download.tag !== project.tag
    ? undefined
    : project.release?.assets.find(({name}) => name === download.file);
};

export const assetOfDigest = (project: Project, sha256: string): Asset | undefined =>
  project.release?.assets.find((asset) => asset.sha256 === sha256.toLowerCase());

/** A digest that a marketplace's manifest promises for a download. */
type Promised = {readonly name: string; readonly url: string; readonly sha256: string};

/** GitHub redirects a repository's old name, so what another release holds under a near one tells nothing. */
const isForeign = ({owner, repository: name, tag}: Download, {repository, tag: tagged}: Project): boolean =>
  tag === tagged ? !isSameRepository({owner, name}, repository) : !mayHaveMoved({owner, name}, repository);

/** Why a promised digest can't be right, told by the release alone; undefined: nothing speaks against it. */
const wrongPromise = ({name, url, sha256}: Promised, project: Project): string | undefined => {
  const page = errorPageOf(sha256);
  if (page !== undefined) return `The checksum of ${name} is that of ${page}.`;
  const download = downloadOf(url);
  const asset = assetAt(project, url);
  const isReleased = asset !== undefined && (asset.sha256 === undefined || asset.sha256 === sha256.toLowerCase());
  if (download !== undefined && !isReleased && isForeign(download, project))
    return `${name} is fetched from ${download.owner}/${download.repository}, not from this repository.`;
  if (asset === undefined)
    return download?.tag === project.tag && project.release !== undefined
      ? `${name} is fetched from ${download.file}, which the release does not have.`
      : undefined;
  if (isReleased) return undefined;
  const meant = assetOfDigest(project, sha256);
  return meant === undefined
    ? `The checksum of ${name} is not that of ${asset.name} in the release.`
    : `The checksum of ${name} is that of ${meant.name}, not of ${asset.name}.`;
};

/** Why several promised digests can't all be right; undefined: nothing speaks against them. */
export const wrongPromises = (promised: readonly Promised[], project: Project): string | undefined => {
  const single = promised.map((one) => wrongPromise(one, project)).find((why) => why !== undefined);
  if (single !== undefined) return single;
  for (const one of promised) {
    const twin = promised.find((other) => other.url !== one.url && other.sha256.toLowerCase() === one.sha256.toLowerCase());
    if (twin !== undefined)
      return `${one.name} and ${twin.name} have one checksum although they are different files, so an error page was hashed.`;
  }
  return undefined;
};

/** A served file's digest held against the release's. */
export const compareWithAsset = (name: string, sha256: string | undefined, asset: Asset | undefined): ComparedFile => {
  if (sha256 === undefined) return {name, result: 'not-comparable', note: 'It could not be downloaded.'};
  const page = errorPageOf(sha256);
  if (page !== undefined) return {name, result: 'different', note: `It is ${page}.`};
  if (asset === undefined) return {name, result: 'not-comparable', note: 'The release has no file of this name.'};
  if (asset.sha256 === undefined) return {name, result: 'not-comparable', note: 'GitHub has no digest of the file in the release.'};
  return asset.sha256 === sha256
    ? {name, result: 'same'}
    : {name, result: 'different', note: `Its digest is not that of ${asset.name} in the release.`};
};

export const integrityOf = (version: string, files: readonly ComparedFile[]): Integrity => ({version, files, evidence: []});
