import {createHash} from 'node:crypto';
import type {DemoReply, DemoRequest} from '../service.ts';
import {abbreviatedVersion, describedVersion} from './npm-package.ts';
import type {NpmPackage} from './npm-state.ts';
import {held, json} from './routes.ts';

/** Changes with whatever of a package may be changed after publishing. */
export const revisionOf = ({tags, versions}: NpmPackage): string => {
  const state = JSON.stringify([tags, Object.entries(versions).map(([version, {deprecated}]) => [version, deprecated])]);
  return `${Object.keys(versions).length}-${createHash('md5').update(state).digest('hex')}`;
};

const forFiveMinutes = {'cache-control': 'public, max-age=300', vary: 'accept-encoding, accept'};

const timesOf = (found: NpmPackage): Record<string, unknown> => {
  const published = Object.entries(found.versions).map(([version, {publishedAt}]) => [version, publishedAt] as const);
  const modified =
    found.unpublishedAt ??
    published
      .map(([, time]) => time)
      .sort()
      .at(-1) ??
    found.createdAt;
  return {
    created: found.createdAt,
    modified,
    ...Object.fromEntries(published),
    ...found.unpublished,
    ...(found.unpublishedAt === undefined ? {} : {unpublished: {time: found.unpublishedAt, versions: Object.keys(found.unpublished)}}),
  };
};

/** A package's document: whole, or as installers ask for it. */
export const packumentOf = (found: NpmPackage, {host, headers}: DemoRequest): DemoReply => {
  const time = timesOf(found);
  if (found.unpublishedAt !== undefined) return json(200, {_id: found.name, name: found.name, time}, forFiveMinutes);
  const versions = Object.entries(found.versions).map(
    ([version, stored]) => [version, describedVersion(host, found.name, stored)] as const,
  );
  if ((headers.accept ?? '').includes('application/vnd.npm.install-v1+json')) {
    const short = Object.fromEntries(versions.map(([version, described]) => [version, abbreviatedVersion(described)]));
    const body = {name: found.name, modified: time.modified, 'dist-tags': found.tags, versions: short};
    return json(200, body, {...forFiveMinutes, 'content-type': 'application/vnd.npm.install-v1+json'});
  }
  const latest = versions.find(([version]) => version === found.tags.latest)?.[1] ?? {};
  const about = ['description', 'homepage', 'repository', 'bugs', 'license'].map((field) => [field, latest[field]] as const);
  return json(
    200,
    {
      _id: found.name,
      _rev: revisionOf(found),
      name: found.name,
      'dist-tags': found.tags,
      versions: Object.fromEntries(versions),
      time,
      maintainers: Object.keys(found.maintainers).map((name) => ({name})),
      ...Object.fromEntries(about),
      readme: `# ${found.name}\n`,
      readmeFilename: 'README.md',
    },
    forFiveMinutes,
  );
};

/** One version, by number or by tag. */
export const versionOf = (found: NpmPackage, asked: string, {host}: DemoRequest): DemoReply => {
  const stored = held(found.versions, held(found.tags, asked) ?? asked);
  if (stored !== undefined && found.unpublishedAt === undefined)
    return json(200, describedVersion(host, found.name, stored), forFiveMinutes);
  // npm's body is a bare JSON text, not an object.
  return {status: 404, headers: {'content-type': 'application/json'}, body: JSON.stringify(`version not found: ${asked}`)};
};
