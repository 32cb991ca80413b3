import {zipOf} from '../../contextlite/zip.ts';
import {held} from '../../marketplaces/routes.ts';
import type {VscodeExtension} from '../../marketplaces/vscode-state.ts';
import type {Place} from '../place.ts';
import {type Program, readBytes, type Shell, type Streams} from '../shell/shell.ts';

const fail = ({errors}: Streams, text: string): number => {
  errors(` ERROR  ${text}\n`);
  return 1;
};

type Manifest = {readonly name?: string; readonly version?: string; readonly publisher?: string; readonly displayName?: string};

const manifestIn = (shell: Shell): Manifest | undefined => {
  try {
    return JSON.parse(readBytes(shell, 'package.json') ?? '') as Manifest;
  } catch {
    return undefined;
  }
};

/** Publishes under the token's own rights; the marketplace validates a while later. */
const publish = (place: Place, args: readonly string[], shell: Shell, streams: Streams): number => {
  const {vscode} = place.marketplaces;
  const {name = '', version = '', publisher = '', displayName = name} = manifestIn(shell) ?? {};
  const secret = args[args.findIndex((arg) => arg === '-p' || arg === '--pat') + 1 || args.length] ?? shell.variables['VSCE_PAT'] ?? '';
  if (secret === '') return fail(streams, 'A Personal Access Token is required: set VSCE_PAT or pass -p.');
  const token = vscode.tokens.find((one) => one.secret !== '' && one.secret === secret && !one.isExpired);
  if (token === undefined) return fail(streams, 'Failed request: (401)');
  const home = held(vscode.publishers, publisher.toLowerCase());
  if (home === undefined) return fail(streams, `Publisher '${publisher}' not found.`);
  const role = home.members.find(({id}) => id === token.id)?.role;
  if (role === undefined || role === 'Reader')
    return fail(streams, `TF400813: The user '${token.id}' is not authorized to access this resource.`);
  const extension: VscodeExtension = held(home.extensions, name) ?? {name, displayName, versions: []};
  if (extension.versions.some((one) => one.version === version)) return fail(streams, `${publisher}.${name} v${version} already exists.`);
  const vsix = zipOf([{name: 'extension/package.json', contents: Buffer.from(readBytes(shell, 'package.json') ?? '', 'latin1')}]);
  const published = {version, vsix, publishedAt: new Date(place.setting.now()).toISOString(), isValidated: false};
  extension.versions.unshift(published);
  home.extensions[name] = extension;
  place.later(20_000, () => {
    published.isValidated = true;
  });
  streams.out(` DONE  Published ${publisher}.${name} v${version}.\n`);
  return 0;
};

/** `vsce`: publishes to the VS Code Marketplace. */
export const createVsce =
  (place: Place): Program =>
  ([command = '', ...args], shell, streams) =>
    command === 'publish' ? publish(place, args, shell, streams) : 0;

/** `npx`: runs what it is given, as far as that is known here. */
export const createNpx =
  (place: Place): Program =>
  (args, shell, streams) => {
    const [name = '', ...rest] = args.filter((arg) => arg !== '--yes' && arg !== '-y');
    return /^(@vscode\/)?vsce(@.*)?$/.test(name) ? createVsce(place)(rest, shell, streams) : 0;
  };
