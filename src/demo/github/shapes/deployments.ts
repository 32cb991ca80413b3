import type {Environment, Run} from '../actions-state.ts';
import type {GitHubState, Repository} from '../state.ts';
import type {Viewer} from '../viewer.ts';
import {nodeId, simpleUser} from './account.ts';
import {apiUrl, pageUrl} from './repository.ts';

export const reviewersOf = (state: GitHubState, {reviewers = []}: Environment) =>
  reviewers.map((login) => ({type: 'User', reviewer: simpleUser(state, login)}));

const environmentUrl = (repository: Repository, {name}: Environment): string =>
  `${apiUrl(repository)}/environments/${encodeURIComponent(name)}`;

/** An environment that a job waits for. */
export const pendingDeploymentShape = (state: GitHubState, repository: Repository, environment: Environment, viewer: Viewer) => ({
  environment: {
    id: environment.id,
    node_id: nodeId('EN', environment.id),
    name: environment.name,
    url: environmentUrl(repository, environment),
    html_url: `${pageUrl(repository)}/deployments/activity_log?environments_filter=${encodeURIComponent(environment.name)}`,
  },
  wait_timer: 0,
  wait_timer_started_at: null,
  current_user_can_approve: viewer.kind === 'somebody' && (environment.reviewers ?? []).includes(viewer.account.login),
  reviewers: reviewersOf(state, environment),
});

/** The deployment that an approval lets through. */
export const deploymentShape = (state: GitHubState, repository: Repository, run: Run, environment: Environment) => {
  const id = run.id + environment.id;
  const url = `${apiUrl(repository)}/deployments/${id}`;
  return {
    url,
    id,
    node_id: nodeId('DE', id),
    sha: run.sha,
    ref: run.branch,
    task: 'deploy',
    payload: {},
    original_environment: environment.name,
    environment: environment.name,
    description: null,
    creator: simpleUser(state, run.actor),
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    statuses_url: `${url}/statuses`,
    repository_url: apiUrl(repository),
  };
};
