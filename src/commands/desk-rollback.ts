import type {WaySight} from '../flow/run-sight.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {StepOutcome} from '../model/plan.ts';
import type {RollbackWay} from '../model/rollback.ts';
import {safeLine} from '../model/safe-text.ts';
import {comparisonUrl} from '../tools/github-pulls.ts';
import {outcomeWords} from './carry-out.ts';
import {lineOf, type PlanWork} from './desk-plans.ts';
import {type DeskSetting, marketplaceOf, projectOf, say} from './desk-setting.ts';
import {questionLines} from './first-package-text.ts';
import {createHand} from './hand.ts';
import {lackingAtDesk, marketplaceHands} from './marketplace-hands.ts';
import {type Found, findAt, planOfWay, type RollbackSetting} from './rollback-found.ts';
import type {Surroundings} from './surroundings.ts';

const gitOf = ({sshGit}: Surroundings) => (sshGit === undefined ? {} : {sshGit});

const sightOf = ({title, leaves, until, by, isFinal}: RollbackWay): WaySight => ({
  title: safeLine(title),
  leaves: safeLine(leaves, 1000),
  isByHand: by === 'person',
  ...(by === 'others' ? {isWaiting: true} : {}),
  isFinal: isFinal === true,
  ...(until === undefined ? {} : {until}),
});

const limitOf = ({until}: RollbackWay): readonly string[] =>
  until === undefined ? [] : [`Only until ${until.slice(0, 16).replace('T', ' ')} UTC.`];

/** Finds what can be taken back at a row, and plans one way of it. */
export class RollbackWork {
  readonly #desk: DeskSetting;
  readonly #plans: PlanWork;
  /** Apart from the tokens that the person works with: some are renewed for this alone. */
  readonly #hand = createHand();
  readonly #found = new Map<MarketplaceId, Found>();

  constructor(desk: DeskSetting, plans: PlanWork) {
    this.#desk = desk;
    this.#plans = plans;
  }

  async #looking(): Promise<RollbackSetting> {
    const {watch, surroundings, store} = this.#desk;
    const {setting} = await watch.begun();
    return {setting, surroundings: {...surroundings, store}, project: await projectOf(this.#desk), hand: this.#hand};
  }

  async find(id: MarketplaceId): Promise<void> {
    this.#plans.refuseWhileRunning();
    const {watch, survey, voice} = this.#desk;
    const marketplace = marketplaceOf(id);
    const {title} = marketplace;
    await watch.look([id], 'fresh');
    const found = await findAt(marketplace, survey.get(), await this.#looking());
    if (found === undefined)
      return this.#plans.tell(`${title}: nothing can be taken back`, [
        lineOf('plain')(`What ${title} has once served can’t be taken back there.`),
      ]);
    this.#found.set(id, found);
    const {ways, nothing, problem} = found;
    if (ways.length > 0) return voice.dispatch({kind: 'ways-found', ways: {id, title, ways: ways.map(sightOf)}});
    const text = problem === undefined ? (nothing ?? 'Nothing is there to be taken back.') : `${problem.what} ${problem.next}`;
    const never = marketplace.rollback?.never;
    this.#plans.tell(`${title}: nothing to take back`, [
      lineOf(problem === undefined ? 'plain' : 'problem')(text),
      ...(never === undefined ? [] : [lineOf('muted')(never)]),
    ]);
  }

  #tellByHand({marketplace}: Found, way: Extract<RollbackWay, {readonly by: 'person'}>) {
    this.#plans.tell(
      `${marketplace.title}, by hand: ${way.title}`,
      [
        lineOf('accent')(way.url),
        ...way.instructions.map((text, at) => lineOf('plain')(`${at + 1}. ${text}`)),
        lineOf('plain')(`Done when: ${way.seenBy}`),
        ...[...limitOf(way), `What stays: ${way.leaves}`].map(lineOf('muted')),
      ],
      {url: way.url, look: marketplace.id},
    );
  }

  #tellWaiting({marketplace}: Found, way: Extract<RollbackWay, {readonly by: 'others'}>) {
    this.#plans.tell(
      `${marketplace.title}: ${way.title}`,
      [
        lineOf('accent')(way.url),
        lineOf('plain')(`Done when: ${way.seenBy}`),
        ...[...limitOf(way), `What stays: ${way.leaves}`].map(lineOf('muted')),
      ],
      {url: way.url},
    );
  }

  /** What was done changes what can be: the ways are found anew when they are asked for. */
  #forget(id: MarketplaceId) {
    this.#found.delete(id);
    this.#desk.voice.dispatch({kind: 'ways-dropped'});
  }

  /** Where the plan makes the branch alone, its person is told where the pull request is opened. */
  #goesOn({marketplace}: Found, way: RollbackWay, outcomes: readonly StepOutcome[]): false | (() => Promise<void>) {
    if (outcomes.some(({result}) => result === 'done')) this.#forget(marketplace.id);
    const branch = outcomes.find(({step}) => step.kind === 'propose-change' && step.isBranchOnly === true);
    if (branch?.step.kind !== 'propose-change' || branch.result !== 'done') return false;
    const url = comparisonUrl(branch.step);
    const asked = way.by === 'plan' ? questionLines(way.questions ?? []) : [];
    return async () =>
      this.#plans.tell(
        `${marketplace.title}: open the pull request yourself`,
        [
          ...outcomes.map(({result, note}) => lineOf('ok')(`${outcomeWords[result]}: ${note}`)),
          lineOf('plain')('What is asked there only you can answer; o opens the page, and the branch is chosen on it.'),
          lineOf('accent')(url),
          ...asked,
        ],
        {url, look: marketplace.id},
      );
  }

  /** What the person has pasted for the row counts more than what was found; what was found may have been renewed since. */
  #takeInHand(id: MarketplaceId) {
    const given = this.#desk.hand.find(id);
    if (given !== undefined && (given.source === 'pasted' || this.#hand.held(id) === undefined)) this.#hand.take(id, given);
  }

  async plan(id: MarketplaceId, at: number): Promise<void> {
    this.#plans.refuseWhileRunning();
    const found = this.#found.get(id);
    const way = found?.ways[at];
    if (found === undefined || way === undefined) return say(this.#desk, 'This is no longer known: press z to look again.');
    if (way.by === 'person') return this.#tellByHand(found, way);
    if (way.by === 'others') return this.#tellWaiting(found, way);
    const {setting, project} = await this.#looking();
    const plan = planOfWay(way, found, project);
    if (plan === undefined) return;
    this.#takeInHand(id);
    const lacking = lackingAtDesk(plan.steps, found.marketplace, setting, this.#hand);
    if (lacking !== undefined) return this.#plans.tell(plan.title, [lineOf('warning')(lacking)]);
    const said = [...limitOf(way), `What stays: ${way.leaves}`];
    const hands = () => marketplaceHands(setting, this.#hand, {...this.#desk, ...gitOf(this.#desk.surroundings)});
    await this.#plans.show(
      {id, plan, hands, look: 'fresh', whenDone: (outcomes) => this.#goesOn(found, way, outcomes)},
      {setAt: () => undefined, now: this.#desk.surroundings.now()},
      {said, ...(way.isFinal === true ? {typedName: found.name, warned: ['This can’t be undone.']} : {})},
    );
  }

  end(): void {
    this.#hand.letGoOfAll();
  }
}
