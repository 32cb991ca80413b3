import type {DemoReply, DemoRequest, DemoService, DemoSetting} from '../service.ts';
import {createOciRegistry, type OciRepository} from './oci-registry.ts';
import {askedGrants, createPasses, type Grant, type Passes} from './pass.ts';
import {contextlite} from './project.ts';
import {basicOf, bearerOf, createService, get, held, json} from './routes.ts';

export type GithubPackagesToken = {readonly secret: string; readonly login: string; readonly mayWrite: boolean};

export type GithubPackagesState = {
  tokens: GithubPackagesToken[];
  /** Images by `owner/name` in lower case; private when first pushed. */
  images: Record<string, OciRepository>;
  /** npm packages by scoped name, as their packument. */
  npm: Record<string, object>;
};

/** GitHub Packages at the audit: a token that may read, and nothing was ever published. */
export const githubPackagesAtStart = (setting: DemoSetting): GithubPackagesState => ({
  tokens: [{secret: setting.tokens.GITHUB_TOKEN ?? '', login: contextlite.owner, mayWrite: false}],
  images: {},
  npm: {},
});

const refusal = (status: number, code: string, message: string): DemoReply => json(status, {errors: [{code, message}]});

const grantOf = (state: GithubPackagesState, token: GithubPackagesToken | undefined, {name, actions, type}: Grant): Grant => {
  const isOwn = token !== undefined && name.startsWith(`${token.login.toLowerCase()}/`);
  const image = held(state.images, name);
  const allowed = actions.filter((action) => (action === 'pull' ? isOwn || image?.isPublic === true : isOwn && token.mayWrite));
  return {type, name, actions: allowed};
};

const answerToken = (state: GithubPackagesState, passes: Passes, request: DemoRequest): DemoReply => {
  const credentials = basicOf(request);
  const token = credentials && state.tokens.find(({secret}) => secret !== '' && secret === credentials.password);
  if (credentials !== undefined && token === undefined) return refusal(401, 'UNAUTHORIZED', 'authentication required');
  const asked = askedGrants(request.query);
  const access = asked.map((grant) => grantOf(state, token, grant));
  // An image that is absent and one that is private look alike to a stranger.
  if (access.some(({actions}) => actions.length === 0)) return refusal(403, 'DENIED', 'requested access to the resource is denied');
  return json(200, {token: Buffer.from(passes.issue(access, {})).toString('base64')});
};

/** A pass as the container registry gives it: opaque, so that its rights can't be read from it. */
const opaque = (passes: Passes): Passes => ({
  issue: passes.issue,
  read: (pass) => passes.read(Buffer.from(pass, 'base64').toString('utf8')) ?? passes.read(pass),
});

const createNpmHost = (state: GithubPackagesState): DemoService => {
  const tokenOf = (request: DemoRequest) => state.tokens.find(({secret}) => secret !== '' && secret === bearerOf(request));
  const unauthenticated = json(401, {error: 'unauthenticated: User cannot be authenticated with the token provided.'});
  const absent = json(404, {error: 'not_found'});
  return createService({
    hosts: ['npm.pkg.github.com'],
    // This registry wants a token even for public packages.
    refuse: (request) => (tokenOf(request) === undefined ? unauthenticated : undefined),
    routes: [
      get(/^\/-\/whoami$/, (request) => json(200, {username: tokenOf(request)?.login})),
      get(/^\/(@[^/%]+(?:\/|%2[fF])[^/]+)$/, (_request, name = '') => {
        const found = held(state.npm, name);
        return found === undefined ? absent : json(200, found);
      }),
      get(/^/, () => absent),
    ],
  });
};

/** GitHub Packages: the registry of containers and that of npm packages. */
export const createGithubPackages = (setting: DemoSetting, state: GithubPackagesState): readonly DemoService[] => {
  const passes = createPasses(setting.now);
  const [registry, ...others] = createOciRegistry({
    host: 'ghcr.io',
    blobHost: 'pkg-containers.githubusercontent.com',
    challenge: (scope = 'repository:user/image:pull') => `Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="${scope}"`,
    passes: opaque(passes),
    findRepository: (name) => held(state.images, name),
  });
  const tokens = createService({hosts: ['ghcr.io'], routes: [get(/^\/token$/, (request) => answerToken(state, passes, request))]});
  const joined: DemoService = {hosts: ['ghcr.io'], answer: (request) => tokens.answer(request) ?? registry?.answer(request)};
  return [joined, ...others, createNpmHost(state)];
};
