import {type Contexts, evaluateCondition, outlivesSkipping} from './evaluate.ts';
import type {RunningJob} from './running-job.ts';

/** Whether a job runs; `maybe`: that depends on what only the run knows. */
export type Truth = 'yes' | 'no' | 'maybe';

const conditionTruth = ({conditions}: RunningJob, contexts: Contexts): Truth => {
  const {inputs: _, ...withoutInputs} = contexts.values;
  const truths = conditions.map(({text, isCalled}) => evaluateCondition(text, isCalled ? {values: withoutInputs} : contexts));
  if (truths.includes(false)) return 'no';
  return truths.includes(undefined) ? 'maybe' : 'yes';
};

/** Which jobs of one workflow run: by their own conditions, and by what becomes of those they need. */
export const truthsOf = (jobs: readonly RunningJob[], contexts: Contexts): ReadonlyMap<RunningJob, Truth> => {
  const byId = new Map(jobs.map((one) => [one.job.id, one]));
  const known = new Map<RunningJob, Truth>();
  const truthOf = (one: RunningJob, above: readonly RunningJob[]): Truth => {
    const before = known.get(one);
    if (before !== undefined) return before;
    const own = conditionTruth(one, contexts);
    const needs = one.job.needs.flatMap((id) => byId.get(id) ?? []).filter((need) => !above.includes(need));
    const needed = outlivesSkipping(one.job.if) ? [] : needs.map((need) => truthOf(need, [...above, one]));
    const truth = own === 'no' || needed.includes('no') ? 'no' : own === 'maybe' || needed.includes('maybe') ? 'maybe' : 'yes';
    known.set(one, truth);
    return truth;
  };
  for (const one of jobs) truthOf(one, []);
  return known;
};
