import {z} from 'zod';
import {evidenceOf} from '../src/model/cell.ts';
import type {Lookup} from '../src/model/lookup.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import {type Project, packageNameOf, type RepositoryName} from '../src/model/project.ts';
import type {Publication, VersionState} from '../src/model/publication.ts';
import {pushesTo} from './family/commits.ts';
import {flatManagerHints, readFlatManagerToken} from './family/flat-manager.ts';
import {flathubCauses} from './family/flathub-causes.ts';
import {withSubmission, withUpdate} from './family/flathub-pulls.ts';
import {flathubRollback} from './family/flathub-rollback.ts';
import {flathubRepository, flathubRules, flathubTasks} from './family/flathub-tasks.ts';
import {flatpakFile, isFlatpakFile} from './family/flatpak-files.ts';
import {
  authorizeGitHub,
  gitHubOrigins,
  githubPushTest,
  githubTokenTest,
  readGitHubToken,
  repositoryApi,
  repositoryPage,
} from './family/github.ts';
import {owned, ownerOf} from './family/ownership.ts';
import {runs, textOf} from './family/steps.ts';
import {findFlathubTrace} from './family/traces.ts';
import {flathubFirstPackage} from './first-package/flathub.ts';

/** Each part of an id is a name of letters, digits and underscores that begins with no digit. */
const usualName = ({owner, name}: RepositoryName): string => {
  const part = (text: string) => text.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_');
  return `io.github.${part(owner.toLowerCase())}.${part(name)}`;
};

const appSchema = z.object({
  id: z.string(),
  is_eol: z.boolean().nullish(),
  releases: z.array(z.object({version: z.string(), timestamp: z.union([z.string(), z.number()]).nullish()})).nullish(),
  urls: z.record(z.string(), z.string().nullish()).nullish(),
});

const stateOf = (project: Project, served: string | undefined, isEnded: boolean): VersionState => {
  if (served === undefined) return {kind: 'not-visible', why: 'The app is there, and its metadata names no version.'};
  if (served !== project.version) return {kind: 'absent'};
  return isEnded
    ? {
        kind: 'withdrawn',
        why: 'The app is marked as having reached its end of life.',
        back: 'Take end-of-life out of flathub.json in the app’s repository at Flathub.',
      }
    : {kind: 'published', note: 'The version is the one that the app’s own metadata claims.'};
};

/** Nothing of the repository says that it is an app with windows, which alone is taken. */
const isRefused = (project: Project): boolean => ['guess', 'workflow'].includes(packageNameOf(project, 'flathub').from);

const findPublication = async (lookup: Lookup, project: Project): Promise<Publication> => {
  const packageName = packageNameOf(project, 'flathub');
  const {name} = packageName;
  const page = `https://flathub.org/apps/${encodeURIComponent(name)}`;
  const app = await lookup.json(`https://flathub.org/api/v2/appstream/${encodeURIComponent(name)}`, appSchema);
  if (app === undefined) {
    const nowhere: Publication = {name, serves: null, version: {kind: 'absent'}, evidence: [evidenceOf(`Flathub has no app ${name}`)]};
    return isRefused(project) ? nowhere : withSubmission(lookup, project, nowhere);
  }
  const newest = [...(app.releases ?? [])].sort((one, other) => Number(other.timestamp ?? 0) - Number(one.timestamp ?? 0))[0]?.version;
  const found = owned(packageName, ownerOf(project, packageName, Object.values(app.urls ?? {})), {
    name,
    url: page,
    serves: newest ?? null,
    version: stateOf(project, newest, app.is_eol === true),
    evidence: [evidenceOf(`Flathub shows ${newest ?? 'no version'}`, page)],
  });
  return found.version.kind === 'absent' && found.belongsTo !== 'another' && !isRefused(project)
    ? withUpdate(lookup, project, found)
    : found;
};

export const flathub: Marketplace = {
  id: 'flathub',
  title: 'Flathub',
  docs: 'https://docs.flathub.org/docs/for-app-authors/submission',
  usualName,
  tasks: flathubTasks,
  eligibility: (project) =>
    isRefused(project)
      ? {why: 'Flathub takes no console software, and the repository has no desktop entry or metainfo file.', url: flathubRules}
      : undefined,
  findPublication,
  findTrace: findFlathubTrace,
  findAccount: async (lookup, project) => {
    const repository = flathubRepository(project);
    if (packageNameOf(project, 'flathub').from === 'guess')
      return {kind: 'not-told', note: 'Flathub knows an app by its own repository there, and this project names no app.'};
    const found = await lookup.json(repositoryApi(repository), z.object({full_name: z.string(), archived: z.boolean().optional()}));
    return found === undefined
      ? {kind: 'absent', note: `There is no flathub/${repository.name}, so the app has not been accepted.`}
      : {
          kind: 'exists',
          name: found.full_name,
          note: 'Flathub has accepted the app.',
          evidence: [evidenceOf(found.full_name, repositoryPage(repository))],
        };
  },
  noIntegrity: 'Flathub builds apps itself and publishes no checksum that a release could be compared with.',
  propagation: {usually: 3600, atMost: 14_400, because: 'Flathub builds the app itself, and its answers are cached for up to an hour.'},
  token: {
    names: ['FLATHUB_TOKEN', 'FLATPAK_PAT', 'FLATHUB_PAT', 'TRIGGER_WORKFLOW_TOKEN'],
    makeAt: 'https://github.com/settings/tokens/new?scopes=public_repo',
    leastRights: 'Classic token with public_repo, to push to the app’s repository at flathub',
    origins: gitHubOrigins,
    authorize: authorizeGitHub,
    readLocally: (secret, project) =>
      readFlatManagerToken(secret, project && packageNameOf(project, 'flathub').name) ?? readGitHubToken(secret),
    hintsOf: flatManagerHints,
    test: (lookup, project) =>
      githubTokenTest(lookup, {
        scopes: ['public_repo', 'repo'],
        permission: `Contents: write on flathub/${packageNameOf(project, 'flathub').name}`,
      }),
    testClosely: (lookup, project, known) =>
      githubPushTest(lookup, known, {owner: 'flathub', name: packageNameOf(project, 'flathub').name}),
  },
  packageFiles: {matches: isFlatpakFile, read: flatpakFile},
  publishedBy: {
    jobNames: /flathub|flatpak/i,
    publishes: (step, job) => {
      if (pushesTo(step, job, /\bflathub\/[\w.-]+/i)) return 'pushes to a repository of flathub';
      if (runs(step, /\bflat-manager-client\b/)) return 'runs `flat-manager-client`';
      return step.uses !== undefined &&
        /flatpak-external-data-checker|flat-manager|repository-dispatch/.test(step.uses) &&
        /flathub/i.test(`${step.uses} ${textOf(step)}`)
        ? `uses ${step.uses}`
        : undefined;
    },
  },
  firstPackage: flathubFirstPackage,
  rollback: flathubRollback,
  causes: flathubCauses,
};
