import type {RunJob} from '../model/repository.ts';
import type {DispatchWay, NoDispatch, StartedJob} from '../model/start.ts';

/** A job that ran for the tag and could run again. */
export type Rerun = {
  readonly run: RunJob;
  /** ISO time at which its run was made. */
  readonly createdAt: string;
  /** True: the run was for the tag that is to be published. */
  readonly isForTag: boolean;
  /** True: the workflow file has changed since; GitHub runs the old one again. Absent: not known. */
  readonly hasOtherFile?: boolean;
  /** Jobs that need it: GitHub runs them again too. */
  readonly alsoRuns: readonly StartedJob[];
};

export type Start = {readonly kind: 'dispatch'; readonly way: DispatchWay} | {readonly kind: 'rerun'; readonly rerun: Rerun};

/** How a job is started, and why not otherwise, a sentence each. */
export type StartChoice = {readonly start?: Start; readonly because: string; readonly others: readonly string[]};

const day = 86_400_000;
const rerunDays = 30;

/** Why a run can't be run again to any good; undefined: it can. */
const whyNoRerun = (rerun: Rerun | undefined, now: number): string | undefined => {
  if (rerun === undefined) return 'The job never ran for this tag, so there is nothing to run again.';
  const {run, createdAt, isForTag, hasOtherFile} = rerun;
  if (!isForTag) return 'Its last run was for another tag or a branch, and a run again does what that one did.';
  if (now - Date.parse(createdAt) > rerunDays * day) return 'Its run is older than 30 days, and GitHub runs none again that is older.';
  if (run.conclusion === 'success') return 'Its last run ended green, so the same steps again would do the same.';
  if (hasOtherFile === true) return 'A run again uses the workflow file of its time, and the file has changed since.';
  return undefined;
};

const othersText = (jobs: readonly StartedJob[]): string => {
  const publishing = jobs.filter(({publishes}) => publishes.length > 0).map(({name}) => `“${name}”`);
  return publishing.length === 0 ? '' : `; ${publishing.join(', ')} would publish besides`;
};

/** Chooses between running the one job again, a fresh dispatch, and neither. Pure. */
export const chooseStart = (ways: readonly (DispatchWay | NoDispatch)[], rerun: Rerun | undefined, now: number): StartChoice => {
  const way = ways.find((one): one is DispatchWay => one.kind === 'dispatch');
  const noDispatch = ways.flatMap((one) => (one.kind === 'none' ? [one.text] : []));
  const noRerun = whyNoRerun(rerun, now);
  const canRerun = rerun !== undefined && noRerun === undefined;
  const firesOthers = (way?.alsoRuns ?? []).some(({publishes}) => publishes.length > 0);
  if (canRerun && (way === undefined || (firesOthers && rerun.alsoRuns.length <= way.alsoRuns.length)))
    return {
      start: {kind: 'rerun', rerun},
      because:
        'Its run for this tag failed less than 30 days ago, and GitHub runs that one job again with the same file and as the same person.',
      others: way === undefined ? noDispatch : [`A fresh dispatch of ${way.workflow.path} runs more${othersText(way.alsoRuns)}.`],
    };
  if (way !== undefined)
    return {
      start: {kind: 'dispatch', way},
      because: `A fresh dispatch of ${way.workflow.path} on ${way.ref} uses the workflow file as it is there now${othersText(way.alsoRuns)}.`,
      others: [
        noRerun ?? 'Running the failed job again would use the workflow file of its time and the rights of whoever started it.',
        ...noDispatch,
      ],
    };
  return {
    because: 'Nothing can run this one job for this tag: a new tag would run the whole workflow.',
    others: [...(noRerun === undefined ? [] : [noRerun]), ...noDispatch],
  };
};
