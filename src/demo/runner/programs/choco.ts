import {approveLater} from '../moderation.ts';
import {ask, bodyBytes, type Place} from '../place.ts';
import {fullPath, type Program, readBytes, type Shell, type Streams, writeBytes} from '../shell/shell.ts';
import {nupkgOf} from './nupkg.ts';

const community = 'https://community.chocolatey.org';
const forms = {
  '': 'Bad Request',
  '400': 'Bad Request',
  '403': 'Forbidden',
  '404': 'Not Found',
  '409': 'Conflict',
  '500': 'Internal Server Error',
} as const;

const optionIn = (args: readonly string[], ...names: readonly string[]): string | undefined => {
  const at = args.findIndex((arg) => names.includes(arg.split('=')[0] ?? ''));
  if (at < 0) return undefined;
  return (args[at]?.includes('=') ? args[at]?.slice(args[at].indexOf('=') + 1) : args[at + 1])?.replace(/^['"]|['"]$/g, '');
};

const pack = (args: readonly string[], shell: Shell, {out, errors}: Streams): number => {
  const version = optionIn(args, '--version');
  const named = args.find((arg) => arg.endsWith('.nuspec'));
  const path =
    named ??
    [...shell.disk.files.keys()].find(
      (file) => file.startsWith(`${shell.folder}/`) && /^[^/]+\.nuspec$/.test(file.slice(shell.folder.length + 1)),
    );
  const text = path === undefined ? undefined : readBytes(shell, path);
  if (path === undefined || text === undefined) {
    errors('No .nuspec files (or more than 1) were found to build in the current directory.\n');
    return 1;
  }
  const nuspec = version === undefined ? text : text.replace(/<version>[^<]*<\/version>/, `<version>${version}</version>`);
  const [id, built] = ['id', 'version'].map((field) => new RegExp(`<${field}>([^<]*)</${field}>`).exec(nuspec)?.[1] ?? '');
  const folder = fullPath(shell, path).replace(/\/[^/]+$/, '');
  const tools = [...shell.disk.files]
    .filter(([file]) => file.startsWith(`${folder}/tools/`))
    .map(([file, contents]) => ({name: file.slice(folder.length + 1), contents}));
  const missing = ['authors', 'description'].find((field) => !new RegExp(`<${field}>[^<]*\\S[^<]*</${field}>`).test(nuspec));
  if (missing !== undefined) {
    errors(`${missing[0]?.toUpperCase()}${missing.slice(1)} is required.\n`);
    return 1;
  }
  const nupkg = nupkgOf(id ?? '', Buffer.from(nuspec, 'latin1').toString('utf8'), tools);
  const target = `${optionIn(args, '--output-directory', '--outputdirectory', '--out') ?? '.'}/${id}.${built}.nupkg`;
  writeBytes(shell, target, nupkg.toString('latin1'));
  out(
    `Chocolatey v2.5.0\nAttempting to build package from '${path.split('/').at(-1)}'.\nSuccessfully created package '${fullPath(shell, target)}'\n`,
  );
  return 0;
};

const formWith = (nupkg: string): {readonly headers: Readonly<Record<string, string>>; readonly body: Buffer} => {
  const mark = 'portcall-runner';
  const head = `--${mark}\r\nContent-Disposition: form-data; name="package"; filename="package.nupkg"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return {
    headers: {'content-type': `multipart/form-data; boundary=${mark}`},
    body: Buffer.from(`${head}${nupkg}\r\n--${mark}--\r\n`, 'latin1'),
  };
};

/** choco says the status of a refusal and drops what the server wrote. */
const refusedPush = (status: number, said: string, {errors}: Streams): number => {
  const word = forms[String(status) as keyof typeof forms] ?? 'Error';
  if (status === 409)
    errors(
      /exists/.test(said)
        ? 'This package version already exists on the repository and cannot be modified.\nPackage versions that are approved, rejected, or exempted cannot be modified.\nSee https://docs.chocolatey.org/en-us/community-repository/moderation/ for more information\n'
        : "An error has occurred. It's possible the package version already exists on the repository or a nuspec element is invalid. See error below...\n",
    );
  errors(
    `Attempting to push to https://push.chocolatey.org/ failed.\nResponse status code does not indicate success: ${status} (${word}).\n`,
  );
  return 1;
};

const push = (place: Place, args: readonly string[], shell: Shell, streams: Streams): number => {
  const path =
    args.find((arg) => /\.nupkg$/.test(arg)) ??
    [...shell.disk.files.keys()].find((file) => file.startsWith(`${shell.folder}/`) && file.endsWith('.nupkg')) ??
    '';
  const [nupkg, source] = [readBytes(shell, path), optionIn(args, '--source', '-s')];
  if (nupkg === undefined) {
    streams.errors(`File specified is either not found or not a .nupkg file. '${path}'\n`);
    return 1;
  }
  if (source === undefined) {
    streams.errors(
      'Default push source configuration is not set. Please pass a source to push to, such as --source=https://push.chocolatey.org/\n',
    );
    return 1;
  }
  const key = optionIn(args, '--api-key', '--apikey', '-k') ?? readBytes(shell, '/home/runner/.choco-key');
  if (key === undefined || key === '' || key.startsWith('--')) {
    streams.errors(`An API key was not found for '${source}'. You must specify an API key to push packages to '${source}'.\n`);
    return 1;
  }
  const {headers, body} = formWith(nupkg);
  streams.out(`Chocolatey v2.5.0\nAttempting to push ${path.split('/').at(-1)} to ${source}\n`);
  const reply = ask(place, 'https://push.chocolatey.org/api/v2/package/', {
    method: 'PUT',
    headers: {...headers, 'x-nuget-apikey': key.trim()},
    body,
  });
  if (reply.status >= 400) return refusedPush(reply.status, bodyBytes(reply).toString('utf8'), streams);
  approveLater(place);
  streams.out(`${path.split('/').at(-1)} was pushed successfully to ${source}\n`);
  return 0;
};

const search = (place: Place, args: readonly string[], {out}: Streams): number => {
  const id = args.find((arg, at) => !arg.startsWith('-') && args[at - 1] !== '--version' && args[at - 1] !== '--source') ?? '';
  const version = optionIn(args, '--version');
  const query = `$filter=${encodeURIComponent(`tolower(Id) eq '${id.toLowerCase()}'`)}`;
  const feed = bodyBytes(ask(place, `${community}/api/v2/Packages()?${query}`)).toString('utf8');
  const found = [...feed.matchAll(/<d:Version>([^<]*)<\/d:Version>/g)]
    .map(([, one = '']) => one)
    .filter((one) => version === undefined || one === version);
  for (const one of version === undefined ? found.slice(-1) : found) out(`${id}|${one}\n`);
  return 0;
};

/** `choco`: packs, pushes and searches. */
export const createChoco =
  (place: Place): Program =>
  ([command = '', ...args], shell, streams) => {
    if (command === 'pack') return pack(args, shell, streams);
    if (command === 'push') return push(place, args, shell, streams);
    if (command === 'search' || command === 'find') return search(place, args, streams);
    if (command === 'apikey') {
      const key = optionIn(args, '--key', '--api-key', '-k');
      if (key !== undefined) writeBytes(shell, '/home/runner/.choco-key', key);
    }
    if (command === '--version') streams.out('2.5.0\n');
    if (command === 'list') streams.out('chocolatey|2.5.0\n7zip.install|25.1.0\n');
    return 0;
  };
