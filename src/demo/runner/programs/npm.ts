import {createHash} from 'node:crypto';
import type {PackedFile} from '../../contextlite/tar.ts';
import {tarGzOf} from '../../contextlite/tar.ts';
import {tarballNameOf} from '../../marketplaces/npm-package.ts';
import {ask, bodyJson, type Place} from '../place.ts';
import {fullPath, type Program, readBytes, type Shell, type Streams, writeBytes} from '../shell/shell.ts';
import {configure, isPrivateByDefault, publishFault, setField} from './npm-settings.ts';

/** The simulated registry, under the name that it answers to whatever the user's own is called. */
export const registry = 'https://registry.example';

type Manifest = {
  readonly name?: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly files?: readonly string[];
} & Readonly<Record<string, unknown>>;

const manifestIn = (shell: Shell, folder: string): Manifest | undefined => {
  try {
    return JSON.parse(Buffer.from(readBytes(shell, `${folder}/package.json`) ?? '', 'latin1').toString('utf8')) as Manifest;
  } catch {
    return undefined;
  }
};

const tokenIn = (shell: Shell): string => {
  const settings = [`${shell.folder}/.npmrc`, '/home/runner/.npmrc'].map((path) => readBytes(shell, path) ?? '').join('\n');
  const written = /_authToken=("?)([^\s"]*)\1/.exec(settings)?.[2] ?? '';
  return written.replace(/\$\{?(\w+)\}?/g, (_, name: string) => shell.variables[name] ?? '');
};

const failed = ({errors}: Streams, ...lines: readonly string[]): number => {
  for (const line of lines) errors(`npm error ${line}\n`);
  errors('npm error A complete log of this run can be found in: /home/runner/.npm/_logs/debug-0.log\n');
  return 1;
};

const refused = (streams: Streams, status: number, method: string, url: string, why: string): number => {
  const words: Readonly<Record<number, string>> = {
    401: 'Unauthorized',
    402: 'Payment Required',
    403: 'Forbidden',
    404: 'Not Found',
    409: 'Conflict',
  };
  if (/one-time password/i.test(why))
    return failed(streams, 'code EOTP', 'This operation requires a one-time password from your authenticator.');
  const told = status === 401 ? 'Unable to authenticate, your authentication token seems to be invalid.' : undefined;
  return failed(streams, `code E${status}`, told ?? `${status} ${status} ${words[status] ?? 'Error'} - ${method} ${url} - ${why}`);
};

/** The files that a package is made of. */
const packedFiles = (shell: Shell, folder: string, {files = []}: Manifest): readonly PackedFile[] => {
  const root = fullPath(shell, folder);
  const wanted = ['package.json', 'README.md', 'LICENSE', ...files];
  return [...shell.disk.files].flatMap(([path, contents]) => {
    const name = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
    if (name === undefined || (files.length > 0 && !wanted.some((one) => name === one || name.startsWith(`${one.replace(/\/$/, '')}/`))))
      return [];
    return name.includes('node_modules/') ? [] : [{name: `package/${name}`, contents, isExecutable: name.startsWith('bin/')}];
  });
};

const documentOf = (manifest: Manifest, files: readonly PackedFile[], tag: string): object => {
  const {name = '', version = ''} = manifest;
  const tarball = tarGzOf(files);
  const dist = {
    shasum: createHash('sha1').update(tarball).digest('hex'),
    fileCount: files.length,
    unpackedSize: files.reduce((size, {contents}) => size + contents.length, 0),
  };
  return {
    _id: name,
    name,
    'dist-tags': {[tag]: version},
    versions: {[version]: {...manifest, dist}},
    _attachments: {
      [tarballNameOf(name, version)]: {content_type: 'application/octet-stream', data: tarball.toString('base64'), length: tarball.length},
    },
  };
};

const optionIn = (args: readonly string[], name: string): string | undefined => {
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  return at < 0 ? undefined : (args[at]?.split('=')[1] ?? args[at + 1]);
};

const tellContents = (title: string, files: readonly PackedFile[], {errors}: Streams): void => {
  errors(`npm notice\nnpm notice 📦  ${title}\nnpm notice Tarball Contents\n`.replace('📦', Buffer.from('📦').toString('latin1')));
  for (const file of files) errors(`npm notice ${file.contents.length}B ${file.name.slice('package/'.length)}\n`);
};

