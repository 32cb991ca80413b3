import {listReply} from '../paging.ts';
import {notFound} from '../refusals.ts';
import {ok, type RepositoryCall, type RepositoryRoute} from '../route.ts';
import {assetShape, releaseShape} from '../shapes/release.ts';
import {signedAssetUrl} from '../signed.ts';
import type {Release, Repository} from '../state.ts';
import {mayPush} from '../viewer.ts';

/** Newest first, as GitHub lists them; drafts only for those who may push. */
const visible = ({repository, viewer}: RepositoryCall): readonly Release[] =>
  repository.releases
    .filter((release) => !release.isDraft || mayPush(viewer, repository))
    .toSorted((one, other) => other.createdAt.localeCompare(one.createdAt));

/** The one that was made the latest, else the newest that is neither a draft nor a prerelease. */
export const latestRelease = (repository: Repository): Release | undefined => {
  const full = repository.releases.filter((release) => !release.isDraft && !release.isPrerelease);
  const newest = full.toSorted((one, other) => other.createdAt.localeCompare(one.createdAt))[0];
  return full.find(({id}) => id === repository.latestRelease) ?? newest;
};

const shaped = (call: RepositoryCall, release: Release | undefined) =>
  release ? ok(releaseShape(call.state, call.repository, release)) : notFound();

export const releaseRoutes: readonly RepositoryRoute[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/releases',
    about: (call) => listReply(call.request, visible(call), (release) => releaseShape(call.state, call.repository, release)),
  },
  {method: 'GET', template: '/repos/{owner}/{repo}/releases/latest', about: (call) => shaped(call, latestRelease(call.repository))},
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/releases/tags/{tag+}',
    /* A draft has no tag of its own yet, so it is never found by one, whoever asks. */
    about: (call) =>
      shaped(
        call,
        call.repository.releases.find((release) => release.tag === call.parameters.tag && !release.isDraft),
      ),
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/releases/assets/{asset_id}',
    about: ({state, repository, parameters, request, setting}) => {
      for (const release of repository.releases) {
        const asset = release.assets.find((one) => String(one.id) === parameters.asset_id);
        if (!asset) continue;
        const isWanted = request.headers.accept?.includes('application/octet-stream');
        if (!isWanted) return ok(assetShape(state, repository, release, asset));
        return {status: 302, headers: {location: signedAssetUrl(repository, asset, setting.now())}};
      }
      return notFound();
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/releases/{release_id}',
    about: (call) =>
      shaped(
        call,
        visible(call).find((release) => String(release.id) === call.parameters.release_id),
      ),
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/releases/{release_id}/assets',
    about: (call) => {
      const release = visible(call).find((one) => String(one.id) === call.parameters.release_id);
      if (!release) return notFound();
      return listReply(call.request, release.assets, (asset) => assetShape(call.state, call.repository, release, asset));
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/immutable-releases',
    needs: {scope: 'repo', permission: 'administration'},
    about: ({repository}) => (repository.hasImmutableReleases ? ok({enabled: true, enforced_by_owner: false}) : notFound()),
  },
];
