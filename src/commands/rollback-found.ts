import {stepsOfWay} from '../flow/rollback-steps.ts';
import type {Survey} from '../flow/survey.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Plan} from '../model/plan.ts';
import {Problem, type ProblemRecord, toProblem} from '../model/problem.ts';
import {type Project, packageNameOf} from '../model/project.ts';
import type {Publication} from '../model/publication.ts';
import type {RollbackWay} from '../model/rollback.ts';
import {createLookup} from '../tools/lookup.ts';
import {sendRenewal} from '../tools/renewal.ts';
import type {Hand} from './hand.ts';
import type {Setting} from './setting.ts';
import type {Surroundings} from './surroundings.ts';
import {findTokenFor} from './token-session.ts';
import {credentialOf, type FoundToken, testToken} from './tokens.ts';

/** What can be taken back at one marketplace, from facts just read. */
export type Found = {
  readonly marketplace: Marketplace;
  /** What the package is called there. */
  readonly name: string;
  /** Empty: `nothing` or `problem` says why. */
  readonly ways: readonly RollbackWay[];
  /** Why nothing is to be taken back; absent: something is, or it could not be told. */
  readonly nothing?: string;
  /** Why it could not be told; absent: it is told. */
  readonly problem?: ProblemRecord;
};

/** How the marketplaces of a command are looked at. */
export type RollbackSetting = {
  readonly setting: Setting;
  readonly surroundings: Surroundings;
  readonly project: Project;
  readonly hand: Hand;
};

/** The token, its aged part renewed: a credential whose part has aged is refused where it writes. */
const findFreshToken = async (
  marketplace: Marketplace,
  {setting, surroundings, project}: RollbackSetting,
): Promise<FoundToken | undefined> => {
  const {signIn, sources} = setting;
  const own = await findTokenFor(marketplace, {setting, surroundings, project, isChosen: true});
  // GitHub's own token opens its packages too.
  if (own === undefined && marketplace.id === 'github-packages' && signIn !== undefined)
    return {name: 'GITHUB_TOKEN', secret: signIn.token, companions: {}, source: signIn.source === 'gh' ? 'gh' : 'environment'};
  const renewal = marketplace.token?.renewal;
  if (own === undefined || renewal === undefined) return own;
  const lookup = createLookup(sources, new Map(), credentialOf(marketplace, own, sources.npmRegistry));
  const test = lookup.hasToken ? await testToken(marketplace, own, lookup, project) : undefined;
  const secret = test?.needsRenewal === true ? await sendRenewal(sources.http, renewal, own.secret) : undefined;
  return secret === undefined ? own : {...own, secret};
};

const nothingOf = (publication: Publication | undefined, {version}: Project): string | undefined => {
  if (publication === undefined) return undefined;
  if (publication.belongsTo === 'another') return `${publication.name} there is another project's package.`;
  return publication.version.kind === 'absent' ? `${version} is not there.` : undefined;
};

/** A guessed name that nothing confirms may be a stranger's. */
const doubtOf = (publication: Publication | undefined, id: MarketplaceId, project: Project): ProblemRecord | undefined => {
  if (publication?.version.kind !== 'not-visible' || packageNameOf(project, id).from !== 'guess') return undefined;
  return new Problem('refused', publication.version.why, 'Name the package in portcall.yaml if it is yours.').record();
};

/** Finds the ways at one marketplace; what keeps it from an answer is told. Undefined: nothing there can ever be taken back. */
export const findAt = async (marketplace: Marketplace, survey: Survey, looking: RollbackSetting): Promise<Found | undefined> => {
  const {rollback, id} = marketplace;
  const {project, setting, surroundings, hand} = looking;
  if (rollback === undefined) return undefined;
  const publication = survey.rows[id].publication.value;
  const found = {marketplace, name: publication?.name ?? packageNameOf(project, id).name, ways: []};
  const nothing = nothingOf(publication, project);
  if (nothing !== undefined) return {...found, nothing};
  const doubt = doubtOf(publication, id, project);
  if (doubt !== undefined) return {...found, problem: doubt};
  try {
    const token = await findFreshToken(marketplace, looking);
    if (token !== undefined) hand.take(id, token);
    const sources = {...setting.sources, believesAbsenceFor: 0};
    const lookup = createLookup(sources, new Map(), credentialOf(marketplace, token, sources.npmRegistry));
    const now = new Date(surroundings.now()).toISOString();
    const ways = (await rollback.find(lookup, project)).filter(({until}) => until === undefined || until > now);
    return ways.some(({isFinal}) => isFinal !== true)
      ? {...found, ways}
      : {...found, ways, nothing: `Nothing of ${project.version} is left there that could be taken back and brought back again.`};
  } catch (failure) {
    return {...found, problem: toProblem(failure).record()};
  }
};

/** The plan of one way, with a person's answers to what it asks; undefined: nothing of it is done here. */
export const planOfWay = (
  way: RollbackWay,
  {marketplace, name}: Found,
  {version, repository}: Project,
  answers?: readonly string[],
): Plan | undefined =>
  way.by === 'plan'
    ? {title: `Take ${name} ${version} back at ${marketplace.title}`, repository, steps: stepsOfWay(way, answers)}
    : undefined;
