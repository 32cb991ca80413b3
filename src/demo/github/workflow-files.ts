import type {Workflow as ParsedWorkflow, WorkflowFile} from '../../model/workflow.ts';
import {workflowDetailsOf} from '../../workflow/job-details.ts';
import {parseWorkflow} from '../../workflow/parse.ts';
import type {Workflow} from './actions-state.ts';
import type {Commit, Repository} from './state.ts';
import {timeText} from './state.ts';

const isWorkflowPath = (path: string): boolean => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);

/** A workflow file of a commit, as it is parsed. */
export const workflowFileOf = (commit: Commit, {id, name, path, state}: Workflow): WorkflowFile => {
  const text = commit.files.get(path)?.toString('utf8');
  return {id, name, path, state, url: '', ...(text === undefined ? {} : {text})};
};

/** A workflow as a commit has it; undefined: it isn't there, or GitHub doesn't accept it. */
export const parsedAt = (commit: Commit, workflow: Workflow): ParsedWorkflow | undefined => {
  const result = parseWorkflow(workflowFileOf(commit, workflow));
  return 'workflow' in result ? result.workflow : undefined;
};

const freshWorkflowId = ({workflows, id}: Repository): number => Math.max(id, ...workflows.map((one) => one.id)) + 1;

/** Lists what the default branch holds, as GitHub does after each push to it. */
export const listWorkflows = (repository: Repository, now: number): void => {
  const files = repository.commits.get(repository.branches.get(repository.defaultBranch) ?? '')?.files;
  if (files === undefined) return;
  const time = timeText(now);
  for (const [path, contents] of files) {
    if (!isWorkflowPath(path)) continue;
    const name = workflowDetailsOf(contents.toString('utf8')).name ?? path;
    const known = repository.workflows.find((one) => one.path === path);
    if (known === undefined)
      repository.workflows.push({id: freshWorkflowId(repository), name, path, state: 'active', createdAt: time, updatedAt: time});
    else if (known.name !== name || known.state === 'deleted')
      Object.assign(known, {name, updatedAt: time, state: known.state === 'deleted' ? 'active' : known.state});
  }
  for (const workflow of repository.workflows) if (!files.has(workflow.path) && isWorkflowPath(workflow.path)) workflow.state = 'deleted';
};
