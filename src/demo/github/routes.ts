import type {Route} from './route.ts';
import {accountRoutes} from './routes/accounts.ts';
import {actionRoutes} from './routes/actions.ts';
import {contentWriteRoutes} from './routes/content-writes.ts';
import {contentRoutes} from './routes/contents.ts';
import {dispatchRoutes} from './routes/dispatches.ts';
import {forkRoutes} from './routes/forks.ts';
import {gitRoutes, unlessEmpty} from './routes/git.ts';
import {gitWriteRoutes} from './routes/git-writes.ts';
import {graphqlRoutes} from './routes/graphql.ts';
import {newRepositoryRoutes, topicRoutes} from './routes/new-repositories.ts';
import {organizationSecretRoutes} from './routes/organization-secrets.ts';
import {packageRoutes} from './routes/packages.ts';
import {pullMergeRoutes} from './routes/pull-merges.ts';
import {pullWriteRoutes} from './routes/pull-writes.ts';
import {pullRoutes, searchRoutes} from './routes/pulls.ts';
import {releaseWriteRoutes} from './routes/release-writes.ts';
import {releaseRoutes} from './routes/releases.ts';
import {repositoryRoutes} from './routes/repository.ts';
import {runWriteRoutes} from './routes/run-writes.ts';
import {secretRoutes} from './routes/secrets.ts';

/** Everything that the simulated API answers; the first whose template fits does. */
export const routes: readonly Route[] = [
  ...accountRoutes,
  ...newRepositoryRoutes,
  ...packageRoutes,
  ...searchRoutes,
  ...graphqlRoutes,
  ...repositoryRoutes,
  ...topicRoutes,
  ...forkRoutes,
  ...releaseRoutes,
  ...releaseWriteRoutes,
  ...[...gitRoutes, ...gitWriteRoutes].map(unlessEmpty),
  ...contentRoutes,
  ...contentWriteRoutes,
  ...secretRoutes,
  ...organizationSecretRoutes,
  ...actionRoutes,
  ...dispatchRoutes,
  ...runWriteRoutes,
  ...pullRoutes,
  ...pullWriteRoutes,
  ...pullMergeRoutes,
];
