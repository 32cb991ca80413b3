import type {DemoReply, DemoRequest, DemoService, DemoSetting} from '../service.ts';
import {cratesPublishRoutes} from './crates-publish.ts';
import {type Crate, type CratesState, type CratesToken, type CrateVersion, crateKey} from './crates-state.ts';
import {cratesWriteRoutes} from './crates-writes.ts';
import {sha256} from './project.ts';
import {bytes, createService, get, held, json, page, type Route, text} from './routes.ts';

const failure = (status: number, detail: string): DemoReply => json(status, {errors: [{detail}]});

const needsUserAgent = [
  'We require that all requests include a `User-Agent` header. To allow us to determine the impact your bot has on our service, we ask that your',
  'user agent actually identify your bot, and not just report the HTTP client library you are using.',
].join(' ');

const schemes = /^(Basic|Digest|Macaroon|token)\s/i;

/** The token of a request, raw or as Bearer, or the refusal that says what is wrong with it. */
const signIn = (state: CratesState, {headers}: DemoRequest): CratesToken | DemoReply => {
  const header = headers.authorization;
  if (header === undefined) return failure(403, 'this action requires authentication');
  const scheme = schemes.exec(header)?.[1];
  if (scheme !== undefined) return failure(401, `Invalid \`Authorization\` header: Found unexpected authentication scheme \`${scheme}\``);
  const secret = header.replace(/^Bearer\s+/i, '').trim();
  if (!secret.startsWith('cio'))
    return failure(
      401,
      'The given API token does not match the format used by crates.io. Tokens generated before 2020-07-14 were generated with an insecure random number generator, and have been revoked. You can generate a new token at https://crates.io/me.',
    );
  const token = state.tokens.find((known) => known.secret === secret);
  return token === undefined || token.isExpired ? failure(403, 'authentication failed') : token;
};
const isRefusal = (found: CratesToken | DemoReply): found is DemoReply => 'status' in found;

const describedVersion = (crate: Crate, number: string, version: CrateVersion): Record<string, unknown> => ({
  crate: crate.name,
  num: number,
  dl_path: `/api/v1/crates/${crate.name}/${number}/download`,
  checksum: sha256(version.crate),
  crate_size: version.crate.length,
  created_at: version.createdAt,
  updated_at: version.createdAt,
  yanked: version.isYanked,
  yank_message: version.yankMessage ?? null,
  published_by: {login: version.publishedBy, url: `https://github.com/${version.publishedBy}`},
  trustpub_data: null,
  license: 'MIT',
});

const describedCrate = (crate: Crate): Record<string, unknown> => {
  const versions = Object.entries(crate.versions);
  const newest = versions.at(-1)?.[0] ?? '0.0.0';
  return {
    crate: {
      id: crate.name,
      name: crate.name,
      description: crate.description,
      repository: crate.repository,
      max_version: versions.findLast(([, {isYanked}]) => !isYanked)?.[0] ?? '0.0.0',
      newest_version: newest,
      created_at: versions[0]?.[1].createdAt,
      updated_at: versions.at(-1)?.[1].createdAt,
      trustpub_only: crate.isTrustedOnly ?? false,
      yanked: versions.every(([, {isYanked}]) => isYanked),
    },
    versions: versions.map(([number, version]) => describedVersion(crate, number, version)).reverse(),
    keywords: [],
    categories: [],
  };
};

const configsOf = (state: CratesState, request: DemoRequest): DemoReply => {
  const token = signIn(state, request);
  if (isRefusal(token)) return token;
  const name = request.query.get('crate') ?? '';
  if (token.scopes !== undefined && !token.scopes.includes('trusted-publishing'))
    return failure(403, 'this token does not have the required permissions to perform this action');
  const crate = held(state.crates, crateKey(name));
  if (crate === undefined) return failure(404, `crate \`${name}\` does not exist`);
  if (!crate.owners.includes(token.user)) return failure(400, 'You are not an owner of this crate');
  return json(200, {
    github_configs: crate.trustedConfigs.map((config) => ({...config, crate: crate.name})),
    meta: {total: crate.trustedConfigs.length},
  });
};

