import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import type {Rollback, RollbackWay} from '../../src/model/rollback.ts';

const schema = z.object({versions: z.array(z.object({num: z.string(), yanked: z.boolean()}))});

const bare = (version: string): string => version.replace(/\+.*$/, '');

const find = async (lookup: Lookup, project: Project): Promise<readonly RollbackWay[]> => {
  const {name} = packageNameOf(project, 'crates-io');
  const crate = await lookup.json(`https://crates.io/api/v1/crates/${encodeURIComponent(name)}`, schema);
  const found = crate?.versions.find(({num}) => bare(num) === bare(project.version));
  if (found === undefined || found.yanked) return [];
  return [
    {
      by: 'plan',
      title: `Yank ${found.num}`,
      leaves: 'Lock files that name it go on working, it stays to be downloaded, and the number is never free again.',
      steps: [{kind: 'yank-crate', crate: name, version: found.num}],
    },
  ];
};

export const cratesRollback: Rollback = {
  can: 'It can be yanked at any time and unyanked again, with a token that has the scope yank; one of trusted publishing may not.',
  never: 'A single version is never deleted, and its number never free again.',
  find,
};
