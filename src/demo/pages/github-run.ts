import {findRepository} from '../github/state.ts';
import {actAtGitHub, refusalIn} from './github-act.ts';
import {did, type Page, type PageOutcome, pagesOf, type Visit} from './page.ts';

/** A person who opens a run reads it, and approves what waits for them. */
const readRun = ({world, parts: [owner = '', name = '', number = '']}: Visit): PageOutcome | undefined => {
  const repository = findRepository(world.github, owner, name);
  const run = repository?.runs.find(({id}) => String(id) === number);
  if (repository === undefined || run === undefined) return undefined;
  const title = `run ${run.id} at ${repository.owner}/${repository.name}`;
  const waiting = repository.environments.filter((one) =>
    run.jobs.some(({status, environment}) => status === 'waiting' && environment === one.name),
  );
  if (waiting.length === 0) return did(`Read ${title}: it is ${run.conclusion ?? run.status}.`);
  const sent = {environment_ids: waiting.map(({id}) => id), state: 'approved', comment: 'Approved on the page of the run.'};
  const path = `/repos/${repository.owner}/${repository.name}/actions/runs/${run.id}/pending_deployments`;
  const refusal = refusalIn(actAtGitHub(world, 'POST', path, sent));
  return did(refusal ?? `Approved ${waiting.map((one) => one.name).join(', ')} for ${title}.`);
};

export const githubRunPage: readonly Page[] = pagesOf('github.com', [[/^\/([^/]+)\/([^/]+)\/actions\/runs\/(\d+)(?:\/.*)?$/, readRun]]);
