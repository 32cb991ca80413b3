import type {DemoReply, DemoRequest, DemoService, DemoSetting} from '../service.ts';
import {tarballNameOf} from './npm-package.ts';
import {packumentOf, versionOf} from './npm-packument.ts';
import {takesPackages} from './npm-publish.ts';
import type {NpmPackage, NpmState, NpmToken} from './npm-state.ts';
import {npmWriteRoutes} from './npm-writes.ts';
import {bearerOf, bytes, createService, get, held, json, page, type Route} from './routes.ts';

const notFound = json(404, {error: 'Not found'});
const unauthorized = json(401, {});

/** What a request's token allows: the token itself, or the refusal. */
const signIn = (state: NpmState, request: DemoRequest): NpmToken | DemoReply => {
  const secret = bearerOf(request);
  const token = state.tokens.find((known) => known.secret !== '' && known.secret === secret);
  if (token === undefined) return unauthorized;
  return token.isOutsideRange ? json(401, {}, {'www-authenticate': 'ipaddress'}) : token;
};
const isRefusal = (found: NpmToken | DemoReply): found is DemoReply => 'status' in found;

/** An address that wants a token. */
const signedIn =
  (state: NpmState, answer: (token: NpmToken, request: DemoRequest, ...parts: string[]) => DemoReply): Route['answer'] =>
  (request, ...parts) => {
    const token = signIn(state, request);
    return isRefusal(token) ? token : answer(token, request, ...parts);
  };

const visible = (state: NpmState, name: string): NpmPackage | undefined => held(state.packages, name);
const packageName = '((?:@[^/%]+(?:/|%2[fF]))?[^/]+)';

const accountRoutes = (state: NpmState): readonly Route[] => [
  get(/^\/-\/ping$/, () => json(200, {})),
  get(
    /^\/-\/whoami$/,
    signedIn(state, ({user}) => json(200, {username: user})),
  ),
  get(
    /^\/-\/npm\/v1\/tokens$/,
    signedIn(state, ({kind}) =>
      kind === 'session'
        ? json(200, {objects: state.tokens.map(({secret}) => ({token: `${secret.slice(0, 8)}...${secret.slice(-4)}`})), urls: {}})
        : json(403, {error: 'This endpoint takes session tokens only; granular access tokens are refused.'}),
    ),
  ),
  get(
    /^\/-\/stage$/,
    signedIn(state, (_token, {query}) => {
      const items = state.stages.filter(({packageName: name}) => name === (query.get('package') ?? name));
      return json(200, {items, page: 0, perPage: 10, total: items.length});
    }),
  ),
  get(
    /^\/-\/user\/([^/]+)\/package$/,
    signedIn(state, (_token, _request, user = '') => {
      const own = Object.values(state.packages).filter(({maintainers}) => Object.hasOwn(maintainers, user));
      return json(200, Object.fromEntries(own.map(({name, maintainers}) => [name, maintainers[user]])));
    }),
  ),
  get(/^\/-\/v1\/search$/, ({query, host}) => {
    const wanted = /maintainer:(\S+)/.exec(query.get('text') ?? '')?.[1];
    const found = Object.values(state.packages).filter(({name, maintainers}) =>
      wanted ? Object.hasOwn(maintainers, wanted) : name === query.get('text'),
    );
    const objects = found.map(({name, tags}) => ({package: {name, version: tags.latest, links: {npm: `https://${host}/${name}`}}}));
    return json(200, {objects, total: objects.length});
  }),
];

const rightRoutes = (state: NpmState): readonly Route[] => [
  get(
    new RegExp(`^/-/package/${packageName}/collaborators$`),
    signedIn(state, (_token, _request, name = '') => {
      const found = visible(state, name);
      return found === undefined ? notFound : json(200, found.maintainers);
    }),
  ),
  get(
    new RegExp(`^/-/package/${packageName}/visibility$`),
    signedIn(state, (_token, _request, name = '') => {
      const found = visible(state, name);
      return found === undefined ? notFound : json(200, {public: found.isPublic});
    }),
  ),
  // Readable only with a one-time password, which this world has none of.
  get(
    new RegExp(`^/-/package/${packageName}/trust$`),
    signedIn(state, () => json(401, {error: 'This operation requires a one-time password.'}, {'www-authenticate': 'OTP'})),
  ),
  get(new RegExp(`^/-/package/${packageName}/dist-tags$`), (_request, name = '') => {
    const found = visible(state, name);
    return found === undefined ? notFound : json(200, found.tags);
  }),
];

const packageRoutes = (state: NpmState): readonly Route[] => [
  get(new RegExp(`^/${packageName}/-/([^/]+\\.tgz)$`), (_request, name = '', file) => {
    const stored = Object.entries(visible(state, name)?.versions ?? {}).find(([version]) => tarballNameOf(name, version) === file)?.[1];
    return stored === undefined
      ? notFound
      : bytes(stored.tarball, 'application/octet-stream', {'cache-control': 'public, immutable, max-age=31557600'});
  }),
  get(new RegExp(`^/${packageName}/([^/]+)$`), (request, name = '', version = '') => {
    const found = visible(state, name);
    return found === undefined ? notFound : versionOf(found, version, request);
  }),
  get(new RegExp(`^/${packageName}$`), (request, name = '') => {
    const found = visible(state, name);
    return found === undefined ? notFound : packumentOf(found, request);
  }),
  get(/^/, () => notFound),
];

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** npm's registry, its site and its download counts. */
export const createNpm = (setting: DemoSetting, state: NpmState): readonly DemoService[] => [
  createService({
    hosts: ['registry.npm*', 'registry.example*'],
    routes: [
      ...accountRoutes(state),
      ...rightRoutes(state),
      ...npmWriteRoutes(state, signedIn, packageName).map((route) => takesPackages(setting, state, signedIn, route)),
      ...packageRoutes(state),
    ],
  }),
  createService({
    hosts: ['www.npmjs.com'],
    routes: [
      get(/^\/~([^/]+)$/, (_request, user = '') =>
        state.users.includes(user) ? page(200, `npm | Profile | ${user}`) : page(404, 'npm | 404'),
      ),
      get(/^\/package\/(.+?)(?:\/v\/[^/]+)?$/, (_request, name = '') =>
        visible(state, name) ? page(200, `${name} - npm`) : page(404, 'npm | 404'),
      ),
    ],
  }),
  createService({
    hosts: ['api.npmjs.org'],
    routes: [
      get(/^\/downloads\/point\/last-week\/(.+)$/, (_request, name = '') => {
        const found = visible(state, name);
        if (found === undefined) return json(404, {error: `package ${name} not found`});
        const end = setting.now() - 24 * 3_600_000;
        return json(200, {downloads: found.downloadsLastWeek, start: day(end - 6 * 24 * 3_600_000), end: day(end), package: name});
      }),
    ],
  }),
];
