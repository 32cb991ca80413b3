import type {LedgerWriter} from '../flow/execute-plan.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {StepOutcome} from '../model/plan.ts';
import {repositoryText} from '../model/project.ts';
import type {RollbackWay} from '../model/rollback.ts';
import {safeJson, safeLine} from '../model/safe-text.ts';
import {openInBrowser} from '../tools/browser.ts';
import {carryOut} from './carry-out.ts';
import {lackingSignIn, marketplaceHands} from './marketplace-hands.ts';
import type {Options} from './options.ts';
import type {Questions} from './questions.ts';
import {type Found, planOfWay, type RollbackSetting} from './rollback-found.ts';
import {type Afterwards, afterwardsText, foundText, recordsOf} from './rollback-text.ts';
import {canAsk, exitCodes, type Surroundings} from './surroundings.ts';
import {hearAnswers} from './template-answers.ts';
import {WrongUse} from './wrong-use.ts';

/** What a test may hand in. */
export type RollbackTools = {
  readonly questions: Questions;
  readonly ledger: LedgerWriter;
  /** Hears a text that is typed in full view. */
  readonly askText: (question: string) => Promise<string>;
  /** Milliseconds between two writes; absent: as GitHub asks for. */
  readonly pause?: number;
};

/** Everything that taking back works with. */
export type RollbackWork = RollbackTools & {
  readonly options: Options;
  readonly surroundings: Surroundings;
  readonly looking: RollbackSetting;
  readonly findFresh: (marketplace: Marketplace) => Promise<Found | undefined>;
  /** What a marketplace serves by now, freshly looked at. */
  readonly lookAgain: (id: MarketplaceId) => Promise<Omit<Afterwards, 'outcomes' | 'marketplace'>>;
};

/** The way that is named, else every one that can be undone, of the plans the gentlest. */
const chosenOf = ({ways, marketplace}: Found, {way}: Pick<Options, 'way'>): readonly RollbackWay[] => {
  if (way === undefined) {
    const gentle = ways.filter(({isFinal}) => isFinal !== true);
    const plan = gentle.find(({by}) => by === 'plan');
    return gentle.filter((one) => one === plan || one.by !== 'plan');
  }
  const named = ways[way - 1];
  if (named === undefined)
    throw new WrongUse(`${marketplace.title} has no way ${way}; there are ${ways.length}.`, 'Leave --way out to see them.');
  return [named];
};

const withTypedName = (name: string, {questions, askText: hear}: RollbackTools): Questions => ({
  ...questions,
  confirm: async () => (await hear(`It can't be undone. Type ${name} to do it:`)).trim() === name,
});

const gitOf = ({sshGit}: Surroundings) => (sshGit === undefined ? {} : {sshGit});

/** What a person answers where a way asks; undefined: it asks nothing, or nobody answers. */
const findAnswers = async (work: RollbackWork, way: RollbackWay): Promise<readonly string[] | undefined> => {
  const {options, surroundings} = work;
  if (way.by !== 'plan' || way.questions === undefined) return undefined;
  const proposal = way.steps.find(({kind}) => kind === 'propose-change');
  const where = proposal?.kind === 'propose-change' ? repositoryText(proposal.repository) : '';
  const say = (text: string) => {
    if (!options.json) surroundings.print(`${text}\n`);
  };
  return hearAnswers({...work, say}, where, way.questions);
};

/** What others decide about what was proposed; undefined: nothing was. */
const waitsForOthers = (outcomes: readonly StepOutcome[]): string | undefined => {
  const proposed = outcomes.find(({step, result}) => step.kind === 'propose-change' && result === 'done');
  if (proposed?.step.kind !== 'propose-change') return undefined;
  const where = `pull request at ${repositoryText(proposed.step.repository)}`;
  return proposed.step.isBranchOnly === true ? `you to open the ${where}` : `those who decide about the ${where}`;
};

