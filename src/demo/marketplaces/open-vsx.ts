import type {DemoReply, DemoRequest, DemoService, DemoSetting} from '../service.ts';
import {contextlite, sha256} from './project.ts';
import {bearerOf, bytes, createService, get, held, json, type Route, text} from './routes.ts';

export type OpenVsxVersion = {
  readonly version: string;
  /** `universal` when it is for all. */
  readonly targetPlatform: string;
  readonly vsix: Buffer;
  readonly publishedAt: string;
  /** False while it is scanned: nobody sees it then. */
  isActive: boolean;
};

export type OpenVsxNamespace = {
  readonly name: string;
  isVerified: boolean;
  members: string[];
  /** Versions by extension, the newest first. */
  extensions: Record<string, OpenVsxVersion[]>;
};

export type OpenVsxState = {
  tokens: {readonly secret: string; readonly user: string; isExpired?: boolean}[];
  /** By name in lower case. */
  namespaces: Record<string, OpenVsxNamespace>;
};

/** Open VSX at the audit: a token without a namespace. */
export const openVsxAtStart = (setting: DemoSetting): OpenVsxState => ({
  tokens: [{secret: setting.tokens.OVSX_PAT ?? '', user: contextlite.owner}],
  namespaces: {},
});

const origin = 'https://open-vsx.org';
const addressOf = (namespace: string, name: string, {targetPlatform, version}: OpenVsxVersion): string =>
  `/api/${namespace}/${name}/${targetPlatform}/${version}/file/${namespace}.${name}-${version}.vsix`;

const describe = (namespace: OpenVsxNamespace, name: string, shown: OpenVsxVersion, all: readonly OpenVsxVersion[]): DemoReply => {
  const download = `${origin}${addressOf(namespace.name, name, shown)}`;
  const same = all.filter(({version}) => version === shown.version);
  const base = `${origin}/api/${namespace.name}/${name}`;
  return json(200, {
    namespaceUrl: `${origin}/api/${namespace.name}`,
    namespace: namespace.name,
    name,
    version: shown.version,
    targetPlatform: shown.targetPlatform,
    timestamp: shown.publishedAt,
    verified: namespace.isVerified,
    preRelease: false,
    downloadCount: 0,
    versionAlias: shown.version === all[0]?.version ? ['latest'] : [],
    allVersions: Object.fromEntries([['latest', `${base}/latest`], ...all.map(({version}) => [version, `${base}/${version}`])]),
    downloads: Object.fromEntries(same.map((one) => [one.targetPlatform, `${origin}${addressOf(namespace.name, name, one)}`])),
    files: {download, sha256: download.replace(/\.vsix$/, '.sha256')},
  });
};

const noExtension = (namespace: string, ...parts: readonly string[]): DemoReply =>
  json(404, {error: `Extension not found: ${namespace}.${parts.filter(Boolean).join(' ')}`});

const activeVersions = (state: OpenVsxState, namespace: string, name: string): readonly OpenVsxVersion[] => {
  const found = Object.entries(held(state.namespaces, namespace.toLowerCase())?.extensions ?? {});
  const versions = found.find(([own]) => own.toLowerCase() === name.toLowerCase())?.[1] ?? [];
  return versions.filter(({isActive}) => isActive);
};

/** The token is looked at before the namespace, so that a missing namespace shows a good token. */
const verifyToken = (state: OpenVsxState, request: DemoRequest, name: string): DemoReply => {
  const secret = bearerOf(request) ?? request.headers['x-openvsx-token'] ?? request.query.get('token');
  const token = state.tokens.find((known) => known.secret !== '' && known.secret === secret && !known.isExpired);
  if (token === undefined) return json(400, {error: 'Invalid access token.'});
  const namespace = held(state.namespaces, name.toLowerCase());
  if (namespace === undefined) return json(404, {error: `Namespace not found: ${name}`});
  const isMember = namespace.members.includes(token.user);
  return isMember ? json(200, {success: 'Valid token'}) : json(400, {error: `Insufficient access rights for namespace: ${name}`});
};

const findShown = (state: OpenVsxState, namespace: string, name: string, target: string, version: string): DemoReply => {
  const owner = held(state.namespaces, namespace.toLowerCase());
  const all = activeVersions(state, namespace, name);
  const fitting = all.filter((one) => target === '' || one.targetPlatform === target);
  const shown = fitting.find((one) => version === '' || version === 'latest' || one.version === version);
  return owner === undefined || shown === undefined ? noExtension(namespace, name, version) : describe(owner, name, shown, all);
};

const isTarget = (part: string): boolean => /^(?:universal|web|(?:win32|linux|darwin|alpine)-\w+)$/.test(part);

const extensionRoutes = (state: OpenVsxState): readonly Route[] => [
  get(
    /^\/api\/([^/-][^/]*)\/([^/]+)\/([^/]+)\/([^/]+)\/file\/[^/]+\.(vsix|sha256)$/,
    (_request, namespace = '', name = '', target, version, kind) => {
      const found = activeVersions(state, namespace, name).find((one) => one.targetPlatform === target && one.version === version);
      if (found === undefined) return noExtension(namespace, name, version ?? '');
      return kind === 'sha256' ? text(200, sha256(found.vsix)) : bytes(found.vsix);
    },
  ),
  get(/^\/api\/([^/-][^/]*)\/([^/]+)\/versions$/, (_request, namespace = '', name = '') => {
    const all = activeVersions(state, namespace, name);
    if (all.length === 0) return noExtension(namespace, name);
    const versions = Object.fromEntries(all.map(({version}) => [version, `${origin}/api/${namespace}/${name}/${version}`]));
    return json(200, {offset: 0, totalSize: all.length, versions});
  }),
  get(/^\/api\/([^/-][^/]*)\/([^/]+)\/([^/]+)\/([^/]+)$/, (_request, namespace = '', name = '', target = '', version = '') =>
    findShown(state, namespace, name, target, version),
  ),
  get(/^\/api\/([^/-][^/]*)\/([^/]+)\/([^/]+)$/, (_request, namespace = '', name = '', part = '') =>
    isTarget(part) ? findShown(state, namespace, name, part, '') : findShown(state, namespace, name, '', part),
  ),
  get(/^\/api\/([^/-][^/]*)\/([^/]+)$/, (_request, namespace = '', name = '') => findShown(state, namespace, name, '', '')),
];

/** Open VSX. */
export const createOpenVsx = (state: OpenVsxState): readonly DemoService[] => [
  createService({
    hosts: ['open-vsx.org'],
    routes: [
      get(/^\/api\/version$/, () =>
        json(200, {version: '1.2.0', maxExtensionSize: 536_870_912, trustedPublishingAudience: 'open-vsx.org'}),
      ),
      get(/^\/api\/([^/]+)\/verify-pat$/, (request, name = '') => verifyToken(state, request, name)),
      ...extensionRoutes(state),
      get(/^\/api\/([^/]+)$/, (_request, name = '') => {
        const found = held(state.namespaces, name.toLowerCase());
        if (found === undefined) return json(404, {error: `Namespace not found: ${name}`});
        const extensions = Object.keys(found.extensions).map((own) => [own, `${origin}/api/${found.name}/${own}`] as const);
        return json(200, {name: found.name, verified: found.isVerified, extensions: Object.fromEntries(extensions)});
      }),
    ],
  }),
];
