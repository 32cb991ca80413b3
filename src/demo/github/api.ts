import {etagOf, isHeld, toWire} from '../message.ts';
import type {DemoReply, DemoRequest, DemoService, DemoSetting} from '../service.ts';
import {callerText, limitHeaders, limitOf, type Resource, usageOf} from './limits.ts';
import {settle} from './new-repository.ts';
import {
  badCredentials,
  lacksPermission,
  limitExceeded,
  movedPermanently,
  noAdministrator,
  notFound,
  noUserAgent,
  signInNeeded,
  unknownVersion,
} from './refusals.ts';
import {type Call, parametersOf, type RepositoryRoute, type Route} from './route.ts';
import {routes} from './routes.ts';
import {findRenamed, findRepository, type GitHubState, type Repository} from './state.ts';
import {findViewer, holds, mayPush, maySee, type Right, type Viewer} from './viewer.ts';

const versions = ['2022-11-28', '2026-03-10'];

/** Undefined: the caller may. */
const refusalOf = (viewer: Viewer, repository: Repository, right: Right): DemoReply | undefined => {
  if (viewer.kind !== 'somebody') return right.isForReaders ? noAdministrator() : signInNeeded();
  if (!holds(viewer.token, repository, right)) {
    return viewer.token.kind === 'classic'
      ? noAdministrator()
      : lacksPermission(`${right.permission ?? 'checks'}=${right.isForWriting ? 'write' : 'read'}`);
  }
  return right.isForReaders || mayPush(viewer, repository) ? undefined : noAdministrator();
};

/** The same address with the repository's number instead of its name. */
const numberedUrl = ({id}: Repository, {host, path, query}: DemoRequest): string =>
  `https://${host}/repositories/${id}${path
    .split('/')
    .slice(4)
    .map((part) => `/${part}`)
    .join('')}${query.size > 0 ? `?${query}` : ''}`;

/** The same request with the repository's name instead of its number. */
const named = (state: GitHubState, request: DemoRequest): DemoRequest => {
  const [, id, rest = ''] = /^\/repositories\/(\d+)(\/.*)?$/.exec(request.path) ?? [];
  const repository = id === undefined ? undefined : [...state.repositories.values()].find((one) => String(one.id) === id);
  return repository ? {...request, path: `/repos/${repository.owner}/${repository.name}${rest}`} : request;
};

const answerAbout = (route: RepositoryRoute, call: Call): DemoReply => {
  const {owner = '', repo = ''} = call.parameters;
  const repository = findRepository(call.state, owner, repo) ?? findRenamed(call.state, owner, repo);
  if (repository) settle(repository, call.setting.now());
  if (!repository || !maySee(call.viewer, repository)) return notFound();
  if (!findRepository(call.state, owner, repo)) return movedPermanently(numberedUrl(repository, call.request));
  const refusal = route.needs && refusalOf(call.viewer, repository, route.needs);
  return refusal ?? route.about({...call, repository});
};

const findRoute = (request: DemoRequest): {route: Route; parameters: Readonly<Record<string, string>>} | undefined => {
  for (const route of routes) {
    const parameters = route.method === request.method ? parametersOf(route.template, request.path) : undefined;
    if (parameters) return {route, parameters};
  }
  return undefined;
};

const tokenHeaders = (viewer: Viewer): Readonly<Record<string, string>> => {
  if (viewer.kind !== 'somebody') return {};
  const expiry = viewer.token.expiresAt;
  return {
    ...(viewer.token.kind === 'classic' ? {'x-oauth-scopes': viewer.token.scopes.join(', '), 'x-accepted-oauth-scopes': ''} : {}),
    ...(expiry === undefined ? {} : {'github-authentication-token-expiration': expiry.replace('T', ' ').replace('Z', ' UTC')}),
  };
};

/** Counts a request unless it is free: GitHub counts no 304. */
const counted = (call: Call, resource: Resource, isCounted: boolean, reply: () => DemoReply): DemoReply => {
  const now = call.setting.now();
  const usage = usageOf(call.state, call.viewer, resource, now);
  const isOver = isCounted && limitOf(call.state, call.viewer, resource, now).remaining === 0;
  const answer = isOver ? limitExceeded(callerText(call.viewer)) : reply();
  const isFree = answer.status === 200 && isHeld(call.request.headers['if-none-match'], etagOf(toWire(answer).bytes));
  if (isCounted && !isFree) usage.used += 1;
  const headers = limitHeaders(limitOf(call.state, call.viewer, resource, now), resource);
  return {...answer, headers: {...tokenHeaders(call.viewer), ...headers, ...answer.headers}};
};

const plainHeaders = (version: string): Readonly<Record<string, string>> => ({
  'x-github-media-type': 'github.v3; format=json',
  'x-github-api-version-selected': version,
  'access-control-allow-origin': '*',
  vary: 'Accept, Authorization, Cookie, X-GitHub-OTP,Accept-Encoding, Accept, X-Requested-With',
  'cache-control': 'private, max-age=60, s-maxage=60',
});

const answer = (setting: DemoSetting, state: GitHubState, request: DemoRequest): DemoReply => {
  if (!request.headers['user-agent']) return noUserAgent();
  const version = request.headers['x-github-api-version'] ?? '2022-11-28';
  if (!versions.includes(version)) return unknownVersion(version);
  const viewer = findViewer(state, request.headers.authorization, setting.now());
  if (viewer.kind === 'refused') return badCredentials();
  const found = findRoute(request);
  const call: Call = {request, setting, state, viewer, parameters: found?.parameters ?? {}};
  const reply = counted(call, found?.route.resource ?? 'core', found?.route.isCounted ?? true, () => {
    if (!found) return notFound();
    return 'about' in found.route ? answerAbout(found.route, call) : found.route.answer(call);
  });
  return {...reply, headers: {...plainHeaders(version), ...reply.headers}};
};

/** GitHub's REST API. */
export const createApi = (setting: DemoSetting, state: GitHubState): DemoService => ({
  hosts: ['api.github.com'],
  answer: (request) => answer(setting, state, named(state, request)),
});
