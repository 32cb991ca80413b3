import {signInNeeded} from '../refusals.ts';
import {ok, type PlainRoute} from '../route.ts';
import {bodyOf} from '../sent-body.ts';
import {findRepository, type GitHubState, type Pull} from '../state.ts';

const pullAt = (state: GitHubState, url: string): Pull | undefined => {
  const [, owner = '', name = '', number] = /^https:\/\/github\.com\/([^/]+)\/([^/]+)\/pull\/(\d+)$/.exec(url) ?? [];
  return findRepository(state, owner, name)?.pulls.find((pull) => String(pull.number) === number);
};

/** Of GitHub's other interface the one question that is put to it: how a pull request stands with its reviewers and its checks. */
export const graphqlRoutes: readonly PlainRoute[] = [
  {
    method: 'POST',
    template: '/graphql',
    answer: (call) => {
      const {state, viewer} = call;
      if (viewer.kind !== 'somebody') return signInNeeded();
      const variables = bodyOf(call)?.['variables'];
      const url = typeof variables === 'object' && variables !== null && 'url' in variables ? String(variables.url) : '';
      const pull = pullAt(state, url);
      if (pull === undefined) return ok({data: {resource: null}});
      const {decision = null, checks} = pull.review ?? {};
      const commit = {statusCheckRollup: checks === undefined ? null : {state: checks}};
      return ok({data: {resource: {reviewDecision: decision, mergeable: 'MERGEABLE', commits: {nodes: [{commit}]}}}});
    },
  },
];
