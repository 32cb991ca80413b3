import {besidesText} from '../flow/besides.ts';
import {printedDecision} from '../flow/printed-decision.ts';
import {type PublishChoice, planPublish} from '../flow/publish-plan.ts';
import type {PrintedDecision} from '../model/decision.ts';
import type {Started} from '../model/follow.ts';
import type {Hands} from '../model/hands.ts';
import type {Marketplace} from '../model/marketplace.ts';
import {toProblem} from '../model/problem.ts';
import {repositoryText} from '../model/project.ts';
import {safeLine} from '../model/safe-text.ts';
import {createLookup} from '../tools/lookup.ts';
import {forgetStarted, isSameStart, keepStarted, readStarted} from '../tools/started.ts';
import {carryOut} from './carry-out.ts';
import {type Ended, followToEnd} from './publish-end.ts';
import {findPublishFacts} from './publish-ground.ts';
import {beginStand, handsFor, ledgerOf, lookAfresh, type PublishWork, type Stand} from './publish-work.ts';
import {refuseInvisible} from './status.ts';
import {canAsk, exitCodes} from './surroundings.ts';

/** What one marketplace came to. */
export type Published = {readonly code: number; readonly decision: PrintedDecision; readonly ended?: Ended};

export type PlanChoice = Extract<PublishChoice, {readonly kind: 'plan'}>;

/** What was started here for the same version and has not ended; undefined: nothing. */
const findOwn = async ({begun, store}: Stand, {id}: Marketplace): Promise<Started | undefined> => {
  const {project} = store.get();
  if (project === undefined) return undefined;
  const about = {marketplace: id, repository: repositoryText(project.repository), tag: project.tag};
  const {started} = await readStarted(begun.setting.stateFolder);
  return started.find((one) => isSameStart(one, about));
};

/** Decides from what was just looked up. */
export const decideAt = async (
  {options, surroundings}: PublishWork,
  stand: Stand,
  marketplace: Marketplace,
): Promise<{readonly choice: PublishChoice; readonly own?: Started}> => {
  const {sources, everyMarketplace} = stand.begun.setting;
  const lookup = createLookup({...sources, believesAbsenceFor: 0}, new Map());
  const own = await findOwn(stand, marketplace);
  const survey = stand.store.get();
  const now = surroundings.now();
  const diagnosis = stand.begun.rowsOf(survey, now).find(({id}) => id === marketplace.id)?.diagnosis ?? [];
  const ground = {survey, marketplace, everyMarketplace, lookup, now, diagnosis, ...(own === undefined ? {} : {started: own})};
  return {choice: planPublish(await findPublishFacts(ground), options.also), ...(own === undefined ? {} : {own})};
};

/** The exit code of a decision on which nothing is done. */
const codeOfChoice = (choice: PublishChoice): number => {
  if (choice.kind === 'wait') return exitCodes.waiting;
  if (choice.kind !== 'blocked') return exitCodes.ok;
  return choice.isUnknown === true ? exitCodes.unknown : exitCodes.broken;
};

const sayChoice = ({say}: PublishWork, {title}: Marketplace, choice: PublishChoice): void => {
  say(safeLine(`${title}: ${choice.because}`, 4000));
  if (choice.kind === 'blocked') say(`  ${safeLine(choice.next, 2000)}`);
  if (choice.kind === 'wait' && choice.url !== undefined) say(`  ${safeLine(choice.url, 2000)}`);
  if (choice.kind !== 'plan' || choice.alsoRuns.length === 0) return;
  const names = choice.alsoRuns.map(({name, isCertain}) => `${name}${isCertain ? '' : ' (perhaps)'}`);
  say(`  ${safeLine(`Jobs that run besides: ${names.join(', ')}.`, 2000)}`);
};

/** Whether what publishes elsewhere may run besides: as was said, or as the person answers. */
const isAllowed = async (work: PublishWork, {besides}: PlanChoice): Promise<boolean> => {
  const {options, surroundings, questions} = work;
  if (besides.length === 0 || options.also) return true;
  const text = besidesText(besides);
  if (canAsk(surroundings) && !options.yes && !options.json) return questions.confirm(`This also runs ${text}. Run that too?`);
  surroundings.tell(`${safeLine(`It also runs ${text}, so nothing was started.`, 2000)}\nAllow that with --also.\n`);
  return false;
};

