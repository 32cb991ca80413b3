import type {Step} from './plan.ts';
import type {RepositoryName} from './project.ts';

/** What stands where somebody's fork would be. */
export type ForkState =
  | {readonly kind: 'absent'}
  /** `isFarBehind`: so far that GitHub may refuse it new branches. */
  | {readonly kind: 'there'; readonly repository: RepositoryName; readonly isFarBehind: boolean}
  /** A person has to clear the way; one sentence. */
  | {readonly kind: 'blocked'; readonly because: string};

/** Somebody's fork of a repository that takes contributions from forks, made or not. */
export type ForkPlace = {
  readonly upstream: RepositoryName;
  /** The branch that contributions begin at. */
  readonly base: string;
  /** Whoever is signed in. */
  readonly owner: string;
  readonly fork: ForkState;
};

/** What the fork is called, or will be. */
export const forkName = ({upstream, owner, fork}: ForkPlace): RepositoryName =>
  fork.kind === 'there' ? fork.repository : {owner, name: upstream.name};

/** What is done before the fork takes a branch; empty: it does so already. Pure. */
export const forkSteps = ({upstream, base, owner, fork}: ForkPlace): readonly Step[] => {
  if (fork.kind === 'absent') return [{kind: 'fork-repository', upstream, branch: base, owner, isOrganization: false}];
  return fork.kind === 'there' && fork.isFarBehind ? [{kind: 'sync-fork', fork: fork.repository, upstream, branch: base}] : [];
};
