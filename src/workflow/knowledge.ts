import type {RepositoryName} from '../model/project.ts';
import type {ActionsPolicy, SecretName, UnlistedSecrets} from '../model/repository.ts';

/** What the understanding of workflows needs to know of the repository. */
export type RepositoryKnowledge = {
  readonly repository: RepositoryName;
  /** Absent: not known; `main` is assumed where a branch is needed. */
  readonly defaultBranch?: string;
  /** The tag being published; absent: none is known, and no tag filter is held against one. */
  readonly tag?: string;
  /** Absent: they could not be read, and no secret is called missing. */
  readonly secrets?: readonly SecretName[];
  /** Where more secrets may stand; absent: nowhere, the list is whole. */
  readonly unlistedSecrets?: readonly UnlistedSecrets[];
  /** Absent: what a job's token may do by default is not known. */
  readonly policy?: ActionsPolicy;
};
