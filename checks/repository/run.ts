import * as z from 'zod';
import type {Approval, FollowedRun} from '../../src/model/follow.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import type {RepositoryName} from '../../src/model/project.ts';
import {repositoryApi} from '../family/github.ts';

const runSchema = z.object({
  id: z.number(),
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
  head_sha: z.string().default(''),
  head_branch: z.string().nullish(),
  event: z.string().default(''),
  display_title: z.string().default(''),
  run_attempt: z.number().default(1),
  created_at: z.string(),
  run_started_at: z.string().nullish(),
  html_url: z.string(),
  triggering_actor: z.object({login: z.string()}).nullish(),
});

const runOf = (run: z.infer<typeof runSchema>): FollowedRun => ({
  id: run.id,
  status: run.status ?? 'unknown',
  conclusion: run.conclusion,
  commit: run.head_sha,
  title: run.display_title,
  attempt: run.run_attempt,
  createdAt: run.created_at,
  startedAt: run.run_started_at ?? run.created_at,
  url: run.html_url,
  ...(run.triggering_actor ? {startedBy: run.triggering_actor.login} : {}),
});

/** A run as it is now; undefined: it is gone, or can't be seen any more. */
export const findRun = async (lookup: Lookup, repository: RepositoryName, id: number): Promise<FollowedRun | undefined> => {
  const found = await lookup.json(repositoryApi(repository, `/actions/runs/${id}`), runSchema);
  return found === undefined ? undefined : runOf(found);
};

const runsSchema = z.object({workflow_runs: z.array(runSchema)});

/** The newest runs of a workflow, by its file name, that fit the query; empty also where the workflow is gone. */
export const findRunsOf = async (
  lookup: Lookup,
  repository: RepositoryName,
  workflow: string,
  query: Readonly<Record<string, string>>,
): Promise<readonly FollowedRun[]> => {
  const asked = new URLSearchParams({per_page: '20', ...query});
  const found = await lookup.json(
    repositoryApi(repository, `/actions/workflows/${encodeURIComponent(workflow)}/runs?${asked}`),
    runsSchema,
  );
  return (found?.workflow_runs ?? []).map(runOf);
};

const approvalsSchema = z.array(
  z.object({
    environment: z.object({name: z.string()}),
    current_user_can_approve: z.boolean().default(false),
    reviewers: z.array(z.object({reviewer: z.object({login: z.string().optional(), name: z.string().optional()}).optional()})).default([]),
  }),
);

/** The environments whose people must approve before the run goes on; empty: none, or it can't be seen. */
export const findApprovals = async (lookup: Lookup, repository: RepositoryName, id: number): Promise<readonly Approval[]> => {
  const found = await lookup.json(repositoryApi(repository, `/actions/runs/${id}/pending_deployments`), approvalsSchema);
  return (found ?? []).map(({environment, reviewers, current_user_can_approve: isOurs}) => ({
    environment: environment.name,
    reviewers: reviewers.flatMap(({reviewer}) => reviewer?.login ?? reviewer?.name ?? []),
    isOurs,
  }));
};

/** The commit that a tag stands at, through an annotated one; undefined: there is no such tag. */
export const findTagCommit = async (lookup: Lookup, repository: RepositoryName, tag: string): Promise<string | undefined> => {
  const address = repositoryApi(repository, `/commits/tags/${tag.split('/').map(encodeURIComponent).join('/')}`);
  const {status, text} = await lookup.reply(address, {accept: [200, 404, 422]});
  return status === 200 ? z.object({sha: z.string()}).safeParse(JSON.parse(text)).data?.sha : undefined;
};
