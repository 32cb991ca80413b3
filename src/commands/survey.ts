import {findAbout, findImmutableReleases} from '../../checks/repository/about.ts';
import {createGitHubTree, findPackageFiles} from '../../checks/repository/files.ts';
import {findRelease} from '../../checks/repository/release.ts';
import {packagesOf, withoutFalseAbsence} from '../flow/package-names.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {type Project, type RepositoryName, repositoryText, versionOfTag} from '../model/project.ts';
import type {Round} from '../tools/asker.ts';
import {createLookup} from '../tools/lookup.ts';
import {type Looking, probe, type SurveyPlan} from './looking.ts';
import {decideRow} from './survey-decided.ts';
import {proveRow} from './survey-proofs.ts';
import {lookupFor, tokenOfRow, withOrigin} from './survey-tokens.ts';
import {isBareGuess, tracedFirst} from './survey-traces.ts';
import {lookAtRuns, understandLater} from './survey-workflows.ts';
import {testToken} from './tokens.ts';
import {findLogin} from './who.ts';

/** Looks at the world in rounds; everything it learns goes out as events. */
export type Surveyor = {
  /** Looks at everything, or at the repository and these marketplaces; `isFresh` believes no earlier absence. */
  look(only?: readonly MarketplaceId[], isFresh?: boolean): Promise<void>;
  /** Downloads what these marketplaces serve and compares it. */
  verify(only?: readonly MarketplaceId[]): Promise<void>;
  /** Looks by itself whether the tasks of these rows are done; only on demand, since it asks much more than a round does. */
  prove(only: readonly MarketplaceId[]): Promise<void>;
};

const lookAtRow = async (looking: Looking, listed: Marketplace, project: Project) => {
  const {id, token} = listed;
  const marketplace = isBareGuess(looking, listed, project) ? tracedFirst(listed) : listed;
  const {findAccount} = marketplace;
  const found = await tokenOfRow(looking, marketplace);
  const lookup = lookupFor(looking, marketplace, found);
  await Promise.all([
    probe(looking, {of: id, fact: 'publication'}, async () =>
      withoutFalseAbsence(await marketplace.findPublication(lookup, project), project, id),
    ),
    findAccount === undefined ? undefined : probe(looking, {of: id, fact: 'account'}, () => findAccount(lookup, project)),
    token === undefined
      ? undefined
      : probe(looking, {of: id, fact: 'token'}, async () =>
          withOrigin(found?.tested ?? (await testToken(marketplace, found, lookup, project)), found),
        ),
  ]);
};

const markAsChecking = ({dispatch, marketplaces}: Looking) => {
  for (const fact of ['about', 'release', 'secrets', 'policy', 'files', 'workflows', 'understanding', 'runs'] as const) {
    dispatch({kind: 'fact-checking', name: {of: 'repository', fact}});
  }
  for (const {id, findAccount, token} of marketplaces) {
    dispatch({kind: 'fact-checking', name: {of: id, fact: 'publication'}});
    if (findAccount !== undefined) dispatch({kind: 'fact-checking', name: {of: id, fact: 'account'}});
    if (token !== undefined) dispatch({kind: 'fact-checking', name: {of: id, fact: 'token'}});
  }
};

const bareProject = ({repository, tag, configuration: {places}, isOneOfMany}: SurveyPlan): Project => ({
  repository,
  tag,
  version: versionOfTag(tag),
  packages: {},
  ...(places === undefined ? {} : {places}),
  ...(isOneOfMany === true ? {isOneOfMany} : {}),
});

/** Tells the survey what is looked at, unless it knows. */
const tellProject = (looking: Looking) => {
  const {project} = looking.survey();
  if (project?.tag === looking.tag && repositoryText(project.repository) === repositoryText(looking.repository)) return;
  looking.dispatch({kind: 'project-found', project: bareProject(looking)});
};

