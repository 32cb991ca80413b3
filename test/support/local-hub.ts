import {spawnSync} from 'node:child_process';
import type {IncomingMessage, ServerResponse} from 'node:http';
import path from 'node:path';
import {type LocalServer, startServer} from './local-server.ts';
import {serveOnLoopback} from './loopback.ts';

const program = 'docker-registry';

/** Why no registry of images can be run here; undefined: one can. */
export const noHub: string | undefined = spawnSync(program, ['--version']).error === undefined ? undefined : `${program} is not installed`;

/** The one user who may push. */
export const pusher = {name: 'octo', password: 'dckr_pat_Qm7Zt2Xw9Lk4'};
/** The same as the registry keeps it: bcrypt of that password. */
const kept = `${pusher.name}:$2y$04$FEUVo2YRFhMwpSdzBZhqFOx6fZbiENp/iEfJTJDInjFKF5wll8nOq\n`;

const configurationIn = (folder: string, port: number): string => `
version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: ${folder}/images}}
http: {addr: "127.0.0.1:${port}"}
auth: {htpasswd: {realm: test, path: ${path.join(folder, 'htpasswd')}}}
`;

type Index = {readonly manifests: readonly {readonly platform: {readonly os: string; readonly architecture: string}}[]};

export type LocalHub = Pick<LocalServer, 'close'> & {
  /** The registry itself, Debian's. */
  readonly registry: string;
  /** What stands in for hub.docker.com: it lists what the registry holds at that moment, and nothing else. */
  readonly api: string;
};

const createReader = (origin: string) => {
  const headers = {authorization: `Basic ${btoa(`${pusher.name}:${pusher.password}`)}`, accept: 'application/vnd.oci.image.index.v1+json'};
  const findTag = async (image: string, name: string): Promise<object | undefined> => {
    const reply = await fetch(`${origin}/v2/${image}/manifests/${name}`, {headers});
    if (!reply.ok) return undefined;
    const {manifests} = (await reply.json()) as Index;
    return {name, digest: reply.headers.get('docker-content-digest'), images: manifests.map(({platform}) => platform)};
  };
  const findTags = async (image: string): Promise<object | undefined> => {
    const reply = await fetch(`${origin}/v2/${image}/tags/list`, {headers});
    if (!reply.ok) return undefined;
    const {tags} = (await reply.json()) as {tags: readonly string[] | null};
    return {next: null, results: await Promise.all((tags ?? []).map((name) => findTag(image, name)))};
  };
  return {findTag, findTags};
};

/** A real registry of images on 127.0.0.1 that takes one user's pushes, with a page of tags before it as Docker Hub's. */
export const startHub = async (): Promise<LocalHub> => {
  const registry = await startServer({
    command: program,
    argsOf: (folder) => ['serve', path.join(folder, 'config.yml')],
    filesOf: (folder, port) => ({'config.yml': configurationIn(folder, port), htpasswd: kept}),
    path: '/',
  });
  const {findTag, findTags} = createReader(registry.origin);
  const answer = async ({url = ''}: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, owner, name, tag] = /^\/v2\/namespaces\/([^/]+)\/repositories\/([^/]+)\/tags(?:\/([^/?]+))?/.exec(url) ?? [];
    const found = owner === undefined ? undefined : await (tag === undefined ? findTags : findTag)(`${owner}/${name}`, tag ?? '');
    response.writeHead(found === undefined ? 404 : 200, {'content-type': 'application/json'});
    response.end(JSON.stringify(found ?? {message: 'object not found', errinfo: {}}));
  };
  const front = await serveOnLoopback((request, response) => void answer(request, response));
  return {
    registry: registry.origin,
    api: front.origin,
    close: async () => {
      await front.close();
      await registry.close();
    },
  };
};
