import type {DemoReply, DemoRequest, DemoService} from '../service.ts';
import {documentOf, indexType, manifestType, type Stored} from './oci-image.ts';
import type {Passes} from './pass.ts';
import {sha256} from './project.ts';
import {bearerOf, bytes, createService, get, held, json, type Route, text} from './routes.ts';

export type OciRepository = {
  isPublic: boolean;
  /** Digest by tag. */
  tags: Record<string, string>;
  stored: Record<string, Stored>;
  /** Tags that can't be overwritten; absent: none. */
  frozenTags?: readonly string[];
};

/** What distinguishes one registry from another; the protocol is the same. */
export type OciRegistry = {
  readonly host: string;
  /** Where blobs are fetched from, by a signed address and without a token. */
  readonly blobHost: string;
  /** Names where tokens are got; without a scope where nothing in particular was asked for. */
  challenge(scope?: string): string;
  readonly passes: Passes;
  findRepository(name: string): OciRepository | undefined;
  /** A refusal of a pull, such as a rate limit; undefined: none. */
  refusePull?(): DemoReply | undefined;
  readonly pullHeaders?: Readonly<Record<string, string>>;
  /** Hears what was pushed under a tag; absent: nobody does. */
  onPush?(repository: OciRepository, tag: string): void;
};

const failure = (
  status: number,
  code: string,
  message: string,
  detail?: unknown,
  headers: Readonly<Record<string, string>> = {},
): DemoReply =>
  json(
    status,
    {errors: [{code, message, ...(detail === undefined ? {} : {detail})}]},
    {'docker-distribution-api-version': 'registry/2.0', ...headers},
  );

/** The refusal of a request whose token doesn't allow the action on the repository; undefined: it does. */
const refusalOf = (registry: OciRegistry, request: DemoRequest, name: string, action: string): DemoReply | undefined => {
  const access = registry.passes.read(bearerOf(request) ?? '') ?? [];
  if (access.some((grant) => grant.name === name && grant.actions.includes(action))) return undefined;
  const detail = [{Type: 'repository', Class: '', Name: name, Action: action}];
  return failure(401, 'UNAUTHORIZED', 'authentication required', detail, {
    'www-authenticate': registry.challenge(`repository:${name}:${action}`),
  });
};

const digestPattern = /^sha256:[0-9a-f]{64}$/;

/** Without a type of index among those accepted, a tag answers with the manifest of linux/amd64, whose digest is another one. */
const chosenDigest = (repository: OciRepository, reference: string, accept: string): string | undefined => {
  const digest = digestPattern.test(reference) ? reference : held(repository.tags, reference);
  const found = digest === undefined ? undefined : held(repository.stored, digest);
  if (found?.type !== indexType || digestPattern.test(reference) || accept.includes(indexType)) return digest;
  return documentOf(found).manifests?.find(({platform}) => platform?.os === 'linux' && platform.architecture === 'amd64')?.digest;
};

const manifestReply = (registry: OciRegistry, request: DemoRequest, name: string, reference: string): DemoReply => {
  const refused = refusalOf(registry, request, name, 'pull') ?? (request.method === 'HEAD' ? undefined : registry.refusePull?.());
  if (refused !== undefined) return refused;
  const repository = registry.findRepository(name);
  if (repository === undefined) return failure(404, 'NAME_UNKNOWN', 'repository name not known to registry', {name});
  const digest = chosenDigest(repository, reference, request.headers.accept ?? '');
  const found = digest === undefined ? undefined : held(repository.stored, digest);
  if (digest === undefined || found === undefined || ![indexType, manifestType].includes(found.type))
    return failure(
      404,
      'MANIFEST_UNKNOWN',
      'manifest unknown',
      digestPattern.test(reference) ? `unknown digest=${reference}` : `unknown tag=${reference}`,
    );
  return bytes(found.content, found.type, {
    'docker-content-digest': digest,
    'docker-distribution-api-version': 'registry/2.0',
    etag: `"${digest}"`,
    ...registry.pullHeaders,
  });
};

const blobReply = (registry: OciRegistry, request: DemoRequest, name: string, digest: string): DemoReply => {
  const refused = refusalOf(registry, request, name, 'pull');
  if (refused !== undefined) return refused;
  const isThere = held(registry.findRepository(name)?.stored, digest) !== undefined;
  if (!isThere) return failure(404, 'BLOB_UNKNOWN', 'blob unknown to registry', digest);
  const verify = registry.passes.issue([{type: 'repository', name, actions: [digest]}], {});
  return {
    status: 307,
    headers: {location: `https://${registry.blobHost}/blobs/${name}/${digest}?verify=${verify}`, 'docker-content-digest': digest},
  };
};

