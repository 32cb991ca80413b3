import {describe, expect, it} from 'vitest';
import {findReview} from '../../../checks/family/pull-request-review.ts';
import {type Review, turnAfterMerge, turnOf} from '../../../checks/family/pull-request-turn.ts';
import {findPullRequestState} from '../../../checks/family/pull-requests.ts';
import {against, type FakeReply} from '../../support/fake-lookup.ts';

const at = (place: string) => `https://github.com/${place}/pull/12`;
const winget = at('microsoft/winget-pkgs');
const [main, core, nixpkgs] = [at('ScoopInstaller/Main'), at('Homebrew/homebrew-core'), at('NixOS/nixpkgs')];
const turn = (url: string, over: {isDraft?: boolean; labels?: readonly string[]; review?: Review} = {}) =>
  turnOf(url, {isDraft: false, labels: [], review: {}, ...over});

describe('whose turn a pull request is', () => {
  it.each([
    ['fresh', [], 'machine', 'checks run'],
    ['an agreement that is not signed', ['New-Package', 'Needs-CLA'], 'yours', 'microsoft-github-policy-service agree'],
    ['a question', ['Needs-Author-Feedback', 'Validation-Completed'], 'yours', '10 days'],
    ['a wrong manifest', ['Manifest-Validation-Error'], 'yours', 'same branch'],
    ['a wrong address', ['URL-Validation-Error'], 'yours', 'same branch'],
    ['a conflict', ['Validation-Merge-Conflict'], 'yours', 'up to date'],
    ['a failure that is not the author’s', ['Internal-Error-Dynamic-Scan'], 'theirs', 'failed by themselves'],
    ['a time-out', ['Error-Analysis-Timeout'], 'theirs', 'failed by themselves'],
    ['the staff', ['Needs-Attention', 'Azure-Pipeline-Passed'], 'theirs', 'staff'],
    ['a blocked one', ['Blocking-Issue'], 'yours', 'blocks'],
    ['all checks passed', ['Azure-Pipeline-Passed', 'Validation-Completed', 'New-Manifest'], 'theirs', 'moderator'],
    ['an approval', ['Moderator-Approved', 'Validation-Completed'], 'machine', 'merged by itself'],
  ] as const)('winget: %s', (_, labels, whose, word) => {
    const next = turn(winget, {labels});
    expect([next.whose, next.usually]).toEqual([whose, whose === 'theirs' ? 'an hour to several days' : undefined]);
    expect(next.action).toContain(word);
  });

  it.each([
    [['manifest-fix-needed'], 'yours'],
    [['hash-fix-needed'], 'yours'],
    [['review-needed'], 'theirs'],
    [[], 'machine'],
  ] as const)('Scoop: %j', (labels, whose) => expect(turn(main, {labels}).whose).toBe(whose));

  it.each([
    [{}, 'theirs', 'reviews it'],
    [{hasConflict: true, decision: 'approved'}, 'yours', 'conflict'],
    [{decision: 'changes-requested', checks: 'passing'}, 'yours', 'Answer the review'],
    [{decision: 'approved', checks: 'failing'}, 'yours', 'failing checks'],
    [{decision: 'approved', checks: 'passing'}, 'theirs', 'merges'],
    [{checks: 'pending', decision: 'review-required'}, 'machine', 'checks run'],
    [{checks: 'passing', decision: 'review-required'}, 'theirs', 'reviews it'],
  ] as const)('by its review: %j', (review, whose, word) => {
    for (const url of [core, nixpkgs]) {
      const next = turn(url, {review});
      expect(next.whose).toBe(whose);
      expect(next.action).toContain(word);
    }
  });

  it('is the author’s while it is a draft, and a machine’s after the merge', () => {
    for (const url of [winget, main, core]) expect(turn(url, {isDraft: true, labels: ['review-needed']}).whose).toBe('yours');
    expect(turnAfterMerge(nixpkgs)).toMatchObject({whose: 'machine', usually: 'one to five days'});
  });
});

const graphql = 'POST https://api.github.com/graphql';
const answer = (reviewDecision: string | null, mergeable: string, state?: string): FakeReply => ({
  body: {
    data: {
      resource: {
        reviewDecision,
        mergeable,
        commits: {nodes: [{commit: {statusCheckRollup: state === undefined ? null : {state}}}]},
      },
    },
  },
});

describe('what reviewers and checks say', () => {
  const ask = (reply: FakeReply) => against({[graphql]: reply}, (lookup) => findReview(lookup, core), {hasGitHubToken: true});
  it.each([
    [answer('CHANGES_REQUESTED', 'MERGEABLE', 'SUCCESS'), {decision: 'changes-requested', checks: 'passing'}],
    [answer('APPROVED', 'CONFLICTING', 'ERROR'), {decision: 'approved', checks: 'failing', hasConflict: true}],
    [answer(null, 'UNKNOWN', 'EXPECTED'), {checks: 'pending'}],
    [answer(null, 'MERGEABLE'), {}],
    [{body: {data: {resource: null}}}, {}],
    [{status: 403}, {}],
    [{status: 502}, {}],
    [{body: {errors: [{message: 'no'}]}}, {}],
  ] as const)('%#', async (reply, review) => expect(await ask(reply)).toEqual(review));

  it('is not asked without a sign-in', async () => expect(await against({}, (lookup) => findReview(lookup, core))).toEqual({}));

  const found = {title: 'tool 1.2.3', state: 'open', html_url: core, created_at: '2026-11-01T10:00:00Z'};
  it.each([
    ['an open one', found, 1],
    ['one whose labels tell', {...found, html_url: winget}, 0],
    ['a draft', {...found, draft: true}, 0],
    ['a merged one', {...found, state: 'closed', pull_request: {merged_at: '2026-11-02T10:00:00Z'}}, 0],
  ] as const)('costs a request for %s: %#', async (_, one, requests) => {
    const replies = requests === 0 ? {} : {[graphql]: answer('APPROVED', 'MERGEABLE', 'SUCCESS')};
    const state = await against(replies, (lookup) => findPullRequestState(lookup, one), {hasGitHubToken: true});
    expect(state.kind).toBe('waiting');
  });
});
