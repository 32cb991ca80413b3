import {z} from 'zod';
import {evidenceOf} from '../src/model/cell.ts';
import type {Lookup} from '../src/model/lookup.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import {type PackageName, type Project, packageNameOf, type RepositoryName} from '../src/model/project.ts';
import type {Publication} from '../src/model/publication.ts';
import {newestStableOf} from '../src/model/semantic-versions.ts';
import {
  authorizeGitHub,
  directorySchema,
  gitHubOrigins,
  githubPushTest,
  githubTokenTest,
  readClassicGitHubToken,
  repositoryApi,
  repositoryPage,
} from './family/github.ts';
import {owned, ownerOf} from './family/ownership.ts';
import {findPullRequest, stateOfPullRequest} from './family/pull-requests.ts';
import {plainInput, runs, uses} from './family/steps.ts';
import {findWingetTrace} from './family/traces.ts';
import {ownerOfTracked, type TrackedFile, trackedState, verifyTracked} from './family/tracked-file.ts';
import {wingetCauses} from './family/winget-causes.ts';
import {readInstallers, wingetFile} from './family/winget-manifest.ts';
import {addressOf, wingetPackages as packages, wingetFolder} from './family/winget-places.ts';
import {isRemoval} from './family/winget-removal.ts';
import {wingetRollback} from './family/winget-rollback.ts';
import {wingetTasks} from './family/winget-tasks.ts';
import {wingetFirstPackage} from './first-package/winget.ts';

const usualName = ({owner, name}: RepositoryName) => `${owner}.${name}`;
const folderOf = (id: string) => addressOf(wingetFolder(id));

const findFile = async (lookup: Lookup, id: string, version: string): Promise<TrackedFile | undefined> => {
  const path = `${folderOf(id)}/${encodeURIComponent(version)}`;
  const text = await lookup.text(
    `https://raw.githubusercontent.com/microsoft/winget-pkgs/master/${path}/${encodeURIComponent(id)}.installer.yaml`,
  );
  // A manifest that can't be parsed is there all the same, with nothing that can be read out of it.
  return text === undefined ? undefined : {downloads: [], ...readInstallers(text), page: repositoryPage(packages, `/tree/master/${path}`)};
};

/** Versions begin with a digit; other folders at this level are packages whose names go on. */
const findVersions = async (lookup: Lookup, id: string): Promise<readonly string[]> => {
  const listed = await lookup.json(repositoryApi(packages, `/contents/${folderOf(id)}`), directorySchema);
  return (listed ?? []).flatMap(({type, name}) => (type === 'dir' && /^\d/.test(name) ? [name] : []));
};

const findServed = async (
  lookup: Lookup,
  project: Project,
  packageName: PackageName,
  versions: readonly string[],
): Promise<Publication> => {
  const {name: id, from} = packageName;
  const newest = newestStableOf(versions) ?? null;
  const isListed = versions.includes(project.version);
  // The newest version's own addresses tell whose package it is, where the tag's version is not there.
  const file = isListed || from === 'guess' ? await findFile(lookup, id, isListed ? project.version : (newest ?? '')) : undefined;
  const page = repositoryPage(packages, `/tree/master/${folderOf(id)}`);
  const state = !isListed
    ? ({kind: 'absent'} as const)
    : file === undefined
      ? ({kind: 'partial', missing: ['the installer manifest']} as const)
      : trackedState(project, file);
  const urls = file?.downloads.map(({url}) => url) ?? [];
  const named = ownerOf(project, packageName, urls);
  return owned(packageName, file === undefined ? named : ownerOfTracked(project, file, named), {
    name: id,
    url: page,
    serves: newest,
    version: state,
    evidence: [evidenceOf(`winget-pkgs has ${newest ?? 'no version'}`, page)],
  });
};

/** Which labels ask somebody to act. */
const needs =
  /^(?:Needs-|Blocking-Issue|Possible-Duplicate|Manifest-|PullRequest-Error|URL-Validation|Error-|Policy-Test|Binary-Validation)|^Validation-(?!Completed)/;

