import {execFileSync, spawnSync} from 'node:child_process';
import {createSign, randomUUID} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type LocalServer, startServer} from './local-server.ts';
import {serveOnLoopback} from './loopback.ts';

const program = 'docker-registry';
const missing = [program, 'openssl'].filter((name) => spawnSync(name, ['--version'], {stdio: 'ignore'}).error);

/** Why no registry can be run here; undefined: one can. */
export const noRegistry: string | undefined = missing.length === 0 ? undefined : `${missing.join(', ')} is not installed`;

/** What a user may do on every image. */
export type RegistryUser = {readonly name: string; readonly password: string; readonly actions: readonly string[]};

const issuer = 'issuer of this test';

/** Docker Hub's names, so that what Portcall asks is asked as of it. */
const serviceOf = (host: string) => (host === 'ghcr.io' ? 'ghcr.io' : 'registry.docker.io');

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as the distribution project specifies it: a JWT that names what was granted, signed with a key whose certificate the registry trusts. */
const tokenOf = (
  keys: {readonly key: string; readonly certificate: string},
  service: string,
  subject: string,
  access: readonly object[],
) => {
  const der = keys.certificate.replace(/-----[A-Z ]+-----|\s/g, '');
  const now = Math.floor(Date.now() / 1000);
  const claims = {iss: issuer, sub: subject, aud: service, exp: now + 300, nbf: now - 10, iat: now, jti: randomUUID(), access};
  const signed = `${base64url({typ: 'JWT', alg: 'RS256', x5c: [der]})}.${base64url(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(keys.key, 'base64url')}`;
};

const makeKeys = (folder: string) => {
  const [key, certificate] = [path.join(folder, 'key.pem'), path.join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=portcall test', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...subject], {
    stdio: 'ignore',
  });
  return {key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8')};
};

const userOf = (authorization: string | undefined, users: readonly RegistryUser[]): RegistryUser | 'nobody' | undefined => {
  if (authorization === undefined) return 'nobody';
  const [name, ...password] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
    .toString('utf8')
    .split(':');
  return users.find((user) => user.name === name && user.password === password.join(':'));
};

const grantsOf = (scope: string | null, user: RegistryUser | 'nobody'): readonly object[] => {
  const [type, name, wanted = ''] = (scope ?? '').split(':');
  const allowed = user === 'nobody' ? ['pull'] : user.actions;
  // By the specification a right that is not granted is no error: the list is shorter.
  const actions = wanted.split(',').filter((action) => allowed.includes(action));
  return type === 'repository' && actions.length > 0 ? [{type, name, actions}] : [];
};

export type LocalRegistry = Pick<LocalServer, 'origin' | 'folder' | 'close'> & {
  /** Hands out tokens at `/token`, and sends every other request on to the registry: one host with both, as ghcr.io is. */
  readonly front: string;
  /** The tokens handed out, oldest first. */
  readonly granted: readonly string[];
};

const configurationOf = (folder: string, port: number, realm: string, host: string, certificate: string) => `
version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: ${folder}/images}}
http: {addr: "127.0.0.1:${port}"}
auth: {token: {realm: "${realm}", service: "${serviceOf(host)}", issuer: "${issuer}", rootcertbundle: "${certificate}"}}
`;

/** A real registry on 127.0.0.1 that trusts the tokens of a server of this test's own, which stands in for the host's. */
export const startRegistry = async (host: 'docker.io' | 'ghcr.io', users: readonly RegistryUser[]): Promise<LocalRegistry> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'portcall-keys-'));
  const keys = makeKeys(folder);
  const granted: string[] = [];
  let registry: LocalServer | undefined;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const address = new URL(request.url ?? '/', 'http://front');
    if (address.pathname !== '/token') {
      const {authorization, accept} = request.headers;
      const headers = {...(authorization === undefined ? {} : {authorization}), ...(accept === undefined ? {} : {accept})};
      const reply = await fetch(`${registry?.origin}${request.url}`, {method: request.method ?? 'GET', headers});
      response.writeHead(reply.status, Object.fromEntries(reply.headers)).end(Buffer.from(await reply.arrayBuffer()));
      return;
    }
    const user = userOf(request.headers.authorization, users);
    if (user === undefined) {
      response.writeHead(401, {'content-type': 'application/json'}).end('{"details":"incorrect username or password"}');
      return;
    }
    const service = address.searchParams.get('service') ?? '';
    const access = grantsOf(address.searchParams.get('scope'), user);
    const token = tokenOf(keys, service, user === 'nobody' ? '' : user.name, access);
    granted.push(token);
    response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify({token, access_token: token, expires_in: 300}));
  };
  const front = await serveOnLoopback((request, response) => void answer(request, response));
  registry = await startServer({
    command: program,
    argsOf: (place) => ['serve', path.join(place, 'config.yml')],
    filesOf: (place, port) => ({
      'config.yml': configurationOf(place, port, `${front.origin}/token`, host, path.join(folder, 'certificate.pem')),
    }),
    path: '/',
  });
  const {close} = registry;
  return {
    ...registry,
    front: front.origin,
    granted,
    close: async () => {
      await close();
      await front.close();
      rmSync(folder, {recursive: true, force: true});
    },
  };
};
