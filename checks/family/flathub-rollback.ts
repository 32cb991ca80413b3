import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import type {Rollback, RollbackWay} from '../../src/model/rollback.ts';
import {flathubRepository} from './flathub-tasks.ts';
import {repositoryPage} from './github.ts';

const schema = z.object({
  releases: z.array(z.object({version: z.string(), timestamp: z.union([z.string(), z.number()]).nullish()})).nullish(),
});

const find = async (lookup: Lookup, project: Project): Promise<readonly RollbackWay[]> => {
  const {name} = packageNameOf(project, 'flathub');
  const app = await lookup.json(`https://flathub.org/api/v2/appstream/${encodeURIComponent(name)}`, schema);
  const newest = [...(app?.releases ?? [])].sort((one, other) => Number(other.timestamp ?? 0) - Number(one.timestamp ?? 0))[0]?.version;
  if (newest !== project.version) return [];
  return [
    {
      by: 'person',
      title: `Revert the commit of ${project.version} in ${name}’s repository at Flathub`,
      leaves: `Whoever has it keeps it until the new build; \`flatpak update --commit=HASH ${name}\` goes back at once.`,
      url: repositoryPage(flathubRepository(project), '/commits'),
      instructions: ['Open the pull request that brought this version, press Revert, and merge it when the test build is green.'],
      seenBy: 'Flathub shows another version of the app.',
    },
  ];
};

export const flathubRollback: Rollback = {
  can: 'A reverting pull request in the app’s own repository makes a new build of the earlier version.',
  never: 'A build that was published is not unpublished.',
  find,
};
