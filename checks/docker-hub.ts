import {z} from 'zod';
import {evidenceOf} from '../src/model/cell.ts';
import type {Lookup} from '../src/model/lookup.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import {type Project, packageNameOf} from '../src/model/project.ts';
import type {Account, Publication, TokenTest, VersionState} from '../src/model/publication.ts';
import {basicHeader, fieldsOf, untold} from './family/answers.ts';
import {textOfBase64} from './family/base64.ts';
import {dockerHubRollback} from './family/docker-hub-rollback.ts';
import {dockerHubTasks, dockerNameOf, dockerUserNames} from './family/docker-hub-tasks.ts';
import {dockerInstall} from './family/docker-install.ts';
import {dockerCauses} from './family/oci-causes.ts';
import {imageNameAt, isVersionTag, platformNames, pushesTo, dockerHub as registry, tagsFor} from './family/oci-registry.ts';
import {owned} from './family/ownership.ts';
import {parsedJson} from './family/parsing.ts';
import {placeholderFaults} from './family/placeholders.ts';
import {foreignToken} from './family/token-shapes.ts';
import {findImageTrace} from './family/traces.ts';
import {dockerHubFirstPackage} from './first-package/docker-hub.ts';

const tagSchema = z.object({
  name: z.string(),
  digest: z.string().nullish(),
  images: z.array(z.object({os: z.string(), architecture: z.string()})).default([]),
});
type Tag = z.infer<typeof tagSchema>;
const tagsSchema = z.object({results: z.array(tagSchema), next: z.string().nullish()});

const hub = 'https://hub.docker.com';
const tokens = 'https://auth.docker.io';

/** The image with its pages. */
const imageOf = (project: Project): {readonly name: string; readonly api: string; readonly page: string} => {
  const name = dockerNameOf(project);
  const [namespace = '', repository = ''] = name.split('/').map(encodeURIComponent);
  const api = `${hub}/v2/namespaces/${namespace}/repositories/${repository}`;
  return {name, api, page: `${hub}/r/${name}`};
};

const findTag = (lookup: Lookup, project: Project, tag: string) => lookup.json(`${imageOf(project).api}/tags/${tag}`, tagSchema);
const findTags = (lookup: Lookup, project: Project) => lookup.json(`${imageOf(project).api}/tags?page_size=100`, tagsSchema);

type Image = {
  /** The version's; undefined: there is none. */
  readonly tag: Tag | undefined;
  readonly latest: Tag | undefined;
  /** The newest; empty where the version's was there at once and `latest` is the same image. */
  readonly tags: readonly Tag[];
};

const isElsewhere = (tag: Tag, latest: Tag | undefined): latest is Tag => latest !== undefined && latest.digest !== tag.digest;

/** The tag of the version however it is spelt: by the list, and one by one where the list goes on. Undefined: there is no such image. */
const findImage = async (lookup: Lookup, project: Project): Promise<Image | undefined> => {
  const find = (tag: string) => findTag(lookup, project, tag);
  const [first = project.version, ...others] = tagsFor(project);
  const bare = await find(first);
  if (bare !== undefined) {
    const latest = await find('latest');
    return {tag: bare, latest, tags: isElsewhere(bare, latest) ? ((await findTags(lookup, project))?.results ?? []) : []};
  }
  const listed = await findTags(lookup, project);
  if (listed === undefined) return undefined;
  const {results: tags, next} = listed;
  const isCut = typeof next === 'string';
  const shown = tags.find(({name}) => others.includes(name));
  const tag = shown ?? (isCut ? (await Promise.all(others.map(find))).find((one) => one !== undefined) : undefined);
  const latest = tags.find(({name}) => name === 'latest') ?? (isCut && tag !== undefined ? await find('latest') : undefined);
  return {tag, latest, tags};
};

const stateOf = (tag: Tag, latest: Tag | undefined): VersionState => {
  const platforms = platformNames(tag.images);
  if (!isElsewhere(tag, latest)) return {kind: 'published', note: `It is there for ${platforms.join(', ')}.`};
  const missing = platformNames(latest.images).filter((platform) => !platforms.includes(platform));
  if (missing.length > 0) return {kind: 'partial', missing: missing.map((platform) => `${platform}, which the tag latest has`)};
  return {kind: 'published', note: 'The tag latest points at another image, so people who name no tag get that one.'};
};

/** The version that `latest` stands for, else the newest that was pushed; null: no tag names a version. */
const servedOf = (tags: readonly Tag[]): string | null => {
  const versions = tags.filter(({name}) => isVersionTag(name));
  const latest = tags.find(({name}) => name === 'latest');
  const served = versions.find(({digest}) => digest !== null && digest !== undefined && digest === latest?.digest) ?? versions[0] ?? latest;
  return served?.name.replace(/^v(?=\d)/, '') ?? null;
};

