import type {DemoReply, DemoRequest, DemoService, DemoSetting} from '../service.ts';
import {createDockerHub} from './docker-hub.ts';
import {type DockerState, type DockerToken, findDockerToken} from './docker-state.ts';
import {createOciRegistry} from './oci-registry.ts';
import {askedGrants, createPasses, type Grant, type Passes, passLife} from './pass.ts';
import {basicOf, createService, get, held, json} from './routes.ts';

/** Rights that are missing are left out of the grant; that is no error. A name that is free in one's own namespace may be pushed. */
const grantOf = (state: DockerState, token: DockerToken | undefined, {name, actions, type}: Grant): Grant => {
  const isOwn = token !== undefined && name.startsWith(`${token.user}/`);
  const repository = held(state.repositories, name);
  const allowed = actions.filter((action) => {
    if (action === 'pull') return isOwn || repository?.isPublic === true;
    if (action === 'push') return isOwn;
    return isOwn && token.scope === 'repo:admin';
  });
  return {type, name, actions: allowed};
};

const answerToken = (setting: DemoSetting, state: DockerState, passes: Passes, request: DemoRequest): DemoReply => {
  const credentials = basicOf(request);
  const token = credentials === undefined ? undefined : findDockerToken(setting, state, credentials.user, credentials.password);
  if (credentials !== undefined && token === undefined) return json(401, {details: 'incorrect username or password'});
  const asked = askedGrants(request.query);
  const wantsPush = asked.some(({actions}) => actions.includes('push'));
  // A personal token of too low a level is refused whole, against the protocol's own rule.
  if (wantsPush && token !== undefined && ['repo:read', 'repo:public_read'].includes(token.scope))
    return json(401, {details: 'access token has insufficient scopes'});
  const access = asked.map((grant) => grantOf(state, token, grant)).filter(({actions}) => actions.length > 0);
  const pass = passes.issue(access, {iss: 'auth.docker.io', aud: request.query.get('service') ?? '', sub: token?.user ?? ''});
  return json(200, {token: pass, access_token: pass, expires_in: passLife, issued_at: new Date(setting.now()).toISOString()});
};

const overLimit = json(
  429,
  {
    errors: [
      {
        code: 'TOOMANYREQUESTS',
        message:
          'You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
      },
    ],
  },
  {'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '0;w=21600'},
);

/** Docker Hub: its interface, its tokens and its registry. */
export const createDocker = (setting: DemoSetting, state: DockerState): readonly DemoService[] => {
  const passes = createPasses(setting.now);
  return [
    ...createDockerHub(setting, state),
    createService({
      hosts: ['auth.docker.io'],
      routes: [get(/^\/token$/, (request) => answerToken(setting, state, passes, request))],
    }),
    ...createOciRegistry({
      host: 'registry-1.docker.io',
      blobHost: 'production.cloudfront.docker.com',
      challenge: (scope) =>
        `Bearer realm="https://auth.docker.io/token",service="registry.docker.io"${scope === undefined ? '' : `,scope="${scope}"`}`,
      passes,
      findRepository: (name) => held(state.repositories, name),
      refusePull: () => (state.isOverPullLimit ? overLimit : undefined),
      onPush: (repository, tag) => {
        const found = Object.values(state.repositories).find((one) => one === repository);
        if (found !== undefined) found.pushedAt[tag] = new Date(setting.now()).toISOString();
      },
      pullHeaders: {'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '99;w=21600'},
    }),
  ];
};
