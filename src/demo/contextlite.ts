import {createHash} from 'node:crypto';
import {addActions} from './contextlite/actions.ts';
import {assetsOf} from './contextlite/assets.ts';
import {failingJobs} from './contextlite/failing-jobs.ts';
import {finishedJob} from './contextlite/finished-job.ts';
import {workflowTextOf} from './contextlite/job-text.ts';
import {firstJobs} from './contextlite/jobs.ts';
import {repositoryFilesOf} from './contextlite/repository-files.ts';
import {firstRun, type JobOutcome, lastRun, textOf} from './contextlite/run-plans.ts';
import {addUpstreams} from './contextlite/upstreams.ts';
import type {Run, Secret} from './github/actions-state.ts';
import {addAccount, addCommit, addRepository, createGitHubState} from './github/new-repository.ts';
import {type GitHubState, type Release, type Repository, timeText} from './github/state.ts';

const owner = 'Michael-A-Kuykendall';
const name = 'contextlite';
const robot = 'github-actions[bot]';
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const jobs = [...firstJobs, ...failingJobs];

/** The nine secrets, with how long ago each was set. */
const secretAges: Readonly<Record<string, number>> = {
  NPM_TOKEN: 2 * day,
  PYPI_TOKEN: day,
  CHOCOLATEY_API_KEY: 12 * hour,
  HOMEBREW_GITHUB_API_TOKEN: 3 * hour,
  DOCKERHUB_TOKEN: 2 * day,
  DOCKERHUB_USERNAME: 2 * day,
  CARGO_REGISTRY_TOKEN: 2 * day,
  AUR_SSH_KEY: day,
  SNAPCRAFT_STORE_CREDENTIALS: day,
};

/* A little more than that, so that a clock that goes in steps shows the same. */
const secretsAt = (now: number): Secret[] =>
  Object.entries(secretAges).map(([secret, age]) => ({
    name: secret,
    createdAt: timeText(now - age - minute),
    updatedAt: timeText(now - age - minute),
  }));

type Publishing = {
  readonly id: number;
  readonly tag: string;
  /** When its run began. */
  readonly startedAt: number;
  readonly sha: string;
  readonly outcomes: readonly JobOutcome[];
};

const releaseOf = ({id, tag, startedAt}: Publishing): Release => {
  const createdAt = timeText(startedAt + 85_000);
  const assets = [...assetsOf(tag.slice(1))].map(([asset, contents], at) => ({
    id: id * 10 + at,
    name: asset,
    state: 'uploaded' as const,
    contentType: asset.endsWith('.zip') ? 'application/zip' : 'application/gzip',
    contents,
    sha256: createHash('sha256').update(contents).digest('hex'),
    createdAt: timeText(startedAt + 88_000 + at * 1000),
    uploader: robot,
  }));
  return {
    id,
    tag,
    target: 'main',
    name: `ContextLite ${tag.slice(1)}`,
    body: `ContextLite ${tag.slice(1)}: six archives, for Linux, macOS and Windows.`,
    isDraft: false,
    isPrerelease: false,
    isImmutable: false,
    createdAt,
    publishedAt: timeText(startedAt + 94_000),
    author: robot,
    assets,
  };
};

const runOf = (publishing: Publishing, workflowId: number, number: number): Run => {
  const {id, tag, sha, startedAt} = publishing;
  const place = {startedAt, tag, version: tag.slice(1), sha};
  const finished = publishing.outcomes.map((outcome, at) => finishedJob(id * 100 + at, textOf(jobs, outcome), outcome, place));
  const ends = finished.map((job) => job.completedAt ?? job.startedAt).sort();
  return {
    id,
    workflowId,
    number,
    attempt: 1,
    event: 'push',
    branch: tag,
    sha,
    actor: owner,
    title: `Release ${tag}`,
    status: 'completed',
    conclusion: finished.some((job) => job.conclusion === 'failure') ? 'failure' : 'success',
    createdAt: timeText(startedAt),
    updatedAt: ends.at(-1) ?? timeText(startedAt),
    jobs: finished,
  };
};

const addVersion = (repository: Repository, tag: string, at: number, workflow: string): string => {
  const files = repositoryFilesOf(tag.slice(1), workflow);
  const sha = addCommit(repository, 'main', {files, message: `Release ${tag}`, author: owner, date: timeText(at)});
  repository.tags.set(tag, sha);
  return sha;
};

const fillRepository = (repository: Repository, now: number): void => {
  const first = now - 14 * day;
  /* The run took under three minutes, so that it ended two hours ago. */
  const last = now - 2 * hour - 3 * minute;
  const assetNames = (version: string): readonly string[] => [...assetsOf(version).keys()];
  const workflow = {id: 182_530_432, name: 'Publish Packages', path: '.github/workflows/publish-packages.yml', state: 'active' as const};
  repository.workflows.push({...workflow, createdAt: timeText(first - hour), updatedAt: timeText(last - minute)});
  const publishings: readonly Publishing[] = [
    {
      id: 17_068_311_204,
      tag: 'v1.0.34',
      startedAt: first,
      sha: addVersion(repository, 'v1.0.34', first - minute, workflowTextOf(firstJobs)),
      outcomes: firstRun('1.0.34', assetNames('1.0.34')),
    },
    {
      id: 17_096_540_881,
      tag: 'v1.0.35',
      startedAt: last,
      sha: addVersion(repository, 'v1.0.35', last - minute, workflowTextOf(jobs)),
      outcomes: lastRun('1.0.35', '1.0.34', assetNames('1.0.35')),
    },
  ];
  publishings.forEach((publishing, at) => {
    repository.runs.push(runOf(publishing, workflow.id, at + 1));
    repository.releases.push({...releaseOf({...publishing, id: 240_311_500 + at})});
  });
};

const addTokens = (state: GitHubState, tokens: Readonly<Record<string, string>>): void => {
  const scopes = {GITHUB_TOKEN: ['repo', 'workflow', 'read:packages'], HOMEBREW_GITHUB_API_TOKEN: ['repo', 'workflow']};
  for (const [secret, held] of Object.entries(scopes)) {
    const token = tokens[secret];
    if (token !== undefined) state.tokens.set(token, {kind: 'classic', login: owner, scopes: held});
  }
};

/** The project of the demo and the GitHub around it, as the audit found them. */
export const createContextlite = (now: number, tokens: Readonly<Record<string, string>>) => {
  const github = createGitHubState();
  addTokens(github, tokens);
  addAccount(github, {id: 226_011_730, login: owner, type: 'User', createdAt: timeText(now - 300 * day)});
  addUpstreams(github, timeText(now - 3000 * day), timeText(now - hour));
  addActions(github, timeText(now - 2000 * day), timeText(now - hour));
  const repository = addRepository(github, {
    id: 1_039_571_539,
    owner,
    name,
    description: 'A small context engine for code',
    language: 'Go',
    createdAt: timeText(now - 40 * day),
    pushedAt: timeText(now - 2 * hour - 4 * minute),
    secrets: secretsAt(now),
  });
  fillRepository(repository, now);
  const asset = (tag: string, file: string): Buffer | undefined =>
    repository.releases.find((release) => release.tag === tag)?.assets.find((one) => one.name === file)?.contents;
  return {github, repository, asset};
};
