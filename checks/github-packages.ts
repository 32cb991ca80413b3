import {evidenceOf} from '../src/model/cell.ts';
import type {Lookup} from '../src/model/lookup.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import {type Project, repositoryText} from '../src/model/project.ts';
import type {Publication, VersionState} from '../src/model/publication.ts';
import {newestStableOf} from '../src/model/semantic-versions.ts';
import {basicHeader} from './family/answers.ts';
import {apiOrigin, authorizeGitHub, findOwner, githubTokenTest, readGitHubToken} from './family/github.ts';
import {findPublicImage, findVersions, type ShownVersions} from './family/github-containers.ts';
import {packageOf, packagePage} from './family/github-package-name.ts';
import {githubPackagesRollback} from './family/github-packages-rollback.ts';
import {githubPackagesTasks} from './family/github-packages-tasks.ts';
import {isPackageJson, npmPublishing, readPackageJson} from './family/npm-registry.ts';
import {gitHubPackagesCauses} from './family/oci-causes.ts';
import {gitHubContainers, imageNameAt, isVersionTag, pushesTo, tagsFor} from './family/oci-registry.ts';
import {placeholderFaults} from './family/placeholders.ts';
import {findContainerTrace} from './family/traces.ts';
import {githubPackagesFirstPackage} from './first-package/github-packages.ts';
import {dockerfilePath} from './first-package/image.ts';

/* Where a pass for pushing an image is got. */
const imageRegistry = 'https://ghcr.io';

const newestTag = (versions: readonly string[]): string | null => newestStableOf(versions.filter(isVersionTag))?.replace(/^v/, '') ?? null;

const hidden: VersionState = {
  kind: 'not-visible',
  why: 'GitHub shows no such package to everybody, and tells private ones only to a classic token with read:packages.',
};

const shownState = (shown: ShownVersions, wanted: readonly string[], whenThere: VersionState): VersionState => {
  if (shown.kind !== 'shown') return shown.kind === 'absent' ? {kind: 'absent'} : hidden;
  return shown.versions.some((version) => wanted.includes(version)) ? whenThere : {kind: 'absent'};
};

const findNpmPackage = async (lookup: Lookup, project: Project): Promise<Publication> => {
  const {name, owner, bare} = packageOf(project);
  const shown = await findVersions(lookup, owner, 'npm', bare);
  const note = "npm asks for a sign-in at GitHub's registry even where the package is public.";
  const version = shownState(shown, [project.version], {kind: 'published', note});
  return {
    name,
    serves: shown.kind === 'shown' ? newestTag(shown.versions) : null,
    version,
    evidence: [evidenceOf(`${name} at npm.pkg.github.com`)],
  };
};

const findImage = async (lookup: Lookup, project: Project): Promise<Publication> => {
  const {name, owner, bare} = packageOf(project);
  const url = packagePage(project);
  const evidence = [evidenceOf(`ghcr.io/${name}`)];
  const image = await findPublicImage(lookup, project, name);
  if (image.kind === 'served') {
    const note = image.platforms.length === 0 ? {} : {note: `It is there for ${image.platforms.join(', ')}.`};
    return {name, url, serves: project.version, version: {kind: 'published', ...note}, belongsTo: 'this-project', evidence};
  }
  if (image.kind === 'other-versions') return {name, url, serves: newestTag(image.tags), version: {kind: 'absent'}, evidence};
  const shown = await findVersions(lookup, owner, 'container', bare);
  const version = shownState(shown, tagsFor(project), {
    kind: 'waiting',
    for: 'you to make the package public: nobody else can pull it',
    url: shown.kind === 'shown' ? await findSettings(lookup, project) : url,
    next: {action: 'Make the package public in its settings.', whose: 'yours'},
  });
  return {name, serves: null, version, evidence};
};

/** Where a package's settings lie depends on whether a person or an organization owns it. */
const findSettings = async (lookup: Lookup, project: Project): Promise<string> => {
  const {owner, bare, type} = packageOf(project);
  const found = await findOwner(lookup, project.repository);
  if (found?.type === undefined || found.login.toLowerCase() !== owner) return packagePage(project);
  const level = found.type === 'Organization' ? 'orgs' : 'users';
  return `https://github.com/${level}/${owner}/packages/${type}/${encodeURIComponent(bare)}/settings`;
};

export const githubPackages: Marketplace = {
  id: 'github-packages',
  title: 'GitHub Packages',
  docs: 'https://docs.github.com/packages/learn-github-packages/publishing-a-package',
  tasks: githubPackagesTasks,
  findPublication: (lookup, project) => (packageOf(project).type === 'npm' ? findNpmPackage(lookup, project) : findImage(lookup, project)),
  findTrace: async (lookup, project) => {
    const {bare, type} = packageOf(project);
    return type === 'npm' || findContainerTrace(lookup, project.repository, bare);
  },
  findAccount: async (lookup, {repository}) => {
    const name = (await findOwner(lookup, repository))?.login;
    return name === undefined
      ? {kind: 'not-told', note: 'GitHub shows no such repository to this reader.'}
      : {kind: 'exists', name, note: "Packages belong to the repository's owner."};
  },
  noIntegrity: 'Images and packages are built anew, so no file of the release can be held against them.',
  usualName: (repository) => repositoryText(repository).toLowerCase(),
  propagation: {usually: 5, atMost: 300, because: 'GitHub Packages serves what was pushed at once.'},
  token: {
    names: ['GHCR_TOKEN', 'CR_PAT', 'GHCR_PAT', 'GH_PACKAGES_TOKEN', 'PACKAGES_TOKEN'],
    makeAt: 'https://github.com/settings/tokens/new?scopes=write:packages',
    leastRights: "write:packages on a classic token; a workflow run's own token does with `permissions: packages: write`.",
    origins: [apiOrigin, imageRegistry],
    authorize: (secret, companions, origin) =>
      origin === imageRegistry ? basicHeader('x-access-token', secret.trim()) : authorizeGitHub(secret, companions, origin),
    readLocally: (secret) =>
      secret.startsWith('github_pat_')
        ? {verdict: 'lacks-right', note: 'GitHub Packages takes no fine-grained token; make a classic one with write:packages.'}
        : readGitHubToken(secret),
    test: (lookup) => githubTokenTest(lookup, {scopes: ['write:packages'], permission: 'the right to write packages'}),
  },
  packageFiles: {
    matches: (path) => isPackageJson(path) || path === dockerfilePath,
    read: (path, text) => (path === dockerfilePath ? {path, faults: placeholderFaults(text)} : readPackageJson('github', path, text)),
  },
  publishedBy: {
    publishes: (step, job) => {
      const found = npmPublishing(step, job);
      return found?.target === 'github' ? `${found.because} at npm.pkg.github.com` : pushesTo(gitHubContainers, step, job);
    },
    jobNames: /ghcr|(?:github|gh)[-_ ]?packages/i,
    packageName: (step) => imageNameAt(gitHubContainers, step),
    permissions: (step, job): Readonly<Record<string, 'write'>> => {
      const others = job.secrets.filter((name) => name !== 'GITHUB_TOKEN');
      const isOwnToken = JSON.stringify([step, ...job.steps]).includes('GITHUB_TOKEN') || /github\.token/.test(JSON.stringify(job.steps));
      return isOwnToken || others.length === 0 ? {packages: 'write'} : {};
    },
  },
  rollback: githubPackagesRollback,
  firstPackage: githubPackagesFirstPackage,
  causes: gitHubPackagesCauses,
};
