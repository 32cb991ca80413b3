import type {DemoReply} from '../../service.ts';
import {historyOf} from '../git.ts';
import {invalid, unprocessable} from '../refusals.ts';
import type {RepositoryRoute} from '../route.ts';
import {textIn} from '../sent-body.ts';
import {fullPull} from '../shapes/pull.ts';
import {areRelated, fullName} from '../shapes/repository.ts';
import {type Commit, type Pull, type Repository, timeText} from '../state.ts';
import {toReaders, type Writing} from '../writes.ts';

type Head = {readonly repository: Repository; readonly branch: string; readonly commit: Commit};

/** The branch that is offered, here or in a fork; undefined: there is no such branch. */
const findHead = ({state, repository, body}: Writing): Head | undefined => {
  const text = textIn(body, 'head');
  const [, owner = repository.owner, branch = ''] = /^(?:([^:]+):)?(.+)$/.exec(text) ?? [];
  const from = [...state.repositories.values()].find(
    (one) => one.owner.toLowerCase() === owner.toLowerCase() && areRelated(state, one, repository),
  );
  const commit = from?.commits.get(from.branches.get(branch) ?? '');
  return from && commit ? {repository: from, branch, commit} : undefined;
};

const fault = {resource: 'PullRequest', code: 'custom'};

/** Undefined: nothing speaks against it. */
const refusalOf = ({repository, body}: Writing, head: Head): DemoReply | undefined => {
  const base = textIn(body, 'base');
  const target = repository.commits.get(repository.branches.get(base) ?? '');
  if (!target) return invalid({resource: 'PullRequest', field: 'base', code: 'invalid'});
  const from = fullName(head.repository);
  const isThere = repository.pulls.some(
    (pull) => pull.state === 'open' && pull.headRepository === from && pull.headBranch === head.branch && pull.baseBranch === base,
  );
  if (isThere) return invalid({...fault, message: `A pull request already exists for ${head.repository.owner}:${head.branch}.`});
  const isInside = historyOf(repository, target).some(({sha}) => sha === head.commit.sha);
  return isInside ? invalid({...fault, message: `No commits between ${base} and ${head.branch}`}) : undefined;
};

const createPull = (writing: Writing): DemoReply => {
  const {state, setting, repository, body, account, viewer} = writing;
  if (textIn(body, 'title') === '') return unprocessable('Invalid request.\n\n"title" wasn\'t supplied.');
  const head = findHead(writing);
  if (!head) return invalid({resource: 'PullRequest', field: 'head', code: 'invalid'});
  const refusal = refusalOf(writing, head);
  if (refusal) return refusal;
  const now = timeText(setting.now());
  const number = Math.max(0, ...repository.pulls.map((pull) => pull.number)) + 1;
  const pull: Pull = {
    id: repository.id * 10 + number,
    number,
    title: textIn(body, 'title'),
    body: textIn(body, 'body'),
    state: 'open',
    author: account.login,
    headRepository: fullName(head.repository),
    headBranch: head.branch,
    headSha: head.commit.sha,
    baseBranch: textIn(body, 'base'),
    isDraft: body['draft'] === true,
    labels: [],
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    mergedAt: null,
  };
  repository.pulls.push(pull);
  return {status: 201, body: fullPull(state, repository, pull, viewer)};
};

export const pullWriteRoutes: readonly RepositoryRoute[] = [
  {method: 'POST', template: '/repos/{owner}/{repo}/pulls', about: toReaders('pull_requests', createPull)},
];
