import type {DemoReply, DemoRequest, DemoService, DemoSetting} from '../service.ts';
import {entryDocument, feedDocument, type Listed} from './chocolatey-feed.ts';
import {pushRoutes} from './chocolatey-push.ts';
import {type ChocolateyPackage, type ChocolateyState, type ChocolateyVersion, normalizedVersion} from './chocolatey-state.ts';
import {bytes, createService, get, held, json, page, type Route, text} from './routes.ts';

const xml = (body: string): DemoReply => ({status: 200, headers: {'content-type': 'application/atom+xml;type=feed;charset=utf-8'}, body});
const absent = text(404, "Resource not found for the segment 'Packages'.");
const keyPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const mostSkipped = 10_000;

const isApproved = ({status}: ChocolateyVersion): boolean => status === 'Approved' || status === 'Exempted';

const find = (state: ChocolateyState, id: string, version: string): Listed | undefined => {
  const pack = held(state.packages, id.toLowerCase());
  const found = held(pack?.versions, normalizedVersion(version));
  return pack === undefined || found === undefined ? undefined : [pack, found];
};

const listOf = (state: ChocolateyState, isWanted: (pack: ChocolateyPackage, version: ChocolateyVersion) => boolean): readonly Listed[] =>
  Object.values(state.packages).flatMap((pack) =>
    Object.values(pack.versions)
      .filter((version) => isWanted(pack, version))
      .map((version) => [pack, version] as const),
  );

const quoted = (value: string | null): string => (value ?? '').replace(/^'|'$/g, '').toLowerCase();

/** Questions that the feed refuses; undefined: it answers. */
const queryRefusal = (query: URLSearchParams): DemoReply | undefined => {
  const order = (query.get('$orderby') ?? '').split(',').map((field) => field.trim().split(' ')[0] ?? '');
  const isOrdered = order.every((field) => ['', 'DownloadCount', 'Published', 'Id', 'Title', 'Version'].includes(field));
  const filters = (query.get('$filter') ?? '').split(/\s+and\s+/i).filter(Boolean);
  const isTooFar = Number(query.get('$skip') ?? 0) + Number(query.get('$top') ?? 0) > mostSkipped;
  return isOrdered && new Set(filters).size === filters.length && !isTooFar ? undefined : text(406, 'Not Acceptable');
};

const filterOf = (query: URLSearchParams): ((pack: ChocolateyPackage, version: ChocolateyVersion) => boolean) => {
  const filter = query.get('$filter') ?? '';
  const id = /\bId\)?\s+eq\s+'([^']*)'/i.exec(filter)?.[1]?.toLowerCase();
  const version = /\bVersion\s+eq\s+'([^']*)'/i.exec(filter)?.[1];
  return (pack, {version: own}) =>
    (id === undefined || pack.id.toLowerCase() === id) && (version === undefined || normalizedVersion(version) === own);
};

const listRoutes = (setting: DemoSetting, state: ChocolateyState): readonly Route[] => {
  /** The same two lists are there of what is approved and, under `submitted`, of what is in moderation. */
  const listed = (folder: string, isShown: (version: ChocolateyVersion) => boolean): readonly Route[] => {
    const feed = (title: string, isWanted: (pack: ChocolateyPackage, version: ChocolateyVersion) => boolean): DemoReply => {
      const found = listOf(state, (pack, version) => isShown(version) && isWanted(pack, version));
      return xml(feedDocument(title, found, new Date(setting.now()).toISOString()));
    };
    return [
      get(new RegExp(`^/api/v2/${folder}FindPackagesById(?:\\(\\))?$`), ({query}) =>
        feed('FindPackagesById', ({id}) => id.toLowerCase() === quoted(query.get('id'))),
      ),
      get(new RegExp(`^/api/v2/${folder}Packages(?:\\(\\))?$`), ({query}) => queryRefusal(query) ?? feed('Packages', filterOf(query))),
    ];
  };
  return [...listed('', isApproved), ...listed('submitted/', ({status}) => status === 'Submitted')];
};

