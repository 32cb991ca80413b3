import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import type {Rollback, RollbackWay} from '../../src/model/rollback.ts';
import type {RollbackStep} from '../../src/model/rollback-steps.ts';
import {dashboard, findSnap, type SnapEntry, stableOf} from './snap-store.ts';

const schema = z.object({
  revisions: z.array(z.object({revision: z.number(), version: z.string(), architectures: z.array(z.string()), status: z.string()})),
  releases: z.array(z.object({architecture: z.string().nullish(), channel: z.string(), revision: z.number().nullish(), when: z.string()})),
});
type History = z.infer<typeof schema>;
type Release = Extract<RollbackStep, {kind: 'release-snap'}>;

const leaves =
  'Machines that have it take the earlier one at their next refresh, which `snap refresh` brings at once; no revision is deleted.';

const channelOf = ({channel}: SnapEntry): string => `${channel.track}/${channel.risk}`;

const isIn = (channel: string, written: string): boolean => channel === written || channel === `latest/${written}`;

/** The revision that the channel had before, else the newest older one; undefined: there is none. */
const revisionBefore = ({revisions, releases}: History, entry: SnapEntry, bad: string): History['revisions'][number] | undefined => {
  const {architecture} = entry.channel;
  const own = revisions
    .filter(({architectures, status, version}) => architectures.includes(architecture) && status === 'Published' && version !== bad)
    .toSorted((one, other) => other.revision - one.revision);
  const held = releases
    .filter((one) => isIn(channelOf(entry), one.channel) && one.architecture === architecture)
    .toSorted((one, other) => other.when.localeCompare(one.when))
    .map(({revision}) => own.find((one) => one.revision === revision))
    .find((one) => one !== undefined);
  const newest = Math.max(
    0,
    ...revisions.filter((one) => one.version === bad && one.architectures.includes(architecture)).map((one) => one.revision),
  );
  return held ?? own.find(({revision}) => revision < newest);
};

const byHand = (name: string, channels: readonly string[]): RollbackWay => ({
  by: 'person',
  title: `Release the earlier revision to ${channels.join(', ')}`,
  leaves,
  url: `https://snapcraft.io/${encodeURIComponent(name)}/releases`,
  instructions: [
    `Run \`snapcraft revisions ${name}\` and find the earlier revision of each architecture.`,
    `Run \`snapcraft release ${name} REVISION stable\` for each, or drag it to stable on the page.`,
  ],
  seenBy: `The store shows the earlier version in ${channels.join(', ')}.`,
});

const find = async (lookup: Lookup, project: Project): Promise<readonly RollbackWay[]> => {
  const {name} = packageNameOf(project, 'snapcraft');
  const info = await findSnap(lookup, name);
  const served = info === undefined ? [] : stableOf(info).filter(({version}) => version === project.version || version === project.tag);
  if (served.length === 0) return [];
  const url = `${dashboard}/api/v2/snaps/${encodeURIComponent(name)}/releases?page=1&size=500`;
  const history = lookup.hasToken ? await lookup.json(url, schema, {as: 'token'}) : undefined;
  const steps = served.flatMap((entry): readonly Release[] => {
    const before = history && revisionBefore(history, entry, entry.version);
    const {architecture} = entry.channel;
    const step = {kind: 'release-snap' as const, snap: name, channel: channelOf(entry), architecture, from: entry.version};
    return before === undefined ? [] : [{...step, revision: before.revision, version: before.version}];
  });
  const [first, ...rest] = steps;
  if (first === undefined) return [byHand(name, [...new Set(served.map(channelOf))])];
  const title = `Release ${first.version} to ${first.channel} again`;
  return [{by: 'plan', title, leaves, steps: [first, ...rest]}];
};

export const snapcraftRollback: Rollback = {
  can: 'An earlier revision can be released to the channel at any time; machines go back to it at their next refresh.',
  never: 'No revision is deleted, and nothing can be sent again under its number.',
  find,
};
