import type {DemoReply, DemoRequest, DemoSetting} from '../service.ts';
import {type Call, parametersOf} from './route.ts';
import {routes} from './routes.ts';
import {findRepository, type GitHubState} from './state.ts';
import {findViewer} from './viewer.ts';

export type Actor = {readonly login: string; call(method: 'POST' | 'PUT' | 'PATCH', path: string, body: object): DemoReply};

/** Writes at GitHub as whoever a token belongs to; undefined: it is nobody's. */
export const actAs = (state: GitHubState, setting: DemoSetting, token: string): Actor | undefined => {
  const viewer = findViewer(state, `Bearer ${token}`, setting.now());
  if (viewer.kind !== 'somebody') return undefined;
  return {
    login: viewer.account.login,
    call: (method, path, body) => {
      const request: DemoRequest = {
        method,
        host: 'api.github.com',
        path,
        query: new URLSearchParams(),
        headers: {'user-agent': 'runner', 'content-type': 'application/json'},
        body: Buffer.from(JSON.stringify(body)),
      };
      for (const route of routes) {
        const parameters = route.method === method ? parametersOf(route.template, path) : undefined;
        if (parameters === undefined) continue;
        const call: Call = {request, setting, state, viewer, parameters};
        if ('answer' in route) return route.answer(call);
        const repository = findRepository(state, parameters['owner'] ?? '', parameters['repo'] ?? '');
        if (repository) return route.about({...call, repository});
      }
      return {status: 404, body: {message: 'Not Found'}};
    },
  };
};
