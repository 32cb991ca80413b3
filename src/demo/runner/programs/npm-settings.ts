import type {Place} from '../place.ts';
import {type Program, readBytes, writeBytes} from '../shell/shell.ts';

const userSettings = '/home/runner/.npmrc';

/** `npm config get registry`, and `set NAME=VALUE` into the user's own settings. */
export const configure =
  (registry: string): Program =>
  ([command = '', ...args], shell, {out}) => {
    const [asked = ''] = args.filter((arg, at) => !arg.startsWith('-') && args[at - 1] !== '--location');
    if (command === 'get') {
      const set = /^registry=(\S+)$/m.exec(readBytes(shell, userSettings) ?? '')?.[1];
      out(`${asked === 'registry' ? (set ?? `${registry}/`) : 'undefined'}\n`);
    }
    if (command === 'set') writeBytes(shell, userSettings, `${readBytes(shell, userSettings) ?? ''}${asked}\n`);
    return 0;
  };

type Table = Record<string, unknown>;

const tableIn = (value: unknown): Table => (typeof value === 'object' && value !== null ? (value as Table) : {});

/** `npm pkg set FIELD=VALUE`, one level deep: `field`, `field.name` and `field[any.name]`. */
export const setField: Program = ([command = '', ...args], shell, {errors}) => {
  const text = readBytes(shell, 'package.json');
  if (command !== 'set' || text === undefined) {
    errors('npm error code ENOENT\n');
    return Number(text === undefined);
  }
  const manifest = tableIn(JSON.parse(Buffer.from(text, 'latin1').toString('utf8')));
  for (const arg of args) {
    const [, field = '', bracketed, dotted, value = ''] = /^([^.[=]+)(?:\[([^\]]+)\]|\.([^=]+))?=([\s\S]*)$/.exec(arg) ?? [];
    const inner = bracketed ?? dotted;
    manifest[field] = inner === undefined ? value : {...tableIn(manifest[field]), [inner]: value};
  }
  writeBytes(shell, 'package.json', Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`).toString('latin1'));
  return 0;
};

type Published = {readonly version: string; readonly repository?: unknown; readonly tag: string | undefined};

/** What npm's own client refuses before it sends anything, and what the registry says of a signature that does not fit; undefined: nothing. */
export const publishFault = (
  place: Place,
  args: readonly string[],
  {version, repository, tag}: Published,
): readonly string[] | undefined => {
  if (version.includes('-') && tag === undefined) return ['You must specify a tag using --tag when publishing a prerelease version.'];
  if (!args.includes('--provenance')) return undefined;
  if (place.permissions['id-token'] !== 'write')
    return ['code EUSAGE', 'Provenance generation in GitHub Actions requires "write" access to the "id-token" permission'];
  const {owner, name} = place.repository;
  const url = typeof repository === 'string' ? repository : String(tableIn(repository)['url'] ?? '');
  const expected = `https://github.com/${owner}/${name}`;
  return url.replace(/^git\+/, '').replace(/\.git$/, '') === expected
    ? undefined
    : [
        'code E422',
        `422 Unprocessable Entity - Error verifying sigstore provenance bundle: Failed to validate repository information: package.json: "repository.url" is "${url}", expected to match "${expected}" from provenance`,
      ];
};

/** Whether the package is scoped and its first version would be private, which costs. */
export const isPrivateByDefault = (name: string, args: readonly string[], isKnown: boolean): boolean =>
  name.startsWith('@') && !isKnown && !(args.includes('public') && args.includes('--access')) && !args.includes('--access=public');
