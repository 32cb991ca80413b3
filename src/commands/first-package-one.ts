import {planSubmission, type Submission, type SubmissionChoice} from '../flow/submission-plan.ts';
import type {Plan} from '../model/plan.ts';
import {repositoryText} from '../model/project.ts';
import {isSubmissionStep} from '../model/submission-steps.ts';
import {carryOut} from './carry-out.ts';
import type {FoundPackage} from './first-package-found.ts';
import {choiceLines, packageLines} from './first-package-text.ts';
import type {PackageWork} from './first-package-work.ts';
import {lackingSignIn, marketplaceHands} from './marketplace-hands.ts';
import {type PlanLine, planText} from './plan-text.ts';
import {ledgerOf, type Stand} from './publish-work.ts';
import {exitCodes} from './surroundings.ts';
import {hearAnswers} from './template-answers.ts';
import {findTokenFor} from './token-session.ts';

type PlansChoice = Extract<SubmissionChoice, {readonly kind: 'plans'}>;

const sayLines = ({say}: PackageWork, lines: readonly PlanLine[]): void => {
  for (const {text} of lines) say(text);
};

/** What the package is made of, and how that differs from what stands there. */
export const showPackage = (work: PackageWork, found: FoundPackage): void => {
  work.say(`${found.marketplace.title}:`);
  sayLines(work, packageLines(found));
};

const codeOfChoice = ({kind}: SubmissionChoice): number => {
  if (kind === 'wait') return exitCodes.waiting;
  return kind === 'blocked' ? exitCodes.broken : exitCodes.ok;
};

const isAsked = ({place, questions}: Submission): boolean => place.kind === 'upstream' && questions.length > 0;

const whereOf = ({place}: Submission): string => (place.kind === 'upstream' ? repositoryText(place.place.upstream) : '');

/** Takes the marketplace's own token in hand where a plan hands something in there; what is missing is told. */
const refuseWithout = async (work: PackageWork, {begun, store}: Stand, {marketplace}: FoundPackage, plan: Plan): Promise<boolean> => {
  const {hand, surroundings, options} = work;
  const {project} = store.get();
  if (options.dryRun) return false;
  if (plan.steps.some(isSubmissionStep) && project !== undefined) {
    const token = await findTokenFor(marketplace, {setting: begun.setting, surroundings, project, isChosen: true});
    if (token !== undefined) hand.take(marketplace.id, token);
  }
  const lacking = lackingSignIn(plan.steps, marketplace, begun.setting, hand);
  if (lacking !== undefined) surroundings.tell(lacking);
  return lacking !== undefined;
};

const carryOutOne = async (work: PackageWork, stand: Stand, found: FoundPackage, plan: Plan): Promise<number> => {
  const {options, surroundings, questions, given, hand, outcomes} = work;
  if (await refuseWithout(work, stand, found, plan)) {
    if (!options.json) surroundings.print(planText(plan, {setAt: () => undefined, now: surroundings.now()}));
    return exitCodes.signIn;
  }
  const {pause} = given;
  const {sshGit} = surroundings;
  const ways = {...(pause === undefined ? {} : {pause}), ...(sshGit === undefined ? {} : {sshGit})};
  return carryOut({
    plan,
    details: {setAt: () => undefined, now: surroundings.now()},
    options,
    surroundings,
    setting: stand.begun.setting,
    questions,
    ledger: ledgerOf(work, stand),
    marketplace: found.marketplace.id,
    hands: () => marketplaceHands(stand.begun.setting, hand, ways),
    takeDocument: (one) => void outcomes.push(one),
  });
};

/** Looks at the marketplace again, and says what the grid says of it by now; the result is the exit code. */
const lookAgain = async ({say, surroundings}: PackageWork, {begun, store}: Stand, {marketplace}: FoundPackage): Promise<number> => {
  await begun.surveyor.look([marketplace.id], true);
  const row = begun.rowsOf(store.get(), surroundings.now()).find(({id}) => id === marketplace.id);
  if (row === undefined) return exitCodes.ok;
  const {note} = row.cells.published;
  say(`${row.title} by now: ${row.verdict.replaceAll('-', ' ')}${note === '' ? '' : ` (${note})`}.`);
  return row.verdict === 'waiting' ? exitCodes.waiting : exitCodes.ok;
};

const carryOutAll = async (work: PackageWork, stand: Stand, found: FoundPackage, {plans, leaves}: PlansChoice): Promise<number> => {
  for (const plan of plans) {
    const code = await carryOutOne(work, stand, found, plan);
    if (code !== exitCodes.ok) return code;
  }
  sayLines(work, choiceLines({kind: 'plans', plans, leaves}));
  if (work.options.dryRun) return exitCodes.ok;
  const code = await lookAgain(work, stand, found);
  return plans.some(({steps}) => steps.some((step) => step.kind === 'propose-change' && step.isBranchOnly)) ? exitCodes.waiting : code;
};

/** Plans what hands a package in, asks for each plan, carries it out and looks again; the result is the exit code. */
export const handIn = async (work: PackageWork, stand: Stand, found: FoundPackage): Promise<number> => {
  const {submission, choice} = found;
  if (choice.kind !== 'plans' || submission === undefined) {
    sayLines(work, choiceLines(choice));
    if (work.options.json && choice.kind !== 'plans') tellChoice(work, found, choice);
    return codeOfChoice(choice);
  }
  if (!isAsked(submission)) return carryOutAll(work, stand, found, choice);
  const answers = await hearAnswers(work, whereOf(submission), submission.questions);
  const answered = answers === undefined ? choice : planSubmission({...submission, answers});
  return answered.kind === 'plans' ? carryOutAll(work, stand, found, answered) : codeOfChoice(answered);
};

/** In JSON the document holds files alone, so that people read on standard error why there are none, or nothing is done. */
const tellChoice = ({surroundings}: PackageWork, found: FoundPackage, choice: SubmissionChoice): void => {
  const {marketplace} = found;
  const notes = choice.kind === 'blocked' ? packageLines({...found, files: []}) : [];
  const text = [...notes, ...choiceLines(choice)].map((line) => line.text.trim());
  surroundings.tell(`${marketplace.title}: ${text.join(' ')}\n`);
};
