import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {ChangedFile, Plan, StepOutcome} from '../model/plan.ts';
import {safeJson, safeLine} from '../model/safe-text.ts';
import {carryOut} from './carry-out.ts';
import type {Options} from './options.ts';
import {createWork, handsFor, ledgerOf, type PublishTools, type PublishWork} from './publish-work.ts';
import {hasLeft} from './questions.ts';
import {exitCodes, type Surroundings} from './surroundings.ts';
import {type Chosen, chooseChanges} from './workflow-changes.ts';
import {findWorkflowGround, type WorkflowGround} from './workflow-ground.ts';
import {changedFiles, workflowPlanOf} from './workflow-plan.ts';
import {agreementOf, sayAgreement} from './workflow-secrets.ts';
import {WrongUse} from './wrong-use.ts';

const sayRest = (work: PublishWork, ground: WorkflowGround, chosen: Chosen): void => {
  const {say} = work;
  for (const {marketplace, because} of ground.leftOut) say(safeLine(`${marketplace.title} gets no job: ${because}`, 2000));
  for (const {action, why} of ground.unpinned) say(safeLine(`${action} is not pinned: ${why}`, 2000));
  sayAgreement(work, agreementOf(ground, chosen.texts), ground);
};

const print = ({options, surroundings}: PublishWork, ground: WorkflowGround, chosen: Chosen, outcomes?: readonly StepOutcome[]): void => {
  if (!options.json) return;
  const leftOut = ground.leftOut.map(({marketplace: {id}, because}) => ({marketplace: id, because}));
  const document = {
    formatVersion: 1,
    changes: chosen.changes,
    secrets: agreementOf(ground, chosen.texts),
    unpinned: ground.unpinned,
    leftOut,
    ...(outcomes === undefined || outcomes.length === 0 ? {} : {outcomes}),
  };
  surroundings.print(`${safeJson(document)}\n`);
};

/** Writes the one file that changes to where it was asked for. */
const writeOut = async (
  {options, surroundings, say}: PublishWork,
  output: string,
  [file, ...others]: readonly ChangedFile[],
): Promise<number> => {
  if (file === undefined || others.length > 0)
    throw new WrongUse(
      `--output takes one file, and ${others.length + 1} would change.`,
      'Leave it out, or name marketplaces with --only.',
    );
  if (options.dryRun) return exitCodes.ok;
  const target = path.resolve(surroundings.cwd, output);
  try {
    await writeFile(target, file.after);
  } catch (failure) {
    throw new WrongUse(`${target} can't be written: ${(failure as NodeJS.ErrnoException).code}.`, 'Name another file after --output.');
  }
  say(`${file.path} as it would be is written to ${safeLine(output, 500)}.`);
  return exitCodes.ok;
};

const propose = async (
  work: PublishWork,
  ground: WorkflowGround,
  plan: Plan,
): Promise<{code: number; outcomes: readonly StepOutcome[]}> => {
  const {options, surroundings, questions} = work;
  let outcomes: readonly StepOutcome[] = [];
  const code = await carryOut({
    plan,
    details: {setAt: () => undefined, now: surroundings.now()},
    options,
    surroundings,
    setting: ground.stand.begun.setting,
    questions,
    ledger: ledgerOf(work, ground.stand),
    hands: () => handsFor(work, ground.stand),
    takeDocument: (document) => {
      outcomes = document.outcomes;
    },
  });
  return {code, outcomes};
};

const run = async (work: PublishWork): Promise<number> => {
  const {options, say} = work;
  const ground = await findWorkflowGround(work);
  const chosen = await chooseChanges(work, ground);
  const files = changedFiles(chosen, ground);
  sayRest(work, ground, chosen);
  const plan = workflowPlanOf(chosen, ground, work.options);
  if (plan === undefined) {
    const [first] = chosen.changes;
    say(first === undefined ? 'The workflows need no change.' : 'Nothing was changed.');
    print(work, ground, chosen);
    return exitCodes.ok;
  }
  if (options.output !== undefined) {
    const code = await writeOut(work, options.output, files);
    print(work, ground, chosen);
    return code;
  }
  say('');
  const {code, outcomes} = await propose(work, ground, plan);
  print(work, ground, chosen, outcomes);
  return code;
};

/** Writes, completes and mends the workflow that publishes: each change is shown as a diff, and what is agreed to becomes one pull request. */
export const runWorkflow = async (options: Options, surroundings: Surroundings, given: Partial<PublishTools> = {}): Promise<number> => {
  const work = createWork(options, surroundings, given, surroundings.end ?? new AbortController().signal);
  try {
    return await run(work);
  } catch (failure) {
    if (hasLeft(failure)) return exitCodes.interrupted;
    throw failure;
  }
};
