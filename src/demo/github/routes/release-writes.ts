import type {DemoReply} from '../../service.ts';
import {invalid, notFound, unprocessable} from '../refusals.ts';
import {ok, type RepositoryRoute} from '../route.ts';
import {releaseShape} from '../shapes/release.ts';
import {type Release, timeText} from '../state.ts';
import {toWriters, type Writing} from '../writes.ts';

/** Of an immutable release only the title and the notes can be edited, and whether it is the latest. */
const touchesFrozen = ({body}: Writing, release: Release): boolean =>
  release.isImmutable &&
  ((typeof body['draft'] === 'boolean' && body['draft'] !== release.isDraft) ||
    (typeof body['prerelease'] === 'boolean' && body['prerelease'] !== release.isPrerelease) ||
    (typeof body['tag_name'] === 'string' && body['tag_name'] !== release.tag));

const changeRelease = ({repository, body, setting}: Writing, release: Release): DemoReply | undefined => {
  const isDraft = typeof body['draft'] === 'boolean' ? body['draft'] : release.isDraft;
  const isPrerelease = typeof body['prerelease'] === 'boolean' ? body['prerelease'] : release.isPrerelease;
  const latest = String(body['make_latest'] ?? 'legacy');
  if (!['true', 'false', 'legacy'].includes(latest)) return unprocessable('Invalid request.\n\nInvalid make_latest.');
  if (latest === 'true' && (isDraft || isPrerelease))
    return invalid({resource: 'Release', code: 'custom', field: 'make_latest', message: 'Latest release cannot be draft or prerelease'});
  if (typeof body['name'] === 'string') release.name = body['name'];
  if (typeof body['body'] === 'string') release.body = body['body'];
  release.isDraft = isDraft;
  release.isPrerelease = isPrerelease;
  if (!isDraft) release.publishedAt ??= timeText(setting.now());
  if (latest === 'true') repository.latestRelease = release.id;
  else if (repository.latestRelease === release.id && (latest === 'false' || isDraft || isPrerelease)) delete repository.latestRelease;
  return undefined;
};

const editRelease = (writing: Writing): DemoReply => {
  const {state, repository, parameters} = writing;
  const release = repository.releases.find(({id}) => String(id) === parameters['release_id']);
  if (!release) return notFound();
  if (touchesFrozen(writing, release)) return invalid({resource: 'Release', code: 'custom', message: 'Cannot edit an immutable release'});
  return changeRelease(writing, release) ?? ok(releaseShape(state, repository, release));
};

export const releaseWriteRoutes: readonly RepositoryRoute[] = [
  {method: 'PATCH', template: '/repos/{owner}/{repo}/releases/{release_id}', about: toWriters('contents', editRelease)},
];
