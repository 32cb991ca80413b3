import type {Hands} from '../model/hands.ts';
import type {LedgerEntry} from '../model/ledger-entry.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {type ConfirmedPlan, type Step, type StepOutcome, stepText} from '../model/plan.ts';
import {type Problem, toProblem} from '../model/problem.ts';
import {repositoryText} from '../model/project.ts';
import {safeLine} from '../model/safe-text.ts';

/** Where what was done is written down. */
export type LedgerWriter = {record(entry: LedgerEntry): Promise<void>};

export type Execution = {
  readonly ledger: LedgerWriter;
  /** The GitHub login, else the name of the account on this machine. */
  readonly who: string;
  /** ISO time. */
  readonly now: () => string;
  /** Absent: the plan concerns no single marketplace. */
  readonly marketplace?: MarketplaceId;
  /** Hears each outcome as it comes; absent: only the result tells. */
  readonly onOutcome?: (outcome: StepOutcome) => void;
};

const answers: ReadonlySet<Problem['kind']> = new Set(['refused', 'forbidden', 'unauthorized']);

const attempt = async (step: Step, hands: Hands): Promise<StepOutcome> => {
  try {
    const {note} = await hands[step.kind](step as never);
    return {step, result: 'done', note: safeLine(note)};
  } catch (thrown) {
    const problem = toProblem(thrown);
    return {step, result: answers.has(problem.kind) ? 'refused' : 'failed', note: safeLine(`${problem.message} ${problem.next}`)};
  }
};

/** What was done stays done though the ledger can't be written; the outcome says so. Undefined: it is written. */
const writeDown = async ({step, result, note}: StepOutcome, plan: ConfirmedPlan, execution: Execution): Promise<string | undefined> => {
  const {ledger, who, now, marketplace} = execution;
  const concerned = marketplace === undefined ? {} : {marketplace};
  try {
    const repository = repositoryText(plan.repository);
    await ledger.record({at: now(), who, what: stepText(step), ...concerned, repository, result: `${result}: ${note}`});
    return undefined;
  } catch (thrown) {
    return `The ledger could not be written: ${toProblem(thrown).message}`;
  }
};

/**
 * Carries out what was agreed to, one step after the other; the only writer. Each outcome is told and written to the ledger; after a failure, or
 * when the ledger can't be written, the rest is left out.
 */
export const executePlan = async (plan: ConfirmedPlan, hands: Hands, execution: Execution): Promise<readonly StepOutcome[]> => {
  const outcomes: StepOutcome[] = [];
  let stopped: string | undefined;
  for (const step of plan.steps) {
    if (stopped !== undefined) {
      outcomes.push({step, result: 'left-out', note: stopped});
    } else {
      const outcome = await attempt(step, hands);
      const unwritten = await writeDown(outcome, plan, execution);
      outcomes.push(unwritten === undefined ? outcome : {...outcome, note: `${outcome.note} ${unwritten}`});
      if (outcome.result !== 'done') stopped = 'Not tried, because an earlier step did not succeed.';
      else if (unwritten !== undefined) stopped = 'Not tried, because what is done could not be written down.';
    }
    const [last] = outcomes.slice(-1);
    if (last !== undefined) execution.onOutcome?.(last);
  }
  return outcomes;
};
