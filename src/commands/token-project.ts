import {createGitHubTree, findPackageFiles} from '../../checks/repository/files.ts';
import {findNewestTag} from '../../checks/repository/release.ts';
import {findWorkflows} from '../../checks/repository/workflows.ts';
import {packagesOf} from '../flow/package-names.ts';
import {type Project, versionOfTag} from '../model/project.ts';
import type {PublishingJob} from '../model/workflow.ts';
import {createLookup} from '../tools/lookup.ts';
import type {Options} from './options.ts';
import type {Setting} from './setting.ts';
import type {Surroundings} from './surroundings.ts';
import {findSource} from './target.ts';

/** The project, and the jobs that publish it as far as GitHub shows them. */
export type TokenProject = {readonly project: Project; readonly jobs: readonly PublishingJob[]};

/** The project as far as tokens are tested against it: a package's name that can't be found out is guessed, since GitHub must not stand in the way of npm's test. */
export const findTokenProject = async (options: Options, setting: Setting, surroundings: Surroundings): Promise<TokenProject> => {
  const {repository, checkout, newestTag} = await findSource(options, setting, surroundings);
  const {configuration, marketplaces, sources} = setting;
  const lookup = createLookup(sources, new Map());
  const tree = checkout ?? createGitHubTree(lookup, repository, 'HEAD');
  const given = options.tag ?? configuration.tag ?? newestTag;
  const [found, workflows, newest] = await Promise.all([
    findPackageFiles(tree, marketplaces).catch(() => undefined),
    findWorkflows(lookup, repository).catch(() => []),
    given ?? findNewestTag(lookup, repository).catch(() => undefined),
  ]);
  const tag = newest ?? 'v0.0.0';
  const {understandWorkflows} = await import('../workflow/understand.ts');
  const understanding = understandWorkflows(workflows, marketplaces, {repository, tag});
  const {packages} = packagesOf({marketplaces, files: found?.files ?? {}, understanding, configuration, repository});
  return {project: {repository, tag, version: versionOfTag(tag), packages}, jobs: understanding.jobs};
};
