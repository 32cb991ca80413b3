import {gzipSync} from 'node:zlib';
import {publicHalfOf} from '../openssh-key.ts';
import type {DemoReply, DemoRequest, DemoService, DemoSetting} from '../service.ts';
import {filesAt, listRefs, logPage} from './aur-git-pages.ts';
import {contextlite} from './project.ts';
import {bytes, createService, get, held, json, page, type Route, text} from './routes.ts';

export type AurPackage = {
  readonly name: string;
  /** `[epoch:]pkgver-pkgrel` */
  version: string;
  readonly description: string;
  readonly url: string;
  /** Null: orphaned. */
  maintainer: string | null;
  readonly submitter: string;
  /** Seconds since 1970; null: nobody flagged it. */
  outOfDate: number | null;
  readonly firstSubmitted: number;
  lastModified: number;
  pendingRequests: number;
  /** The repository's files by name. */
  files: Record<string, string>;
  /** Every state that was pushed, oldest first; absent: this one alone. */
  readonly commits?: readonly AurCommit[];
};

/** What a package held at a commit. */
export type AurCommit = {readonly id: string; readonly files: Readonly<Record<string, string>>};

export type AurState = {
  users: string[];
  /** Public keys of the account, as they are pasted into it. */
  keys: string[];
  packages: Record<string, AurPackage>;
  /** Official packages by name; such a name can't be pushed. */
  official: Record<string, {readonly repository: string; readonly version: string}>;
  /** What the address may still ask today. */
  requestsLeft: number;
};

/** The AUR at the audit: an account with a key, and no package. */
export const aurAtStart = (setting: DemoSetting): AurState => {
  const key = publicHalfOf(setting.tokens.AUR_SSH_KEY ?? '');
  return {users: [contextlite.publisher], keys: key === undefined ? [] : [key], packages: {}, official: {}, requestsLeft: 4000};
};

const described = (found: AurPackage): Record<string, unknown> => ({
  ID: found.firstSubmitted,
  Name: found.name,
  PackageBase: found.name,
  Version: found.version,
  Description: found.description,
  URL: found.url,
  NumVotes: 0,
  Popularity: 0,
  OutOfDate: found.outOfDate,
  Maintainer: found.maintainer,
  Submitter: found.submitter,
  FirstSubmitted: found.firstSubmitted,
  LastModified: found.lastModified,
  URLPath: `/cgit/aur.git/snapshot/${found.name}.tar.gz`,
  PendingRequests: found.pendingRequests,
});

const answerOf = (type: string, results: readonly object[]): DemoReply =>
  json(200, {version: 5, type, resultcount: results.length, results});
/** Errors come with 200. */
const errorOf = (error: string): DemoReply => json(200, {version: 5, type: 'error', resultcount: 0, results: [], error});

const inform = (state: AurState, names: readonly string[]): DemoReply =>
  answerOf(
    'multiinfo',
    names.flatMap((name) => {
      const found = held(state.packages, name);
      return found === undefined ? [] : [described(found)];
    }),
  );

const fields = {
  name: ({name}: AurPackage, wanted: string) => name.includes(wanted),
  'name-desc': ({name, description}: AurPackage, wanted: string) => name.includes(wanted) || description.toLowerCase().includes(wanted),
  maintainer: ({maintainer}: AurPackage, wanted: string) => maintainer === wanted,
  submitter: ({submitter}: AurPackage, wanted: string) => submitter === wanted,
} as const;

const search = (state: AurState, wanted: string, by: string): DemoReply => {
  const isHit = held<(found: AurPackage, wanted: string) => boolean>(fields, by);
  if (isHit === undefined) return errorOf('Incorrect by field specified.');
  if (by.startsWith('name') && wanted.length < 2) return errorOf('Query arg too small.');
  return answerOf(
    'search',
    Object.values(state.packages)
      .filter((found) => isHit(found, wanted))
      .map(described),
  );
};

