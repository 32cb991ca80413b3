import {type Desk, type DeskEvent, emptyDesk, reduceDesk} from '../flow/desk.ts';
import type {SurveyEvent} from '../flow/event.ts';
import {glyphsFor, legible} from '../flow/glyphs.ts';
import {emptySurvey, reduce} from '../flow/reduce.ts';
import {createStore, type Store} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {Problem} from '../model/problem.ts';
import type {Row} from '../model/row.ts';
import type {LeavableDesk} from './desk.ts';
import {createHand, type Hand} from './hand.ts';
import {openDesk} from './open-desk.ts';
import type {Options} from './options.ts';
import {hasLeft, type Questions} from './questions.ts';
import {refuseInvisible} from './status.ts';
import type {Surroundings} from './surroundings.ts';
import {vaultStore} from './vault-store.ts';
import {Watch} from './watch.ts';

/** The desk of a command that prints lines and asks one thing after another. */
export type PlainDesk = {
  readonly desk: LeavableDesk;
  readonly desks: Store<Desk, DeskEvent>;
  readonly survey: Store<Survey, SurveyEvent>;
  readonly questions: Questions;
  readonly options: Options;
  readonly now: () => number;
  /** Every row as it is known now. */
  rows(): readonly Row[];
  /** Prints lines as the terminal can show them. */
  print(...lines: readonly string[]): void;
  /** Does something at the desk; a question that was left in it counts as left here. */
  work(what: Promise<void>): Promise<void>;
  /** Ends it, after whatever is being written. */
  leave(): Promise<void>;
};

/** The desk catches what fails in it, a question that was left too: this remembers it. */
const heeding = (questions: Questions): Questions & {readonly check: () => void} => {
  let left: unknown;
  const heed = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (failure) {
      if (hasLeft(failure)) left = failure;
      throw failure;
    }
  };
  return {
    choose: (question, answers) => heed(questions.choose(question, answers)),
    confirm: (question) => heed(questions.confirm(question)),
    secret: (question) => heed(questions.secret(question)),
    check: () => {
      if (left !== undefined) throw left;
    },
  };
};

/** Looks at these marketplaces once; what keeps it from any answer is thrown. */
const lookOnce = async (watch: Watch, survey: Store<Survey, SurveyEvent>, only: readonly MarketplaceId[] | undefined) => {
  const {isSignedIn} = await watch.begun();
  await watch.look(only, 'again');
  const {problem} = survey.get();
  if (problem !== undefined) throw new Problem(problem.kind, problem.what, problem.next);
  refuseInvisible(survey.get(), isSignedIn);
};

/** What was looked at, and what looks. */
type Looked = {readonly survey: Store<Survey, SurveyEvent>; readonly hand: Hand; readonly watch: Watch};

const lookAt = async (options: Options, surroundings: Surroundings, only: readonly MarketplaceId[] | undefined): Promise<Looked> => {
  const survey = createStore<Survey, SurveyEvent>(reduce, emptySurvey, {gatherFor: 0});
  const hand = createHand();
  const watch = new Watch(options, surroundings, survey, hand);
  await lookOnce(watch, survey, only);
  return {survey, hand, watch};
};

/** Where tokens are kept; a desk without one of its own takes the demo's. */
const withStore = (surroundings: Surroundings, questions: Questions): Surroundings =>
  surroundings.store !== undefined || surroundings.isDemo ? surroundings : {...surroundings, store: vaultStore(surroundings, questions)};

/** Opens the desk once everything, or these marketplaces, was looked at. */
export const openPlainDesk = async (
  given: Options,
  surroundings: Surroundings,
  asked: Questions,
  only?: readonly MarketplaceId[],
): Promise<PlainDesk> => {
  const options = {...given, watch: false};
  const questions = heeding(asked);
  const glyphs = glyphsFor(surroundings.terminal);
  const print = (...lines: readonly string[]) => surroundings.print(lines.map((line) => `${legible(line, glyphs)}\n`).join(''));
  const {survey, hand, watch} = await lookAt(options, surroundings, only);
  const desks = createStore<Desk, DeskEvent>(reduceDesk, emptyDesk, {gatherFor: 0});
  const dispatch = (event: DeskEvent) => {
    desks.dispatch(event);
    if (event.kind === 'step-ended') print(event.text);
  };
  const voice = {dispatch, say: ({text}: {readonly text: string}) => print(text)};
  const desk = openDesk({options, surroundings: withStore(surroundings, questions), survey, watch, hand, voice, lend: (use) => use()});
  const work = async (what: Promise<void>) => {
    await what;
    questions.check();
  };
  const leave = async () => {
    desk.end();
    await desk.settled();
    watch.stop();
  };
  const rows = () => watch.loaded?.rowsOf(survey.get(), surroundings.now()) ?? [];
  return {desk, desks, survey, questions, options, now: surroundings.now, print, rows, work, leave};
};
