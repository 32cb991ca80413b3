import type {Options} from './options.ts';
import {withConfiguredRepositories} from './several.ts';
import {runStatus} from './status.ts';
import type {Surroundings} from './surroundings.ts';

/** Prints the grid of the repository that is meant, or one of all that are named. */
export const runStatusOfAny = async (options: Options, surroundings: Surroundings): Promise<number> => {
  const meant = await withConfiguredRepositories(options, surroundings);
  if (meant.repositories === undefined) return runStatus(meant, surroundings, {verify: false});
  const {runStatusOfMany} = await import('./status-many.ts');
  return runStatusOfMany(meant.repositories, meant, surroundings);
};
