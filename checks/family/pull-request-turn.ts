import type {NextAction, Turn} from '../../src/model/publication.ts';

/** What is known of an open pull request beside its labels; every member is absent where nobody told it. */
export type Review = {
  readonly decision?: 'approved' | 'changes-requested' | 'review-required';
  /** How its checks stand together. */
  readonly checks?: 'passing' | 'failing' | 'pending';
  readonly hasConflict?: true;
};

/** An open pull request, as far as its turn hangs on it. */
export type OpenPullRequest = {readonly isDraft: boolean; readonly labels: readonly string[]; readonly review: Review};

type LabelRule = readonly [labels: RegExp, whose: Turn, action: string];

/** How one repository takes pull requests. */
type Place = {
  /** By its own labels, the most pressing first. */
  readonly rules: readonly LabelRule[];
  /** Where no label and no review tells. */
  readonly otherwise: readonly [Turn, string];
  readonly usually?: string;
  /** How long it takes from the merge until people get it. */
  readonly served?: string;
};

const wingetRules: readonly LabelRule[] = [
  [/^Needs-CLA$/, 'yours', 'Sign Microsoft’s agreement: comment “@microsoft-github-policy-service agree” there.'],
  [/^Needs-Author-Feedback$/, 'yours', 'Answer what is asked there; after about 10 days of silence it is closed.'],
  [/^Validation-Merge-Conflict$/, 'yours', 'Bring the branch up to date with master.'],
  [/^Possible-Duplicate$/, 'yours', 'Say there what this pull request adds to the other one, or close it.'],
  [/^(?:Internal-Error|Error-Analysis-Timeout)/, 'theirs', 'A moderator starts the checks again: they failed by themselves.'],
  [
    /^(?:Manifest-|PullRequest-Error|URL-Validation|Error-|Binary-Validation|Policy-Test)|^Validation-(?!Completed)/,
    'yours',
    'Correct what the checks found, on the same branch.',
  ],
  [/^Blocking-Issue$/, 'yours', 'Read what blocks it, and correct it on the same branch.'],
  [/^Needs-Attention$/, 'theirs', 'Microsoft’s staff looks at it.'],
  [/^Moderator-Approved$/, 'machine', 'It is merged by itself.'],
  [/^Validation-Completed$/, 'theirs', 'A moderator looks at it; ask there after a day of silence.'],
];

const scoopRules: readonly LabelRule[] = [
  [/^(?:manifest|hash)-fix-needed$/, 'yours', 'Correct what the bot’s comment names, on the same branch.'],
  [/^review-needed$/, 'theirs', 'A maintainer of the bucket reviews it.'],
];
const scoop: Place = {rules: scoopRules, otherwise: ['machine', 'Scoop’s bot checks the manifest.']};

const places: Readonly<Record<string, Place>> = {
  'microsoft/winget-pkgs': {
    rules: wingetRules,
    otherwise: ['machine', 'The automatic checks run.'],
    usually: 'an hour to several days',
    served: 'about an hour',
  },
  'scoopinstaller/main': scoop,
  'scoopinstaller/extras': scoop,
  'homebrew/homebrew-core': {
    rules: [],
    otherwise: ['theirs', 'A maintainer of homebrew-core reviews it.'],
    usually: 'a few days to a week',
  },
  'nixos/nixpkgs': {
    rules: [],
    otherwise: ['theirs', 'Somebody who may merge in nixpkgs reviews it.'],
    usually: 'days to weeks',
    served: 'one to five days',
  },
};
const elsewhere: Place = {rules: [], otherwise: ['theirs', 'A maintainer there reviews it.'], served: 'some hours'};

/** `owner/name` in lower case, out of the address of a pull request; empty: it is none. */
export const placeOfPullRequest = (url: string): string => /github\.com\/([^/]+\/[^/]+)\/pull\//.exec(url)?.[1]?.toLowerCase() ?? '';

const placeOf = (url: string): Place => places[placeOfPullRequest(url)] ?? elsewhere;

/** Whether labels say all that a review could: no more need be asked then. */
export const isToldByLabels = (url: string): boolean => placeOf(url).rules.length > 0;

const byReview = ({decision, checks, hasConflict}: Review): readonly [Turn, string] | undefined => {
  if (hasConflict) return ['yours', 'Resolve the conflict with the branch it goes to.'];
  if (decision === 'changes-requested') return ['yours', 'Answer the review, and push what it asks for.'];
  if (checks === 'failing') return ['yours', 'Look at the failing checks, and push what mends them.'];
  if (decision === 'approved') return ['theirs', 'It is approved; a maintainer merges it.'];
  return checks === 'pending' ? ['machine', 'Its checks run.'] : undefined;
};

/** Whose turn an open pull request is. Pure. */
export const turnOf = (url: string, {isDraft, labels, review}: OpenPullRequest): NextAction => {
  const {rules, otherwise, usually} = placeOf(url);
  const named = rules.find(([pattern]) => labels.some((label) => pattern.test(label)));
  const draft: readonly [Turn, string] = ['yours', 'Mark it as ready for review: nobody looks at a draft.'];
  const [whose, action] = isDraft ? draft : named !== undefined ? [named[1], named[2]] : (byReview(review) ?? otherwise);
  return {action, whose, ...(whose !== 'theirs' || usually === undefined ? {} : {usually})};
};

/** What comes after the merge. Pure. */
export const turnAfterMerge = (url: string): NextAction => {
  const {served} = placeOf(url);
  return {action: 'What was merged is built and served.', whose: 'machine', ...(served === undefined ? {} : {usually: served})};
};
