// Stands in for docker's client, which the machine need not have: it signs in to a real registry and pushes a real image there.
import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {tarGzOf} from '../../src/demo/contextlite/tar.ts';

const {HOME = '', REGISTRY_ORIGIN: origin = ''} = process.env;
const [command, ...args] = process.argv.slice(2);
const kept = path.join(HOME, '.docker/config.json');
const index = 'https://index.docker.io/v1/';

const valuesOf = (...options: readonly string[]): readonly string[] =>
  args.flatMap((arg, at) => (options.includes(arg) ? [args[at + 1] ?? ''] : []));

const leave = (text: string): never => {
  process.stderr.write(`${text}\n`);
  process.exit(1);
};

const signIn = async (): Promise<void> => {
  const password = readFileSync(0, 'utf8').trim();
  const auth = btoa(`${valuesOf('-u', '--username')[0]}:${password}`);
  const {status} = await fetch(`${origin}/v2/`, {headers: {authorization: `Basic ${auth}`}});
  if (status !== 200)
    leave('Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password');
  mkdirSync(path.dirname(kept), {recursive: true});
  writeFileSync(kept, JSON.stringify({auths: {[index]: {auth}}}));
  process.stdout.write('Login Succeeded\n');
};

const authOf = (): string => (JSON.parse(readFileSync(kept, 'utf8')) as {auths: Record<string, {auth: string}>}).auths[index]?.auth ?? '';

const send = async (method: string, address: string, type?: string, body?: Buffer): Promise<Response> => {
  const headers = {authorization: `Basic ${authOf()}`, ...(type === undefined ? {} : {'content-type': type})};
  const reply = await fetch(new URL(address, origin), {method, headers, ...(body === undefined ? {} : {body: new Uint8Array(body)})});
  if (!reply.ok) leave(`ERROR: failed to push: ${reply.status} ${await reply.text()}`);
  return reply;
};

type Described = {readonly mediaType: string; readonly size: number; readonly digest: string};

const describe = (mediaType: string, bytes: Buffer): Described => ({
  mediaType,
  size: bytes.length,
  digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
});

const pushBlob = async (name: string, mediaType: string, bytes: Buffer): Promise<Described> => {
  const described = describe(mediaType, bytes);
  const begun = await send('POST', `/v2/${name}/blobs/uploads/`);
  const place = new URL(begun.headers.get('location') ?? '', origin);
  place.searchParams.set('digest', described.digest);
  await send('PUT', place.href, 'application/octet-stream', bytes);
  return described;
};

const pushManifest = async (name: string, reference: string, mediaType: string, content: object): Promise<Described> => {
  const bytes = Buffer.from(JSON.stringify({schemaVersion: 2, mediaType, ...content}));
  await send('PUT', `/v2/${name}/manifests/${reference === '' ? describe(mediaType, bytes).digest : reference}`, mediaType, bytes);
  return describe(mediaType, bytes);
};

const oci = 'application/vnd.oci.image';

/** One layer with the program of the folder, once for every platform, under an index for all tags. */
const push = async (name: string, tags: readonly string[]): Promise<void> => {
  const program = readFileSync('tool');
  const layer = await pushBlob(name, `${oci}.layer.v1.tar+gzip`, tarGzOf([{name: 'tool', contents: program, isExecutable: true}]));
  const platforms = (valuesOf('--platform')[0] ?? 'linux/amd64').split(',').map((platform) => platform.split('/'));
  const manifests = [];
  for (const [os = '', architecture = ''] of platforms) {
    const config = {os, architecture, config: {Entrypoint: ['/tool']}, rootfs: {type: 'layers', diff_ids: [layer.digest]}};
    const described = await pushBlob(name, `${oci}.config.v1+json`, Buffer.from(JSON.stringify(config)));
    const pushed = await pushManifest(name, '', `${oci}.manifest.v1+json`, {config: described, layers: [layer]});
    manifests.push({...pushed, platform: {os, architecture}});
  }
  for (const tag of tags) {
    const {digest} = await pushManifest(name, tag, `${oci}.index.v1+json`, {manifests});
    process.stdout.write(`#24 pushing manifest for docker.io/${name}:${tag}@${digest}\n`);
  }
};

if (command === 'login') await signIn();
else {
  const named = valuesOf('-t', '--tag').map((tag) => tag.split(':'));
  await push(
    named[0]?.[0] ?? '',
    named.map(([, tag = 'latest']) => tag),
  );
}
