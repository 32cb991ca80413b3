import {limitOf} from '../limits.ts';
import {listReply} from '../paging.ts';
import {notFound, signInNeeded} from '../refusals.ts';
import {ok, type PlainRoute} from '../route.ts';
import {organization, privateUser, publicUser} from '../shapes/account.ts';
import {minimalRepository} from '../shapes/repository.ts';
import {findAccount} from '../state.ts';
import {maySee} from '../viewer.ts';

const unused = {limit: 5000, used: 0, remaining: 5000};

export const accountRoutes: readonly PlainRoute[] = [
  {
    method: 'GET',
    template: '/user',
    answer: ({viewer, state}) => (viewer.kind === 'somebody' ? ok(privateUser(state, viewer.account)) : signInNeeded()),
  },
  {
    method: 'GET',
    template: '/users/{username}',
    answer: ({state, parameters}) => {
      const account = findAccount(state, parameters.username ?? '');
      return account ? ok(publicUser(state, account)) : notFound();
    },
  },
  {
    method: 'GET',
    template: '/users/{username}/repos',
    answer: ({state, parameters, request, viewer}) => {
      const account = findAccount(state, parameters.username ?? '');
      if (!account) return notFound();
      const theirs = [...state.repositories.values()].filter((one) => one.owner === account.login && maySee(viewer, one));
      return listReply(request, theirs, (one) => minimalRepository(state, one));
    },
  },
  {
    method: 'GET',
    template: '/orgs/{org}',
    answer: ({state, parameters}) => {
      const account = findAccount(state, parameters.org ?? '');
      return account?.type === 'Organization' ? ok(organization(state, account)) : notFound();
    },
  },
  {
    method: 'GET',
    template: '/rate_limit',
    isCounted: false,
    answer: ({state, viewer, setting, request}) => {
      const core = limitOf(state, viewer, 'core', setting.now());
      const search = limitOf(state, viewer, 'search', setting.now());
      const resources = {core, search, graphql: {...unused, reset: core.reset}};
      return ok(request.headers['x-github-api-version'] === '2026-03-10' ? {resources} : {resources, rate: core});
    },
  },
  {method: 'GET', template: '/versions', answer: () => ok(['2026-03-10', '2022-11-28'])},
];
