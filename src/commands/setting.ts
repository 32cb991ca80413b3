import registryUrl from 'registry-url';
import {marketplaces as every} from '../../checks/index.ts';
import {generalCauses} from '../diagnosis/causes.ts';
import {diagnose} from '../diagnosis/diagnose.ts';
import type {SurveyEvent} from '../flow/event.ts';
import {createRowsOf} from '../flow/select.ts';
import type {Survey} from '../flow/survey.ts';
import type {Configuration} from '../model/configuration.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {Row} from '../model/row.ts';
import type {LookupSources} from '../tools/asker.ts';
import {readConfiguration} from '../tools/configuration.ts';
import {foldersOf} from '../tools/folders.ts';
import {type Hosts, hostMapOf} from '../tools/hosts.ts';
import {createHttp} from '../tools/http.ts';
import {createHttpCache} from '../tools/http-cache.ts';
import {version} from '../version.ts';
import type {Options} from './options.ts';
import {findSignIn, type SignIn} from './sign-in.ts';
import type {Surroundings} from './surroundings.ts';

/** Everything that commands share, made once. */
export type Setting = {
  readonly marketplaces: readonly Marketplace[];
  readonly configuration: Configuration;
  readonly sources: LookupSources;
  readonly rowsOf: (survey: Survey, now: number) => readonly Row[];
  /** Where what was learnt is remembered between runs. */
  readonly stateFolder: string;
  readonly hosts: Hosts;
  /** How GitHub is asked; absent: as everybody. */
  readonly signIn?: SignIn;
};

const rateLimitOf = (headers: Readonly<Record<string, string>>): SurveyEvent | undefined => {
  const [remaining, limit, reset] = ['x-ratelimit-remaining', 'x-ratelimit-limit', 'x-ratelimit-reset'].map((name) =>
    Number(headers[name]),
  );
  if (remaining === undefined || limit === undefined || !Number.isFinite(remaining) || !Number.isFinite(limit)) return undefined;
  const resetsAt = new Date(reset !== undefined && Number.isFinite(reset) ? reset * 1000 : 0).toISOString();
  return {kind: 'rate-limit-seen', limit: {remaining, limit, resetsAt}};
};

const wanted = (options: Options, configuration: Configuration): readonly Marketplace[] => {
  const only = options.only ?? configuration.only;
  const except = [...options.except, ...(configuration.except ?? [])];
  return every.filter(({id}) => (only?.includes(id) ?? true) && !except.includes(id));
};

const proxyOf = (env: Surroundings['env']) => {
  const [http, https, except] = ['http_proxy', 'https_proxy', 'no_proxy'].map((name) => env[name] || env[name.toUpperCase()]);
  if (!http && !https) return {};
  return {proxy: {...(http ? {http} : {}), ...(https ? {https} : {}), ...(except ? {except} : {})}};
};

const hostsOf = (env: Surroundings['env'], {hosts}: Configuration): Hosts => ({
  own: hostMapOf(env.PORTCALL_HOSTS ?? ''),
  ofRepository: hosts ?? {},
});

/** Reads the configuration and wires tools and checks. */
export const createSetting = async (
  options: Options,
  {env, cwd, store}: Surroundings,
  dispatch: (event: SurveyEvent) => void,
  signal: AbortSignal,
): Promise<Setting> => {
  const configuration = await readConfiguration(cwd);
  const marketplaces = wanted(options, configuration);
  const folders = await foldersOf(env);
  const hosts = hostsOf(env, configuration);
  const signIn = await findSignIn({env, hosts, ...(store === undefined ? {} : {store})});
  const http = createHttp({
    hosts,
    userAgent: `portcall/${version} (+https://www.npmjs.com/package/portcall)`,
    signal,
    ...proxyOf(env),
    onHeaders: (host, headers) => {
      const event = host === 'api.github.com' ? rateLimitOf(headers) : undefined;
      if (event !== undefined) dispatch(event);
    },
  });
  return {
    marketplaces,
    configuration,
    sources: {
      http,
      cache: createHttpCache(`${folders.cache}/http`),
      npmRegistry: registryUrl().replace(/\/+$/, ''),
      believesAbsenceFor: 60_000,
      ...(signIn === undefined ? {} : {gitHubToken: signIn.token}),
    },
    hosts,
    ...(signIn === undefined ? {} : {signIn}),
    rowsOf: createRowsOf({marketplaces, diagnose: (situation, causes) => diagnose(situation, [...causes, ...generalCauses])}),
    stateFolder: folders.state,
  };
};
