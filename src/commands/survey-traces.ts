import {evidenceOf} from '../model/cell.ts';
import type {Lookup} from '../model/lookup.ts';
import type {Marketplace} from '../model/marketplace.ts';
import {type Project, packageNameOf} from '../model/project.ts';
import type {Looking} from './looking.ts';

/** Whether nothing of a repository names a package of a marketplace and no job publishes there, where many repositories are looked at. */
export const isBareGuess = ({survey}: Pick<Looking, 'survey'>, {id}: Marketplace, project: Project): boolean =>
  project.isOneOfMany === true &&
  packageNameOf(project, id).from === 'guess' &&
  survey().repository.understanding.value?.jobs.every(({marketplace}) => marketplace !== id) === true;

/** A marketplace that looks for a trace first, and only where there is one at everything. */
export const tracedFirst = (marketplace: Marketplace): Marketplace => {
  const {id, title, findTrace, findAccount} = marketplace;
  if (findTrace === undefined) return marketplace;
  let trace: Promise<boolean> | undefined;
  const isTraced = (lookup: Lookup, project: Project): Promise<boolean> => {
    trace ??= findTrace(lookup, project);
    return trace;
  };
  return {
    ...marketplace,
    findPublication: async (lookup, project) => {
      if (await isTraced(lookup, project)) return marketplace.findPublication(lookup, project);
      const {name} = packageNameOf(project, id);
      const evidence = [
        evidenceOf(`${title} has no ${name}, which is only a guess: look at this repository alone to have it looked for everywhere`),
      ];
      return {name, serves: null, version: {kind: 'absent'}, evidence};
    },
    ...(findAccount === undefined
      ? {}
      : {
          findAccount: async (lookup, project) =>
            (await isTraced(lookup, project))
              ? findAccount(lookup, project)
              : {kind: 'not-told', note: 'Nothing of the repository names a package here, and none of its name is there.'},
        }),
  };
};
