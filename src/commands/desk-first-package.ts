import type {SubmissionChoice} from '../flow/submission-plan.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Plan, StepOutcome} from '../model/plan.ts';
import {isSubmissionStep} from '../model/submission-steps.ts';
import {comparisonUrl} from '../tools/github-pulls.ts';
import {outcomeWords} from './carry-out.ts';
import {lineOf, type PlanWork, pageOf} from './desk-plans.ts';
import {publishWorkAt, standAt} from './desk-publish-work.ts';
import {type DeskSetting, marketplaceOf} from './desk-setting.ts';
import {type Turn, Turns} from './desk-turns.ts';
import {type FoundPackage, findPackage} from './first-package-found.ts';
import {beginSearch} from './first-package-search.ts';
import {choiceLines, packageLines, questionLines} from './first-package-text.ts';
import {createHand} from './hand.ts';
import {lackingAtDesk, marketplaceHands} from './marketplace-hands.ts';
import type {PlanLine} from './plan-text.ts';
import type {Stand} from './publish-work.ts';
import {findTokenFor} from './token-session.ts';

const headOf = (title: string, {kind}: SubmissionChoice): string => {
  if (kind === 'blocked') return `${title}: no first package can be made`;
  return kind === 'wait' ? `${title}: wait` : `${title}: nothing to do`;
};

/** The branch on which a person opens the pull request; undefined: the plan opens it, or none is needed. */
const branchIn = ({steps}: Plan) => steps.find((step) => step.kind === 'propose-change' && step.isBranchOnly === true);

const isDone = (outcomes: readonly StepOutcome[]): boolean => outcomes.every(({result}) => result === 'done');

type Ground = {readonly stand: Stand; readonly found: FoundPackage; readonly isStale: () => boolean};

/** Makes first packages, and hands them in plan by plan. */
export class FirstPackageWork {
  readonly #desk: DeskSetting;
  readonly #plans: PlanWork;
  /** Apart from the tokens that the person works with. */
  readonly #hand = createHand();
  readonly #turns: Turns;

  constructor(desk: DeskSetting, plans: PlanWork) {
    this.#desk = desk;
    this.#plans = plans;
    this.#turns = new Turns(plans);
  }

  /** The person has left what was being made. */
  leave(): void {
    this.#turns.leave();
  }

  async plan(id: MarketplaceId): Promise<void> {
    const {title} = marketplaceOf(id);
    await this.#turns.look(`The first package for ${title}`, `${title}: it could not be made`, (turn) => this.#make(id, turn));
  }

  async #make(id: MarketplaceId, {isStale, signal}: Turn) {
    const work = publishWorkAt(this.#desk, signal);
    const stand = await standAt(this.#desk, work, id);
    signal.addEventListener('abort', () => stand.begun.stop(), {once: true});
    const found = await findPackage(marketplaceOf(id), await beginSearch(stand, [id]));
    if (isStale()) return;
    const {choice, marketplace} = found;
    if (choice.kind === 'plans') return this.#show({stand, found, isStale}, choice.plans, packageLines(found));
    const url = choice.kind === 'wait' ? choice.url : undefined;
    this.#plans.tell(headOf(marketplace.title, choice), [...choiceLines(choice), ...packageLines(found)], url === undefined ? {} : {url});
  }

  /** What keeps a plan from being carried out; undefined: nothing does. */
  async #lacking(plan: Plan, {stand: {begun, store}, found: {marketplace}}: Ground): Promise<string | undefined> {
    const {surroundings, store: kept} = this.#desk;
    const {project} = store.get();
    if (plan.steps.some(isSubmissionStep) && project !== undefined) {
      const session = {setting: begun.setting, surroundings: {...surroundings, store: kept}, project, isChosen: true};
      const token = this.#desk.hand.find(marketplace.id) ?? (await findTokenFor(marketplace, session));
      if (token !== undefined) this.#hand.take(marketplace.id, token);
    }
    return lackingAtDesk(plan.steps, marketplace, begun.setting, this.#hand);
  }

  /** One plan after the other, each agreed to by itself; above it stands what belongs to the package, or what came of the plan before. */
  async #show(ground: Ground, [plan, ...others]: readonly Plan[], above: readonly PlanLine[], url?: string): Promise<void> {
    if (plan === undefined) return;
    const {found, stand, isStale} = ground;
    const lacking = await this.#lacking(plan, ground);
    if (isStale()) return;
    if (lacking !== undefined) return this.#plans.tell(plan.title, [lineOf('warning')(lacking), ...above]);
    const {sshGit} = this.#desk.surroundings;
    const {pause} = this.#desk;
    const ways = {...(pause === undefined ? {} : {pause}), ...(sshGit === undefined ? {} : {sshGit})};
    await this.#plans.show(
      {
        id: found.marketplace.id,
        plan,
        hands: () => marketplaceHands(stand.begun.setting, this.#hand, ways),
        look: 'prove',
        whenDone: (outcomes) => this.#goesOn(ground, plan, others, outcomes),
      },
      {setAt: () => undefined, now: this.#desk.surroundings.now()},
      {lines: above, isStale, ...(url === undefined ? {} : {url})},
    );
  }

  /** What comes after a plan: the next one, or a page that a person opens. False: nothing does. */
  #goesOn(ground: Ground, plan: Plan, others: readonly Plan[], outcomes: readonly StepOutcome[]): false | (() => Promise<void>) {
    const branch = branchIn(plan);
    if (!isDone(outcomes) || (others.length === 0 && branch === undefined)) return false;
    const came = outcomes.map(({result, note}) => lineOf('ok')(`${outcomeWords[result]}: ${note}`));
    if (branch?.kind !== 'propose-change') return () => this.#show(ground, others, came, pageOf(outcomes));
    return async () => this.#tellPage(ground, comparisonUrl(branch), came);
  }

  #tellPage({found: {submission, marketplace}}: Ground, url: string, came: readonly PlanLine[]) {
    this.#plans.tell(
      `${marketplace.title}: open the pull request yourself`,
      [
        ...came,
        lineOf('plain')('The template there asks what only you can answer; o opens the page, and the branch is chosen on it.'),
        lineOf('accent')(url),
        ...questionLines(submission?.questions ?? []),
      ],
      {url, look: marketplace.id},
    );
  }

  end(): void {
    this.#hand.letGoOfAll();
  }
}
