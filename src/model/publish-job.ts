import type {Permission} from './workflow.ts';

/** An action; the commit that the version stands at is looked up and pinned when the workflow is written. */
export type ActionUse = {
  /** Such as `actions/checkout`. */
  readonly action: string;
  /** A tag, such as `v5`. */
  readonly version: string;
};

/**
 * One step of a generated job. Scripts are bash; what comes from outside is never spelled in them but handed over in `env` or quoted for the shell,
 * and holds no `${{`. Every step sees `TAG`, `VERSION` and `GITHUB_REPOSITORY` in its environment.
 */
export type JobStep = {
  readonly name: string;
  readonly env?: Readonly<Record<string, string>>;
} & (
  | {readonly kind: 'run'; readonly lines: readonly string[]}
  | {readonly kind: 'use'; readonly uses: ActionUse; readonly id?: string; readonly with?: Readonly<Record<string, string>>}
);

/**
 * A job that publishes at one marketplace, as data; `src/workflow` writes it. Around it the writer puts: the condition of the `marketplace` input,
 * `needs` the job that uploads the assets, a checkout, the loud failure where a secret is empty or a file is not there, and the condition of `publish`.
 */
export type PublishJob = {
  readonly runner: 'ubuntu-latest' | 'windows-latest' | 'macos-latest';
  /** Rights of the job's own token; reading the contents is always among them. */
  readonly permissions: Readonly<Record<string, Permission>>;
  /** The secrets its steps read, each handed over by `env` or `with`; empty: none. */
  readonly secrets: readonly string[];
  /** The files of the repository without which its steps can't go on; absent: none. They hold some version, and its steps set `$VERSION` into them. */
  readonly files?: readonly string[];
  /** What is checked out. `tag`: the source that the tag stands at, since that is what is published. Absent: what the run was started from. */
  readonly source?: 'tag';
  /** Before the look: what it needs, such as a language's set-up; empty: nothing. */
  readonly prepare: readonly JobStep[];
  /**
   * Lines of bash that end with `published=true` or `published=false` on the last line they echo into `$GITHUB_OUTPUT`: whether this very version is
   * served already. A failure to look is a failure of the job, and never an absence.
   */
  readonly look: readonly string[];
  /** Environment of `look` and `verify`; absent: none. */
  readonly env?: Readonly<Record<string, string>>;
  /** Carried out where it is not served yet. */
  readonly publish: readonly [JobStep, ...JobStep[]];
  /** Lines of bash that fail unless the marketplace serves the version, waiting as long as it usually takes; empty: a person decides there. */
  readonly verify: readonly string[];
};
