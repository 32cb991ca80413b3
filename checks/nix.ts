import {evidenceOf} from '../src/model/cell.ts';
import type {Lookup} from '../src/model/lookup.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import {type Project, packageNameOf, repositoryText} from '../src/model/project.ts';
import type {NextAction, Publication, VersionState} from '../src/model/publication.ts';
import {pushesTo} from './family/commits.ts';
import {authorizeGitHub, gitHubOrigins, githubPushTest, githubTokenTest, readGitHubToken} from './family/github.ts';
import {nixInstall} from './family/linux-install.ts';
import {nixCauses} from './family/nix-causes.ts';
import {type NixPackage, nixFile, readNixPackage} from './family/nix-package.ts';
import {nixRollback} from './family/nix-rollback.ts';
import {nixTasks} from './family/nix-tasks.ts';
import {owned, ownerOf} from './family/ownership.ts';
import {findPullRequest, findPullRequestState, isWorthSearching} from './family/pull-requests.ts';
import {wrongPromises} from './family/release-assets.ts';
import {runs, textOf} from './family/steps.ts';
import {findNixTrace} from './family/traces.ts';
import {nixFirstPackage} from './first-package/nix.ts';

const pathOf = (name: string) =>
  `pkgs/by-name/${encodeURIComponent(name.slice(0, 2).toLowerCase())}/${encodeURIComponent(name)}/package.nix`;
const pageOf = (name: string, branch: string) => `https://github.com/NixOS/nixpkgs/blob/${branch}/${pathOf(name)}`;

const findOn = async (lookup: Lookup, branch: string, name: string): Promise<NixPackage | undefined> => {
  const text = await lookup.text(`https://raw.githubusercontent.com/NixOS/nixpkgs/${branch}/${pathOf(name)}`);
  return text === undefined ? undefined : readNixPackage(text);
};

const stateOf = (project: Project, {version, downloads}: NixPackage): VersionState => {
  if (version === undefined)
    return {kind: 'not-visible', why: 'package.nix does not write its version out, so it can’t be read without evaluating it.'};
  if (version !== project.version) return {kind: 'absent'};
  const promised = downloads.flatMap(({url, sha256}) => (sha256 === undefined ? [] : [{name: url.split('/').pop() ?? url, url, sha256}]));
  const wrong = wrongPromises(promised, project);
  return wrong === undefined
    ? {kind: 'published', note: 'It is in nixos-unstable; stable channels follow later.'}
    : {kind: 'wrong', why: wrong};
};

const untilChannel: NextAction = {
  action: 'nixos-unstable takes it from master when its tests pass.',
  whose: 'machine',
  usually: 'one to five days',
};

/** Where the version stands that the channel does not have yet. */
const findComing = async (lookup: Lookup, project: Project): Promise<VersionState> => {
  const packageName = packageNameOf(project, 'nix');
  const {name} = packageName;
  const merged = await findOn(lookup, 'master', name);
  if (merged?.version === project.version && ownerOf(project, packageName, merged.addresses) !== 'another')
    return {kind: 'waiting', for: 'nixos-unstable to take it from master', url: pageOf(name, 'master'), next: untilChannel};
  if (!isWorthSearching(packageName, project)) return {kind: 'absent'};
  const words = [name, project.version];
  return findPullRequestState(
    lookup,
    await findPullRequest(lookup, project, {repositories: ['NixOS/nixpkgs'], words, mustBelong: packageName.from === 'guess'}),
  );
};

/** A flake that lies in a folder is found by its name. */
const flakeAddress = ({repository, tag}: Project, path: string): string => {
  const folder = path.replace(/\/?flake\.nix$/, '');
  return `github:${repositoryText(repository)}/${tag}${folder === '' ? '' : `?dir=${folder}`}`;
};

const findPublication = async (lookup: Lookup, project: Project): Promise<Publication> => {
  const packageName = packageNameOf(project, 'nix');
  const {name, path} = packageName;
  const served = await findOn(lookup, 'nixos-unstable', name);
  const flake =
    path?.endsWith('flake.nix') === true ? [evidenceOf(`The repository has a flake: nix run ${flakeAddress(project, path)}`)] : [];
  const belongsTo = served === undefined ? undefined : ownerOf(project, packageName, served.addresses);
  const state = served === undefined ? undefined : stateOf(project, served);
  const isComing = state === undefined || (state.kind === 'absent' && belongsTo !== 'another');
  const found = {
    name,
    ...(served === undefined ? {} : {url: pageOf(name, 'nixos-unstable')}),
    serves: served?.version ?? null,
    version: isComing ? await findComing(lookup, project) : state,
    evidence: [
      evidenceOf(
        served === undefined
          ? `nixos-unstable has no ${name} in pkgs/by-name, where new packages lie; older folders are not looked into`
          : `nixos-unstable has ${served.version ?? 'a version that can’t be read'}`,
        pageOf(name, 'nixos-unstable'),
      ),
      ...flake,
    ],
  };
  return served === undefined ? found : owned(packageName, belongsTo, found);
};

export const nix: Marketplace = {
  id: 'nix',
  title: 'Nix',
  docs: 'https://github.com/NixOS/nixpkgs/blob/master/pkgs/by-name/README.md',
  tasks: nixTasks,
  findPublication,
  findTrace: findNixTrace,
  findAccount: async (_lookup, project) => ({
    kind: 'not-told',
    note: 'nixpkgs knows no accounts: its maintainers are GitHub accounts in a list of its own.',
    evidence: [evidenceOf(project.repository.owner, `https://github.com/${project.repository.owner}`)],
  }),
  noIntegrity: 'nixpkgs builds from source and pins the unpacked tree, which no file of the release equals.',
  propagation: {
    usually: 432_000,
    atMost: 864_000,
    because: 'nixos-unstable takes master when its tests pass, mostly after one to five days.',
  },
  installTest: nixInstall,
  token: {
    names: ['NIXPKGS_TOKEN', 'NIXPKGS_PAT', 'NIX_GITHUB_TOKEN', 'NIX_TOKEN'],
    makeAt: 'https://github.com/settings/tokens/new?scopes=public_repo',
    leastRights: 'Classic token with public_repo, to push to your own fork',
    origins: gitHubOrigins,
    authorize: authorizeGitHub,
    readLocally: readGitHubToken,
    test: (lookup) =>
      githubTokenTest(lookup, {
        scopes: ['public_repo', 'repo'],
        permission: 'Contents: write on your fork of nixpkgs',
      }),
    testClosely: (lookup, _project, known) => githubPushTest(lookup, known, {owner: known.identity ?? '', name: 'nixpkgs'}),
  },
  packageFiles: {matches: (path) => /(?:^|\/)(?:flake|package|default)\.nix$/.test(path), read: nixFile},
  publishedBy: {
    jobNames: /\bnix(?:pkgs|os)?\b|(?:^|[-_])nix(?:pkgs)?(?:$|[-_])/i,
    publishes: (step, job) => {
      if (pushesTo(step, job, /\bnixpkgs\b|nur-packages/i)) return 'pushes to a fork of nixpkgs';
      if (runs(step, /nur-update\.nix-community\.org/)) return 'tells NUR of the update';
      return step.uses !== undefined &&
        /flakehub-push|create-pull-request/.test(step.uses) &&
        /nixpkgs|flakehub/i.test(`${step.uses} ${textOf(step)}`)
        ? `uses ${step.uses}`
        : undefined;
    },
  },
  firstPackage: nixFirstPackage,
  rollback: nixRollback,
  causes: nixCauses,
};
