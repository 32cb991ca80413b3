import {executePlan, type LedgerWriter} from '../flow/execute-plan.ts';
import type {Hands} from '../model/hands.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {confirmPlan, type Plan, type StepOutcome, stepText} from '../model/plan.ts';
import {safeLine} from '../model/safe-text.ts';
import type {Options} from './options.ts';
import {type PlanDetails, planText} from './plan-text.ts';
import type {Questions} from './questions.ts';
import type {Setting} from './setting.ts';
import {canAsk, exitCodes, type Surroundings} from './surroundings.ts';
import {findWho} from './who.ts';

/** Everything that a plan needs to be shown, agreed to and carried out. */
export type Undertaking = {
  readonly plan: Plan;
  readonly details: PlanDetails;
  readonly options: Options;
  readonly surroundings: Surroundings;
  readonly setting: Setting;
  readonly questions: Questions;
  readonly ledger: LedgerWriter;
  /** Made only once the plan is agreed to. */
  readonly hands: () => Promise<Hands>;
  /** Absent: it concerns no single marketplace. */
  readonly marketplace?: MarketplaceId;
  /** Further members of the JSON document; absent: none. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** Takes what came of it, in JSON in place of standard output; absent: that prints the document. */
  readonly takeDocument?: (document: {readonly plan: Plan; readonly outcomes: readonly StepOutcome[]}) => void;
};

/** What came of a step, in a word or two. */
export const outcomeWords: Readonly<Record<StepOutcome['result'], string>> = {
  done: 'Done',
  refused: 'Refused',
  failed: 'Failed',
  'left-out': 'Not tried',
};

const outcomeText = ({step, result, note}: StepOutcome): string =>
  `${outcomeWords[result]}: ${safeLine(stepText(step))}\n  ${safeLine(note, 2000)}\n`;

const codeOf = (outcomes: readonly StepOutcome[]): number => {
  if (outcomes.some(({result}) => result === 'refused')) return exitCodes.broken;
  return outcomes.every(({result}) => result === 'done') ? exitCodes.ok : exitCodes.unknown;
};

const tellDocument = ({plan, more, options, surroundings, takeDocument}: Undertaking, outcomes: readonly StepOutcome[]) => {
  if (takeDocument !== undefined) takeDocument({plan, outcomes});
  else if (options.json) surroundings.print(`${JSON.stringify({formatVersion: 1, plan, outcomes, ...more}, undefined, 2)}\n`);
};

/** Whether the person agrees. Undefined: nobody can be asked. */
const hearAnswer = async ({options, surroundings, questions}: Undertaking): Promise<boolean | undefined> => {
  if (options.yes) return true;
  return canAsk(surroundings) ? questions.confirm('Do this?') : undefined;
};

/**
 * Shows a plan, asks, carries it out and tells what came of it; the result is the exit code. `--dry-run` stops after showing, `--yes` answers, and
 * without a terminal it says what it would have asked.
 */
export const carryOut = async (undertaking: Undertaking): Promise<number> => {
  const {plan, details, options, surroundings, setting, ledger, hands, marketplace} = undertaking;
  if (!options.json) surroundings.print(planText(plan, details));
  const isAgreed = options.dryRun ? undefined : await hearAnswer(undertaking);
  if (isAgreed !== true) {
    tellDocument(undertaking, []);
    if (options.dryRun) return exitCodes.ok;
    surroundings.tell(
      isAgreed === false
        ? 'Nothing was changed.\n'
        : 'Portcall would have asked: Do this? Nothing was changed.\nRun it again with --yes to do it.\n',
    );
    return exitCodes.wrongUse;
  }
  const outcomes = await executePlan(confirmPlan(plan), await hands(), {
    ledger,
    who: await findWho(setting.sources),
    now: () => new Date(surroundings.now()).toISOString(),
    ...(marketplace === undefined ? {} : {marketplace}),
    onOutcome: (outcome) => {
      if (!options.json) surroundings.print(outcomeText(outcome));
    },
  });
  tellDocument(undertaking, outcomes);
  return codeOf(outcomes);
};