/** Hands that write down what is started before it is asked for, and its run when it is known. */
export const rememberingHands = async (
  work: PublishWork,
  stand: Stand,
  choice: PlanChoice,
  keep: (started: Started) => void,
): Promise<Hands> => {
  const {stateFolder} = stand.begun.setting;
  let started: Started | undefined;
  const save = async (next: Started) => {
    started = next;
    keep(next);
    await keepStarted(stateFolder, next);
  };
  const beforeStart = () => save({...choice.started, askedAt: new Date(work.surroundings.now()).toISOString()});
  const hands = await handsFor(work, stand, beforeStart);
  const remembering =
    <T>(hand: (step: T) => ReturnType<Hands['run-workflow']>) =>
    async (step: T) => {
      try {
        const done = await hand(step);
        if (done.run !== undefined && started !== undefined) await save({...started, run: done.run});
        return done;
      } catch (thrown) {
        // Refused is not started; what was lost on the way may be, and is looked for.
        const isRefused = ['refused', 'forbidden', 'unauthorized', 'rate-limited'].includes(toProblem(thrown).kind);
        if (isRefused && started !== undefined) await forgetStarted(stateFolder, started);
        throw thrown;
      }
    };
  return {...hands, 'run-workflow': remembering(hands['run-workflow']), 'rerun-job': remembering(hands['rerun-job'])};
};

const carryOutAndFollow = async (
  work: PublishWork,
  stand: Stand,
  marketplace: Marketplace,
  choice: PlanChoice,
): Promise<Omit<Published, 'decision'>> => {
  const {options, surroundings, questions} = work;
  let started: Started | undefined;
  const code = await carryOut({
    plan: choice.plan,
    details: {setAt: () => undefined, now: surroundings.now()},
    options,
    surroundings,
    takeDocument: () => undefined,
    setting: stand.begun.setting,
    questions,
    ledger: ledgerOf(work, stand),
    marketplace: marketplace.id,
    hands: () =>
      rememberingHands(work, stand, choice, (one) => {
        started = one;
      }),
  });
  const isGoingOn = started !== undefined && (code === exitCodes.ok || code === exitCodes.unknown);
  if (!isGoingOn || started === undefined) return {code};
  const ended = await followToEnd(work, stand, marketplace, started);
  return {code: ended.code, ended};
};

/** Looks afresh at one marketplace, decides, shows the plan, starts it when it is agreed to, and follows it to its end. */
export const publishOne = async (work: PublishWork, marketplace: Marketplace): Promise<Published> => {
  const stand = await beginStand(work, [marketplace.id]);
  await lookAfresh(stand, [marketplace.id]);
  refuseInvisible(stand.store.get(), stand.begun.isSignedIn);
  const {choice, own} = await decideAt(work, stand, marketplace);
  const decision = printedDecision(marketplace.id, choice);
  sayChoice(work, marketplace, choice);
  if (own !== undefined) {
    const ended = await followToEnd(work, stand, marketplace, own);
    return {code: ended.code, decision, ended};
  }
  if (choice.kind !== 'plan') return {code: codeOfChoice(choice), decision};
  if (!(await isAllowed(work, choice))) return {code: exitCodes.broken, decision};
  return {...(await carryOutAndFollow(work, stand, marketplace, choice)), decision};
};

/** Shows what would be done at one marketplace, and does nothing. */
export const showOne = async (work: PublishWork, stand: Stand, marketplace: Marketplace): Promise<Published> => {
  const {choice} = await decideAt(work, stand, marketplace);
  sayChoice(work, marketplace, choice);
  if (choice.kind === 'plan' && !work.options.json) {
    const {planText} = await import('./plan-text.ts');
    work.surroundings.print(planText(choice.plan, {setAt: () => undefined, now: work.surroundings.now()}));
  }
  return {code: codeOfChoice(choice), decision: printedDecision(marketplace.id, choice)};
};
