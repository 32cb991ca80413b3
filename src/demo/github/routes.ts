import type {Route} from './route.ts';
import {accountRoutes} from './routes/accounts.ts';
import {actionRoutes} from './routes/actions.ts';
import {contentRoutes} from './routes/contents.ts';
import {gitRoutes} from './routes/git.ts';
import {organizationSecretRoutes} from './routes/organization-secrets.ts';
import {packageRoutes} from './routes/packages.ts';
import {pullRoutes, searchRoutes} from './routes/pulls.ts';
import {releaseRoutes} from './routes/releases.ts';
import {repositoryRoutes} from './routes/repository.ts';
import {secretRoutes} from './routes/secrets.ts';

/** Everything that the simulated API answers; the first whose template fits does. */
export const routes: readonly Route[] = [
  ...accountRoutes,
  ...packageRoutes,
  ...searchRoutes,
  ...repositoryRoutes,
  ...releaseRoutes,
  ...gitRoutes,
  ...contentRoutes,
  ...secretRoutes,
  ...organizationSecretRoutes,
  ...actionRoutes,
  ...pullRoutes,
];