/** Carries one plan out; no outcomes: it was not agreed to, or can't be begun. */
const carryOutWay = async (
  work: RollbackWork,
  found: Found,
  way: RollbackWay,
): Promise<{readonly code: number; readonly outcomes: readonly StepOutcome[]}> => {
  const {options, surroundings, looking, pause} = work;
  const unanswered = planOfWay(way, found, looking.project);
  if (unanswered === undefined) return {code: exitCodes.ok, outcomes: []};
  const lacking = options.dryRun ? undefined : lackingSignIn(unanswered.steps, found.marketplace, looking.setting, looking.hand);
  if (lacking !== undefined) {
    surroundings.tell(lacking);
    return {code: exitCodes.signIn, outcomes: []};
  }
  if (way.isFinal === true && !options.dryRun && !canAsk(surroundings)) {
    surroundings.tell(`It can't be undone, so a person at a terminal types ${safeLine(found.name)} first. Nothing was changed.\n`);
    return {code: exitCodes.wrongUse, outcomes: []};
  }
  const plan = planOfWay(way, found, looking.project, await findAnswers(work, way)) ?? unanswered;
  const said: StepOutcome[] = [];
  const code = await carryOut({
    ...work,
    ...(way.isFinal === true ? {options: {...options, yes: false}, questions: withTypedName(found.name, work)} : {}),
    setting: looking.setting,
    plan,
    details: {now: surroundings.now(), setAt: () => undefined},
    marketplace: found.marketplace.id,
    hands: () => marketplaceHands(looking.setting, looking.hand, {...(pause === undefined ? {} : {pause}), ...gitOf(surroundings)}),
    takeDocument: ({outcomes}) => said.push(...outcomes),
  });
  return {code, outcomes: said};
};

/** Offers to open the page of a person's task. True: it was opened. */
const offerPage = async (
  {options, surroundings, questions}: RollbackWork,
  {url}: Extract<RollbackWay, {by: 'person'}>,
): Promise<boolean> => {
  if (options.dryRun || options.yes || options.json || !canAsk(surroundings)) return false;
  if (!(await questions.confirm('Open its page now?'))) return false;
  const {browse, env, print} = surroundings;
  if (browse === undefined) await openInBrowser(url, {platform: process.platform, env});
  else print(`${safeLine((await browse(url))?.said ?? 'Nothing is known of that page.')}\n`);
  return true;
};

const takeBackAt = async (work: RollbackWork, found: Found): Promise<{readonly codes: readonly number[]; readonly after?: Afterwards}> => {
  const {options, surroundings, lookAgain, findFresh} = work;
  const {id, title} = found.marketplace;
  const chosen = chosenOf(found, options);
  if (!options.json) surroundings.print(foundText(found, chosen));
  const codes: number[] = found.problem === undefined ? [] : [exitCodes.unknown];
  const outcomes: StepOutcome[] = [];
  let isOpened = false;
  for (const way of chosen) {
    if (way.by === 'others') codes.push(exitCodes.waiting);
    if (way.by === 'person') {
      isOpened = (await offerPage(work, way)) || isOpened;
      continue;
    }
    const done = await carryOutWay(work, found, way);
    codes.push(done.code);
    outcomes.push(...done.outcomes);
  }
  const hasTask = !options.dryRun && chosen.some(({by}) => by === 'person');
  if (!isOpened && outcomes.length === 0) return {codes: hasTask ? [...codes, exitCodes.waiting] : codes};
  const waitsFor = waitsForOthers(outcomes);
  const after = {marketplace: id, ...(await lookAgain(id)), ...(waitsFor === undefined ? {} : {waitsFor}), outcomes};
  const left = hasTask ? await findFresh(found.marketplace) : undefined;
  const isLeft = left !== undefined && chosenOf(left, {}).some(({by}) => by === 'person');
  if (isLeft || waitsFor !== undefined) codes.push(exitCodes.waiting);
  if (!options.json) surroundings.print(afterwardsText(title, after));
  return {codes, after};
};

const worst = [exitCodes.broken, exitCodes.unknown, exitCodes.signIn, exitCodes.wrongUse, exitCodes.waiting];

/** Takes back what was found, one marketplace after the other; the result is the exit code. */
export const takeBack = async (work: RollbackWork, everything: readonly Found[]): Promise<number> => {
  const {options, surroundings} = work;
  if (options.way !== undefined && everything.length !== 1)
    throw new WrongUse('--way goes with one marketplace.', 'Name it, such as “portcall rollback npm --way 1”.');
  const done = [];
  for (const found of everything) done.push(await takeBackAt(work, found));
  if (options.json) {
    const after = done.flatMap((one) => one.after ?? []);
    surroundings.print(
      `${safeJson({formatVersion: 1, rollbacks: everything.flatMap(recordsOf), ...(after.length === 0 ? {} : {after})})}\n`,
    );
  }
  const codes = done.flatMap((one) => one.codes);
  return worst.find((code) => codes.includes(code)) ?? exitCodes.ok;
};
