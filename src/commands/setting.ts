import {createHash} from 'node:crypto';
import {marketplaces as every} from '../../checks/index.ts';
import {generalCauses} from '../diagnosis/causes.ts';
import {diagnose} from '../diagnosis/diagnose.ts';
import type {SurveyEvent} from '../flow/event.ts';
import {createRowsOf} from '../flow/select.ts';
import type {Survey} from '../flow/survey.ts';
import type {Configuration} from '../model/configuration.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {Row} from '../model/row.ts';
import type {TokenStore} from '../model/token-store.ts';
import type {LookupSources} from '../tools/asker.ts';
import {readConfiguration} from '../tools/configuration.ts';
import {foldersOf} from '../tools/folders.ts';
import {type Hosts, hostMapOf} from '../tools/hosts.ts';
import {createHttp} from '../tools/http.ts';
import {createHttpCache} from '../tools/http-cache.ts';
import {findNpmRegistry} from '../tools/npm-registry.ts';
import {version} from '../version.ts';
import type {Options} from './options.ts';
import {findSignIn, type SignIn} from './sign-in.ts';
import type {Surroundings} from './surroundings.ts';
import {WrongUse} from './wrong-use.ts';

/** Everything that commands share, made once. */
export type Setting = {
  /** Those that were asked for. */
  readonly marketplaces: readonly Marketplace[];
  /** All of them, by which jobs and names are told apart. */
  readonly everyMarketplace: readonly Marketplace[];
  readonly configuration: Configuration;
  readonly sources: LookupSources;
  readonly rowsOf: (survey: Survey, now: number) => readonly Row[];
  /** Where what was learnt is remembered between runs. */
  readonly stateFolder: string;
  readonly hosts: Hosts;
  /** How GitHub is asked; absent: as everybody. */
  readonly signIn?: SignIn;
};

/** What is left of GitHub's hourly allowance; its searches have a small one of their own. */
const rateLimitOf = (headers: Readonly<Record<string, string>>): SurveyEvent | undefined => {
  if ((headers['x-ratelimit-resource'] ?? 'core') !== 'core') return undefined;
  const [remaining, limit, reset] = ['x-ratelimit-remaining', 'x-ratelimit-limit', 'x-ratelimit-reset'].map((name) =>
    Number(headers[name]),
  );
  if (remaining === undefined || limit === undefined || !Number.isFinite(remaining) || !Number.isFinite(limit)) return undefined;
  const resetsAt = new Date(reset !== undefined && Number.isFinite(reset) ? reset * 1000 : 0).toISOString();
  return {kind: 'rate-limit-seen', limit: {remaining, limit, resetsAt}};
};

const wanted = (options: Options, configuration: Configuration): readonly Marketplace[] => {
  const only = options.only ?? configuration.only;
  // What is asked for by name outweighs what the configuration leaves out.
  const except = options.only === undefined ? [...options.except, ...(configuration.except ?? [])] : options.except;
  const chosen = every.filter(({id}) => (only?.includes(id) ?? true) && !except.includes(id));
  if (chosen.length === 0) throw new WrongUse('No marketplace is left to look at.', 'Take away an --only or an --except.');
  return chosen;
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

/** Answers of a mirror or of the demo are not those of the real services. */
const cacheNameOf = (env: Surroundings['env'], {hosts}: Configuration): string => {
  const map = JSON.stringify([env.PORTCALL_HOSTS ?? '', hosts ?? {}]);
  return map === '["",{}]' ? 'http' : `http-${createHash('sha256').update(map).digest('hex').slice(0, 12)}`;
};

/** What a setting is made in. */
export type SettingPlace = Pick<Surroundings, 'env' | 'cwd' | 'patience'> & {
  /** Where GitHub's token may have been kept; absent: nowhere. */
  readonly store?: Pick<TokenStore, 'find'>;
  /** What the person gave in this session; absent: GitHub's token is looked for. */
  readonly given?: SignIn;
};

/** Reads the configuration and wires tools and checks. */
export const createSetting = async (
  options: Options,
  {env, cwd, patience, store, given}: SettingPlace,
  dispatch: (event: SurveyEvent) => void,
  signal: AbortSignal,
): Promise<Setting> => {
  const configuration = await readConfiguration(cwd);
  const marketplaces = wanted(options, configuration);
  const folders = await foldersOf(env);
  const hosts = hostsOf(env, configuration);
  const signIn = given ?? (await findSignIn({env, hosts, ...(store === undefined ? {} : {store})}));
  const http = createHttp({
    hosts,
    userAgent: `portcall/${version} (+https://www.npmjs.com/package/portcall)`,
    signal,
    ...(patience === undefined ? {} : {timeout: patience}),
    ...proxyOf(env),
    onHeaders: (host, headers) => {
      const event = host === 'api.github.com' ? rateLimitOf(headers) : undefined;
      if (event !== undefined) dispatch(event);
    },
  });
  return {
    marketplaces,
    everyMarketplace: every,
    configuration,
    sources: {
      http,
      cache: createHttpCache(`${folders.cache}/${cacheNameOf(env, configuration)}`),
      npmRegistry: await findNpmRegistry(env),
      believesAbsenceFor: 60_000,
      ...(signIn === undefined ? {} : {gitHubToken: signIn.token}),
    },
    hosts,
    ...(signIn === undefined ? {} : {signIn}),
    rowsOf: createRowsOf({marketplaces, diagnose: (situation, causes) => diagnose(situation, [...causes, ...generalCauses])}),
    stateFolder: folders.state,
  };
};