const isDocument = (content: Buffer): boolean => {
  try {
    return typeof JSON.parse(content.toString('utf8')) === 'object';
  } catch {
    return false;
  }
};

/** Takes a manifest whose parts the registry has, under a tag or its own digest. */
const pushManifest = (registry: OciRegistry, request: DemoRequest, name: string, reference: string): DemoReply => {
  const refused = refusalOf(registry, request, name, 'push');
  const repository = registry.findRepository(name);
  if (refused !== undefined || repository === undefined)
    return refused ?? failure(404, 'NAME_UNKNOWN', 'repository name not known to registry', {name});
  const type = (request.headers['content-type'] ?? '').split(';')[0] ?? '';
  const content = request.body;
  const parts = isDocument(content) ? (documentOf({type, content}).manifests ?? documentOf({type, content}).layers ?? []) : undefined;
  if (parts === undefined || ![indexType, manifestType].includes(type)) return failure(400, 'MANIFEST_INVALID', 'manifest invalid');
  const missing = parts.find(({digest}) => !Object.hasOwn(repository.stored, digest));
  if (missing !== undefined) return failure(400, 'MANIFEST_BLOB_UNKNOWN', 'manifest references an unknown blob', missing.digest);
  const digest = `sha256:${sha256(content)}`;
  if (digestPattern.test(reference) && reference !== digest)
    return failure(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
  if (repository.frozenTags?.includes(reference)) return failure(403, 'DENIED', `tag ${reference} is immutable and cannot be overwritten`);
  repository.stored[digest] = {type, content};
  if (!digestPattern.test(reference)) {
    repository.tags[reference] = digest;
    registry.onPush?.(repository, reference);
  }
  return {status: 201, headers: {location: `/v2/${name}/manifests/${digest}`, 'docker-content-digest': digest}};
};

const registryRoutes = (registry: OciRegistry): readonly Route[] => [
  get(/^\/v2\/$/, (request) =>
    registry.passes.read(bearerOf(request) ?? '') === undefined
      ? failure(401, 'UNAUTHORIZED', 'authentication required', null, {'www-authenticate': registry.challenge()})
      : json(200, {}, {'docker-distribution-api-version': 'registry/2.0'}),
  ),
  get(/^\/v2\/(.+)\/manifests\/([^/]+)$/, (request, name = '', reference = '') => manifestReply(registry, request, name, reference)),
  {
    method: 'PUT',
    path: /^\/v2\/(.+)\/manifests\/([^/]+)$/,
    answer: (request, name = '', reference = '') => pushManifest(registry, request, name, reference),
  },
  get(/^\/v2\/(.+)\/blobs\/([^/]+)$/, (request, name = '', digest = '') => blobReply(registry, request, name, digest)),
  get(/^\/v2\/(.+)\/tags\/list$/, (request, name = '') => {
    const refused = refusalOf(registry, request, name, 'pull');
    if (refused !== undefined) return refused;
    const repository = registry.findRepository(name);
    const absent = failure(404, 'NAME_UNKNOWN', 'repository name not known to registry', {name});
    return repository === undefined ? absent : json(200, {name, tags: Object.keys(repository.tags)});
  }),
  get(/^/, () => text(404, '404 page not found\n')),
];

/** A registry of images and the host of its blobs. */
export const createOciRegistry = (registry: OciRegistry): readonly DemoService[] => [
  createService({hosts: [registry.host], routes: registryRoutes(registry)}),
  createService({
    hosts: [registry.blobHost],
    routes: [
      get(/^\/blobs\/(.+)\/([^/]+)$/, ({query, headers}, name = '', digest = '') => {
        const grant = registry.passes.read(query.get('verify') ?? '')?.find((one) => one.name === name && one.actions.includes(digest));
        const found = grant === undefined ? undefined : held(registry.findRepository(name)?.stored, digest);
        // Storage hosts refuse a request that is signed twice.
        if (headers.authorization !== undefined) return text(400, 'Only one auth mechanism allowed');
        return found === undefined ? text(403, 'Forbidden') : bytes(found.content);
      }),
    ],
  }),
];
