import type {DemoReply, DemoRequest, DemoService, DemoSetting} from '../service.ts';
import {dockerHubWriteRoutes, signedInAs} from './docker-hub-writes.ts';
import type {DockerRepository, DockerState, DockerToken} from './docker-state.ts';
import {documentOf, pulledSize} from './oci-image.ts';
import {createPasses, type Passes} from './pass.ts';
import {bearerOf, createService, get, held, json, membersOf, page, post, type Route} from './routes.ts';

const limits = {'x-ratelimit-limit': '180', 'x-ratelimit-remaining': '179'};
const absent = (what: string): DemoReply => json(404, {message: `${what} not found`, errinfo: {}}, limits);
const wrongCredentials = json(401, {detail: 'Incorrect authentication credentials'}, limits);

const imagesOf = ({stored}: DockerRepository, digest: string, pushed: string): readonly Record<string, unknown>[] => {
  const index = stored[digest];
  const platforms = index === undefined ? [] : (documentOf(index).manifests ?? []);
  return platforms.map((manifest) => ({
    architecture: manifest.platform?.architecture,
    features: '',
    variant: null,
    digest: manifest.digest,
    os: manifest.platform?.os,
    os_features: '',
    os_version: null,
    size: pulledSize(stored, manifest.digest),
    status: 'active',
    last_pulled: null,
    last_pushed: pushed,
  }));
};

const tagOf = (repository: DockerRepository, owner: string, name: string): Record<string, unknown> => {
  const digest = held(repository.tags, name) ?? '';
  const pushed = repository.pushedAt[name] ?? repository.createdAt;
  const images = imagesOf(repository, digest, pushed);
  return {
    name,
    images,
    digest,
    media_type: held(repository.stored, digest)?.type,
    content_type: 'image',
    last_updated: pushed,
    last_updater_username: owner,
    tag_last_pushed: pushed,
    tag_last_pulled: null,
    tag_status: 'active',
    full_size: images.length === 0 ? pulledSize(repository.stored, digest) : images[0]?.size,
    v2: true,
  };
};

const repositoryOf = (repository: DockerRepository, namespace: string, name: string): Record<string, unknown> => ({
  user: namespace,
  name,
  namespace,
  repository_type: 'image',
  status: 1,
  status_description: 'active',
  is_private: !repository.isPublic,
  star_count: 0,
  pull_count: repository.pullCount,
  date_registered: repository.createdAt,
  last_updated: Object.values(repository.pushedAt).sort().at(-1) ?? null,
  permissions: {read: true, write: false, admin: false},
});

const listOf = (all: readonly object[], {query, path}: DemoRequest): DemoReply => {
  const size = Math.min(Number(query.get('page_size')) || 10, 100);
  const at = Number(query.get('page')) || 1;
  const link = (number: number): string => `https://hub.docker.com${path}?page=${number}&page_size=${size}`;
  const next = at * size < all.length ? link(at + 1) : null;
  return json(
    200,
    {count: all.length, next, previous: at > 1 ? link(at - 1) : null, results: all.slice((at - 1) * size, at * size)},
    limits,
  );
};

/** What is read of repositories, whichever form the address has. */
const repositoryReaders = (state: DockerState) => {
  /** Private ones look absent: nobody is signed in here. */
  const visible = (namespace = '', name = ''): DockerRepository | undefined => {
    const found = held(state.repositories, `${namespace}/${name}`);
    return found?.isPublic ? found : undefined;
  };
  return {
    repository: (_request: DemoRequest, namespace = '', name = ''): DemoReply => {
      const found = visible(namespace, name);
      return found === undefined ? absent('object') : json(200, repositoryOf(found, namespace, name), limits);
    },
    tags: (request: DemoRequest, namespace = '', name = ''): DemoReply => {
      const found = visible(namespace, name);
      if (found === undefined) return absent('object');
      return listOf(
        Object.keys(found.tags).map((tag) => tagOf(found, namespace, tag)),
        request,
      );
    },
    tag: (_request: DemoRequest, namespace = '', name = '', tag = ''): DemoReply => {
      const found = visible(namespace, name);
      if (found === undefined) return absent('object');
      return Object.hasOwn(found.tags, tag) ? json(200, tagOf(found, namespace, tag), limits) : absent('tag');
    },
    all: (request: DemoRequest, namespace = ''): DemoReply => {
      const own = Object.entries(state.repositories).filter(([name, {isPublic}]) => isPublic && name.startsWith(`${namespace}/`));
      return listOf(
        own.map(([name, found]) => repositoryOf(found, namespace, name.slice(namespace.length + 1))),
        request,
      );
    },
  };
};

