import {marketplaces} from '../../checks/index.ts';
import type {Tone} from '../flow/lines.ts';
import {taskSettingOf} from '../flow/select.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {type Plan, placeText, type StepOutcome, stepText} from '../model/plan.ts';
import {Problem} from '../model/problem.ts';
import {repositoryText} from '../model/project.ts';
import {safeLine} from '../model/safe-text.ts';
import {secretValueFault} from '../model/secret-rules.ts';
import {outcomeWords} from './carry-out.ts';
import {carryOutAtDesk} from './desk-execution.ts';
import {findMissingRights, withMissingRight} from './desk-rights.ts';
import {companionSteps} from './desk-secret.ts';
import {type DeskSetting, failureText, marketplaceOf, type Pending, projectOf, say} from './desk-setting.ts';
import {type PlanDetails, type PlanLine, planLines} from './plan-text.ts';
import {chooseSecret} from './secret-choice.ts';
import {findSecretKnowledge} from './secret-knowledge.ts';
import {detailsOf, planToSet} from './secret-plan.ts';

const tones: Readonly<Record<StepOutcome['result'], Tone>> = {done: 'ok', refused: 'problem', failed: 'problem', 'left-out': 'muted'};

const outcomeEvent = ({step, result, note}: StepOutcome) =>
  ({kind: 'step-ended', text: safeLine(`${outcomeWords[result]}: ${stepText(step)}. ${note}`, 1000), tone: tones[result]}) as const;

export const lineOf =
  (tone: Tone) =>
  (text: string): PlanLine => ({text: safeLine(text, 1000), tone});

/** What stands above a plan, and what is asked for it. */
type Shown = {
  readonly said?: readonly string[];
  readonly warned?: readonly string[];
  /** Lines with tones of their own, behind the sentences; absent: none. */
  readonly lines?: readonly PlanLine[];
  /** Absent: a yes is enough. */
  readonly typedName?: string;
  /** The page of what the plan before has made; absent: there is none. */
  readonly url?: string;
  /** True once the person has left; absent: it is always shown. */
  readonly isStale?: () => boolean;
};

/** The page of the last thing that was made: its note ends with it. */
export const pageOf = (outcomes: readonly StepOutcome[]): string | undefined =>
  outcomes.flatMap(({result, note}) => (result === 'done' ? (/https:\/\/\S+$/.exec(note)?.[0] ?? []) : [])).at(-1);

/** What goes with what is only told. */
type Told = {
  readonly state?: 'looking';
  readonly url?: string;
  /** The row to look at once the person has gone back; absent: none. */
  readonly look?: MarketplaceId;
};

/** Plans writes, shows them, and carries out the one that was agreed to; one at a time. */
export class PlanWork {
  readonly #desk: DeskSetting;
  readonly #isOver: () => boolean;
  #pending: Pending | undefined;
  #running: Promise<void> | undefined;
  /** Whoever comes back from what is done by hand may have done it. */
  #toLook: MarketplaceId | undefined;

  constructor(desk: DeskSetting, isOver: () => boolean) {
    this.#desk = desk;
    this.#isOver = isOver;
  }

  /** The right that a plan needs and the token lacks stands above it: it is named before anybody is asked. */
  async show(pending: Pending, details: PlanDetails, {said = [], warned = [], lines = [], typedName, isStale, url}: Shown): Promise<void> {
    const {plan} = pending;
    const missing = await findMissingRights(plan, (await this.#desk.watch.begun()).setting);
    const deleted = plan.steps.find(({kind}) => kind === 'delete-secret');
    const name = typedName ?? (deleted?.kind === 'delete-secret' ? deleted.name : undefined);
    if (isStale?.() === true) return;
    this.#pending = pending;
    this.#toLook = undefined;
    this.#desk.voice.dispatch({
      kind: 'plan-made',
      plan: {
        title: safeLine(plan.title),
        lines: [
          ...missing.map(lineOf('problem')),
          ...warned.map(lineOf('warning')),
          ...said.map(lineOf('muted')),
          ...lines,
          ...planLines(plan, details),
        ],
        ...(name === undefined ? {} : {typedName: name}),
        ...(url === undefined ? {} : {url}),
        state: 'shown',
        outcomes: [],
      },
    });
  }

