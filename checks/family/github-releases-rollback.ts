import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {Project} from '../../src/model/project.ts';
import {versionOfTag} from '../../src/model/project.ts';
import type {Rollback, RollbackWay} from '../../src/model/rollback.ts';
import type {RollbackStep} from '../../src/model/rollback-steps.ts';
import {versionBefore} from '../../src/model/semantic-versions.ts';
import {repositoryApi} from './github.ts';

const schema = z.object({
  id: z.number(),
  tag_name: z.string(),
  draft: z.boolean(),
  prerelease: z.boolean(),
  immutable: z.boolean().optional(),
});
type Listed = z.infer<typeof schema>;

/** The full release that people had before; undefined: there is none. */
const releaseBefore = (all: readonly Listed[], tag: string): Listed | undefined => {
  const full = all.filter((one) => !one.draft && !one.prerelease && one.tag_name !== tag);
  const version = versionBefore(
    full.map((one) => versionOfTag(one.tag_name)),
    versionOfTag(tag),
  );
  return full.find((one) => versionOfTag(one.tag_name) === version);
};

const find = async (lookup: Lookup, {repository, tag}: Project): Promise<readonly RollbackWay[]> => {
  const all = await lookup.json(repositoryApi(repository, '/releases?per_page=100'), z.array(schema));
  const release = all?.find((one) => one.tag_name === tag && !one.draft);
  if (all === undefined || release === undefined) return [];
  const latest = await lookup.json(repositoryApi(repository, '/releases/latest'), z.object({tag_name: z.string()}));
  const before = latest?.tag_name === tag ? releaseBefore(all, tag) : undefined;
  const moved: readonly RollbackStep[] =
    before === undefined ? [] : [{kind: 'edit-release', repository, id: before.id, tag: before.tag_name, becomes: 'latest'}];
  const demoted: readonly RollbackStep[] =
    release.prerelease || release.immutable === true
      ? []
      : [{kind: 'edit-release', repository, id: release.id, tag, becomes: 'prerelease'}];
  const [first, ...rest] = [...moved, ...demoted];
  if (first === undefined) return [];
  const titles = [
    ...(before === undefined ? [] : [`Make ${before.tag_name} the latest release again`]),
    ...(demoted.length === 0 ? [] : [`mark ${tag} as a prerelease`]),
  ];
  const frozen = release.immutable === true ? ' It is immutable, so nothing else of it can be changed.' : '';
  return [
    {
      by: 'plan',
      title: titles.join(', and ').replace(/^m/, 'M'),
      leaves: `Its files stay, because formulae, manifests and installers name them; who has them keeps them.${frozen}`,
      steps: [first, ...rest],
    },
  ];
};

export const githubReleasesRollback: Rollback = {
  can: 'The release before can be made the latest again and this one marked as a prerelease, at any time; of an immutable release only what is the latest can change.',
  never: 'Files that somebody downloaded stay where they are, and a deleted immutable release uses its tag up.',
  find,
};
