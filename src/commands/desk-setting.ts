import {marketplaces} from '../../checks/index.ts';
import type {SurveyEvent} from '../flow/event.ts';
import type {LedgerWriter} from '../flow/execute-plan.ts';
import type {Tone} from '../flow/lines.ts';
import type {Store} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import {hasCredential} from '../model/credential-shapes.ts';
import type {Hands} from '../model/hands.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Plan, StepOutcome} from '../model/plan.ts';
import {Problem, toProblem} from '../model/problem.ts';
import type {Project} from '../model/project.ts';
import {safeLine} from '../model/safe-text.ts';
import type {TokenStore} from '../model/token-store.ts';
import type {DeskVoice} from './desk-work.ts';
import type {Hand} from './hand.ts';
import type {Options} from './options.ts';
import {hasLeft} from './questions.ts';
import type {Surroundings} from './surroundings.ts';
import type {How, Watch} from './watch.ts';
import {WrongUse} from './wrong-use.ts';

/** Everything that the work at a desk is done with. */
export type DeskSetting = {
  readonly options: Options;
  readonly surroundings: Surroundings;
  readonly survey: Store<Survey, SurveyEvent>;
  readonly watch: Pick<Watch, 'begun' | 'beginAnew' | 'idle' | 'look'>;
  readonly hand: Hand;
  /** Where tokens are kept for later runs. */
  readonly store: TokenStore;
  readonly voice: DeskVoice;
  /** Absent: the ledger on disk. */
  readonly ledger?: LedgerWriter;
  /** Milliseconds between two writes; absent: as GitHub asks for. */
  readonly pause?: number;
  /** How it is waited between two looks at a run; absent: by the clock. */
  readonly rest?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
};

/** What waits for a yes, and the row it is for. */
export type Pending = {
  readonly id: MarketplaceId;
  readonly plan: Plan;
  /** Absent: the hands of whoever is signed in to GitHub. */
  readonly hands?: () => Promise<Hands>;
  /** How the row is looked at afterwards; absent: its tasks too. */
  readonly look?: How;
  /**
   * Takes what came of it. True: it goes on elsewhere, so the plan is left and the row is not looked at; a function: so too, and it shows what comes
   * next. Absent: nothing comes after it.
   */
  readonly whenDone?: (outcomes: readonly StepOutcome[]) => boolean | (() => Promise<void>);
};

/** What failed, why, and what to do next; never anything in the shape of a token, whatever was thrown. */
export const failureText = (failure: unknown): string => {
  if (hasLeft(failure)) return 'You left the question, so nothing was done.';
  const {message, next} = failure instanceof WrongUse ? failure : toProblem(failure);
  const text = `${message} ${next}`;
  return hasCredential(text) ? 'Portcall made a mistake that it can’t show here. Run it again, and report it if it happens again.' : text;
};

export const say = ({voice}: Pick<DeskSetting, 'voice'>, text: string, tone: Tone = 'plain'): void =>
  voice.say({text: safeLine(text, 600), tone});

export const marketplaceOf = (id: MarketplaceId): Marketplace => {
  const found = marketplaces.find((one) => one.id === id);
  if (found === undefined) throw new Problem('bug', `There is no marketplace ${id}.`, 'Report it.');
  return found;
};

/** The project, once the look that finds it has ended. */
export const projectOf = async ({survey, watch}: Pick<DeskSetting, 'survey' | 'watch'>): Promise<Project> => {
  if (survey.get().project === undefined) await watch.idle();
  const {project, problem} = survey.get();
  if (project !== undefined) return project;
  throw problem === undefined
    ? new Problem('unreachable', 'The repository is not known yet.', 'Wait until it was looked at, and try again.')
    : new Problem(problem.kind, problem.what, problem.next);
};
