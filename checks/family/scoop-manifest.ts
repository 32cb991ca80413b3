import {z} from 'zod';
import type {PackageFile} from '../../src/model/package-file.ts';
import {errorPageFaults, missingFaults} from './file-faults.ts';
import {parseJson} from './parsing.ts';
import {placeholderFaults} from './placeholders.ts';
import type {Pinned} from './tracked-file.ts';

const texts = z.union([z.string(), z.array(z.string())]).optional();
const part = z.object({url: texts, hash: texts});

export const scoopSchema = part.extend({
  version: z.string(),
  homepage: z.string().optional(),
  license: z.unknown().optional(),
  checkver: z.unknown().optional(),
  architecture: z.record(z.string(), part).optional(),
});
export type ScoopManifest = z.infer<typeof scoopSchema>;

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

const pinnedAs = (hash: string | undefined): Omit<Pinned, 'url'> => {
  const [, algorithm = 'sha256', digest = ''] = /^(?:(\w+):)?([^:]*)$/.exec(hash ?? '') ?? [];
  if (digest === '') return {};
  return algorithm === 'sha256' ? {sha256: digest.toLowerCase()} : {pinnedBy: algorithm};
};

const downloadsIn = ({url, hash}: z.infer<typeof part>): readonly Pinned[] => {
  const hashes = listOf(hash);
  // What follows a hash sign renames the download.
  return listOf(url).map((one, at) => ({url: one.replace(/#\/.*$/, ''), ...pinnedAs(hashes[at])}));
};

/** Every download of a manifest, with the digest it pins. */
export const scoopDownloads = (manifest: ScoopManifest): readonly Pinned[] => [
  ...downloadsIn(manifest),
  ...Object.values(manifest.architecture ?? {}).flatMap(downloadsIn),
];

/** The addresses that show whose app it is. */
export const scoopAddresses = (manifest: ScoopManifest): readonly string[] => [
  manifest.homepage ?? '',
  JSON.stringify(manifest.checkver ?? ''),
  ...scoopDownloads(manifest).map(({url}) => url),
];

/** A manifest that lies in the project's own repository; undefined: the file is something else. */
export const scoopFile = (path: string, text: string): PackageFile | undefined => {
  const name =
    path
      .split('/')
      .pop()
      ?.replace(/\.json$/, '') ?? path;
  const parsed = parseJson(text);
  if (parsed.kind === 'unreadable') return {path, name, faults: [parsed.fault]};
  const result = scoopSchema.safeParse(parsed.value);
  if (!result.success || (result.data.url === undefined && result.data.architecture === undefined)) return undefined;
  const {version, homepage, license} = result.data;
  const unpinned = scoopDownloads(result.data).filter((one) => one.sha256 === undefined && one.pinnedBy === undefined);
  return {
    path,
    name,
    version,
    faults: [
      ...missingFaults('Scoop', {version, homepage, license}),
      ...unpinned.map(({url}) => ({what: `It pins no hash for ${url}.`})),
      ...errorPageFaults(text),
      ...placeholderFaults(text),
    ],
  };
};
