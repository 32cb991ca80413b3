import type {GitHubState} from './state.ts';

/** A number that neither a package nor a version of one has. */
export const freshPackageId = ({packages}: GitHubState): number =>
  Math.max(3_000_000, ...packages.flatMap(({id, versions}) => [id, ...versions.map((version) => version.id)])) + 1;