const findPublication: Marketplace['findPublication'] = async (lookup, project): Promise<Publication> => {
  const {name, page} = imageOf(project);
  const found = await findImage(lookup, project);
  if (found === undefined) {
    const why = `Docker Hub shows no image ${name}; a private one looks the same.`;
    return {name, serves: null, version: {kind: 'absent'}, evidence: [evidenceOf(why)]};
  }
  const {tag, latest, tags} = found;
  // Docker Hub names no repository that an image comes from.
  return owned(packageNameOf(project, 'docker-hub'), undefined, {
    name,
    url: page,
    serves: tag === undefined || isElsewhere(tag, latest) ? servedOf(tags) : project.version,
    version: tag === undefined ? {kind: 'absent'} : stateOf(tag, latest),
    ...(tag === undefined || tag.name === project.version ? {} : {spelling: tag.name}),
    evidence: [evidenceOf(`${name} on Docker Hub`, `${page}/tags`)],
  });
};

const findAccount = async (lookup: Lookup, project: Project): Promise<Account> => {
  const {name, page} = imageOf(project);
  const [namespace = ''] = name.split('/');
  return (await findImage(lookup, project)) !== undefined
    ? {kind: 'exists', name: namespace, evidence: [evidenceOf(`${name} on Docker Hub`, page)]}
    : {kind: 'not-told', note: `Docker Hub shows no image ${name}, so nothing is known of ${namespace}.`};
};

const grantSchema = z.object({
  sub: z.string().optional(),
  access: z.array(z.object({name: z.string(), actions: z.array(z.string())})).nullish(),
});

/** Docker hands a token to everybody; only the rights written inside it tell. */
const testToken = async (lookup: Lookup, project: Project): Promise<TokenTest> => {
  const {name} = imageOf(project);
  const address = `${tokens}/token?service=registry.docker.io&scope=${encodeURIComponent(`repository:${name}:pull,push`)}`;
  const {status, text} = await lookup.reply(address, {as: 'token', accept: [200, 401, 403, 429]});
  if (status === 401 && /insufficient scopes/i.test(text))
    return {verdict: 'lacks-right', note: 'The token may only read; make one with Read & Write.'};
  if (status === 401) return {verdict: 'refused', note: 'Docker Hub refuses the token, or DOCKERHUB_USERNAME is not its account.'};
  if (status !== 200) return untold('Docker Hub', status);
  const {token} = fieldsOf('Docker Hub', text, z.object({token: z.string()}));
  const grant = grantSchema.safeParse(parsedJson(textOfBase64(token.split('.')[1] ?? '') ?? '')).data;
  const actions = grant?.access?.find((one) => one.name === name)?.actions ?? [];
  const identity = grant?.sub === undefined || grant.sub === '' ? {} : {identity: grant.sub};
  if (actions.includes('push')) return {...identity, verdict: 'valid', rights: actions, note: `The token may push ${name}.`};
  if (grant === undefined || identity.identity === undefined)
    return {
      verdict: 'undetermined',
      note: 'Docker Hub took the request for one without a sign-in; set DOCKERHUB_USERNAME beside the token.',
    };
  return {
    ...identity,
    verdict: 'lacks-right',
    rights: actions,
    note: `The token works and may not push ${name}; check the name and its collaborators.`,
  };
};

export const dockerHub: Marketplace = {
  id: 'docker-hub',
  title: 'Docker Hub',
  docs: 'https://docs.docker.com/docker-hub/repos/',
  tasks: dockerHubTasks,
  findPublication,
  findTrace: (lookup, project) => findImageTrace(lookup, dockerNameOf(project)),
  findAccount,
  noIntegrity: 'An image is built anew, so no file of the release can be held against it.',
  usualName: ({owner, name}) => `${owner}/${name}`.toLowerCase(),
  propagation: {
    usually: 60,
    atMost: 300,
    because: 'the registry has an image at once, and Docker Hub lists its tag a little later (observed).',
  },
  installTest: dockerInstall,
  token: {
    names: [
      'DOCKERHUB_TOKEN',
      'DOCKER_TOKEN',
      'DOCKER_HUB_TOKEN',
      'DOCKERHUB_PASSWORD',
      'DOCKER_PASSWORD',
      'DOCKERHUB_PAT',
      'DOCKER_HUB_PASSWORD',
    ],
    companions: [dockerUserNames],
    makeAt: 'https://app.docker.com/settings/personal-access-tokens',
    leastRights: 'Read & Write; a personal token reaches every image of its account.',
    origins: [tokens, hub],
    authorize: (secret, {DOCKERHUB_USERNAME: user}) => (user === undefined ? {} : basicHeader(user.trim(), secret.trim())),
    readLocally: (secret) => foreignToken(secret, 'docker'),
    test: testToken,
  },
  packageFiles: {
    matches: (path) =>
      /(?:^|\/)(?:(?:Dockerfile|Containerfile)(?:\.[\w-]+)?|[\w-]+\.[Dd]ockerfile)$/.test(path) &&
      !/(?:^|\/)(?:\.devcontainer|node_modules|tests?|fixtures?|examples?|vendor)\//.test(path),
    read: (path, text) => ({path, faults: placeholderFaults(text)}),
  },
  publishedBy: {
    publishes: (step, job) => pushesTo(registry, step, job),
    jobNames: /(?:^|[-_ ])docker(?:[-_ ]?hub)?(?:$|[-_ ])/i,
    packageName: (step) => imageNameAt(registry, step),
  },
  rollback: dockerHubRollback,
  firstPackage: dockerHubFirstPackage,
  causes: dockerCauses,
};
