import type {Environment, Job, Run, Secret, Workflow} from '../actions-state.ts';
import type {GitHubState, Repository} from '../state.ts';
import {nodeId, simpleUser} from './account.ts';
import {simpleCommit} from './commit.ts';
import {reviewersOf} from './deployments.ts';
import {apiUrl, minimalRepository, pageUrl} from './repository.ts';

export const secretShape = (secret: Secret) => ({name: secret.name, created_at: secret.createdAt, updated_at: secret.updatedAt});

const reviewRule = (state: GitHubState, environment: Environment) => ({
  id: environment.id + 1,
  node_id: nodeId('GA', environment.id + 1),
  prevent_self_review: false,
  type: 'required_reviewers',
  reviewers: reviewersOf(state, environment),
});

export const environmentShape = (state: GitHubState, repository: Repository, environment: Environment) => ({
  id: environment.id,
  node_id: nodeId('EN', environment.id),
  name: environment.name,
  url: `${apiUrl(repository)}/environments/${encodeURIComponent(environment.name)}`,
  html_url: `${pageUrl(repository)}/deployments/activity_log?environments_filter=${encodeURIComponent(environment.name)}`,
  created_at: environment.createdAt,
  updated_at: environment.createdAt,
  protection_rules: environment.reviewers === undefined ? [] : [reviewRule(state, environment)],
  deployment_branch_policy: null,
});

export const workflowShape = (repository: Repository, workflow: Workflow) => ({
  id: workflow.id,
  node_id: nodeId('W', workflow.id),
  name: workflow.name,
  path: workflow.path,
  state: workflow.state,
  created_at: workflow.createdAt,
  updated_at: workflow.updatedAt,
  url: `${apiUrl(repository)}/actions/workflows/${workflow.id}`,
  html_url: `${pageUrl(repository)}/blob/${repository.defaultBranch}/${workflow.path}`,
  badge_url: `${pageUrl(repository)}/workflows/${encodeURIComponent(workflow.name)}/badge.svg`,
});

const runLinks = (repository: Repository, run: Run) => {
  const url = `${apiUrl(repository)}/actions/runs/${run.id}`;
  return {
    url,
    html_url: `${pageUrl(repository)}/actions/runs/${run.id}`,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${apiUrl(repository)}/check-suites/${run.id + 1}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.attempt > 1 ? `${url}/attempts/${run.attempt - 1}` : null,
    workflow_url: `${apiUrl(repository)}/actions/workflows/${run.workflowId}`,
  };
};

export const runShape = (state: GitHubState, repository: Repository, run: Run) => {
  const workflow = repository.workflows.find((one) => one.id === run.workflowId);
  const commit = repository.commits.get(run.sha);
  const shaped = minimalRepository(state, repository);
  const actor = simpleUser(state, run.actor);
  return {
    id: run.id,
    name: workflow?.name ?? '',
    node_id: nodeId('WFR', run.id),
    head_branch: run.branch,
    head_sha: run.sha,
    path: workflow?.path ?? '',
    display_title: run.title,
    run_number: run.number,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflowId,
    check_suite_id: run.id + 1,
    check_suite_node_id: nodeId('CS', run.id + 1),
    ...runLinks(repository, run),
    pull_requests: [],
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    actor,
    run_attempt: run.attempt,
    referenced_workflows: [],
    run_started_at: run.startedAt ?? run.createdAt,
    triggering_actor: run.triggeringActor === undefined ? actor : simpleUser(state, run.triggeringActor),
    head_commit: commit ? simpleCommit(commit) : null,
    repository: shaped,
    head_repository: shaped,
  };
};

const hasRunner = (job: Job): boolean => job.status !== 'queued' && job.status !== 'waiting' && job.conclusion !== 'skipped';

export const jobShape = (repository: Repository, run: Run, job: Job) => ({
  id: job.id,
  run_id: run.id,
  workflow_name: repository.workflows.find((one) => one.id === run.workflowId)?.name ?? null,
  head_branch: run.branch,
  run_url: `${apiUrl(repository)}/actions/runs/${run.id}`,
  run_attempt: job.attempt ?? run.attempt,
  node_id: nodeId('CR', job.id),
  head_sha: run.sha,
  url: `${apiUrl(repository)}/actions/jobs/${job.id}`,
  html_url: `${pageUrl(repository)}/actions/runs/${run.id}/job/${job.id}`,
  status: job.status,
  conclusion: job.conclusion,
  created_at: job.createdAt,
  started_at: job.startedAt,
  completed_at: job.completedAt,
  name: job.name,
  steps: job.steps.map((step) => ({
    name: step.name,
    status: step.status,
    conclusion: step.conclusion,
    number: step.number,
    started_at: step.startedAt,
    completed_at: step.completedAt,
  })),
  check_run_url: `${apiUrl(repository)}/check-runs/${job.id}`,
  labels: job.labels,
  runner_id: hasRunner(job) ? 1_000_001_000 : null,
  runner_name: hasRunner(job) ? 'GitHub Actions 1000001000' : null,
  runner_group_id: hasRunner(job) ? 0 : null,
  runner_group_name: hasRunner(job) ? 'GitHub Actions' : null,
});
