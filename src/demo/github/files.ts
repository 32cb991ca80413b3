import {tarGzOf} from '../contextlite/tar.ts';
import type {DemoReply, DemoRequest, DemoService, DemoSetting} from '../service.ts';
import {createDeviceFlow} from './device-flow.ts';
import {findCommit} from './git.ts';
import {answerGit} from './git-protocol.ts';
import {settle} from './new-repository.ts';
import {latestRelease} from './routes/releases.ts';
import {downloadUrl} from './shapes/release.ts';
import {assetHost, checkSignature, logHost, signedAssetUrl} from './signed.ts';
import {findAccount, findRenamed, findRepository, type GitHubState, type Repository} from './state.ts';
import {findViewer, maySee} from './viewer.ts';

const missingPage: DemoReply = {status: 404, headers: {'content-type': 'text/plain; charset=utf-8'}, body: 'Not Found'};
const page = (title: string): DemoReply => ({
  status: 200,
  body: `<!DOCTYPE html>\n<html lang="en"><head><title>${title.replace(/[<&]/g, '')}</title></head><body></body></html>\n`,
});
const moved = (location: string): DemoReply => ({status: 302, headers: {location, 'content-type': 'text/html; charset=utf-8'}, body: ''});

/** Undefined for everybody but those who may see it. */
const findVisible = (state: GitHubState, setting: DemoSetting, request: DemoRequest, owner = '', name = ''): Repository | undefined => {
  const repository = findRepository(state, owner, name);
  const viewer = findViewer(state, request.headers.authorization, setting.now());
  return repository && maySee(viewer, repository) ? settle(repository, setting.now()) : undefined;
};

const download = (repository: Repository, tag: string, name: string, now: number): DemoReply => {
  const release = repository.releases.find((one) => one.tag === tag && !one.isDraft);
  const asset = release?.assets.find((one) => one.name === name && one.state === 'uploaded');
  return asset ? moved(signedAssetUrl(repository, asset, now)) : missingPage;
};

const pageBelow = (repository: Repository, rest: string, now: number): DemoReply => {
  const [, tag = '', name = ''] = /^\/releases\/download\/(.+)\/([^/]+)$/.exec(rest) ?? [];
  if (name !== '') return download(repository, tag, name, now);
  const latest = latestRelease(repository);
  const [, wanted] = /^\/releases\/latest\/download\/([^/]+)$/.exec(rest) ?? [];
  const asset = latest?.assets.find((one) => one.name === wanted);
  if (latest && asset) return moved(downloadUrl(repository, latest, asset));
  const [, archive] = /^\/archive\/(.+)\.tar\.gz$/.exec(rest) ?? [];
  if (archive && findCommit(repository, archive)) {
    return moved(`https://codeload.github.com/${repository.owner}/${repository.name}/tar.gz/${archive}`);
  }
  const [, shown] = /^\/releases\/tag\/(.+)$/.exec(rest) ?? [];
  const isKnown =
    shown === undefined ? /^(\/(releases|actions|pulls|settings)?)?$/.test(rest) : repository.releases.some((one) => one.tag === shown);
  return isKnown ? page(`${repository.owner}/${repository.name}`) : missingPage;
};

/** github.com: pages for people, and the public addresses of releases' files. */
const createSite = (setting: DemoSetting, state: GitHubState): DemoService => {
  const signIn = createDeviceFlow(setting, state, state.tokens.get(setting.tokens['GITHUB_TOKEN'] ?? '')?.login ?? '');
  const show = (request: DemoRequest): DemoReply => {
    const [, owner = '', name, rest = ''] = /^\/([^/]+)(?:\/([^/]+))?(\/.*)?$/.exec(decodeURIComponent(request.path)) ?? [];
    if (name === undefined) return findAccount(state, owner) ? page(owner) : missingPage;
    if (rest === '/info/refs' && request.query.get('service') === 'git-receive-pack')
      return answerGit(state, setting, request, owner, name);
    const repository = findVisible(state, setting, request, owner, name.replace(/\.git$/, ''));
    const renamed = findRenamed(state, owner, name);
    if (!repository && renamed) return moved(`https://github.com/${renamed.owner}/${renamed.name}${rest}`);
    return repository ? pageBelow(repository, rest, setting.now()) : missingPage;
  };
  return {hosts: ['github.com', 'www.github.com'], answer: (request) => signIn(request) ?? show(request)};
};

