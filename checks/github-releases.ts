import {z} from 'zod';
import {evidenceOf} from '../src/model/cell.ts';
import {startsLikeErrorPage} from '../src/model/error-pages.ts';
import type {Digest, Lookup} from '../src/model/lookup.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import {type Asset, type Release, repositoryText} from '../src/model/project.ts';
import type {ComparedFile, NextAction, VersionState} from '../src/model/publication.ts';
import {
  authorizeGitHub,
  findOwner,
  gitHubOrigins,
  githubPushTest,
  githubTokenTest,
  readGitHubToken,
  repositoryApi,
} from './family/github.ts';
import {githubReleasesRollback} from './family/github-releases-rollback.ts';
import {githubReleasesTasks} from './family/github-releases-tasks.ts';
import {platformOf} from './family/platforms.ts';
import {compareWithAsset, integrityOf} from './family/release-assets.ts';
import {releaseCauses} from './family/release-causes.ts';
import {releaseInstall} from './family/release-install.ts';
import {findReleases, type ListedRelease, latestVersionOf, lostPlatforms} from './family/release-list.ts';
import {runs, uses} from './family/steps.ts';

const publishIt: NextAction = {action: 'Publish the draft.', whose: 'yours'};

const stateOf = (release: Release, listed: readonly ListedRelease[]): VersionState => {
  if (release.isDraft) return {kind: 'waiting', for: 'somebody to publish the draft', url: release.url, next: publishIt};
  if (release.assets.length === 0) return {kind: 'partial', missing: ['any file: the release has none']};
  const unfinished = release.assets
    .filter(({isUploaded, size}) => !isUploaded || size === 0)
    .map(({name}) => `${name}, whose upload is unfinished`);
  const missing = [
    ...unfinished,
    ...lostPlatforms(release, listed).map((platform) => `a file for ${platform}, which the release before had`),
  ];
  if (missing.length > 0) return {kind: 'partial', missing};
  return release.isPrerelease
    ? {kind: 'published', note: 'It is marked as a prerelease, so the page of the latest release does not show it.'}
    : {kind: 'published'};
};

const findPublication: Marketplace['findPublication'] = async (lookup, project) => {
  const {release} = project;
  const name = repositoryText(project.repository);
  const listed = await findReleases(lookup, project);
  const served = latestVersionOf(listed ?? []);
  if (release === undefined) {
    // Whether the tag has no release, or it could not be read: the same question, asked once a round.
    await lookup.json(repositoryApi(project.repository, `/releases/tags/${encodeURIComponent(project.tag)}`), z.unknown());
    const why = 'GitHub shows no releases of this repository to this reader.';
    return {name, serves: served, version: listed === undefined ? {kind: 'not-visible', why} : {kind: 'absent'}, evidence: []};
  }
  return {
    name,
    url: release.url,
    serves: release.isDraft ? served : (served ?? project.version),
    version: stateOf(release, listed ?? []),
    belongsTo: 'this-project',
    evidence: [
      ...(project.hasImmutableReleases === true || release.isImmutable
        ? [evidenceOf('A published release here takes no more files: they go in while it is a draft.')]
        : []),
      evidenceOf(`The release has ${release.assets.length} ${release.assets.length === 1 ? 'file' : 'files'}.`, release.url),
    ],
  };
};

/** What people download; of a private repository what those who are signed in download. */
const digestOf = async (lookup: Lookup, {url, apiUrl}: Asset): Promise<Digest | undefined> => {
  const digest = await lookup.digest(url, ['sha256']);
  if (digest !== undefined || apiUrl === undefined || !lookup.hasGitHubToken) return digest;
  return lookup.digest(apiUrl, ['sha256'], {headers: {accept: 'application/octet-stream'}});
};

