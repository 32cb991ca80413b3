import {type RepositoryName, repositoryText} from '../model/project.ts';
import {readConfiguration} from '../tools/configuration.ts';
import type {Options} from './options.ts';
import type {Surroundings} from './surroundings.ts';

/** Each repository once, however it is written. */
const eachOnce = (named: readonly RepositoryName[]): readonly RepositoryName[] => {
  const first = new Map<string, RepositoryName>();
  for (const one of named) if (!first.has(repositoryText(one).toLowerCase())) first.set(repositoryText(one).toLowerCase(), one);
  return [...first.values()];
};

/** The options with the repositories that the configuration lists, where none is named on the command line. */
export const withConfiguredRepositories = async (options: Options, {cwd}: Pick<Surroundings, 'cwd'>): Promise<Options> => {
  if (options.repository !== undefined || options.repositories !== undefined) return options;
  const repositories = eachOnce((await readConfiguration(cwd)).repositories ?? []);
  const [repository, ...others] = repositories;
  if (repository === undefined) return options;
  return others.length === 0 ? {...options, repository} : {...options, repositories};
};
