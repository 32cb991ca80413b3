import {settle} from '../github/new-repository.ts';
import {type Call, parametersOf} from '../github/route.ts';
import {routes} from '../github/routes.ts';
import {findAccount, findRepository} from '../github/state.ts';
import type {Viewer} from '../github/viewer.ts';
import type {DemoReply, DemoRequest} from '../service.ts';
import type {World} from '../world.ts';
import {loginOf} from './person.ts';

const everything = ['repo', 'workflow', 'admin:org', 'write:packages', 'delete_repo', 'user'];

/** What the person's browser does at GitHub: what the API does, with every right of the person and counted against no limit. Undefined: no such address. */
export const actAtGitHub = (world: World, method: 'POST' | 'PUT' | 'PATCH', path: string, body: object): DemoReply | undefined => {
  const login = loginOf(world);
  const account = findAccount(world.github, login);
  if (account === undefined) return undefined;
  const sent = Buffer.from(JSON.stringify(body));
  const headers = {'user-agent': 'browser', 'content-type': 'application/json'};
  const request: DemoRequest = {method, host: 'api.github.com', path, query: new URLSearchParams(), headers, body: sent};
  const viewer: Viewer = {kind: 'somebody', account, token: {kind: 'classic', login, scopes: everything}};
  for (const route of routes) {
    const parameters = route.method === method ? parametersOf(route.template, path) : undefined;
    if (parameters === undefined) continue;
    const call: Call = {request, setting: world.setting, state: world.github, viewer, parameters};
    if ('answer' in route) return route.answer(call);
    const repository = findRepository(world.github, parameters.owner ?? '', parameters.repo ?? '');
    return repository && route.about({...call, repository: settle(repository, world.setting.now())});
  }
  return undefined;
};

/** GitHub's own words where it refused; undefined: it did what was asked. */
export const refusalIn = (reply: DemoReply | undefined): string | undefined => {
  if (reply === undefined) return 'GitHub has no such page.';
  if (reply.status < 400) return undefined;
  const {message, errors} = (typeof reply.body === 'object' ? reply.body : {}) as {
    message?: string;
    errors?: readonly {message?: string}[];
  };
  return `GitHub refuses: ${errors?.[0]?.message ?? message ?? `it answers ${reply.status}`}`.replace(/\.*$/, '.');
};
