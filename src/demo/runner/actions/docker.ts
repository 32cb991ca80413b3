import {freshPackageId} from '../../github/new-package.ts';
import {timeText} from '../../github/state.ts';
import {imageOf} from '../../marketplaces/oci-image.ts';
import type {OciRepository} from '../../marketplaces/oci-registry.ts';
import {held} from '../../marketplaces/routes.ts';
import {ask, bodyJson, type Place} from '../place.ts';
import {type Shell, type Streams, writeBytes} from '../shell/shell.ts';
import {buildFault} from './image-build.ts';

type Inputs = Readonly<Record<string, string>>;

const registries = {
  'docker.io': {token: 'https://auth.docker.io/token', service: 'registry.docker.io', name: 'registry-1.docker.io'},
  'ghcr.io': {token: 'https://ghcr.io/token', service: 'ghcr.io', name: 'ghcr.io'},
} as const;
type Registry = keyof typeof registries;

const registryOf = (name: string | undefined): Registry => (name?.includes('ghcr.io') ? 'ghcr.io' : 'docker.io');

/** The job's own token is nobody's at the registry of images; what it may do stands in the workflow. */
const isOwn = (place: Place, registry: Registry, password: string): boolean => registry === 'ghcr.io' && password === place.ownToken;

/** From then on the registry itself knows the job's token, as it does from the start in a real run. */
const takeOwn = ({marketplaces: {githubPackages}, repository, permissions, ownToken}: Place): void => {
  if (githubPackages.tokens.some(({secret}) => secret === ownToken)) return;
  githubPackages.tokens.push({secret: ownToken, login: repository.owner, mayWrite: permissions['packages'] === 'write'});
};

/** Signs in at a registry of images; undefined: it was taken. */
export const signIn = (place: Place, registry: Registry, user: string, password: string): string | undefined => {
  if (user === '' || password === '') return 'Username and password required';
  const {token, service, name} = registries[registry];
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const reply = isOwn(place, registry, password) ? {status: 200} : ask(place, `${token}?service=${service}`, {headers: {authorization}});
  if (isOwn(place, registry, password)) takeOwn(place);
  if (reply.status >= 400) return `Error response from daemon: Get "https://${name}/v2/": unauthorized: incorrect username or password`;
  place.memory.logins.set(registry, {user, password});
  return undefined;
};

export const signInToRegistry = (inputs: Inputs, _shell: Shell, {out}: Streams, place: Place): number => {
  const registry = registryOf(inputs['registry']);
  const fault = signIn(place, registry, inputs['username'] ?? '', inputs['password'] ?? '');
  out(fault === undefined ? `Logging into ${registry}...\nLogin Succeeded!\n` : `Logging into ${registry}...\n##[error]${fault}\n`);
  return Number(fault !== undefined);
};

/** Whether whoever signed in may push there, as the registry's own tokens tell. */
const pushFault = (place: Place, registry: Registry, name: string): string | undefined => {
  const login = place.memory.logins.get(registry);
  const denied = `push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`;
  if (login === undefined) return denied;
  if (isOwn(place, registry, login.password)) {
    const isTheirs = name.startsWith(`${place.repository.owner.toLowerCase()}/`);
    return isTheirs && place.permissions['packages'] === 'write' ? undefined : 'denied: permission_denied: write_package';
  }
  const authorization = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
  const {token, service} = registries[registry];
  const reply = ask(place, `${token}?service=${service}&scope=${encodeURIComponent(`repository:${name}:pull,push`)}`, {
    headers: {authorization},
  });
  if (registry === 'ghcr.io') return reply.status === 200 ? undefined : 'denied: permission_denied: write_package';
  const pass = String(bodyJson(reply)['token'] ?? '').split('.')[1] ?? '';
  return Buffer.from(pass, 'base64url').toString('utf8').includes('"push"') ? undefined : denied;
};

