import type {Cause} from '../../model/diagnosis.ts';
import {failedStepOf, hasFailed, sentences, stepText} from '../situation.ts';

/** What is said when nothing else fits: what the log says last, and that the reason is not known. */
export const unknownFailure: Cause = {
  id: 'unknown-failure',
  title: 'The step fails for a reason that is not known.',
  judge: (situation) => {
    const {run, log} = situation;
    if (run === undefined || !hasFailed(run)) return undefined;
    const failed = failedStepOf(run);
    const lines = log?.lines.slice(-5) ?? [];
    return {
      confidence: 'possible',
      evidence: sentences(
        failed
          ? `The job “${run.name}” fails at ${stepText(failed)}.`
          : `The job “${run.name}” fails without a failed step: the runner was lost.`,
        lines.length === 0 && 'The log was not read: it is gone, or reading it needs a token for GitHub.',
        ...lines.map((line) => `Log: ${line}`),
      ),
      fix: `Open the log of the job at ${run.url} and look at what the step prints last.`,
      ...(failed ? {} : {title: 'The job fails without a failed step.'}),
    };
  },
};