/** What could not be looked up now is taken from before: a name that is only guessed would be looked for in its place. */
const projectOf = (looking: Looking): Project => {
  const {configuration, repository, everyMarketplace} = looking;
  const {files, understanding, release, hasImmutableReleases} = looking.survey().repository;
  const sources = {files: files.value?.files ?? {}, understanding: understanding.value};
  const isAllRead = files.value?.isIncomplete === false && understanding.value !== undefined;
  const {packages} = packagesOf({marketplaces: everyMarketplace, configuration, repository, isAllRead, ...sources});
  return {
    ...bareProject(looking),
    packages,
    ...(release.value?.kind === 'released' ? {release: release.value.release} : {}),
    ...(hasImmutableReleases.value === true ? {hasImmutableReleases: true} : {}),
  };
};

/** Looks at everything. A repository that has moved is looked at under its new name, which is given back. */
const lookAtEverything = async (looking: Looking, hasMoved = false): Promise<RepositoryName> => {
  const {lookup, repository, tag, dispatch, survey} = looking;
  tellProject(looking);
  markAsChecking(looking);
  const tree = looking.checkout ?? createGitHubTree(lookup, repository, 'HEAD');
  const understandingLater = understandLater(looking, tree);
  const runsLater = understandingLater.then((understanding) => lookAtRuns(looking, understanding));
  await Promise.all([
    probe(looking, {of: 'repository', fact: 'files'}, () => findPackageFiles(tree, looking.everyMarketplace)),
    probe(looking, {of: 'repository', fact: 'release'}, () => findRelease(lookup, repository, tag, {isNewest: looking.isNewest})),
    understandingLater,
    probe(looking, {of: 'repository', fact: 'about'}, () => findAbout(lookup, repository)),
    probe(looking, {of: 'repository', fact: 'hasImmutableReleases'}, () => findImmutableReleases(lookup, repository)),
  ]);
  const movedTo = survey().repository.about.value?.movedTo;
  if (movedTo !== undefined && !hasMoved) {
    await runsLater;
    return lookAtEverything({...looking, repository: movedTo}, true);
  }
  const project = projectOf(looking);
  dispatch({kind: 'project-found', project});
  await Promise.all([runsLater, ...looking.marketplaces.map((marketplace) => lookAtRow(looking, marketplace, project))]);
  await Promise.all(looking.marketplaces.map((marketplace) => decideRow(looking, marketplace)));
  return repository;
};

const verifyRow = async (looking: Looking, {id, verifyPublication}: Marketplace, marketplace: Marketplace) => {
  const {project, rows} = looking.survey();
  const publication = rows[id].publication.value;
  if (verifyPublication === undefined || project === undefined || publication === undefined || publication.serves === null) return;
  const lookup = lookupFor(looking, marketplace, await tokenOfRow(looking, marketplace));
  await probe(looking, {of: id, fact: 'integrity'}, () => verifyPublication(lookup, project, publication));
};

export const createSurveyor = ({asked: firstRound, ...plan}: SurveyPlan): Surveyor => {
  let asked = firstRound;
  let {repository} = plan;
  let login: string | undefined;
  /** Once in a session; whoever could not be named is asked for again. */
  const tellLogin = async () => {
    if (login !== undefined) return;
    login = await findLogin(plan.sources);
    if (login !== undefined) plan.dispatch({kind: 'login-found', login});
  };
  const begin = (only: readonly MarketplaceId[] | undefined, isFresh: boolean): Looking => {
    const sources = isFresh ? {...plan.sources, believesAbsenceFor: 0} : plan.sources;
    const round: Round = asked ?? new Map();
    asked = undefined;
    const marketplaces = plan.marketplaces.filter(({id}) => only?.includes(id) ?? true);
    return {...plan, repository, sources, round, lookup: createLookup(sources, round), marketplaces};
  };
  return {
    look: async (only, isFresh = false) => {
      plan.dispatch({kind: 'round-started', at: new Date(plan.now()).toISOString()});
      repository = await lookAtEverything(begin(only, isFresh));
      plan.dispatch({kind: 'round-ended', at: new Date(plan.now()).toISOString()});
    },
    verify: async (only) => {
      const looking = begin(only, true);
      await Promise.all(looking.marketplaces.map((marketplace) => verifyRow(looking, marketplace, marketplace)));
    },
    prove: async (only) => {
      await tellLogin();
      const looking = begin(only, true);
      await Promise.all(looking.marketplaces.map((marketplace) => proveRow(looking, marketplace)));
    },
  };
};