const repositoryAt = (place: Place, registry: Registry, name: string): OciRepository => {
  const {docker, githubPackages} = place.marketplaces;
  const now = new Date(place.setting.now()).toISOString();
  if (registry === 'docker.io') {
    const found = docker.repositories[name] ?? {isPublic: true, tags: {}, pushedAt: {}, stored: {}, createdAt: now, pullCount: 0};
    docker.repositories[name] = found;
    return found;
  }
  const image = githubPackages.images[name] ?? {isPublic: false, tags: {}, stored: {}};
  githubPackages.images[name] = image;
  return image;
};

/** GitHub lists an image beside the repository that pushed it. */
const listPackage = ({github, setting, repository}: Place, name: string, digest: string, tag: string): void => {
  const [owner = '', image = name] = name.split('/');
  const time = timeText(setting.now());
  const found = github.packages.find((one) => one.type === 'container' && one.name === image && one.owner.toLowerCase() === owner);
  const id = freshPackageId(github);
  const version = {id: id + 1, name: digest, tags: [tag], createdAt: time};
  if (found) found.versions.push(version);
  else
    github.packages.push({
      id,
      owner: repository.owner,
      type: 'container',
      name: image,
      visibility: 'private',
      createdAt: time,
      versions: [version],
    });
};

/** Pushes the project's image under these names; undefined: all were taken. */
export const pushImages = (place: Place, tags: readonly string[], {out}: Streams): string | undefined => {
  const version =
    tags.map((tag) => /:v?(\d+\.\d+\.\d+[^:]*)$/.exec(tag)?.[1]).find((found) => found !== undefined) ?? place.run.branch.replace(/^v/, '');
  const created = new Date(place.setting.now()).toISOString();
  const {digest, stored} = imageOf(place.setting, version, created);
  for (const full of tags) {
    const registry = registryOf(full.split('/')[0]);
    const [, name = '', tag = 'latest'] = /^(?:docker\.io\/|ghcr\.io\/)?([^:]+)(?::(.+))?$/.exec(full) ?? [];
    const fault = pushFault(place, registry, name);
    if (fault !== undefined) return `failed to push ${full}: ${fault}`;
    const repository = repositoryAt(place, registry, name);
    if (repository.frozenTags?.includes(tag)) return `failed to push ${full}: denied: tag ${tag} is immutable and cannot be overwritten`;
    Object.assign(repository.stored, stored);
    repository.tags[tag] = digest;
    const pushedAt = held(place.marketplaces.docker.repositories, name)?.pushedAt;
    if (registry === 'docker.io' && pushedAt !== undefined) pushedAt[tag] = created;
    if (registry === 'ghcr.io') listPackage(place, name, digest, tag);
    out(`#24 pushing manifest for ${registry}/${name}:${tag}@${digest}\n`);
  }
  return undefined;
};

export const buildAndPush = (inputs: Inputs, shell: Shell, streams: Streams, place: Place): number => {
  const tags = (inputs['tags'] ?? '')
    .split(/[\n,]/)
    .map((tag) => tag.trim())
    .filter(Boolean);
  streams.out('#1 [internal] load build definition from Dockerfile\n#1 DONE 0.0s\n#12 exporting to image\n');
  const pushed: string[] = [];
  const out: Streams['out'] = (bytes) => {
    pushed.push(...(/@(sha256:[0-9a-f]{64})/.exec(bytes)?.slice(1) ?? []));
    streams.out(bytes);
  };
  const fault = buildFault(inputs, shell) ?? (inputs['push'] === 'true' ? pushImages(place, tags, {...streams, out}) : undefined);
  if (fault !== undefined) streams.out(`ERROR: ${fault}\n##[error]buildx failed with: ERROR: ${fault}\n`);
  else if (pushed[0] !== undefined) writeBytes(shell, '/runner/output', `digest=${pushed[0]}\n`);
  return Number(fault !== undefined);
};
