import type {DemoReply} from '../../service.ts';
import {treeOfCommit} from '../git.ts';
import {addCommit} from '../new-repository.ts';
import {afterPush} from '../new-run.ts';
import {conflict, unprocessable} from '../refusals.ts';
import type {RepositoryRoute} from '../route.ts';
import {textIn} from '../sent-body.ts';
import {gitCommitShape} from '../shapes/commit.ts';
import {type Commit, timeText} from '../state.ts';
import {toWriters, type Writing, workflowRefusal} from '../writes.ts';
import {entryShape} from './contents.ts';

const unsupplied = (name: string): DemoReply => unprocessable(`Invalid request.\n\n"${name}" wasn't supplied.`);

const isBase64 = (text: string): boolean => /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text);

/** Undefined: nothing speaks against the file. */
const refusalOf = ({body, token, parameters}: Writing, before: Commit | undefined): DemoReply | undefined => {
  const path = parameters['path'] ?? '';
  const sha = textIn(body, 'sha');
  if (textIn(body, 'message') === '') return unsupplied('message');
  if (typeof body['content'] !== 'string') return unsupplied('content');
  if (!isBase64(body['content'])) return unprocessable('content is not valid Base64');
  const entry = before && treeOfCommit(before).get(path);
  if (entry?.type === 'tree') return unprocessable(`${path} is a directory`);
  if (entry && sha === '') return unsupplied('sha');
  if (sha !== '' && sha !== entry?.sha) return conflict(`${path} does not match ${sha}`);
  return workflowRefusal(token, [path]);
};

/** Writes one file as one commit; the first of an empty repository makes its default branch. */
const putContents = (writing: Writing): DemoReply => {
  const {state, repository, body, account, setting, parameters} = writing;
  const path = parameters['path'] ?? '';
  const branch = textIn(body, 'branch') || repository.defaultBranch;
  const before = repository.commits.get(repository.branches.get(branch) ?? '');
  if (!before && (repository.branches.size > 0 || repository.arriving !== null))
    return {status: 404, body: {message: `Branch ${branch} not found`, documentation_url: 'https://docs.github.com/rest', status: '404'}};
  const refusal = refusalOf(writing, before);
  if (refusal) return refusal;
  const files = new Map(before?.files).set(path, Buffer.from(textIn(body, 'content'), 'base64'));
  const date = timeText(setting.now());
  const sha = addCommit(repository, branch, {files, message: textIn(body, 'message'), author: account.login, date});
  repository.pushedAt = date;
  afterPush(state, repository, `refs/heads/${branch}`, account.login, setting.now());
  const commit = repository.commits.get(sha);
  const entry = commit && treeOfCommit(commit).get(path);
  if (!commit || !entry) return unprocessable(`${path} could not be written`);
  return {
    status: before?.files.has(path) ? 200 : 201,
    body: {content: entryShape(repository, entry, branch), commit: gitCommitShape(repository, commit)},
  };
};

export const contentWriteRoutes: readonly RepositoryRoute[] = [
  {method: 'PUT', template: '/repos/{owner}/{repo}/contents/{path+}', about: toWriters('contents', putContents)},
];
