import {contextlite} from '../../marketplaces/project.ts';
import {publicHalfOf} from '../../openssh-key.ts';
import type {Place} from '../place.ts';
import {readBytes, type Shell, type Streams} from '../shell/shell.ts';

const fieldIn = (pkgbuild: string, name: string): string => new RegExp(`^${name}=\\(?["']?([^"'\\n)]*)`, 'm').exec(pkgbuild)?.[1] ?? '';

const generatedSource = (name: string, pkgbuild: string): string =>
  `pkgbase = ${name}\n\tpkgdesc = ${fieldIn(pkgbuild, 'pkgdesc')}\n\tpkgver = ${fieldIn(pkgbuild, 'pkgver')}\n\tpkgrel = ${fieldIn(pkgbuild, 'pkgrel')}\n\turl = ${fieldIn(pkgbuild, 'url')}\n\npkgname = ${name}\n`;

/** Pushes a package to the AUR with a key; undefined: it was taken. */
export const pushToAur = (place: Place, key: string, name: string, files: Readonly<Record<string, string>>): string | undefined => {
  const {aur} = place.marketplaces;
  if (!aur.keys.includes(publicHalfOf(key) ?? ''))
    return 'aur@aur.archlinux.org: Permission denied (publickey).\nfatal: Could not read from remote repository.';
  const pkgbuild = files['PKGBUILD'];
  if (pkgbuild === undefined) return 'remote: error: missing PKGBUILD\n ! [remote rejected] HEAD -> master (hook declined)';
  if (name in aur.official) return `remote: error: package already provided by [${aur.official[name]?.repository}]: ${name}`;
  const known = aur.packages[name];
  const user = contextlite.publisher;
  if (known && known.maintainer !== null && known.maintainer !== user) return `remote: error: permission denied: ${user}`;
  const seconds = Math.floor(place.setting.now() / 1000);
  aur.packages[name] = {
    name,
    version: `${fieldIn(pkgbuild, 'pkgver')}-${fieldIn(pkgbuild, 'pkgrel') || '1'}`,
    description: fieldIn(pkgbuild, 'pkgdesc'),
    url: fieldIn(pkgbuild, 'url'),
    maintainer: user,
    submitter: known?.submitter ?? user,
    outOfDate: null,
    firstSubmitted: known?.firstSubmitted ?? seconds,
    lastModified: seconds,
    pendingRequests: 0,
    files: {...files, '.SRCINFO': files['.SRCINFO'] ?? generatedSource(name, pkgbuild)},
  };
  return undefined;
};

/** The action that commits a PKGBUILD to the AUR. */
export const deployToAur = (inputs: Readonly<Record<string, string>>, shell: Shell, streams: Streams, place: Place): number => {
  const pkgbuild = readBytes(shell, inputs['pkgbuild'] ?? 'PKGBUILD');
  if (pkgbuild === undefined) {
    streams.out(`cp: cannot stat '${inputs['pkgbuild']}': No such file or directory\n`);
    return 1;
  }
  const fault = pushToAur(place, inputs['ssh_private_key'] ?? '', inputs['pkgname'] ?? '', {PKGBUILD: pkgbuild});
  streams.out(fault === undefined ? 'To ssh://aur.archlinux.org/\n * HEAD -> master\n' : `${fault}\n`);
  return Number(fault !== undefined);
};