const verifyPublication: Marketplace['verifyPublication'] = async (lookup, project) => {
  const assets = project.release?.assets ?? [];
  const served = await Promise.all(assets.map(async (asset) => ({asset, digest: await digestOf(lookup, asset)})));
  const compared = served.map(({asset, digest}): ComparedFile => {
    const {name} = asset;
    if (digest === undefined) return {name, result: 'different', note: 'GitHub does not serve it.'};
    if (startsLikeErrorPage(digest.start)) return {name, result: 'different', note: 'It is an error page instead of a file.'};
    const twin = served.find((other) => other.asset !== asset && other.digest?.hex.sha256 === digest.hex.sha256);
    const isTwin = twin !== undefined && platformOf(name) !== undefined && platformOf(twin.asset.name) !== undefined;
    if (isTwin)
      return {name, result: 'different', note: `It is the same file as ${twin.asset.name}, although both are for different platforms.`};
    if (digest.bytes !== asset.size)
      return {name, result: 'different', note: `It has ${digest.bytes} bytes where the release names ${asset.size}.`};
    return compareWithAsset(name, digest.hex.sha256, asset);
  });
  return integrityOf(project.version, compared);
};

const releases =
  'softprops/action-gh-release ncipollo/release-action actions/create-release actions/upload-release-asset svenstaro/upload-release-action'.split(
    ' ',
  );
const more =
  'marvinpinto/action-automatic-releases googleapis/release-please-action google-github-actions/release-please-action taiki-e/create-gh-release-action'.split(
    ' ',
  );
const builders = [
  'goreleaser/goreleaser-action',
  'cycjimmy/semantic-release-action',
  'jreleaser/release-action',
  'taiki-e/upload-rust-binary-action',
];

export const githubReleases: Marketplace = {
  id: 'github-releases',
  title: 'GitHub Releases',
  docs: 'https://docs.github.com/repositories/releasing-projects-on-github/managing-releases-in-a-repository',
  tasks: githubReleasesTasks,
  findPublication,
  findAccount: async (lookup, {repository, release}) => {
    const name = (await findOwner(lookup, repository))?.login;
    if (name === undefined) return {kind: 'not-told', note: 'GitHub shows no such repository to this reader.'};
    return release === undefined
      ? {kind: 'exists', name, note: 'The release would be published in its own repository.'}
      : {kind: 'owns', name};
  },
  verifyPublication,
  propagation: {usually: 5, atMost: 300, because: 'GitHub serves a file of a release as soon as the release is published.'},
  installTest: releaseInstall,
  token: {
    names: ['GITHUB_TOKEN', 'GH_TOKEN', 'GH_PAT', 'RELEASE_TOKEN', 'PERSONAL_ACCESS_TOKEN', 'PAT'],
    makeAt: 'https://github.com/settings/personal-access-tokens/new',
    leastRights: 'Contents: write on this repository alone; a workflow run has its own token for it.',
    origins: gitHubOrigins,
    authorize: authorizeGitHub,
    readLocally: readGitHubToken,
    test: (lookup, {repository}) =>
      githubTokenTest(lookup, {
        scopes: ['public_repo', 'repo'],
        permission: `Contents: write on ${repositoryText(repository)}`,
      }),
    testClosely: (lookup, {repository}, known) => githubPushTest(lookup, known, repository),
  },
  publishedBy: {
    publishes: (step) => {
      if (runs(step, /\bgh release (?:create|upload|edit)\b/)) return 'runs `gh release`';
      if (uses(step, ...releases, ...more)) return `uses ${step.uses}`;
      if (uses(step, ...builders)) return `uses ${step.uses}, which may publish elsewhere too`;
      return runs(
        step,
        /(?:^|[\s;&|])(?:goreleaser (?:release|--)|(?:npx )?semantic-release\b|jreleaser (?:full-)?release|dotnet[- ]releaser)(?!.*--(?:snapshot|dry-run))/,
      )
        ? 'runs a release tool'
        : undefined;
    },
    jobNames: /^(?:github[-_ ])?release$|create[-_ ]release|build[-_ ]and[-_ ]release|upload[-_ ](?:assets|release)/i,
    permissions: () => ({contents: 'write'}),
  },
  rollback: githubReleasesRollback,
  causes: releaseCauses,
};
