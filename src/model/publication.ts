import type {Evidence} from './cell.ts';

/** Whose turn it is: the maintainer's, somebody's who reviews, or that of what runs by itself. */
export type Turn = 'yours' | 'theirs' | 'machine';

/** What comes next for something that waits, and who does it. */
export type NextAction = {
  /** One sentence: an order where it is the maintainer's turn, else what somebody else will do. */
  readonly action: string;
  readonly whose: Turn;
  /** ISO time since which it is their turn; absent: since it was submitted, as far as anybody tells. */
  readonly since?: string;
  /** How long it usually takes, such as “a few days to a week”; absent: nobody tells. */
  readonly usually?: string;
};

/** What a marketplace says of the version of the tag. */
export type VersionState =
  | {readonly kind: 'published'; readonly note?: string}
  /** Served, but not for every platform or not with every file that it should have. */
  | {readonly kind: 'partial'; readonly missing: readonly string[]}
  /** Submitted and not served yet: moderation, review, an open pull request, propagation. */
  | {readonly kind: 'waiting'; readonly for: string; readonly since?: string; readonly url?: string; readonly next?: NextAction}
  | {readonly kind: 'rejected'; readonly why: string; readonly url?: string}
  /** Taken back: yanked, unlisted, deprecated, unpublished, disabled. `back`: how it is brought back, in sentences; absent: it is gone for good. */
  | {readonly kind: 'withdrawn'; readonly why: string; readonly back?: string}
  /** Served, and not what was released: a digest of an error page, another file's digest, a foreign address. */
  | {readonly kind: 'wrong'; readonly why: string}
  | {readonly kind: 'absent'}
  /** The answer can also mean that this reader may not see it. */
  | {readonly kind: 'not-visible'; readonly why: string};

/** A version that stands in a queue, whether or not it is the tag's. */
export type QueuedVersion = {
  readonly version: string;
  /** The queue and the state in it, in the marketplace's own words. */
  readonly state: string;
  /** ISO time; absent: the marketplace doesn't say. */
  readonly since?: string;
  readonly url?: string;
  /** Absent: nothing tells. */
  readonly next?: NextAction;
};

/** What a marketplace serves, read from it and from nothing else. */
export type Publication = {
  /** The name that was looked for. */
  readonly name: string;
  /** The package's page for people; absent: it has none, or the package is absent. */
  readonly url?: string;
  /** The version people get by the ordinary install; null: nothing is served under this name. */
  readonly serves: string | null;
  readonly version: VersionState;
  /** How an install spells the version of the tag; absent: as the project does. */
  readonly spelling?: string;
  /** Whose package it is; absent: the marketplace doesn't say. */
  readonly belongsTo?: 'this-project' | 'another';
  /** Versions in moderation or review; absent: none, or the marketplace has no queue. */
  readonly queued?: readonly QueuedVersion[];
  readonly evidence: readonly Evidence[];
};

/** Whether the publisher exists and owns the name. */
export type Account =
  | {readonly kind: 'owns'; readonly name: string; readonly note?: string; readonly evidence?: readonly Evidence[]}
  /** It exists, and whether the package is its own can't be learnt. */
  | {readonly kind: 'exists'; readonly name: string; readonly note?: string; readonly evidence?: readonly Evidence[]}
  | {readonly kind: 'absent'; readonly note: string; readonly evidence?: readonly Evidence[]}
  /** The name is somebody else's. */
  | {readonly kind: 'taken'; readonly note: string; readonly evidence?: readonly Evidence[]}
  /** Nothing that can be read without the account's own token tells. */
  | {readonly kind: 'not-told'; readonly note: string; readonly evidence?: readonly Evidence[]};

export const tokenVerdicts = [
  'valid',
  'valid-rights-unknown',
  'lacks-right',
  'refused',
  'expired',
  'wrong-marketplace',
  'blocked',
  'undetermined',
  'untestable',
  'missing',
] as const;
export type TokenVerdict = (typeof tokenVerdicts)[number];

/** Whether the marketplace, or the token's own text, says that it won't do. */
export const isRefusal = (verdict: TokenVerdict): boolean =>
  ['refused', 'expired', 'wrong-marketplace', 'lacks-right', 'blocked'].includes(verdict);

export type TokenTest = {
  readonly verdict: TokenVerdict;
  /** One sentence: what was learnt and what could not be. */
  readonly note: string;
  readonly identity?: string;
  readonly rights?: readonly string[];
  /** ISO time; absent: it has none, or it can't be read. */
  readonly expires?: string;
  /** True: a part of it has aged and is renewed before the test tells more, as `TokenUse.renewal` says. */
  readonly needsRenewal?: true;
};

/** Who a marketplace says published a version without a token. */
export type Publisher = {
  readonly version: string;
  /** As `owner/name`; absent: it isn't told. */
  readonly repository?: string;
  /** The workflow's file, with or without its folders; absent: it isn't told. */
  readonly workflow?: string;
  /** Absent: none was asked for, or it isn't told. */
  readonly environment?: string;
};

/** One served file held against what was released. */
export type ComparedFile = {
  readonly name: string;
  readonly result: 'same' | 'different' | 'not-comparable';
  readonly note?: string;
};

/** The outcome of downloading what is served and comparing it. */
export type Integrity = {
  readonly version: string;
  readonly files: readonly ComparedFile[];
  readonly evidence: readonly Evidence[];
};