const createRaw = (setting: DemoSetting, state: GitHubState): DemoService => ({
  hosts: ['raw.githubusercontent.com'],
  answer: (request) => {
    const [, owner, name, ...segments] = decodeURIComponent(request.path).split('/');
    const repository = findVisible(state, setting, request, owner, name);
    if (segments[0] === 'refs') segments.splice(0, 2);
    for (let length = 1; repository && length < segments.length; length += 1) {
      const commit = findCommit(repository, segments.slice(0, length).join('/'));
      const contents = commit?.files.get(segments.slice(length).join('/'));
      if (contents)
        return {status: 200, headers: {'content-type': 'text/plain; charset=utf-8', 'cache-control': 'max-age=300'}, body: contents};
    }
    return {status: 404, headers: {'content-type': 'text/plain; charset=utf-8'}, body: '404: Not Found'};
  },
});

/** The source of a commit as an archive. */
const createCodeload = (setting: DemoSetting, state: GitHubState): DemoService => ({
  hosts: ['codeload.github.com'],
  answer: (request) => {
    const [, owner, name, kind, ...reference] = decodeURIComponent(request.path).split('/');
    const repository = findVisible(state, setting, request, owner, name);
    const commit = repository && kind === 'tar.gz' ? findCommit(repository, reference.join('/')) : undefined;
    if (!commit) return missingPage;
    const folder = `${repository?.name}-${reference.at(-1)?.replace(/^v/, '')}`;
    const files = [...commit.files].map(([path, contents]) => ({name: `${folder}/${path}`, contents}));
    return {status: 200, headers: {'content-type': 'application/x-gzip'}, body: tarGzOf(files)};
  },
});

const storageRefusal = (status: number, code: string, message: string): DemoReply => ({
  status,
  headers: {'content-type': 'application/xml', 'x-ms-error-code': code},
  body: `\ufeff<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});

/** The storage behind a signed address: it refuses whoever sends credentials along, and a signature that is over. */
const createStorage = (host: string, setting: DemoSetting, find: (path: string) => Buffer | string | undefined): DemoService => ({
  hosts: [host],
  answer: (request) => {
    if (request.headers.authorization !== undefined) {
      return storageRefusal(401, 'InvalidAuthenticationInfo', 'Authentication information is not given in the correct format.');
    }
    const signature = checkSignature(request.path, request.query, setting.now());
    if (signature === 'missing') return storageRefusal(403, 'AuthenticationFailed', 'The signature did not match.');
    if (signature === 'over') return storageRefusal(403, 'AuthenticationFailed', 'Signature not valid in the specified time frame.');
    const body = find(request.path);
    if (body === undefined) return storageRefusal(404, 'BlobNotFound', 'The specified blob does not exist.');
    return {status: 200, headers: {'content-type': request.query.get('rsct') ?? 'application/octet-stream'}, body};
  },
});

const findAsset = (state: GitHubState, path: string): Buffer | undefined => {
  const [, , repositoryId, assetId] = path.split('/');
  const repository = [...state.repositories.values()].find((one) => String(one.id) === repositoryId);
  return repository?.releases.flatMap((release) => release.assets).find((one) => String(one.id) === assetId)?.contents;
};

const findLog = (state: GitHubState, path: string): string | undefined => {
  const id = /\/job\/(\d+)\//.exec(path)?.[1];
  const jobs = [...state.repositories.values()].flatMap((one) => one.runs).flatMap((run) => run.jobs);
  return jobs.find((job) => String(job.id) === id)?.log ?? undefined;
};

/** The hosts beside the API that files come from. */
export const createFileHosts = (setting: DemoSetting, state: GitHubState): readonly DemoService[] => [
  createSite(setting, state),
  createRaw(setting, state),
  createCodeload(setting, state),
  createStorage(assetHost, setting, (path) => findAsset(state, path)),
  createStorage(logHost, setting, (path) => findLog(state, path)),
];
