import {createHash} from 'node:crypto';
import {publicHalfOf} from '../openssh-key.ts';
import type {AurPackage, AurState} from './aur.ts';
import {contextlite} from './project.ts';
import {held} from './routes.ts';

type Files = Readonly<Record<string, string>>;

/** Who pushes what to which package. */
export type AurPush = {readonly key: string; readonly name: string; readonly files: Files; readonly seconds: number};

const account = contextlite.publisher;

/** The commit that a package stands at, as an id that its files give. */
export const headOf = ({files, lastModified}: Pick<AurPackage, 'files' | 'lastModified'>): string =>
  createHash('sha1')
    .update(JSON.stringify([lastModified, files]))
    .digest('hex');

const fieldIn = (text: string, name: string): string | undefined => new RegExp(`^\\t${name} = (.*)$`, 'm').exec(text)?.[1];

const cannotConnect = '\nfatal: Could not read from remote repository.';

/** Why whoever has this key can't connect; undefined: they can. */
export const connectionFault = ({keys}: AurState, key: string): string | undefined =>
  keys.includes(publicHalfOf(key) ?? '') ? undefined : `aur@aur.archlinux.org: Permission denied (publickey).${cannotConnect}`;

/** What the AUR's hook says of the files; undefined: it takes them. */
const hookFault = (state: AurState, name: string, files: Files): string | undefined => {
  const parsing = (what: string) => `remote: error: The following error occurred when parsing commit\nremote: error: ${what}`;
  const srcinfo = files['.SRCINFO'];
  if (srcinfo === undefined) return 'remote: error: missing .SRCINFO';
  if (files['PKGBUILD'] === undefined) return parsing('missing PKGBUILD');
  const folder = Object.keys(files).find((path) => path.includes('/') && !/^(?:LICENSES\/[^/]+|keys\/pgp\/[^/]+\.asc)$/.test(path));
  if (folder !== undefined) return parsing('the repository must not contain subdirectories');
  if (Object.values(files).some((text) => Buffer.byteLength(text) > 256_000)) return parsing('maximum blob size (250.00KiB) exceeded');
  const base = /^pkgbase = (.*)$/m.exec(srcinfo)?.[1] ?? '';
  if (base !== name) return `remote: error: invalid pkgbase: ${base}, expected ${name}`;
  const lacking = ['pkgver', 'pkgrel'].find((field) => fieldIn(srcinfo, field) === undefined);
  if (lacking !== undefined) return parsing(`missing mandatory field: ${lacking}`);
  const official = held(state.official, name);
  return official === undefined ? undefined : `remote: error: package already provided by [${official.repository}]: ${name}`;
};

const rejected = '\n ! [remote rejected] HEAD -> master (hook declined)';

/** Takes a push, or gives what is said to whoever pushes. */
export const receiveAurPush = (state: AurState, {key, name, files, seconds}: AurPush): string | undefined => {
  const refused = connectionFault(state, key);
  if (refused !== undefined) return refused;
  if (!/^[a-z0-9][a-z0-9.+_-]*$/.test(name)) return `invalid repository name: ${name}${cannotConnect}`;
  const known = held(state.packages, name);
  if (known?.maintainer === null)
    return `${name} is orphaned. Run \`ssh aur@aur.archlinux.org adopt ${name}\` to request adoption; a Package Maintainer must grant it before you can push.${cannotConnect}`;
  if (known !== undefined && known.maintainer !== account) return `git-receive-pack: permission denied: ${account}${cannotConnect}`;
  const fault = hookFault(state, name, files);
  if (fault !== undefined) return `${fault}${rejected}`;
  const srcinfo = files['.SRCINFO'] ?? '';
  const epoch = fieldIn(srcinfo, 'epoch');
  const earlier = known === undefined ? [] : (known.commits ?? [{id: headOf(known), files: known.files}]);
  state.packages[name] = {
    name,
    version: `${epoch === undefined ? '' : `${epoch}:`}${fieldIn(srcinfo, 'pkgver')}-${fieldIn(srcinfo, 'pkgrel')}`,
    description: fieldIn(srcinfo, 'pkgdesc') ?? '',
    url: fieldIn(srcinfo, 'url') ?? '',
    maintainer: account,
    submitter: known?.submitter ?? account,
    outOfDate: null,
    firstSubmitted: known?.firstSubmitted ?? seconds,
    lastModified: seconds,
    pendingRequests: 0,
    files: {...files},
    commits: [...earlier, {id: headOf({files, lastModified: seconds}), files: {...files}}],
  };
  return undefined;
};