  /** Shows something in a plan's place to which nobody can agree. */
  tell(title: string, lines: readonly PlanLine[], {look, ...more}: Told = {}): void {
    this.refuseWhileRunning();
    this.#pending = undefined;
    this.#toLook = look;
    this.#desk.voice.dispatch({
      kind: 'plan-made',
      plan: {title: safeLine(title), lines, state: 'told', outcomes: [], ...more},
    });
  }

  refuseWhileRunning(): void {
    if (this.#running !== undefined) throw new Problem('refused', 'A plan is being carried out.', 'Wait until it has ended.');
  }

  async planSecret(id: MarketplaceId): Promise<void> {
    this.refuseWhileRunning();
    const {hand, watch, options, surroundings} = this.#desk;
    const [held, found] = [hand.held(id), hand.find(id)];
    if (held === undefined || found === undefined) return say(this.#desk, 'No token is in hand. Find or paste it first.');
    const fault = secretValueFault(found.secret);
    if (fault !== undefined) return say(this.#desk, fault, 'problem');
    const marketplace = marketplaceOf(id);
    const {setting, repository} = await watch.begun();
    const look = () => findSecretKnowledge({...options, repository}, setting, surroundings);
    const knowledge = await withMissingRight(look, repository, setting);
    const choice = chooseSecret(id, marketplace, options, knowledge, marketplaces);
    const plan = planToSet(choice, held.handle, knowledge);
    if (plan === undefined) return;
    const beside = companionSteps(marketplace, found, choice.place, knowledge, hand.values);
    const whole: Plan = {...plan, steps: [...plan.steps, ...beside]};
    await this.show({id, plan: whole}, detailsOf(knowledge.secrets, surroundings.now()), {said: choice.said});
  }

  async planTask(id: MarketplaceId, taskId: string): Promise<void> {
    this.refuseWhileRunning();
    const {survey, surroundings} = this.#desk;
    const {repository} = await projectOf(this.#desk);
    const marketplace = marketplaceOf(id);
    const setting = taskSettingOf(survey.get(), marketplace);
    const task = marketplace.tasks.find((one) => one.id === taskId);
    const proof = survey.get().rows[id].proofs.value?.[taskId];
    const planned = setting && task?.planSteps?.({...setting, ...(proof === undefined ? {} : {proof})});
    if (planned === undefined) return say(this.#desk, 'Portcall can do nothing of this by itself now. Look at it again, or do it by hand.');
    const plan: Plan = {...planned, title: `${repositoryText(repository)}: ${planned.title}`, repository};
    await this.show({id, plan}, detailsOf(survey.get().repository.secrets.value ?? [], surroundings.now()), {});
  }

  async #execute(pending: Pending): Promise<readonly StepOutcome[]> {
    const {voice} = this.#desk;
    const onOutcome = (outcome: StepOutcome) => voice.dispatch(outcomeEvent(outcome));
    try {
      const outcomes = await carryOutAtDesk(this.#desk, pending, {onOutcome, isOver: this.#isOver});
      for (const {step, result} of outcomes) {
        if (step.kind !== 'set-secret' || result !== 'done') continue;
        voice.dispatch({kind: 'token-set', id: pending.id, where: safeLine(`Set as ${step.name} of ${placeText(step.place)}.`)});
      }
      return outcomes;
    } catch (failure) {
      voice.dispatch({kind: 'step-ended', text: safeLine(failureText(failure), 1000), tone: 'problem'});
      return [];
    }
  }

  async carryOut(): Promise<void> {
    this.refuseWhileRunning();
    const {voice, watch} = this.#desk;
    const agreed = this.#pending;
    if (agreed === undefined) return say(this.#desk, 'Nothing is planned any more.');
    this.#pending = undefined;
    voice.dispatch({kind: 'plan-started'});
    const executed = this.#execute(agreed);
    this.#running = executed.then(() => undefined);
    const outcomes = await executed;
    this.#running = undefined;
    const next = agreed.whenDone?.(outcomes) ?? false;
    if (next !== false) voice.dispatch({kind: 'plan-dropped'});
    if (next !== false) return next === true || this.#isOver() ? undefined : next();
    // Whoever goes back at once sees that the task is being looked at, and not what was known of it before.
    const looked = this.#isOver() ? undefined : watch.look([agreed.id], agreed.look ?? 'prove');
    const url = pageOf(outcomes);
    voice.dispatch({kind: 'plan-ended', ...(url === undefined ? {} : {url})});
    await looked;
  }

  drop(): void {
    this.refuseWhileRunning();
    this.#pending = undefined;
    this.#desk.voice.dispatch({kind: 'plan-dropped'});
    const id = this.#toLook;
    this.#toLook = undefined;
    if (id !== undefined) void this.#desk.watch.look([id], 'prove');
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** When no step is under way any more. */
  async settled(): Promise<void> {
    await this.#running;
  }
}
