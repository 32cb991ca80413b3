import type {DemoReply} from '../../service.ts';
import {changedPaths, commitOf, historyOf} from '../git.ts';
import {addRepository, freshId} from '../new-repository.ts';
import {conflict, noOrganizationMember, notFound, unprocessable} from '../refusals.ts';
import {ok, type RepositoryRoute} from '../route.ts';
import {textIn} from '../sent-body.ts';
import {areRelated, fullName, fullRepository, parentOf} from '../shapes/repository.ts';
import {type Commit, findAccount, findRepository, type GitHubState, type Repository, timeText} from '../state.ts';
import {isWorkflow, lacksAdministration, mayWriteWorkflows, toSignedIn, toWriters, type Writing} from '../writes.ts';

/** The one repository of an owner that belongs to the same network; undefined: they have none. */
const findRelated = (state: GitHubState, upstream: Repository, owner: string): Repository | undefined =>
  [...state.repositories.values()].find((one) => one.owner === owner && areRelated(state, one, upstream));

/** GitHub puts a number behind a name that is taken. */
const freeName = (state: GitHubState, owner: string, name: string): string => {
  for (let at = 0; ; at++) {
    const tried = at === 0 ? name : `${name}-${at}`;
    if (!findRepository(state, owner, tried)) return tried;
  }
};

const copyOf = ({state, setting, repository, body}: Writing, owner: string, pushers: readonly string[]): Repository => {
  const isWhole = body['default_branch_only'] !== true;
  const branches = [...repository.branches].filter(([name]) => isWhole || name === repository.defaultBranch);
  const commits = branches.flatMap(([, sha]) => {
    const end = repository.commits.get(sha);
    return end ? historyOf(repository, end) : [];
  });
  return addRepository(state, {
    id: freshId(state),
    owner,
    name: freeName(state, owner, textIn(body, 'name') || repository.name),
    description: repository.description,
    language: repository.language,
    defaultBranch: repository.defaultBranch,
    isTruncated: repository.isTruncated,
    parent: fullName(repository),
    pushers,
    createdAt: timeText(setting.now()),
    pushedAt: repository.pushedAt,
    commits: new Map(commits.map((commit) => [commit.sha, commit])),
    arriving: {at: setting.now() + state.forkTime, branches: new Map(branches)},
  });
};

/** Whoever asks again is given the fork that is there; whoever owns the repository, the repository itself. */
const fork = (writing: Writing): DemoReply => {
  const {state, viewer, account, body, repository} = writing;
  const organization = textIn(body, 'organization');
  const owner = organization === '' ? account : findAccount(state, organization);
  if (!owner || (organization !== '' && owner.type !== 'Organization')) return unprocessable('Invalid organization.');
  const owners = owner.owners ?? [];
  if (organization !== '' && !owners.includes(account.login)) return noOrganizationMember();
  const made = findRelated(state, repository, owner.login) ?? copyOf(writing, owner.login, owners);
  return {status: 202, body: fullRepository(state, made, viewer)};
};

const bring = (repository: Repository, branch: string, upstream: Repository, end: Commit): void => {
  for (const commit of historyOf(upstream, end)) repository.commits.set(commit.sha, commit);
  repository.branches.set(branch, end.sha);
};

type Merge = {readonly kind: 'none' | 'fast-forward' | 'conflict'} | {readonly kind: 'merge'; readonly files: ReadonlyMap<string, Buffer>};

const mergeOf = (own: readonly Commit[], theirs: readonly Commit[]): Merge => {
  const [mine, other] = [own[0], theirs[0]];
  const base = own.find((commit) => theirs.includes(commit));
  if (!mine || !other || !base) return {kind: 'conflict'};
  if (base === other) return {kind: 'none'};
  if (base === mine) return {kind: 'fast-forward'};
  const [changed, kept] = [changedPaths(base, other), changedPaths(base, mine)];
  if (changed.some((path) => kept.includes(path))) return {kind: 'conflict'};
  const files = new Map(mine.files);
  for (const path of changed) {
    const contents = other.files.get(path);
    if (contents) files.set(path, contents);
    else files.delete(path);
  }
  return {kind: 'merge', files};
};

const merged = (kind: 'none' | 'fast-forward' | 'merge', source: string): DemoReply => {
  const message =
    kind === 'none'
      ? `This branch is not behind the upstream ${source}.`
      : `Successfully fetched and ${kind === 'merge' ? 'merged' : 'fast-forwarded'} from upstream ${source}.`;
  return ok({message, merge_type: kind, base_branch: source});
};

const mergeUpstream = ({state, setting, repository, body, token, account}: Writing): DemoReply => {
  const branch = textIn(body, 'branch');
  const upstream = parentOf(state, repository);
  const own = repository.commits.get(repository.branches.get(branch) ?? '');
  if (!own) return notFound();
  const theirs = upstream?.commits.get(upstream.branches.get(branch) ?? '');
  if (!upstream || !theirs) return unprocessable('There is no upstream branch to fetch from.');
  const merge = mergeOf(historyOf(repository, own), historyOf(upstream, theirs));
  if (merge.kind === 'conflict') return conflict('There are merge conflicts');
  const source = `${upstream.owner}:${branch}`;
  if (merge.kind === 'none') return merged('none', source);
  const workflow = changedPaths(own, theirs).find(isWorkflow);
  if (workflow !== undefined && !mayWriteWorkflows(token))
    return unprocessable(
      `refusing to allow a Personal Access Token to create or update workflow \`${workflow}\` without \`workflow\` scope`,
    );
  const date = timeText(setting.now());
  bring(repository, branch, upstream, theirs);
  repository.pushedAt = date;
  if (merge.kind === 'merge') {
    const message = `Merge branch '${source}' into ${branch}`;
    const commit = commitOf({files: merge.files, parents: [own.sha, theirs.sha], message, author: account.login, date});
    repository.commits.set(commit.sha, commit);
    repository.branches.set(branch, commit.sha);
  }
  return merged(merge.kind, source);
};

export const forkRoutes: readonly RepositoryRoute[] = [
  {method: 'POST', template: '/repos/{owner}/{repo}/forks', about: toSignedIn(lacksAdministration, fork)},
  {method: 'POST', template: '/repos/{owner}/{repo}/merge-upstream', about: toWriters('contents', mergeUpstream)},
];
