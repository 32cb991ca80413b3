import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a program that came from outside gets to know of the person's environment: where programs lie and how the network is reached. */
export type BareSetting = {
  readonly env: Environment;
  readonly home: string;
  /** Holds a folder `home` and a folder `tmp`. */
  readonly folder: string;
  /** Further variables, each with the folder in the person's home that stands for an unset one; empty: nothing does. */
  readonly keeps: Readonly<Record<string, string>>;
  /** The only host that may be reached; absent: all. */
  readonly onlyHost?: string;
};

const system = ['SYSTEMROOT', 'SystemRoot', 'WINDIR', 'COMSPEC', 'ComSpec', 'PATHEXT', 'TZ', 'LANG'];
const certificates = ['SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'PIP_CERT'];
const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]);

/* A proxy's address may hold a password. */
const holdsPassword = (value: string): boolean => /^[a-z0-9]+:\/\/[^/]*@/i.test(value);

const taken = (env: Environment, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = env[name];
      return value === undefined || value === '' || holdsPassword(value) ? [] : [[name, value]];
    }),
  );

/** A proxy that nobody is behind: programs that ask it reach nothing. */
const nowhere = 'http://127.0.0.1:9';

const wayOut = (env: Environment, onlyHost: string | undefined): Record<string, string> => {
  if (onlyHost === undefined) return taken(env, proxies);
  const closed = {HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, ALL_PROXY: nowhere, NO_PROXY: onlyHost};
  return {...closed, ...Object.fromEntries(Object.entries(closed).map(([name, value]) => [name.toLowerCase(), value]))};
};

/** The folders of PATH that don't depend on where a program is started. */
export const searchPathOf = (env: Environment): readonly string[] =>
  (env.PATH ?? env.Path ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));

/** An environment without anything that may be a secret; home, temporary files and what programs remember lie in the folder. */
export const bareEnvironment = ({env, home, folder, keeps, onlyHost}: BareSetting): Readonly<Record<string, string>> => {
  const own = path.join(folder, 'home');
  const temporary = path.join(folder, 'tmp');
  const kept = Object.entries(keeps).map(
    ([name, inHome]) => [name, env[name] ?? (inHome === '' ? undefined : path.join(home, inHome))] as const,
  );
  return {
    LANG: 'C.UTF-8',
    ...taken(env, system),
    ...taken(env, certificates),
    ...wayOut(env, onlyHost),
    PATH: searchPathOf(env).join(path.delimiter),
    HOME: own,
    USERPROFILE: own,
    APPDATA: path.join(own, 'AppData', 'Roaming'),
    LOCALAPPDATA: path.join(own, 'AppData', 'Local'),
    TMPDIR: temporary,
    TMP: temporary,
    TEMP: temporary,
    XDG_CONFIG_HOME: path.join(own, '.config'),
    XDG_CACHE_HOME: path.join(own, '.cache'),
    XDG_DATA_HOME: path.join(own, '.local', 'share'),
    XDG_STATE_HOME: path.join(own, '.local', 'state'),
    NO_COLOR: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    ...Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
  };
};
