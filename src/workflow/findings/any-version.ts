import type {WorkflowStep} from '../../model/workflow.ts';
import {asksForAny} from '../any-version.ts';
import {aboutStep, type Judge} from '../bound-job.ts';

const warning = {kind: 'asks-any-version', severity: 'warning'} as const;

/** The ids of the steps whose outputs a condition asks. */
const askedIn = ({if: condition = ''}: WorkflowStep): readonly (string | undefined)[] =>
  [...condition.matchAll(/\bsteps\s*\.\s*([\w-]+)\s*\.\s*outputs\b/g)].map(([, id]) => id);

/** A step that asks whether any version is there, and by which the publishing of every later one is left out. */
export const judgeAnyVersion: Judge = ({running: {job}, steps}) =>
  job.steps.flatMap((step, index) => {
    if (step.id === undefined || !asksForAny(step)) return [];
    const later = job.steps.slice(index + 1);
    const publishing = later.filter((one) => steps.includes(one));
    // Where only the job's name tells that it publishes, any of its steps may be the one that does.
    const decided = (steps.length > 0 ? publishing : later).some((one) => askedIn(one).includes(step.id));
    return decided
      ? [aboutStep(step, {...warning, text: 'The step asks whether any version is there, so that every later one is left out.'})]
      : [];
  });
