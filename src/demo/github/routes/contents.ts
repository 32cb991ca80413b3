import type {DemoReply} from '../../service.ts';
import {childrenOf, findCommit, type TreeEntry, treeOfCommit} from '../git.ts';
import {notFound, tooLarge} from '../refusals.ts';
import {ok, type RepositoryCall, type RepositoryRoute} from '../route.ts';
import {apiUrl, fullName, pageUrl} from '../shapes/repository.ts';
import type {Commit, Repository} from '../state.ts';
import {base64Lines} from './git.ts';

const megabyte = 1024 * 1024;

export const entryShape = (repository: Repository, entry: TreeEntry, reference: string) => {
  const path = encodeURI(entry.path);
  const kind = entry.type === 'tree' ? 'tree' : 'blob';
  const url = `${apiUrl(repository)}/contents/${path}?ref=${encodeURIComponent(reference)}`;
  const page = `${pageUrl(repository)}/${kind}/${reference}/${path}`;
  const object = `${apiUrl(repository)}/git/${kind}s/${entry.sha}`;
  return {
    name: entry.path.slice(entry.path.lastIndexOf('/') + 1),
    path: entry.path,
    sha: entry.sha,
    size: entry.size,
    url,
    html_url: page,
    git_url: object,
    download_url: entry.type === 'tree' ? null : `https://raw.githubusercontent.com/${fullName(repository)}/${reference}/${path}`,
    type: entry.type === 'tree' ? 'dir' : 'file',
    _links: {self: url, git: object, html: page},
  };
};

const fileReply = (call: RepositoryCall, commit: Commit, entry: TreeEntry, reference: string): DemoReply => {
  const contents = commit.files.get(entry.path) ?? Buffer.alloc(0);
  const accept = call.request.headers.accept ?? '';
  if (accept.includes('raw')) {
    return {status: 200, headers: {'content-type': 'application/vnd.github.raw+json; charset=utf-8'}, body: contents};
  }
  if (contents.length > megabyte) return tooLarge();
  return ok({...entryShape(call.repository, entry, reference), content: base64Lines(contents), encoding: 'base64'});
};

const answerContents = (call: RepositoryCall): DemoReply => {
  const path = (call.parameters.path ?? '').replace(/^\/+|\/+$/g, '');
  const reference = call.request.query.get('ref') ?? call.repository.defaultBranch;
  const commit = findCommit(call.repository, reference);
  const tree = commit && treeOfCommit(commit);
  const entry = tree?.get(path);
  if (!commit || !tree || !entry) return notFound();
  if (entry.type === 'blob') return fileReply(call, commit, entry, reference);
  return ok(
    childrenOf(tree, path)
      .slice(0, 1000)
      .map((child) => entryShape(call.repository, child, reference)),
  );
};

const mit = {key: 'mit', name: 'MIT License', spdx_id: 'MIT', url: 'https://api.github.com/licenses/mit', node_id: 'MDc6TGljZW5zZTEz'};
const other = {key: 'other', name: 'Other', spdx_id: 'NOASSERTION', url: null, node_id: 'MDc6TGljZW5zZTA='};

/** The licence's file at the root, and which it is by its text. */
const answerLicense = (call: RepositoryCall): DemoReply => {
  const reference = call.request.query.get('ref') ?? call.repository.defaultBranch;
  const commit = findCommit(call.repository, reference);
  const entry =
    commit &&
    [...treeOfCommit(commit).values()].find(({path, type}) => type === 'blob' && /^(?:licen[cs]e|copying)(?:\.(?:md|txt))?$/i.test(path));
  if (!commit || !entry) return notFound();
  const contents = commit.files.get(entry.path) ?? Buffer.alloc(0);
  const license = /Permission is hereby granted, free of charge, to any person/.test(contents.toString()) ? mit : other;
  return ok({...entryShape(call.repository, entry, reference), content: base64Lines(contents), encoding: 'base64', license});
};

export const contentRoutes: readonly RepositoryRoute[] = [
  {method: 'GET', template: '/repos/{owner}/{repo}/license', about: answerLicense},
  {method: 'GET', template: '/repos/{owner}/{repo}/contents', about: answerContents},
  {method: 'GET', template: '/repos/{owner}/{repo}/contents/', about: answerContents},
  {method: 'GET', template: '/repos/{owner}/{repo}/contents/{path+}', about: answerContents},
];
