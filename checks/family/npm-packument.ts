import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {NextAction, QueuedVersion, VersionState} from '../../src/model/publication.ts';
import {undoOfRollbackStep} from '../../src/model/rollback-steps.ts';
import {compareSemantic, isPrerelease} from '../../src/model/semantic-versions.ts';
import {fieldsOf} from './answers.ts';
import {packagePath} from './npm-registry.ts';

const versionSchema = z.object({
  deprecated: z.union([z.string(), z.boolean()]).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
  dist: z.object({
    tarball: z.string(),
    integrity: z.string().optional(),
    shasum: z.string().optional(),
    attestations: z.object({}).optional().catch(undefined),
  }),
  _npmUser: z
    .object({trustedPublisher: z.object({}).optional()})
    .optional()
    .catch(undefined),
});
const packumentSchema = z.object({
  name: z.string(),
  'dist-tags': z.record(z.string(), z.string()).default({}),
  versions: z.record(z.string(), versionSchema).default({}),
  time: z.record(z.string(), z.unknown()).default({}),
  maintainers: z.array(z.object({name: z.string()})).default([]),
  repository: z
    .union([z.string(), z.object({url: z.string().optional()})])
    .optional()
    .catch(undefined),
  homepage: z.string().optional().catch(undefined),
});
type Packument = z.infer<typeof packumentSchema>;

export const findPackument = (lookup: Lookup, name: string) => lookup.json(`${lookup.npmRegistry}/${packagePath(name)}`, packumentSchema);
/** The addresses by which a package names its project. */
export const addressesOf = ({repository, homepage}: Packument) => [typeof repository === 'string' ? repository : repository?.url, homepage];

/** Packages of the wrapper's platforms that lack the version; each is named after a system. */
const findMissingParts = async (lookup: Lookup, parts: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  const named = Object.entries(parts).filter(
    ([name, version]) => /darwin|linux|win32|windows|macos|musl|arm64|x64/.test(name) && /^\d/.test(version),
  );
  const found = await Promise.all(
    named.map(async ([name, version]) => {
      const part = await lookup.json(`${lookup.npmRegistry}/${packagePath(name)}/${version}`, z.object({version: z.string()}));
      return part === undefined ? `${name} ${version}` : undefined;
    }),
  );
  return found.filter((one) => one !== undefined);
};

const unpublishedSchema = z.object({versions: z.array(z.string()).default([])});

/** How latest comes back to a version from an earlier one, as the rollback tells it; undefined: it need not, or nobody pointed it back. */
const pointAgain = (packument: Packument, wanted: string): string | undefined => {
  const {latest} = packument['dist-tags'];
  return latest === undefined || isPrerelease(wanted) || compareSemantic(latest, wanted) >= 0
    ? undefined
    : undoOfRollbackStep({kind: 'move-dist-tag', package: packument.name, tag: 'latest', from: wanted, to: latest});
};

const bringBack = (packument: Packument, wanted: string): string => {
  const warned = undoOfRollbackStep({kind: 'deprecate-package', package: packument.name, version: wanted, message: ''});
  return [pointAgain(packument, wanted), warned].filter(Boolean).join(' ');
};

/** What a package says of one of its versions. */
export const servedStateOf = async (lookup: Lookup, packument: Packument, wanted: string): Promise<VersionState> => {
  const version = Object.hasOwn(packument.versions, wanted) ? packument.versions[wanted] : undefined;
  if (version === undefined) {
    const {data: gone} = unpublishedSchema.safeParse(packument.time['unpublished']);
    return Object.hasOwn(packument.time, wanted) || gone?.versions.includes(wanted) === true
      ? {kind: 'withdrawn', why: `It was unpublished, and npm takes the number ${wanted} no more.`}
      : {kind: 'absent'};
  }
  if (typeof version.deprecated === 'string' && version.deprecated !== '')
    return {kind: 'withdrawn', why: `It is deprecated: ${version.deprecated}`, back: bringBack(packument, wanted)};
  const missing = await findMissingParts(lookup, version.optionalDependencies ?? {});
  if (missing.length > 0) return {kind: 'partial', missing};
  const {latest} = packument['dist-tags'];
  if (latest === wanted) return {kind: 'published'};
  const note = `An ordinary install gives ${latest ?? 'nothing'}, because the tag latest does not point here.`;
  return {kind: 'published', note: [note, pointAgain(packument, wanted)].filter(Boolean).join(' ')};
};

const stageSchema = z.object({
  items: z.array(z.object({version: z.string(), createdAt: z.string().optional(), id: z.string().optional().catch(undefined)})),
});

/** Only a person with a second factor approves, whatever made the stage. */
const approval = (id: string | undefined): NextAction => ({
  action: `Approve it with your second factor: npm stage approve${id === undefined ? '' : ` ${id}`}, or npm’s page of the package.`,
  whose: 'yours',
});

/** Versions that wait for a person to approve them; only a token shows them. */
export const findStaged = async (lookup: Lookup, name: string): Promise<readonly QueuedVersion[]> => {
  if (!lookup.hasToken) return [];
  const address = `${lookup.npmRegistry}/-/stage?package=${encodeURIComponent(name)}`;
  const {status, text} = await lookup.reply(address, {as: 'token', accept: [200, 400, 401, 403, 404, 405]});
  const items = status === 200 ? fieldsOf('npm', text, stageSchema).items : [];
  return items.map(({version, createdAt, id}) => ({
    version,
    state: 'staged for approval',
    next: approval(id),
    ...(createdAt === undefined ? {} : {since: createdAt}),
  }));
};
