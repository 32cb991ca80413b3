import {createHash} from 'node:crypto';
import type {Asset, Release} from '../../github/state.ts';
import {timeText} from '../../github/state.ts';
import type {Place} from '../place.ts';
import {pathsFor} from '../shell/pattern.ts';
import {fullPath, type Shell, type Streams, toBytes} from '../shell/shell.ts';

const robot = 'github-actions[bot]';

export type Upload = {readonly name: string; readonly contents: Buffer};

const freshAssetId = ({repository}: Place): number =>
  Math.max(0, ...repository.releases.flatMap(({assets}) => assets.map(({id}) => id))) + 1;

/** Adds a file to a release, as GitHub does: none to an immutable one, and none of a name that is there. */
export const addAsset = (place: Place, release: Release, {name, contents}: Upload, replaces: boolean): string | undefined => {
  if (release.isImmutable) return 'Cannot upload assets to an immutable release.';
  const at = release.assets.findIndex((one) => one.name === name);
  if (at >= 0 && !replaces) return 'Validation Failed: {"resource":"ReleaseAsset","code":"already_exists","field":"name"}';
  if (at >= 0) release.assets.splice(at, 1);
  const asset: Asset = {
    id: freshAssetId(place),
    name,
    state: 'uploaded',
    contentType: name.endsWith('.zip') ? 'application/zip' : 'application/gzip',
    contents,
    sha256: createHash('sha256').update(contents).digest('hex'),
    createdAt: timeText(place.setting.now()),
    uploader: robot,
  };
  release.assets.push(asset);
  return undefined;
};

/** A new release of a tag; the tag is made where it isn't there. */
export const addRelease = (place: Place, tag: string, name: string, isDraft: boolean): Release => {
  const {repository, commit} = place;
  const now = timeText(place.setting.now());
  if (!repository.tags.has(tag)) repository.tags.set(tag, commit.sha);
  const release: Release = {
    id: Math.max(240_000_000, ...repository.releases.map(({id}) => id)) + 1,
    tag,
    target: repository.defaultBranch,
    name: name || tag,
    body: '',
    isDraft,
    isPrerelease: tag.includes('-'),
    isImmutable: repository.hasImmutableReleases && !isDraft,
    createdAt: now,
    publishedAt: isDraft ? null : now,
    author: robot,
    assets: [],
  };
  repository.releases.push(release);
  return release;
};

/** The files that patterns name. */
export const filesFor = (shell: Shell, patterns: string): readonly Upload[] =>
  patterns
    .split(/[\n,]/)
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '')
    .flatMap((pattern) => pathsFor(shell, pattern))
    .flatMap((path) => {
      const contents = shell.disk.files.get(fullPath(shell, path));
      return contents === undefined ? [] : [{name: path.split('/').at(-1) ?? path, contents}];
    });

export const mayWriteReleases = ({permissions}: Place): boolean => permissions['contents'] === 'write';

const fail = ({out}: Streams, text: string): number => {
  out(toBytes(`##[error]${text}\n`));
  return 1;
};

/** An action that makes a release, or adds to the one that is there. */
export const makeRelease = (inputs: Readonly<Record<string, string>>, shell: Shell, streams: Streams, place: Place): number => {
  const tag = inputs['tag_name'] || inputs['tag'] || place.run.branch;
  if (!mayWriteReleases(place)) return fail(streams, 'Resource not accessible by integration');
  const found = place.repository.releases.find((one) => one.tag === tag);
  const say = (text: string): void => streams.out(toBytes(`${text}\n`));
  if (found === undefined) say(`👩‍🏭 Creating new GitHub release for tag ${tag}...`);
  const uploads = filesFor(shell, inputs['files'] ?? inputs['artifacts'] ?? '');
  if (uploads.length === 0 && (inputs['files'] ?? '') !== '') say(`🤔 Pattern '${inputs['files']}' does not match any files.`);
  // While files are still to come a release is a draft, so that one that turns immutable has them.
  const release = found ?? addRelease(place, tag, inputs['name'] ?? '', true);
  for (const upload of uploads) {
    say(`⬆️ Uploading ${upload.name}...`);
    const fault = addAsset(place, release, upload, inputs['overwrite_files'] !== 'false');
    if (fault !== undefined) return fail(streams, `Failed to upload release asset ${upload.name}. ${fault}`);
  }
  const isDraft = inputs['draft'] === 'true';
  if (found === undefined && !isDraft)
    Object.assign(release, {
      isDraft: false,
      isImmutable: place.repository.hasImmutableReleases,
      publishedAt: timeText(place.setting.now()),
    });
  say(`🎉 Release ready at https://github.com/${place.repository.owner}/${place.repository.name}/releases/tag/${tag}`);
  return 0;
};
