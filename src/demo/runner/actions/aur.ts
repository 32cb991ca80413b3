import {receiveAurPush} from '../../marketplaces/aur-push.ts';
import type {Place} from '../place.ts';
import {readBytes, type Shell, type Streams, toText} from '../shell/shell.ts';

const fieldIn = (pkgbuild: string, name: string): string => new RegExp(`^${name}=\\(?["']?([^"'\\n)]*)`, 'm').exec(pkgbuild)?.[1] ?? '';

const generatedSource = (name: string, pkgbuild: string): string =>
  `pkgbase = ${name}\n\tpkgdesc = ${fieldIn(pkgbuild, 'pkgdesc')}\n\tpkgver = ${fieldIn(pkgbuild, 'pkgver')}\n\tpkgrel = ${fieldIn(pkgbuild, 'pkgrel') || '1'}\n\turl = ${fieldIn(pkgbuild, 'url')}\n\npkgname = ${name}\n`;

/** Pushes a package to the AUR with a key; undefined: it was taken. */
export const pushToAur = (
  {marketplaces, setting}: Place,
  key: string,
  name: string,
  files: Readonly<Record<string, string>>,
): string | undefined => receiveAurPush(marketplaces.aur, {key, name, files, seconds: Math.floor(setting.now() / 1000)});

/** The action that commits a PKGBUILD to the AUR; it writes .SRCINFO with makepkg. */
export const deployToAur = (inputs: Readonly<Record<string, string>>, shell: Shell, streams: Streams, place: Place): number => {
  const bytes = readBytes(shell, inputs['pkgbuild'] ?? 'PKGBUILD');
  if (bytes === undefined) {
    streams.out(`cp: cannot stat '${inputs['pkgbuild']}': No such file or directory\n`);
    return 1;
  }
  const [name, pkgbuild] = [inputs['pkgname'] ?? '', toText(bytes)];
  const files = {PKGBUILD: pkgbuild, '.SRCINFO': generatedSource(name, pkgbuild)};
  const fault = pushToAur(place, inputs['ssh_private_key'] ?? '', name, files);
  streams.out(fault === undefined ? 'To ssh://aur.archlinux.org/\n * HEAD -> master\n' : `${fault}\n`);
  return Number(fault !== undefined);
};
