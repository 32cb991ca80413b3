import type {Step} from '../model/plan.ts';
import type {RollbackWay} from '../model/rollback.ts';
import {isAnswered, templateBody} from './submission-body.ts';

type PlannedWay = Extract<RollbackWay, {readonly by: 'plan'}>;

const answeredStep = (step: Step, questions: NonNullable<PlannedWay['questions']>, answers: readonly string[] | undefined): Step => {
  if (step.kind !== 'propose-change') return step;
  const {isBranchOnly: _, ...proposal} = step;
  const body = templateBody(questions, answers ?? []);
  return answers === undefined ? {...proposal, body, isBranchOnly: true} : {...proposal, body};
};

/** The steps of a way: with a person's answers its pull request is opened, and without them, or without a reason, the branch alone is made. Pure. */
export const stepsOfWay = ({steps, questions}: PlannedWay, answers?: readonly string[]): PlannedWay['steps'] => {
  if (questions === undefined) return steps;
  const told = answers !== undefined && questions.every((question, at) => isAnswered(question, answers[at] ?? '')) ? answers : undefined;
  const [first, ...others] = steps;
  return [answeredStep(first, questions, told), ...others.map((step) => answeredStep(step, questions, told))];
};