const versionRoutes = (state: ChocolateyState): readonly Route[] => [
  // A rejected version is filtered out, though its page stays.
  get(/^\/api\/v2\/(?:submitted\/)?Packages\(Id='([^']*)',Version='([^']*)'\)$/, (_request, id = '', version = '') => {
    const found = find(state, id, version);
    return found === undefined || found[1].status === 'Rejected' ? absent : xml(entryDocument(...found));
  }),
  get(/^\/api\/v2\/GetUpdates(?:\(\))?$/, () => text(410, 'Gone')),
  get(/^\/api\/v2\/package-versions\/([^/]+)$/, (_request, id = '') => {
    const found = listOf(state, (pack, version) => isApproved(version) && pack.id.toLowerCase() === id.toLowerCase());
    return json(
      200,
      found.map(([, {version}]) => version),
    );
  }),
  get(/^\/api\/v2\/package\/([^/]+)\/([^/]+)$/, (_request, id = '', version = '') => {
    const found = find(state, id, version);
    if (found === undefined || found[1].status === 'Rejected') return absent;
    return {status: 302, headers: {location: `https://packages.chocolatey.org/${found[0].id}.${found[1].version}.nupkg`}};
  }),
];

const unknownKey =
  'The specified API key does not provide the authority to push packages. Please log in to Chocolatey and check that your key is current and that you own the package.';

/** Whether a key may push; a key without an account, and one whose account doesn't own the package, get the same words. */
const verifyKey = (state: ChocolateyState, {headers}: DemoRequest, id: string, version: string): DemoReply => {
  const key = headers['x-nuget-apikey'] ?? '';
  if (!keyPattern.test(key)) return text(400, 'The API key provided is invalid.');
  const account = state.accounts.find((known) => known.key.toLowerCase() === key.toLowerCase());
  if (account === undefined) return text(403, unknownKey);
  if (id === '') return {status: 200};
  const found = find(state, id, version);
  if (found === undefined) return text(404, `A package with id '${id}' and version '${version}' does not exist.`);
  return found[0].owners.includes(account.name) ? {status: 200} : text(403, unknownKey);
};

const pageRoutes = (state: ChocolateyState): readonly Route[] => {
  const missing = page(404, 'Chocolatey Software | 404 - Page Not Found');
  return [
    get(/^\/packages\/([^/]+)\/?(?:([^/]+)\/?)?$/, (_request, id = '', version = '') => {
      const pack = held(state.packages, id.toLowerCase());
      const found = version === '' ? Object.values(pack?.versions ?? {}).at(-1) : held(pack?.versions, normalizedVersion(version));
      return found === undefined ? missing : page(200, `Chocolatey Software | ${pack?.title} ${found.version}`);
    }),
    get(/^\/profiles\/([^/]+)\/?$/, (_request, name = '') => {
      const account = state.accounts.find((known) => known.name.toLowerCase() === name.toLowerCase());
      return account === undefined ? missing : page(200, `Chocolatey Software | ${account.name}`);
    }),
    get(/^/, () => missing),
  ];
};

/** Clients differ in whether they encode the marks of an OData address. */
const plain = (path: string): string => path.replace(/%2[789c]/gi, decodeURIComponent);

const hourBlock: DemoReply = text(429, 'error code: 1015', {'retry-after': '3600'});

/** The Chocolatey Community Repository: its feed, its pages, and the host that takes packages. */
export const createChocolatey = (setting: DemoSetting, state: ChocolateyState): readonly DemoService[] => {
  const refuse = (): DemoReply | undefined => (state.isRateLimited ? hourBlock : undefined);
  const verify = get(/^\/api\/v2\/verifykey\/?(?:([^/]+)\/([^/]+))?\/?$/, (request, id = '', version = '') =>
    verifyKey(state, request, id, version),
  );
  const community = createService({
    hosts: ['community.chocolatey.org'],
    refuse,
    routes: [verify, ...versionRoutes(state), ...listRoutes(setting, state), ...pageRoutes(state)],
  });
  return [
    {hosts: community.hosts, answer: (request) => community.answer({...request, path: plain(request.path)})},
    createService({hosts: ['push.chocolatey.org'], refuse, routes: [verify, ...pushRoutes(setting, state)]}),
    createService({
      hosts: ['packages.chocolatey.org'],
      routes: [
        get(/^\/(.+)\.nupkg$/, (_request, name = '') => {
          const found = listOf(state, (pack, {version}) => `${pack.id}.${version}`.toLowerCase() === name.toLowerCase())[0];
          return found === undefined ? text(404, 'Not Found') : bytes(found[1].nupkg, 'application/zip');
        }),
      ],
    }),
  ];
};
