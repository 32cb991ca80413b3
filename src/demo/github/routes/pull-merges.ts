import type {DemoReply} from '../../service.ts';
import {changedPaths, commitOf, historyOf} from '../git.ts';
import {afterPush} from '../new-run.ts';
import {conflict, notFound} from '../refusals.ts';
import {ok, type RepositoryRoute} from '../route.ts';
import {textIn} from '../sent-body.ts';
import {type Commit, findRepository, type Pull, type Repository, timeText} from '../state.ts';
import {toWriters, type Writing, workflowRefusal} from '../writes.ts';

const notMergeable = (message: string): DemoReply => ({
  status: 405,
  body: {message, documentation_url: 'https://docs.github.com/rest/pulls/pulls#merge-a-pull-request'},
});

type Ends = {readonly base: Commit; readonly head: Commit; readonly from: Repository};

const endsOf = ({state, repository}: Writing, pull: Pull): Ends | undefined => {
  const [owner = '', name = ''] = pull.headRepository.split('/');
  const from = findRepository(state, owner, name);
  const base = repository.commits.get(repository.branches.get(pull.baseBranch) ?? '');
  const head = from?.commits.get(pull.headSha);
  return from && base && head ? {base, head, from} : undefined;
};

/** The files of both sides together; undefined: both changed the same one in different ways. */
const mergedFiles = ({base, head, from}: Ends, repository: Repository): ReadonlyMap<string, Buffer> | undefined => {
  const before = new Set(historyOf(repository, base).map(({sha}) => sha));
  const common = historyOf(from, head).find(({sha}) => before.has(sha));
  if (common === undefined) return undefined;
  const [ours, theirs] = [changedPaths(common, base), changedPaths(common, head)];
  const files = new Map(base.files);
  for (const path of theirs) {
    const contents = head.files.get(path);
    const isSame = contents === undefined ? !base.files.has(path) : base.files.get(path)?.equals(contents) === true;
    if (ours.includes(path) && !isSame) return undefined;
    if (contents === undefined) files.delete(path);
    else files.set(path, contents);
  }
  return files;
};

const copyHistory = (repository: Repository, {from, head}: Ends): void => {
  for (const commit of historyOf(from, head)) if (!repository.commits.has(commit.sha)) repository.commits.set(commit.sha, commit);
};

const merge = (writing: Writing): DemoReply => {
  const {state, setting, repository, parameters, body, account, token} = writing;
  const pull = repository.pulls.find((one) => String(one.number) === parameters.pull_number);
  if (!pull) return notFound();
  if (pull.state === 'closed') return notMergeable('Pull Request is not mergeable');
  if (pull.isDraft) return notMergeable('Pull Request is still a draft');
  const wanted = textIn(body, 'sha');
  if (wanted !== '' && wanted !== pull.headSha) return conflict('Head branch was modified. Review and try the merge again.');
  const ends = endsOf(writing, pull);
  const files = ends && mergedFiles(ends, repository);
  if (!ends || !files) return notMergeable('Pull Request is not mergeable');
  const refusal = workflowRefusal(token, changedPaths(ends.base, {...ends.base, files}));
  if (refusal) return refusal;
  copyHistory(repository, ends);
  const date = timeText(setting.now());
  const isMerge = (textIn(body, 'merge_method') || 'merge') === 'merge';
  const title =
    textIn(body, 'commit_title') ||
    (isMerge ? `Merge pull request #${pull.number} from ${pull.headRepository}` : `${pull.title} (#${pull.number})`);
  const parents = isMerge ? [ends.base.sha, ends.head.sha] : [ends.base.sha];
  const commit = commitOf({
    files,
    parents,
    message: `${title}\n\n${textIn(body, 'commit_message') || pull.title}`,
    author: account.login,
    date,
  });
  repository.commits.set(commit.sha, commit);
  repository.branches.set(pull.baseBranch, commit.sha);
  repository.pushedAt = date;
  Object.assign(pull, {state: 'closed', mergedAt: date, closedAt: date, updatedAt: date});
  afterPush(state, repository, `refs/heads/${pull.baseBranch}`, account.login, setting.now());
  return ok({sha: commit.sha, merged: true, message: 'Pull Request successfully merged'});
};

export const pullMergeRoutes: readonly RepositoryRoute[] = [
  {method: 'PUT', template: '/repos/{owner}/{repo}/pulls/{pull_number}/merge', about: toWriters('contents', merge)},
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/pulls/{pull_number}/merge',
    about: ({repository, parameters}) => {
      const pull = repository.pulls.find((one) => String(one.number) === parameters.pull_number);
      return pull && pull.mergedAt !== null ? {status: 204} : notFound();
    },
  },
];
