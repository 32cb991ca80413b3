import type {Asset, Project} from '../../src/model/project.ts';
import type {ComparedFile, Integrity} from '../../src/model/publication.ts';

/** SHA-256 of what servers send instead of a file. */
const errorPages: Readonly<Record<string, string>> = {
  '0019dfc4b32d63c1392aa264aed2253c1e0c2fb09216f8e2cc269bbfb8bb49b5':
    'the text "Not Found", which GitHub sends for a missing release asset',
  d5558cd419c8d46bdc958064cb97f963d1ea793866414c025906ec15033512ed: 'the text "404: Not Found"',
  '7515bf959b73b956ceb967351c7e299cbb3668a53d35f9c770eb72e00d93ced6': 'the text "Not Found" with a line break',
  e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855: 'an empty file',
};

/** What a digest is the digest of when somebody hashed an error page; undefined: no page that is known. */
export const errorPageOf = (sha256: string): string | undefined => errorPages[sha256.toLowerCase()];

/** Whether a file's first bytes (as hex) are a web page or an error text instead of a package. */
export const startsLikeErrorPage = (start: string): boolean => {
  const bytes = start.match(/../g) ?? [];
  const text = String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16))).trimStart();
  return /^(?:<!doctype html|<html|<\?xml version="1.0" encoding="UTF-8"\?>\s*<Error>|Not Found|404: Not Found|\{"message")/i.test(text);
};

export type Download = {readonly owner: string; readonly repository: string; readonly tag: string; readonly file: string};

/** The parts of the address of a GitHub release asset; undefined: it is none. */
export const downloadOf = (url: string): Download | undefined => {
  const found = /^https:\/\/github\.com\/([^/]+)\/([^/]+)\/releases\/download\/([^/]+)\/([^/?#]+)/i.exec(url);
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

/** Why a promised digest can't be right, told by the release alone; undefined: nothing speaks against it. */
const wrongPromise = ({name, url, sha256}: Promised, project: Project): string | undefined => {
  const page = errorPageOf(sha256);
  if (page !== undefined) return `The checksum of ${name} is that of ${page}.`;
  const download = downloadOf(url);
  const {owner, name: repository} = project.repository;
  if (download !== undefined && `${download.owner}/${download.repository}`.toLowerCase() !== `${owner}/${repository}`.toLowerCase())
    return `${name} is fetched from ${download.owner}/${download.repository}, not from this repository.`;
  const asset = assetAt(project, url);
  if (asset === undefined)
    return download?.tag === project.tag && project.release !== undefined
      ? `${name} is fetched from ${download.file}, which the release does not have.`
      : undefined;
  if (asset.sha256 === undefined || asset.sha256 === sha256.toLowerCase()) return undefined;
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