const publish = (place: Place, args: readonly string[], shell: Shell, streams: Streams): number => {
  const folder = args.find((arg, at) => !arg.startsWith('-') && !args[at - 1]?.startsWith('--')) ?? '.';
  const manifest = manifestIn(shell, folder);
  const {name, version} = manifest ?? {};
  if (manifest === undefined || name === undefined || version === undefined)
    return failed(
      streams,
      'code ENOENT',
      `enoent Could not read package.json: Error: ENOENT: no such file or directory, open '${fullPath(shell, folder)}/package.json'`,
    );
  if (manifest.private) return failed(streams, 'code EPRIVATE', 'This package has been marked as private');
  const files = packedFiles(shell, folder, manifest);
  tellContents(`${name}@${version}`, files, streams);
  const asked = optionIn(args, '--tag');
  const fault = publishFault(place, args, {version, repository: manifest['repository'], tag: asked});
  if (fault !== undefined) return failed(streams, ...fault);
  const tag = asked ?? 'latest';
  streams.errors(
    `npm notice Publishing to ${registry}/ with tag ${tag} and public access${args.includes('--dry-run') ? ' (dry-run)' : ''}\n`,
  );
  const token = tokenIn(shell);
  if (args.includes('--dry-run')) return 0;
  if (token === '')
    return failed(
      streams,
      'code ENEEDAUTH',
      `need auth This command requires you to be logged in to ${registry}/`,
      'need auth You need to authorize this machine using `npm adduser`',
    );
  const url = `${registry}/${name.replace('/', '%2f')}`;
  if (isPrivateByDefault(name, args, ask(place, url).status === 200))
    return refused(streams, 402, 'PUT', url, 'You must sign up for private packages');
  const headers = {authorization: `Bearer ${token}`, 'content-type': 'application/json'};
  const reply = ask(place, url, {method: 'PUT', headers, body: documentOf(manifest, files, tag)});
  if (reply.status >= 400) return refused(streams, reply.status, 'PUT', url, String(bodyJson(reply).error ?? 'Unknown error'));
  streams.out(`+ ${name}@${version}\n`);
  return 0;
};

type Packument = {readonly 'dist-tags'?: Readonly<Record<string, string>>; readonly versions?: Readonly<Record<string, object>>};

const view = (place: Place, args: readonly string[], streams: Streams): number => {
  const [asked = '', field = 'version'] = args.filter((arg) => !arg.startsWith('-'));
  const [, name = '', wanted = 'latest'] = /^(@?[^@]+)(?:@(.+))?$/.exec(asked) ?? [];
  const url = `${registry}/${name.replace('/', '%2f')}`;
  const reply = ask(place, url);
  const found = bodyJson(reply) as Packument;
  const version = found['dist-tags']?.[wanted] ?? (found.versions?.[wanted] === undefined ? undefined : wanted);
  if (reply.status !== 200)
    return failed(streams, 'code E404', `404 Not Found - GET ${url} - Not found`, '404', `404  '${asked}@*' is not in this registry.`);
  if (version === undefined)
    return failed(streams, 'code E404', `404 No match found for version ${wanted}`, '404', `404  '${asked}' is not in this registry.`);
  const value =
    field === 'versions'
      ? Object.keys(found.versions ?? {})
      : field === 'version'
        ? version
        : (found.versions?.[version] as Record<string, unknown> | undefined)?.[field];
  streams.out(`${args.includes('--json') || typeof value !== 'string' ? JSON.stringify(value ?? null) : value}\n`);
  return 0;
};

const setVersion = (args: readonly string[], shell: Shell, streams: Streams): number => {
  const manifest = manifestIn(shell, '.');
  const wanted = (args.find((arg) => !arg.startsWith('-')) ?? '').replace(/^v/, '');
  if (manifest === undefined) return failed(streams, 'code ENOENT', 'enoent Could not read package.json');
  if (manifest.version === wanted && !args.includes('--allow-same-version')) return failed(streams, 'Version not changed');
  writeBytes(shell, 'package.json', Buffer.from(`${JSON.stringify({...manifest, version: wanted}, null, 2)}\n`).toString('latin1'));
  streams.out(`v${wanted}\n`);
  return 0;
};

/** `npm`: asks and publishes at the simulated registry; what else it does changes nothing here. */
export const createNpm =
  (place: Place): Program =>
  ([command = '', ...args], shell, streams) => {
    if (command === 'publish') return publish(place, args, shell, streams);
    if (['view', 'info', 'show', 'v'].includes(command)) return view(place, args, streams);
    if (command === 'version') return setVersion(args, shell, streams);
    if (command === 'config') return configure(registry)(args, shell, streams);
    if (command === 'pkg') return setField(args, shell, streams);
    if (['install', 'ci', 'i'].includes(command)) streams.out('up to date in 412ms\n');
    if (command === '--version' || command === '-v') streams.out('10.9.3\n');
    if (command === 'whoami') {
      const reply = ask(place, `${registry}/-/whoami`, {headers: {authorization: `Bearer ${tokenIn(shell)}`}});
      if (reply.status !== 200) return refused(streams, reply.status, 'GET', `${registry}/-/whoami`, 'Unauthorized');
      streams.out(`${String(bodyJson(reply).username)}\n`);
    }
    return 0;
  };