const crateRoutes = (state: CratesState): readonly Route[] => {
  const withCrate =
    (answer: (crate: Crate, part: string) => DemoReply): Route['answer'] =>
    (_request, name = '', part = '') => {
      const crate = held(state.crates, crateKey(name));
      return crate === undefined ? failure(404, `crate \`${name}\` does not exist`) : answer(crate, part);
    };
  return [
    get(
      /^\/api\/v1\/crates\/([^/]+)$/,
      withCrate((crate) => json(200, describedCrate(crate))),
    ),
    get(
      /^\/api\/v1\/crates\/([^/]+)\/owners$/,
      withCrate(({owners}) => json(200, {users: owners.map((login) => ({login, kind: 'user', url: `https://github.com/${login}`}))})),
    ),
    get(
      /^\/api\/v1\/crates\/([^/]+)\/versions$/,
      withCrate((crate) =>
        json(200, {versions: describedCrate(crate).versions, meta: {total: Object.keys(crate.versions).length, next_page: null}}),
      ),
    ),
    get(
      /^\/api\/v1\/crates\/([^/]+)\/([^/]+)\/download$/,
      withCrate((crate, number) => ({
        status: 302,
        headers: {location: `https://static.crates.io/crates/${crate.name}/${crate.name}-${number}.crate`},
      })),
    ),
    get(
      /^\/api\/v1\/crates\/([^/]+)\/([^/]+)$/,
      withCrate((crate, number) => {
        const version = held(crate.versions, number);
        if (version === undefined) return failure(404, `crate \`${crate.name}\` does not have a version \`${number}\``);
        return json(200, {version: describedVersion(crate, number, version)});
      }),
    ),
  ];
};

const siteRoutes = (setting: DemoSetting, state: CratesState): readonly Route[] => [
  // A browser's session alone gets further; to an API token the wording of the refusal tells whether it is known.
  get(/^\/api\/v1\/me$/, (request) => {
    const token = signIn(state, request);
    return isRefusal(token) ? token : failure(403, 'this action can only be performed on the crates.io website');
  }),
  get(/^\/api\/v1\/trusted_publishing\/github_configs$/, (request) => configsOf(state, request)),
  ...cratesPublishRoutes(setting, state, signIn),
  ...cratesWriteRoutes(state, signIn),
  ...crateRoutes(state),
  get(/^\/api\/v1\/users\/([^/]+)$/, (_request, login = '') => {
    const found = state.users.find((user) => user.toLowerCase() === login.toLowerCase());
    return found === undefined ? failure(404, 'Not Found') : json(200, {user: {login: found, url: `https://github.com/${found}`}});
  }),
  get(/^\/crates\/([^/]+)(?:\/[^/]+)?$/, (_request, name = '') =>
    page(Object.hasOwn(state.crates, crateKey(name)) ? 200 : 404, `crates.io: ${name}`),
  ),
  get(/^/, () => failure(404, 'Not Found')),
];

/** Where a crate's lines lie in the index. */
const indexPath = (name: string): string => {
  const lower = name.toLowerCase();
  if (lower.length < 3) return `/${lower.length}/${lower}`;
  return lower.length === 3 ? `/3/${lower[0]}/${lower}` : `/${lower.slice(0, 2)}/${lower.slice(2, 4)}/${lower}`;
};

const indexLine = (crate: Crate, number: string, version: CrateVersion): string =>
  JSON.stringify({name: crate.name, vers: number, deps: [], cksum: sha256(version.crate), features: {}, yanked: version.isYanked});

/** crates.io, its index and its files. */
export const createCrates = (setting: DemoSetting, state: CratesState): readonly DemoService[] => [
  createService({
    hosts: ['crates.io'],
    refuse: ({headers}) => ((headers['user-agent'] ?? '') === '' ? text(403, needsUserAgent) : undefined),
    routes: siteRoutes(setting, state),
  }),
  createService({
    hosts: ['index.crates.io'],
    routes: [
      get(/^\/config\.json$/, () => json(200, {dl: 'https://static.crates.io/crates', api: 'https://crates.io'})),
      get(/^\/.+$/, ({path}) => {
        const crate = Object.values(state.crates).find(({name}) => indexPath(name) === path);
        if (crate === undefined) return text(404, '');
        const lines = Object.entries(crate.versions).map(([number, version]) => indexLine(crate, number, version));
        return text(200, `${lines.join('\n')}\n`, {'cache-control': 'public,max-age=600'});
      }),
    ],
  }),
  createService({
    hosts: ['static.crates.io'],
    routes: [
      get(/^\/crates\/([^/]+)\/([^/]+)\.crate$/, (_request, name = '', file = '') => {
        const version = held(held(state.crates, crateKey(name))?.versions, file.slice(name.length + 1));
        return version === undefined
          ? text(404, '')
          : bytes(version.crate, 'application/gzip', {'cache-control': 'public,max-age=31536000,immutable'});
      }),
    ],
  }),
];