const repositoryRoutes = (state: DockerState): readonly Route[] => {
  const readers = repositoryReaders(state);
  const forms = ['/v2/namespaces/([^/]+)/repositories', '/v2/repositories/([^/]+)'];
  return forms.flatMap((form) => [
    get(new RegExp(`^${form}/([^/]+)/tags/([^/]+)/?$`), readers.tag),
    get(new RegExp(`^${form}/([^/]+)/tags/?$`), readers.tags),
    get(new RegExp(`^${form}/([^/]+)/?$`), readers.repository),
    get(new RegExp(`^${form}/?$`), readers.all),
  ]);
};

const describedToken = ({label, scope, createdAt, expiresAt}: DockerToken): Record<string, unknown> => ({
  token_label: label,
  scopes: [scope],
  is_active: true,
  created_at: createdAt,
  last_used: null,
  expires_at: expiresAt ?? null,
});

const accountRoutes = (setting: DemoSetting, state: DockerState, passes: Passes): readonly Route[] => {
  const signIn = (user: unknown, secret: unknown): string | undefined => signedInAs(setting, state, passes, user, secret);
  return [
    post(/^\/v2\/auth\/token\/?$/, (request) => {
      const {identifier, secret} = membersOf(request);
      const pass = signIn(identifier, secret);
      return pass === undefined ? wrongCredentials : json(200, {access_token: pass}, limits);
    }),
    post(/^\/v2\/users\/login\/?$/, (request) => {
      const {username, password} = membersOf(request);
      const pass = signIn(username, password);
      return pass === undefined ? wrongCredentials : json(200, {token: pass}, limits);
    }),
    get(/^\/v2\/access-tokens\/?$/, (request) => {
      const user = passes.read(bearerOf(request) ?? '')?.[0]?.name;
      return user === undefined
        ? wrongCredentials
        : listOf(state.tokens.filter((token) => token.user === user).map(describedToken), request);
    }),
    get(/^\/v2\/users\/([^/]+)\/?$/, (_request, user = '') =>
      state.users.includes(user) ? json(200, {username: user, type: 'User'}, limits) : absent('User'),
    ),
    get(/^\/v2\/orgs\/([^/]+)\/?$/, (_request, name = '') =>
      state.organizations.includes(name) ? json(200, {orgname: name, type: 'Organization'}, limits) : absent('Organization'),
    ),
  ];
};

/** Docker Hub's own interface and its pages. */
export const createDockerHub = (
  setting: DemoSetting,
  state: DockerState,
  passes: Passes = createPasses(setting.now),
): readonly DemoService[] => [
  createService({
    hosts: ['hub.docker.com'],
    routes: [
      ...accountRoutes(setting, state, passes),
      ...repositoryRoutes(state),
      ...dockerHubWriteRoutes(state, passes),
      get(/^\/r\/([^/]+\/[^/]+)\/?(?:tags\/?)?$/, (_request, name = '') =>
        held(state.repositories, name)?.isPublic ? page(200, `${name} - Docker Image`) : page(404, 'Page not found'),
      ),
      get(/^\/u\/([^/]+)\/?$/, (_request, user = '') => (state.users.includes(user) ? page(200, user) : page(404, 'Page not found'))),
      get(/^/, () => absent('page')),
    ],
  }),
];