const legacy = (state: AurState, {query}: DemoRequest): DemoReply => {
  if (query.get('v') !== '5') return errorOf(query.has('v') ? 'Invalid version specified.' : 'Please specify an API version.');
  const type = query.get('type');
  if (type === 'info' || type === 'multiinfo') return inform(state, [...query.getAll('arg[]'), ...query.getAll('arg')]);
  return type === 'search'
    ? search(state, query.get('arg') ?? '', query.get('by') ?? 'name-desc')
    : errorOf('Incorrect request type specified.');
};

const rpcRoutes = (state: AurState): readonly Route[] => {
  const counted =
    (answer: Route['answer']): Route['answer'] =>
    (...given) => {
      if (state.requestsLeft <= 0) return json(429, {version: 5, type: 'error', resultcount: 0, results: [], error: 'Rate limit reached'});
      state.requestsLeft--;
      return answer(...given);
    };
  return [
    get(
      /^\/rpc\/v5\/info\/([^/]+)$/,
      counted((_request, name = '') => inform(state, [name])),
    ),
    get(
      /^\/rpc\/v5\/info\/?$/,
      counted(({query}) => inform(state, query.getAll('arg[]'))),
    ),
    get(
      /^\/rpc\/v5\/search\/([^/]+)$/,
      counted(({query}, wanted = '') => search(state, wanted, query.get('by') ?? 'name-desc')),
    ),
    get(
      /^\/rpc\/?$/,
      counted((request) => legacy(state, request)),
    ),
  ];
};

const siteRoutes = (state: AurState): readonly Route[] => [
  get(/^\/([^/]+)\.git\/info\/refs$/, ({query}, name = '') =>
    query.get('service') === 'git-upload-pack' ? listRefs(held(state.packages, name)) : page(403, 'AUR - Forbidden'),
  ),
  get(/^\/cgit\/aur\.git\/log\/?$/, ({query}) => {
    const found = held(state.packages, query.get('h') ?? '');
    return found === undefined ? page(404, 'AUR - Not found') : logPage(found);
  }),
  get(/^\/cgit\/aur\.git\/plain\/([^/]+)$/, ({query}, file = '') => {
    const shown = held(state.packages, query.get('h') ?? '');
    const found = held(filesAt(shown, query.get('id')), file);
    return found === undefined ? page(404, 'AUR - Not found') : text(200, found);
  }),
  get(/^\/cgit\/aur\.git\/snapshot\//, () => page(404, 'AUR - Not found')),
  get(/^\/packages\/([^/]+)\/?$/, (_request, name = '') =>
    Object.hasOwn(state.packages, name) ? page(200, `AUR (en) - ${name}`) : page(404, 'AUR (en) - Page Not Found'),
  ),
  // Says the same of every name to whoever isn't signed in.
  get(/^\/account\/[^/]+\/?$/, () => page(401, 'AUR (en) - Unauthorized')),
  get(/^\/register\/?$/, () => page(503, 'AUR (en) - Registration is paused')),
  get(/^\/users\.gz$/, () => bytes(gzipSync(`${state.users.join('\n')}\n`), 'application/gzip')),
  get(/^/, () => page(404, 'AUR (en) - Page Not Found')),
];

/** The AUR over HTTP, and Arch's search of official packages. */
export const createAur = (state: AurState): readonly DemoService[] => [
  createService({hosts: ['aur.archlinux.org'], routes: [...rpcRoutes(state), ...siteRoutes(state)]}),
  createService({
    hosts: ['archlinux.org'],
    routes: [
      get(/^\/packages\/search\/json\/?$/, ({query}) => {
        const name = query.get('name') ?? '';
        const found = held(state.official, name);
        const results =
          found === undefined ? [] : [{pkgname: name, pkgbase: name, repo: found.repository, pkgver: found.version, arch: 'x86_64'}];
        return json(200, {version: 2, limit: 250, valid: true, results, num_pages: 1, page: 1});
      }),
    ],
  }),
];
