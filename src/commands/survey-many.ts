import {repositoryApi} from '../../checks/family/github.ts';
import {emptySurvey, reduce} from '../flow/reduce.ts';
import {createStore} from '../flow/store.ts';
import type {RateLimit, Survey} from '../flow/survey.ts';
import type {Configuration} from '../model/configuration.ts';
import {Problem, type ProblemRecord, toProblem} from '../model/problem.ts';
import {type RepositoryName, repositoryText} from '../model/project.ts';
import type {Row} from '../model/row.ts';
import type {Round} from '../tools/asker.ts';
import {type Checkout, findCheckout} from '../tools/git.ts';
import {beginOn, type Ground} from './begin.ts';
import type {Options} from './options.ts';
import {refuseInvisible} from './status.ts';
import type {Surroundings} from './surroundings.ts';
import {WrongUse} from './wrong-use.ts';

/** What came of one repository of several. */
export type SurveyedRepository =
  | {readonly kind: 'looked-at'; readonly repository: RepositoryName; readonly survey: Survey; readonly rows: readonly Row[]}
  | {readonly kind: 'not-looked-at'; readonly repository: RepositoryName; readonly problem: ProblemRecord};

/** What several repositories are looked at with. `allowance`: what GitHub last said of its limit; undefined: nothing yet. */
export type ManyPlan = {
  readonly ground: Ground;
  readonly repositories: readonly RepositoryName[];
  readonly options: Options;
  readonly surroundings: Surroundings;
  readonly allowance: () => RateLimit | undefined;
};

const atOnce = 4;
/** As many requests to GitHub as one repository may take. */
const perRepository = 30;

type Shared = {readonly asked: Round; readonly checkout: Checkout | undefined};

const isSame = (one: RepositoryName, other: RepositoryName | undefined): boolean =>
  other !== undefined && repositoryText(one).toLowerCase() === repositoryText(other).toLowerCase();

/** What the configuration says of one project holds for no other. */
const configurationFor = (configuration: Configuration, repository: RepositoryName, checkout: Checkout | undefined): Configuration => {
  if (isSame(repository, configuration.repository ?? checkout?.repository)) return configuration;
  const {tag: _tag, packages: _packages, places: _places, ...shared} = configuration;
  return shared;
};

/** Nobody else asks of a repository what was asked of it: a hundred listings of files would fill the memory. */
const forgetAnswers = (asked: Round, repository: RepositoryName) => {
  for (const key of asked.keys()) if (key.includes(`${repositoryApi(repository)}/`)) asked.delete(key);
};

/** A repository without a release is no mistake of the command line where it is one of many. */
const problemOf = (failure: unknown): Problem =>
  failure instanceof WrongUse ? new Problem('refused', failure.message, failure.next) : toProblem(failure);

const lookAtOne = async (
  {ground, options, surroundings}: ManyPlan,
  repository: RepositoryName,
  {asked, checkout}: Shared,
): Promise<SurveyedRepository> => {
  const store = createStore(reduce, emptySurvey, {gatherFor: 0});
  const configuration = configurationFor(ground.setting.configuration, repository, checkout);
  const place: Ground = {...ground, setting: {...ground.setting, configuration}};
  try {
    const subject = {options: {...options, repository}, known: {asked, checkout}, isOneOfMany: true} as const;
    const begun = await beginOn(place, subject, surroundings, store);
    await begun.surveyor.look();
    const survey = store.get();
    refuseInvisible(survey, begun.isSignedIn);
    const {problem} = survey.repository.about;
    if (problem?.kind === 'rate-limited') return {kind: 'not-looked-at', repository, problem};
    return {kind: 'looked-at', repository, survey, rows: begun.rowsOf(survey, surroundings.now())};
  } catch (failure) {
    return {kind: 'not-looked-at', repository, problem: problemOf(failure).record()};
  } finally {
    forgetAnswers(asked, repository);
  }
};

const nearlyUsedUp = ({remaining, resetsAt}: RateLimit): ProblemRecord =>
  new Problem(
    'rate-limited',
    `GitHub allows only ${remaining} more requests until ${resetsAt}, which is not enough for another repository.`,
    'Go on after that.',
    resetsAt,
  ).record();

/** Takes repositories one after the other, as long as GitHub allows another one. */
class Queue {
  readonly #plan: ManyPlan;
  readonly #shared: Shared;
  readonly #waiting: RepositoryName[];
  readonly #found = new Map<RepositoryName, SurveyedRepository>();
  #running = 0;
  #stop: ProblemRecord | undefined;

  constructor(plan: ManyPlan, shared: Shared) {
    this.#plan = plan;
    this.#shared = shared;
    this.#waiting = [...plan.repositories];
  }

  get found(): readonly SurveyedRepository[] {
    return this.#plan.repositories.flatMap((repository) => this.#found.get(repository) ?? []);
  }

  /** Undefined: another repository may be looked at. */
  #refusal(): ProblemRecord | undefined {
    const limit = this.#plan.allowance();
    if (limit === undefined || Date.parse(limit.resetsAt) <= this.#plan.surroundings.now()) return undefined;
    return limit.remaining >= perRepository * (this.#running + 1) ? undefined : nearlyUsedUp(limit);
  }

  async takeNext(): Promise<boolean> {
    const repository = this.#waiting.shift();
    if (repository === undefined) return false;
    this.#stop ??= this.#refusal();
    if (this.#stop !== undefined) {
      this.#found.set(repository, {kind: 'not-looked-at', repository, problem: this.#stop});
      return true;
    }
    this.#running++;
    const one = await lookAtOne(this.#plan, repository, this.#shared);
    this.#running--;
    if (one.kind === 'not-looked-at' && one.problem.kind === 'rate-limited') this.#stop ??= one.problem;
    this.#found.set(repository, one);
    return true;
  }

  async takeAll(): Promise<void> {
    while (await this.takeNext());
  }
}

/** Looks at several repositories, a few at once, and stops before GitHub's limit is used up; in the order in which they were named. */
export const surveyMany = async (plan: ManyPlan): Promise<readonly SurveyedRepository[]> => {
  const queue = new Queue(plan, {asked: new Map(), checkout: await findCheckout(plan.surroundings.cwd)});
  // The first one's answers tell how much GitHub allows.
  await queue.takeNext();
  await Promise.all(Array.from({length: atOnce}, () => queue.takeAll()));
  return queue.found;
};
