import {zipOf} from '../../contextlite/zip.ts';
import {held} from '../../marketplaces/routes.ts';
import type {VscodeExtension, VscodePublisher} from '../../marketplaces/vscode-state.ts';
import {filesInZip} from '../../marketplaces/zip-reader.ts';
import type {Place} from '../place.ts';
import {fullPath, type Program, type Shell, type Streams, toBytes} from '../shell/shell.ts';
import {type ExtensionManifest, manifestFaults, manifestIn} from './vsce-manifest.ts';

const fail = ({errors}: Streams, text: string): number => {
  errors(toBytes(` ERROR  ${text}\n`));
  return 1;
};

const optionIn = (args: readonly string[], ...names: readonly string[]): string | undefined =>
  args[args.findIndex((arg) => names.includes(arg)) + 1 || args.length];

/** Everything where the shell stands but what is ignored, as a package; a sentence: why none can be made. */
const packed = (shell: Shell): Buffer | string => {
  const [fault] = manifestFaults(manifestIn(shell), shell);
  if (fault !== undefined) return fault;
  const root = fullPath(shell, '.');
  const own = [...shell.disk.files].filter(
    ([path]) => path.startsWith(`${root}/`) && !path.endsWith('.vsix') && !path.endsWith('.vscodeignore'),
  );
  return zipOf(own.map(([path, contents]) => ({name: `extension${path.slice(root.length)}`, contents})));
};

const pack = (args: readonly string[], shell: Shell, streams: Streams): number => {
  const vsix = packed(shell);
  if (typeof vsix === 'string') return fail(streams, vsix);
  const {name, version} = manifestIn(shell) ?? {};
  const path = optionIn(args, '-o', '--out') ?? `${name}-${version}.vsix`;
  shell.disk.files.set(fullPath(shell, path), vsix);
  streams.out(toBytes(` DONE  Packaged: ${fullPath(shell, path)} (${filesInZip(vsix).size} files, ${vsix.length} B)\n`));
  return 0;
};

/** The publisher that a token may publish for; a sentence: why it may not. */
const publisherFor = ({marketplaces: {vscode}}: Place, secret: string, publisher: string): VscodePublisher | string => {
  // Without a terminal the question for a token is answered with “y”, which is then taken for one.
  if (secret === '') return "TF400813: The user 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' is not authorized to access this resource.";
  const token = vscode.tokens.find((one) => one.secret !== '' && one.secret === secret);
  if (token === undefined) return 'Failed request: (401)';
  if (token.isExpired) return 'The Personal Access Token used has expired.';
  const home = held(vscode.publishers, publisher.toLowerCase());
  if (home === undefined) return `The publisher '${publisher}' does not exist.`;
  const role = home.members.find(({id}) => id === token.id)?.role;
  return role === undefined || role === 'Reader' ? `TF400813: The user '${token.id}' is not authorized to access this resource.` : home;
};

const manifestOf = (vsix: Buffer): ExtensionManifest | undefined => {
  const text = filesInZip(vsix).get('extension/package.json')?.toString('utf8');
  return text === undefined ? undefined : (JSON.parse(text) as ExtensionManifest);
};

/** Adds a version, which the marketplace validates a while later. */
const add = (place: Place, home: VscodePublisher, {name = '', version = '', displayName = name}: ExtensionManifest, vsix: Buffer): void => {
  const extension: VscodeExtension = held(home.extensions, name) ?? {name, displayName, versions: []};
  const published = {version, vsix, publishedAt: new Date(place.setting.now()).toISOString(), isValidated: false};
  extension.versions.unshift(published);
  home.extensions[name] = extension;
  place.later(20_000, () => {
    published.isValidated = true;
  });
};

/** Publishes under the token's own rights. */
const publish = (place: Place, args: readonly string[], shell: Shell, streams: Streams): number => {
  const path = optionIn(args, '-i', '--packagePath');
  const vsix = path === undefined ? packed(shell) : shell.disk.files.get(fullPath(shell, path));
  if (typeof vsix === 'string') return fail(streams, vsix);
  const manifest = vsix && manifestOf(vsix);
  if (vsix === undefined || manifest === undefined) return fail(streams, `ENOENT: no such file or directory, open '${path}'`);
  const secret = optionIn(args, '-p', '--pat') ?? shell.variables['VSCE_PAT'] ?? '';
  const home = publisherFor(place, secret, manifest.publisher ?? '');
  if (typeof home === 'string') return fail(streams, home);
  const {name = '', version = ''} = manifest;
  const title = `${manifest.publisher}.${name} v${version}`;
  if (held(home.extensions, name)?.versions.some((one) => one.version === version)) {
    if (!args.includes('--skip-duplicate')) return fail(streams, `${title} already exists.`);
    streams.out(toBytes(` DONE  Version ${version} is already published. Skipping publish.\n`));
    return 0;
  }
  add(place, home, manifest, vsix);
  streams.out(toBytes(` DONE  Published ${title}.\n`));
  return 0;
};

/** `vsce`: packs extensions and publishes them to the VS Code Marketplace. */
export const createVsce =
  (place: Place): Program =>
  ([command = '', ...args], shell, streams) => {
    if (command === 'package') return pack(args, shell, streams);
    return command === 'publish' ? publish(place, args, shell, streams) : 0;
  };

/** `npx`: runs what it is given, as far as that is known here. */
export const createNpx =
  (place: Place): Program =>
  (args, shell, streams) => {
    const [name = '', ...rest] = args.filter((arg) => arg !== '--yes' && arg !== '-y');
    return /^(@vscode\/)?vsce(@.*)?$/.test(name) ? createVsce(place)(rest, shell, streams) : 0;
  };
