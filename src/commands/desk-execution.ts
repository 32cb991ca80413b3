import {executePlan, type LedgerWriter} from '../flow/execute-plan.ts';
import type {Hands} from '../model/hands.ts';
import {confirmPlan, type StepOutcome} from '../model/plan.ts';
import {Problem} from '../model/problem.ts';
import {appendToLedger} from '../tools/ledger.ts';
import type {DeskSetting, Pending} from './desk-setting.ts';
import {handsOf} from './secret-work.ts';
import {findWho} from './who.ts';

type Hearing = {readonly onOutcome: (outcome: StepOutcome) => void; readonly isOver: () => boolean};

/** Hands that begin nothing any more once the person has left; what has begun is not broken off. */
const untilLeft = (hands: Hands, isOver: () => boolean): Hands =>
  Object.fromEntries(
    Object.entries(hands).map(([kind, hand]) => [
      kind,
      async (step: never) => {
        if (isOver()) throw new Problem('refused', 'Portcall was left before this step began.', 'Plan it again to do it.');
        return hand(step);
      },
    ]),
  ) as unknown as Hands;

/** The ledger that was handed in, else the one on disk. */
export const ledgerOf = ({ledger}: DeskSetting, stateFolder: string): LedgerWriter =>
  ledger ?? {record: (entry) => appendToLedger(stateFolder, entry)};

/** Carries out a plan that the person has just agreed to. */
export const carryOutAtDesk = async (
  desk: DeskSetting,
  {id, plan, hands: own}: Pending,
  {onOutcome, isOver}: Hearing,
): Promise<readonly StepOutcome[]> => {
  const {watch, hand, pause, surroundings} = desk;
  const {setting} = await watch.begun();
  const hands = own === undefined ? await handsOf({setting, values: hand.values, ...(pause === undefined ? {} : {pause})}) : await own();
  return executePlan(confirmPlan(plan), untilLeft(hands, isOver), {
    ledger: ledgerOf(desk, setting.stateFolder),
    who: await findWho(setting.sources),
    now: () => new Date(surroundings.now()).toISOString(),
    marketplace: id,
    onOutcome,
  });
};
