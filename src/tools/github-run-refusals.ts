import {Problem} from '../model/problem.ts';
import {type RepositoryName, repositoryText} from '../model/project.ts';
import type {RunStep} from '../model/run-steps.ts';
import type {Meanings} from './github.ts';

type WorkflowStep = Extract<RunStep, {readonly kind: 'run-workflow'}>;

const refused = (what: string, next: string) => new Problem('refused', what, next);

/** A workflow that GitHub does not show: it is not there, or the token may not see it. */
export const runsNowhere = (repository: RepositoryName, workflow: string): Problem =>
  refused(
    `GitHub shows this token no workflow ${workflow} of ${repositoryText(repository)} (404).`,
    'Check that the file is on the default branch, and give the token the scope repo, or, if it is fine-grained, Actions: write.',
  );

type Refusal = readonly [said: RegExp, what: (step: WorkflowStep) => string, next: string];

/* GitHub's words for what it does not start, and what helps. */
const refusals: readonly Refusal[] = [
  [
    /does not have .?workflow_dispatch/i,
    ({workflow, ref}) => `${workflow} has no “workflow_dispatch” on ${ref}.`,
    'Add it there, or let “portcall workflow” propose it.',
  ],
  [/disabled workflow/i, ({workflow}) => `The workflow ${workflow} is disabled.`, 'Enable it on its page, and do it again.'],
  [/no ref found/i, ({ref}) => `GitHub has no branch and no tag ${ref}.`, 'Push it first, and do it again.'],
  [
    /unexpected inputs/i,
    ({workflow, ref}) => `${workflow} does not take these inputs on ${ref}: the file has changed.`,
    'Plan it again from fresh facts.',
  ],
  [
    /required input|not in the list|not of type/i,
    ({workflow, ref}) => `${workflow} wants other inputs on ${ref}: the file has changed.`,
    'Plan it again from fresh facts.',
  ],
];

/** What GitHub's refusals of a dispatch mean. */
export const dispatchRefusals = (step: WorkflowStep): Meanings => ({
  404: () => runsNowhere(step.repository, step.workflow),
  422: (words) => {
    const [, what, next] = refusals.find(([said]) => said.test(words)) ?? [];
    return what === undefined || next === undefined
      ? refused(`GitHub does not start ${step.workflow} (422): ${words}.`, 'Look at the workflow file and at what is asked for.')
      : refused(`${what(step)} GitHub says: ${words}.`, next);
  },
});

/** What a refused re-run means; anything else as it is. */
export const rerunRefusal = (thrown: unknown, name: string): unknown => {
  if (!(thrown instanceof Problem)) return thrown;
  const {message} = thrown;
  if (/over a month ago/i.test(message))
    return refused(`The run of “${name}” is older than 30 days, and GitHub runs none again that is older.`, 'Start a new run.');
  if (/already running|in progress/i.test(message)) return refused('The run is under way.', 'Wait until it has ended.');
  if (/cannot be (?:rerun|retried)|can.?t be (?:rerun|retried)/i.test(message))
    return refused(`GitHub does not run “${name}” again: ${message}`, 'Start a new run.');
  return thrown;
};
