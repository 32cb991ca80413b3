import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {apiOrigin} from './github.ts';
import type {Review} from './pull-request-turn.ts';

/* One question tells the reviews and the checks together; GitHub's other interface would take three. */
const question = `query($url: URI!) {
  resource(url: $url) {
    ... on PullRequest {
      reviewDecision
      mergeable
      commits(last: 1) { nodes { commit { statusCheckRollup { state } } } }
    }
  }
}`;

const answerSchema = z.object({
  data: z.object({
    resource: z
      .object({
        reviewDecision: z.string().nullish(),
        mergeable: z.string().nullish(),
        commits: z
          .object({nodes: z.array(z.object({commit: z.object({statusCheckRollup: z.object({state: z.string()}).nullish()})}))})
          .optional(),
      })
      .nullish(),
  }),
});

const decisions: Readonly<Record<string, NonNullable<Review['decision']>>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  REVIEW_REQUIRED: 'review-required',
};
const checks: Readonly<Record<string, NonNullable<Review['checks']>>> = {
  SUCCESS: 'passing',
  FAILURE: 'failing',
  ERROR: 'failing',
  PENDING: 'pending',
  EXPECTED: 'pending',
};

/** How an open pull request stands with its reviewers and its checks; empty where GitHub doesn't say, since labels and age tell already something. */
export const findReview = async (lookup: Lookup, url: string): Promise<Review> => {
  if (!lookup.hasGitHubToken) return {};
  const asked = lookup.query(`${apiOrigin}/graphql`, {query: question, variables: {url}}, answerSchema);
  const found = (await asked.catch(() => undefined))?.data.resource;
  const decision = decisions[found?.reviewDecision ?? ''];
  const state = checks[found?.commits?.nodes[0]?.commit.statusCheckRollup?.state ?? ''];
  return {
    ...(decision === undefined ? {} : {decision}),
    ...(state === undefined ? {} : {checks: state}),
    ...(found?.mergeable === 'CONFLICTING' ? {hasConflict: true} : {}),
  };
};
