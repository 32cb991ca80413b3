import type {Lookup} from '../../src/model/lookup.ts';
import type {Project} from '../../src/model/project.ts';
import type {Rollback, RollbackWay} from '../../src/model/rollback.ts';
import {wayBackOf} from './earlier-file.ts';
import {findOwned} from './owned-file.ts';
import {parsedJson} from './parsing.ts';
import {bucketPlaceOf, isRetired, manifestPathIn} from './scoop-buckets.ts';
import {scoopSchema} from './scoop-manifest.ts';

const find = async (lookup: Lookup, project: Project): Promise<readonly RollbackWay[]> => {
  const {app, buckets} = bucketPlaceOf(project);
  const found = await findOwned(lookup, buckets, manifestPathIn(app));
  if (found === undefined || isRetired(found.path)) return [];
  const way = await wayBackOf(lookup, project, {
    repository: found.place.repository,
    path: found.path,
    text: found.text,
    versionIn: (text) => scoopSchema.safeParse(parsedJson(text)).data?.version,
    leaves: `Whoever has updated keeps it, since Scoop goes to no lower version by itself: \`scoop install ${app}@VERSION\` does.`,
  });
  return way === undefined ? [] : [way];
};

export const scoopRollback: Rollback = {
  can: 'One commit to the bucket brings the manifest back as it was, at any time; Main and Extras take a pull request.',
  never: 'Whoever has updated is not brought back; only a higher version reaches them.',
  find,
};