const findPublication = async (lookup: Lookup, project: Project): Promise<Publication> => {
  const name = packageNameOf(project, 'winget');
  const versions = await findVersions(lookup, name.name);
  const served: Publication =
    versions.length > 0
      ? await findServed(lookup, project, name, versions)
      : {
          name: name.name,
          serves: null,
          version: {kind: 'absent'},
          evidence: [evidenceOf(`winget-pkgs has no ${name.name}`, repositoryPage(packages))],
        };
  if (versions.includes(project.version) || served.version.kind !== 'absent') return served;
  if (name.from === 'guess' && project.isOneOfMany === true) return served;
  const words = [name.name, project.version];
  const found = await findPullRequest(lookup, project, {repositories: ['microsoft/winget-pkgs'], words, mustBelong: name.from === 'guess'});
  if (found === undefined) return served;
  const evidence = [...served.evidence, evidenceOf(found.title, found.html_url)];
  if (isRemoval(found.title)) return {...served, evidence};
  return {...served, version: stateOfPullRequest(found, needs), evidence};
};

const identifierIn = /\b(?:wingetcreate|komac)(?:\.exe)?\s+(?:update|new|submit)\s+(?:-\S+\s+)*["']?([A-Za-z0-9][\w-]*(?:\.[\w-]+)+)/i;
const releasers = [
  'vedantmgoyal9/winget-releaser',
  'vedantmgoyal2009/winget-releaser',
  'isaacrlevin/winget-publish-action',
  'michidk/run-komac',
];

export const winget: Marketplace = {
  id: 'winget',
  title: 'winget',
  docs: 'https://learn.microsoft.com/windows/package-manager/package/repository',
  usualName,
  tasks: wingetTasks,
  findPublication,
  findTrace: findWingetTrace,
  findAccount: async (lookup, project) => {
    const fork = {owner: project.repository.owner, name: 'winget-pkgs'};
    if (packageNameOf(project, 'winget').from === 'guess')
      return {kind: 'not-told', note: 'winget knows no accounts; a pull request comes from any GitHub account that has a fork.'};
    const found = await lookup.json(repositoryApi(fork), z.object({full_name: z.string(), fork: z.boolean()}));
    return found?.fork === true
      ? {kind: 'exists', name: found.full_name, note: 'The fork is there.', evidence: [evidenceOf(found.full_name, repositoryPage(fork))]}
      : {kind: 'not-told', note: `${fork.owner} has no fork of winget-pkgs; another account may have one.`};
  },
  verifyPublication: async (lookup, project, {name, serves}) => {
    const file = serves === null ? undefined : await findFile(lookup, name, serves);
    return verifyTracked(lookup, project, file ?? {downloads: [], page: ''});
  },
  propagation: {usually: 3600, atMost: 14_400, because: 'the index is made anew within about an hour of the merge.'},
  token: {
    names: ['WINGET_TOKEN', 'WINGET_ACC_TOKEN', 'WINGET_PAT', 'WINGET_GITHUB_TOKEN', 'WINGET_CREATE_GITHUB_TOKEN'],
    makeAt: 'https://github.com/settings/tokens/new?scopes=public_repo,workflow',
    leastRights: 'Classic token with public_repo; workflow as well where the fork must be brought up to date',
    origins: gitHubOrigins,
    authorize: authorizeGitHub,
    readLocally: readClassicGitHubToken,
    test: (lookup) =>
      githubTokenTest(lookup, {
        scopes: ['public_repo', 'repo'],
        permission: 'the right to open pull requests in microsoft/winget-pkgs',
      }),
    testClosely: (lookup, _project, known) => githubPushTest(lookup, known, {owner: known.identity ?? '', name: packages.name}),
  },
  packageFiles: {
    matches: (path) => /\.(?:installer|locale\.[\w-]+)\.ya?ml$|(?:^|\/)(?:winget[^/]*|manifests)\/(?:.*\/)?[^/]+\.ya?ml$/i.test(path),
    read: wingetFile,
  },
  firstPackage: wingetFirstPackage,
  publishedBy: {
    jobNames: /winget/i,
    publishes: (step) => {
      if (uses(step, ...releasers)) return `uses ${step.uses}`;
      if (runs(step, /\bwingetcreate(?:\.exe)?\b.*\s(?:update|submit|new)\b/i)) return 'runs `wingetcreate`';
      return runs(step, /\bkomac(?:\.exe)?\b.*\s(?:update|submit|new)\b/i) ? 'runs `komac`' : undefined;
    },
    packageName: (step) =>
      uses(step, ...releasers)
        ? plainInput(step.with['identifier'] ?? step.with['packageIdentifier'])
        : identifierIn.exec(step.run ?? '')?.[1],
  },
  rollback: wingetRollback,
  causes: wingetCauses,
};
