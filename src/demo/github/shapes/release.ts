import type {Asset, GitHubState, Release, Repository} from '../state.ts';
import {nodeId, simpleUser} from './account.ts';
import {apiUrl, pageUrl} from './repository.ts';

/** The public address of a release's file. */
export const downloadUrl = (repository: Repository, release: Release, asset: Asset): string =>
  `${pageUrl(repository)}/releases/download/${encodeURIComponent(release.tag)}/${encodeURIComponent(asset.name)}`;

export const assetShape = (state: GitHubState, repository: Repository, release: Release, asset: Asset) => ({
  url: `${apiUrl(repository)}/releases/assets/${asset.id}`,
  id: asset.id,
  node_id: nodeId('RA', asset.id),
  name: asset.name,
  label: '',
  uploader: simpleUser(state, asset.uploader),
  content_type: asset.contentType,
  state: asset.state,
  size: asset.contents.length,
  digest: asset.sha256 === null ? null : `sha256:${asset.sha256}`,
  download_count: 0,
  created_at: asset.createdAt,
  updated_at: asset.createdAt,
  browser_download_url: downloadUrl(repository, release, asset),
});

export const releaseShape = (state: GitHubState, repository: Repository, release: Release) => {
  const url = `${apiUrl(repository)}/releases/${release.id}`;
  return {
    url,
    assets_url: `${url}/assets`,
    upload_url: `https://uploads.github.com/repos/${repository.owner}/${repository.name}/releases/${release.id}/assets{?name,label}`,
    html_url: `${pageUrl(repository)}/releases/tag/${encodeURIComponent(release.tag)}`,
    id: release.id,
    author: simpleUser(state, release.author),
    node_id: nodeId('RE', release.id),
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    draft: release.isDraft,
    immutable: release.isImmutable,
    prerelease: release.isPrerelease,
    created_at: release.createdAt,
    updated_at: release.publishedAt ?? release.createdAt,
    published_at: release.publishedAt,
    assets: release.assets.map((asset) => assetShape(state, repository, release, asset)),
    tarball_url: `${apiUrl(repository)}/tarball/${encodeURIComponent(release.tag)}`,
    zipball_url: `${apiUrl(repository)}/zipball/${encodeURIComponent(release.tag)}`,
    body: release.body,
  };
};
