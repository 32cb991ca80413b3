import type {RunJob, RunStep} from './repository.ts';

const failures: readonly (string | null)[] = ['failure', 'timed_out', 'startup_failure', 'action_required', 'stale'];

/** Whether the job ended badly by itself; one that somebody cancelled did not. */
export const hasFailed = (run: RunJob): boolean => failures.includes(run.conclusion);

/** Whether the job ended without having done what it should, for whatever reason. */
export const hasFallenShort = (run: RunJob): boolean => hasFailed(run) || run.conclusion === 'cancelled';

export const isUnderWay = (run: RunJob): boolean => run.status !== 'completed';

/** The first step that failed, else the one that was cut short; undefined: no step did. */
export const failedStepOf = (run: RunJob): RunStep | undefined =>
  ['failure', 'timed_out', 'cancelled']
    .map((conclusion) => run.steps.find((step) => step.conclusion === conclusion))
    .find((step) => step !== undefined);
