import type {DemoReply, DemoRequest, DemoSetting} from '../service.ts';
import {type DockerState, type DockerToken, findDockerToken} from './docker-state.ts';
import type {Passes} from './pass.ts';
import {bearerOf, held, json, type Route} from './routes.ts';

/** The pass that somebody gets for a token of Docker Hub; what the token may do is kept in it. */
const passOf = (passes: Passes, token: DockerToken): string =>
  passes.issue([{type: 'repository', name: token.user, actions: token.scope === 'repo:admin' ? ['delete'] : []}], {});

/** Undefined: it is no user with this token. */
export const signedInAs = (
  setting: DemoSetting,
  state: DockerState,
  passes: Passes,
  user: unknown,
  secret: unknown,
): string | undefined => {
  const token = findDockerToken(setting, state, user, secret);
  return token === undefined ? undefined : passOf(passes, token);
};

const deleteTag = (state: DockerState, passes: Passes, request: DemoRequest, namespace: string, name: string, tag: string): DemoReply => {
  const grant = passes.read(bearerOf(request) ?? '')?.[0];
  if (grant === undefined) return json(401, {detail: 'Incorrect authentication credentials'});
  const repository = held(state.repositories, `${namespace}/${name}`);
  if (repository === undefined || !Object.hasOwn(repository.tags, tag)) return json(404, {message: 'tag not found', errinfo: {}});
  if (grant.name !== namespace || !grant.actions.includes('delete'))
    return json(403, {message: 'insufficient permissions: the token may not delete', errinfo: {}});
  delete repository.tags[tag];
  delete repository.pushedAt[tag];
  return {status: 204};
};

/** Takes a tag away; the image stays. */
export const dockerHubWriteRoutes = (state: DockerState, passes: Passes): readonly Route[] =>
  ['/v2/namespaces/([^/]+)/repositories', '/v2/repositories/([^/]+)'].map((form) => ({
    method: 'DELETE',
    path: new RegExp(`^${form}/([^/]+)/tags/([^/]+)/?$`),
    answer: (request, namespace = '', name = '', tag = '') => deleteTag(state, passes, request, namespace, name, tag),
  }));
