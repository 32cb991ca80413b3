import {createRequire} from 'node:module';
import path from 'node:path';
import {type LocalServer, startServer} from './local-server.ts';

const require = createRequire(import.meta.url);

const findProgram = (): string | undefined => {
  try {
    return path.join(path.dirname(require.resolve('verdaccio/package.json')), 'bin/verdaccio');
  } catch {
    return undefined;
  }
};
const program = findProgram();

/** Why no verdaccio can be run here; undefined: one can. */
export const noVerdaccio: string | undefined = program === undefined ? 'verdaccio is not installed' : undefined;

const configurationIn = (folder: string): string => `
storage: ${folder}/storage
auth: {htpasswd: {file: ${folder}/htpasswd}}
uplinks: {}
web: {enable: false}
packages:
  theirs: {access: $all, publish: other}
  '**': {access: $all, publish: $authenticated}
log: {type: stdout, format: json, level: error}
`;

const password = 'a password of this test';

export type LocalVerdaccio = LocalServer & {
  /** Makes a user and signs them in; gives their token. */
  signUp(user: string): Promise<string>;
  /** Makes one more token of a user's; `key` names it. */
  makeToken(token: string, isReadOnly: boolean): Promise<{readonly token: string; readonly key: string}>;
  revoke(token: string, key: string): Promise<void>;
  /** Tries to publish version 1.0.0 of a package; gives the registry's status. */
  publish(name: string, token: string): Promise<number>;
};

const packageOf = (name: string, origin: string) => ({
  _id: name,
  name,
  'dist-tags': {latest: '1.0.0'},
  versions: {
    '1.0.0': {
      name,
      version: '1.0.0',
      repository: {type: 'git', url: 'git+https://github.com/octo/tool.git'},
      dist: {tarball: `${origin}/${name}/-/${name}-1.0.0.tgz`, shasum: '11f6ad8ec52a2984abaafd7c3b516503785c2072'},
    },
  },
  _attachments: {[`${name}-1.0.0.tgz`]: {content_type: 'application/octet-stream', data: btoa('x'), length: 1}},
});

/** A real npm registry on 127.0.0.1, alone in the world. */
export const startVerdaccio = async (): Promise<LocalVerdaccio> => {
  const server = await startServer({
    command: process.execPath,
    argsOf: (folder, port) => [program ?? '', '--config', path.join(folder, 'config.yaml'), '--listen', `127.0.0.1:${port}`],
    filesOf: (folder) => ({'config.yaml': configurationIn(folder)}),
    path: '/-/ping',
  });
  const send = (method: string, address: string, body?: object, token?: string) =>
    fetch(`${server.origin}${address}`, {
      method,
      headers: {'content-type': 'application/json', ...(token === undefined ? {} : {authorization: `Bearer ${token}`})},
      ...(body === undefined ? {} : {body: JSON.stringify(body)}),
    });
  return {
    ...server,
    signUp: async (name) => {
      const reply = await send('PUT', `/-/user/org.couchdb.user:${name}`, {name, password});
      return ((await reply.json()) as {token: string}).token;
    },
    makeToken: async (token, isReadOnly) => {
      const reply = await send('POST', '/-/npm/v1/tokens', {password, readonly: isReadOnly, cidr_whitelist: []}, token);
      return (await reply.json()) as {token: string; key: string};
    },
    revoke: async (token, key) => void (await send('DELETE', `/-/npm/v1/tokens/token/${key}`, undefined, token)),
    publish: async (name, token) => (await send('PUT', `/${name}`, packageOf(name, server.origin), token)).status,
  };
};
