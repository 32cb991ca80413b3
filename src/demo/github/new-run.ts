import type {WorkflowTrigger} from '../../model/workflow.ts';
import {passesPatterns} from '../../workflow/filter-pattern.ts';
import {workflowDetailsOf} from '../../workflow/job-details.ts';
import {fillIn} from '../../workflow/run-expression.ts';
import type {Run, Workflow} from './actions-state.ts';
import {type Commit, type GitHubState, type Repository, timeText} from './state.ts';
import {listWorkflows, parsedAt, workflowFileOf} from './workflow-files.ts';

export type RunStart = {
  readonly repository: Repository;
  readonly workflow: Workflow;
  readonly event: 'push' | 'workflow_dispatch';
  /** The name of the branch or tag. */
  readonly branch: string;
  readonly commit: Commit;
  readonly actor: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly now: number;
};

const freshRunId = (state: GitHubState): number =>
  Math.max(17_000_000_000, ...[...state.repositories.values()].flatMap(({runs}) => runs.map(({id}) => id))) + 1013;

/** A number that no job has. */
export const freshJobId = (state: GitHubState): number =>
  Math.max(
    48_000_000_000,
    ...[...state.repositories.values()].flatMap(({runs}) =>
      runs.flatMap(({jobs, earlier = []}) => [...jobs, ...earlier.flatMap((one) => one.jobs)].map(({id}) => id)),
    ),
  ) + 1;

const titleOf = ({workflow, commit, event, branch, actor, inputs = {}}: RunStart): string => {
  const usual = event === 'push' ? (commit.message.split('\n')[0] ?? '') : workflow.name;
  const {runName} = workflowDetailsOf(workflowFileOf(commit, workflow).text ?? '');
  if (runName === undefined) return usual;
  const github = {event_name: event, ref_name: branch, actor, sha: commit.sha};
  try {
    return fillIn(runName, {contexts: {github, inputs, vars: {}}, status: 'success'}) || usual;
  } catch {
    return usual;
  }
};

/** Queues a run; whatever runs workflows takes it up from there. */
export const queueRun = (state: GitHubState, start: RunStart): Run => {
  const {repository, workflow, event, branch, commit, actor, inputs, now} = start;
  const time = timeText(now);
  const run: Run = {
    id: freshRunId(state),
    workflowId: workflow.id,
    number: Math.max(0, ...repository.runs.filter((one) => one.workflowId === workflow.id).map((one) => one.number)) + 1,
    attempt: 1,
    event,
    branch,
    sha: commit.sha,
    actor,
    title: titleOf(start),
    status: 'queued',
    conclusion: null,
    createdAt: time,
    updatedAt: time,
    jobs: [],
    ...(inputs === undefined ? {} : {inputs}),
  };
  repository.runs.push(run);
  return run;
};

const letsIn = (name: string, {filters}: WorkflowTrigger, kind: 'tags' | 'branches'): boolean => {
  const [own, ignored] = [filters[kind], filters[`${kind}-ignore`]];
  const other = kind === 'tags' ? 'branches' : 'tags';
  if (own === undefined && ignored === undefined) return filters[other] === undefined && filters[`${other}-ignore`] === undefined;
  return (own === undefined || passesPatterns(name, own)) && (ignored === undefined || !passesPatterns(name, ignored));
};

/** What GitHub does after a push: it lists the workflows anew and starts those that wait for such a push. */
export const afterPush = (state: GitHubState, repository: Repository, ref: string, actor: string, now: number): void => {
  const [, kind, branch = ''] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? [];
  const commit = repository.commits.get((kind === 'tags' ? repository.tags : repository.branches).get(branch) ?? '');
  if (kind === 'heads' && branch === repository.defaultBranch) listWorkflows(repository, now);
  if (commit === undefined || !repository.actions.isEnabled) return;
  for (const workflow of repository.workflows.filter(({state: own}) => own === 'active')) {
    const trigger = parsedAt(commit, workflow)?.triggers.find(({event}) => event === 'push');
    if (trigger === undefined || !letsIn(branch, trigger, kind === 'tags' ? 'tags' : 'branches')) continue;
    queueRun(state, {repository, workflow, event: 'push', branch, commit, actor, now});
  }
};
