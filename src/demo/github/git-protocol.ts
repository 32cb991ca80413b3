import type {DemoReply, DemoRequest, DemoSetting} from '../service.ts';
import {findRepository, type GitHubState, type Repository} from './state.ts';
import {findViewer, hasScope, holds, mayPush, maySee, type Viewer} from './viewer.ts';

const text = {'content-type': 'text/plain; charset=utf-8'};

const packet = (line: string): string => `${(line.length + 4).toString(16).padStart(4, '0')}${line}`;

const mayWrite = (viewer: Viewer, repository: Repository): boolean => {
  if (viewer.kind !== 'somebody' || !mayPush(viewer, repository)) return false;
  const {token} = viewer;
  return token.kind === 'classic'
    ? hasScope(token, repository.isPrivate ? 'repo' : 'public_repo')
    : holds(token, repository, {scope: 'repo', permission: 'contents', isForWriting: true});
};

/** How git asks whether it may push, before anything is sent. */
export const answerGit = (state: GitHubState, setting: DemoSetting, request: DemoRequest, owner: string, name: string): DemoReply => {
  const viewer = findViewer(state, request.headers.authorization, setting.now());
  if (viewer.kind === 'nobody')
    return {status: 401, headers: {...text, 'www-authenticate': 'Basic realm="GitHub"'}, body: 'No anonymous write access.'};
  if (viewer.kind === 'refused')
    return {status: 401, headers: {...text, 'www-authenticate': 'Basic realm="GitHub"'}, body: 'Bad credentials'};
  const repository = findRepository(state, owner, name.replace(/\.git$/, ''));
  if (!repository || !maySee(viewer, repository)) return {status: 404, headers: text, body: 'Repository not found.'};
  if (!mayWrite(viewer, repository)) {
    return {
      status: 403,
      headers: text,
      body: `Permission to ${repository.owner}/${repository.name}.git denied to ${viewer.account.login}.`,
    };
  }
  return {
    status: 200,
    headers: {'content-type': 'application/x-git-receive-pack-advertisement', 'cache-control': 'no-cache'},
    body: `${packet('# service=git-receive-pack\n')}0000${packet(`${'0'.repeat(40)} capabilities^{}\0report-status delete-refs\n`)}0000`,
  };
};
