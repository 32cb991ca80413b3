import type {DemoReply} from '../../service.ts';
import {commitOf, historyOf, treeOf} from '../git.ts';
import {findFiles, findLooseBlob, keepBlob, keepTree} from '../git-objects.ts';
import {findSharedFiles, takeShared} from '../network.ts';
import {afterPush} from '../new-run.ts';
import {notFound, unprocessable} from '../refusals.ts';
import {ok, type RepositoryRoute} from '../route.ts';
import {type SentBody, textIn} from '../sent-body.ts';
import {gitCommitShape} from '../shapes/commit.ts';
import {apiUrl} from '../shapes/repository.ts';
import {type Repository, timeText} from '../state.ts';
import {toWriters, type Writing, workflowRefusal} from '../writes.ts';
import {entryShape, findBlob, referenceShape} from './git.ts';

const sent = (body: object): DemoReply => ({status: 201, body});

const createBlob = ({repository, body}: Writing): DemoReply => {
  if (typeof body['content'] !== 'string') return unprocessable('Invalid request.\n\n"content" wasn\'t supplied.');
  const sha = keepBlob(repository, Buffer.from(body['content'], body['encoding'] === 'base64' ? 'base64' : 'utf8'));
  return sent({sha, url: `${apiUrl(repository)}/git/blobs/${sha}`});
};

const isRecord = (value: unknown): value is SentBody => typeof value === 'object' && value !== null;

/** The contents an entry stands for; null: it deletes the file; undefined: it says nothing that is known. */
const contentsOf = (repository: Repository, entry: SentBody): Buffer | null | undefined => {
  if (typeof entry['content'] === 'string') return Buffer.from(entry['content']);
  if (entry['sha'] === null) return null;
  const sha = textIn(entry, 'sha');
  return findLooseBlob(repository, sha) ?? findBlob(repository, sha);
};

const createTree = ({state, repository, body, token}: Writing): DemoReply => {
  const base = textIn(body, 'base_tree');
  const before = base === '' ? new Map<string, Buffer>() : findSharedFiles(state, repository, base);
  if (!before || !Array.isArray(body['tree'])) return unprocessable('Invalid tree info');
  const entries = body['tree'].filter(isRecord);
  const refusal = workflowRefusal(
    token,
    entries.map((entry) => textIn(entry, 'path')),
  );
  if (refusal) return refusal;
  const files = new Map(before);
  for (const entry of entries) {
    const contents = contentsOf(repository, entry);
    const path = textIn(entry, 'path');
    if (contents === undefined || path === '' || !['100644', '100755'].includes(textIn(entry, 'mode')))
      return unprocessable('tree.sha is not a valid blob, or tree.mode is invalid');
    if (contents !== null) files.set(path, contents);
    else if (!files.delete(path)) return unprocessable('GitRPC::BadObjectState');
  }
  const sha = keepTree(repository, files);
  const top = [...treeOf(files).values()].filter((entry) => entry.path !== '' && !entry.path.includes('/'));
  const url = `${apiUrl(repository)}/git/trees/${sha}`;
  return sent({sha, url, tree: top.map((entry) => entryShape(repository, entry, '')), truncated: false});
};

const createCommit = ({state, repository, body, account, setting}: Writing): DemoReply => {
  const files = findFiles(repository, textIn(body, 'tree'));
  const parents = Array.isArray(body['parents']) ? body['parents'].map(String) : [];
  if (!files) return unprocessable('Tree SHA does not exist');
  if (parents.some((sha) => !takeShared(state, repository, sha)))
    return unprocessable('Parent SHA does not exist or is not a commit object');
  const commit = commitOf({files, parents, message: textIn(body, 'message'), author: account.login, date: timeText(setting.now())});
  repository.commits.set(commit.sha, commit);
  return sent(gitCommitShape(repository, commit));
};

const move = ({state, repository, setting, account}: Writing, ref: string, sha: string): void => {
  const [kind, name] = [ref.split('/')[1], ref.split('/').slice(2).join('/')];
  (kind === 'tags' ? repository.tags : repository.branches).set(name, sha);
  if (kind === 'heads') repository.pushedAt = timeText(setting.now());
  afterPush(state, repository, ref, account.login, setting.now());
};

const createReference = (writing: Writing): DemoReply => {
  const {state, repository, body} = writing;
  const ref = textIn(body, 'ref');
  const sha = textIn(body, 'sha');
  const [, kind, name = ''] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? [];
  if (kind === undefined) return unprocessable('Reference name must start with refs/ and have at least two slashes.');
  if (/\.\.|[\s~^:?*[\\]|\/$|\.lock$/.test(name)) return unprocessable(`${ref} is not a valid ref name.`);
  if ((kind === 'heads' ? repository.branches : repository.tags).has(name)) return unprocessable('Reference already exists');
  if (!takeShared(state, repository, sha)) return unprocessable('Object does not exist');
  move(writing, ref, sha);
  return sent(referenceShape(repository, {ref, sha}));
};

const updateReference = (writing: Writing): DemoReply => {
  const {state, repository, body, parameters} = writing;
  const [, branch = ''] = /^heads\/(.+)$/.exec(parameters['ref'] ?? '') ?? [];
  const before = repository.branches.get(branch);
  const next = repository.commits.get(textIn(body, 'sha'));
  if (before === undefined) return unprocessable('Reference does not exist');
  if (!next) return unprocessable('Object does not exist');
  if (body['force'] !== true && !historyOf(repository, next).some(({sha}) => sha === before))
    return unprocessable('Update is not a fast forward');
  move(writing, `refs/heads/${branch}`, next.sha);
  const from = `${repository.owner}/${repository.name}`;
  for (const {pulls} of state.repositories.values())
    for (const pull of pulls)
      if (pull.state === 'open' && pull.headRepository === from && pull.headBranch === branch) pull.headSha = next.sha;
  return ok(referenceShape(repository, {ref: `refs/heads/${branch}`, sha: next.sha}));
};

export const gitWriteRoutes: readonly RepositoryRoute[] = [
  {method: 'POST', template: '/repos/{owner}/{repo}/git/blobs', about: toWriters('contents', createBlob)},
  {method: 'POST', template: '/repos/{owner}/{repo}/git/trees', about: toWriters('contents', createTree)},
  {method: 'POST', template: '/repos/{owner}/{repo}/git/commits', about: toWriters('contents', createCommit)},
  {method: 'POST', template: '/repos/{owner}/{repo}/git/refs', about: toWriters('contents', createReference)},
  {method: 'PATCH', template: '/repos/{owner}/{repo}/git/refs/{ref+}', about: toWriters('contents', updateReference)},
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/git/commits/{commit_sha}',
    about: ({repository, parameters}) => {
      const commit = repository.commits.get(parameters['commit_sha'] ?? '');
      return commit ? ok(gitCommitShape(repository, commit)) : notFound();
    },
  },
];
