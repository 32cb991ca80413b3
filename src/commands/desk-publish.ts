import {besidesText} from '../flow/besides.ts';
import type {PublishChoice} from '../flow/publish-plan.ts';
import type {Started} from '../model/follow.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {StepOutcome} from '../model/plan.ts';
import type {FollowWork} from './desk-follow.ts';
import {lineOf, type PlanWork} from './desk-plans.ts';
import {publishWorkAt, standAt} from './desk-publish-work.ts';
import {type DeskSetting, marketplaceOf} from './desk-setting.ts';
import {type Turn, Turns} from './desk-turns.ts';
import {decideAt, type PlanChoice, rememberingHands} from './publish-one.ts';
import {lookAfresh, type PublishWork, type Stand} from './publish-work.ts';

/** Typed before jobs run that publish somewhere else; the flag of the command line is called so too. */
const alsoWord = 'also';

/** A start was asked for, and GitHub did not refuse it: what was lost on the way may run. */
const mayRun = (outcomes: readonly StepOutcome[]): boolean => outcomes.some(({result}) => result === 'done' || result === 'failed');

const headOf = (title: string, choice: Exclude<PublishChoice, PlanChoice>): string => {
  if (choice.kind === 'nothing-to-do') return `${title}: nothing to do`;
  if (choice.kind === 'wait') return `${title}: wait`;
  return choice.isUnknown === true ? `${title}: it could not be told` : `${title}: not possible now`;
};

const besideLines = ({alsoRuns, besides}: PlanChoice): {readonly said: readonly string[]; readonly warned: readonly string[]} => {
  const names = alsoRuns.map(({name, isCertain}) => `${name}${isCertain ? '' : ' (perhaps)'}`);
  return {
    said: names.length === 0 ? [] : [`Jobs that run besides: ${names.join(', ')}.`],
    warned: besides.length === 0 ? [] : [`It also runs ${besidesText(besides)}: type ${alsoWord} to allow that.`],
  };
};

type Ground = {readonly work: PublishWork; readonly stand: Stand; readonly isStale: () => boolean};

/** Decides and plans publishes, and hands what was started on to whoever follows it. */
export class PublishingWork {
  readonly #desk: DeskSetting;
  readonly #plans: PlanWork;
  readonly #follow: FollowWork;
  readonly #turns: Turns;

  constructor(desk: DeskSetting, plans: PlanWork, follow: FollowWork) {
    this.#desk = desk;
    this.#plans = plans;
    this.#turns = new Turns(plans);
    this.#follow = follow;
  }

  /** The person has left what was being decided. */
  leave(): void {
    this.#turns.leave();
  }

  async plan(id: MarketplaceId): Promise<void> {
    const {title} = marketplaceOf(id);
    await this.#turns.look(`Publish to ${title}`, `${title}: it could not be decided`, (turn) => this.#decide(id, turn));
  }

  async #decide(id: MarketplaceId, {isStale, signal}: Turn) {
    const marketplace = marketplaceOf(id);
    const work = publishWorkAt(this.#desk, signal);
    const stand = await standAt(this.#desk, work, id);
    signal.addEventListener('abort', () => stand.begun.stop(), {once: true});
    await lookAfresh(stand, [id]);
    if (isStale()) return;
    const {choice, own} = await decideAt(work, stand, marketplace);
    if (isStale()) return;
    if (own !== undefined) {
      this.#desk.voice.dispatch({kind: 'plan-dropped'});
      return this.#follow.begin(id, own, {isJustStarted: true});
    }
    if (choice.kind === 'plan') return this.#show(id, choice, {work, stand, isStale});
    const url = choice.kind === 'wait' ? choice.url : undefined;
    const next = choice.kind === 'blocked' ? choice.next : url;
    const lines = [lineOf('plain')(choice.because), ...(next === undefined ? [] : [lineOf('accent')(next)])];
    this.#plans.tell(headOf(marketplace.title, choice), lines, url === undefined ? {} : {url});
  }

  async #show(id: MarketplaceId, choice: PlanChoice, {work, stand, isStale}: Ground) {
    let started: Started | undefined;
    const keep = (one: Started) => {
      started = one;
    };
    const whenDone = (outcomes: readonly StepOutcome[]): boolean => {
      if (started === undefined || !mayRun(outcomes)) return false;
      this.#follow.begin(id, started, {isJustStarted: true});
      return true;
    };
    const {said, warned} = besideLines(choice);
    await this.#plans.show(
      {id, plan: choice.plan, hands: () => rememberingHands(work, stand, choice, keep), look: 'fresh', whenDone},
      {setAt: () => undefined, now: this.#desk.surroundings.now()},
      {said: [choice.because, ...said], warned, isStale, ...(choice.besides.length === 0 ? {} : {typedName: alsoWord})},
    );
  }
}
