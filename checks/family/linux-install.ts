import type {InstallTest} from '../../src/model/install-test.ts';
import {programNamesOf} from '../../src/model/program-name.ts';

/** The snap is downloaded and unpacked, which everybody may; installing it would want root, and its confinement is not tried. */
export const snapInstall: InstallTest = {
  clients: ['snap'],
  alsoNeeds: () => ['unsquashfs'],
  systems: ['linux'],
  reaches: {kind: 'own-hosts'},
  install: ({name, folder}) => [
    {kind: 'run', program: 'snap', args: ['download', name, '--stable', '--basename=package', `--target-directory=${folder}`]},
    {kind: 'run', program: 'unsquashfs', args: ['-no-progress', '-no-xattrs', '-dest', `${folder}/unpacked`, `${folder}/package.snap`]},
  ],
  program: ({project, name, folder}) => ({kind: 'file', folder: `${folder}/unpacked`, isDeep: true, names: programNamesOf(project, name)}),
  excuses: [
    {
      pattern: /error while loading shared libraries|version `GLIBC|ENOENT|No such file or directory/,
      why: 'The program does not run without the base that the Snap Store gives it, and only root can install that.',
    },
  ],
};

/** Built from a clone as the AUR’s guide says, and not installed. */
export const aurInstall: InstallTest = {
  clients: ['makepkg'],
  alsoNeeds: () => ['git'],
  systems: ['linux'],
  reaches: {kind: 'own-hosts'},
  obstacle: (_project, {isRoot}) => (isRoot ? 'makepkg refuses to run as root.' : undefined),
  install: ({name, folder}) => [
    {kind: 'run', program: 'git', args: ['clone', '--quiet', '--depth=1', `https://aur.archlinux.org/${name}.git`, `${folder}/clone`]},
    {
      kind: 'run',
      program: 'makepkg',
      args: ['--dir', `${folder}/clone`, '--noconfirm', '--nocheck', '--noprogressbar'],
      env: {PKGDEST: `${folder}/clone`, PACMAN: 'pacman'},
    },
  ],
  program: ({project, name, folder}) => ({
    kind: 'file',
    folder: `${folder}/clone/pkg/${name}/usr/bin`,
    names: programNamesOf(project, name),
  }),
  excuses: [
    {
      pattern: /Missing dependencies|Could not resolve all dependencies/,
      why: 'What it needs to be built is not installed, and installing it would want root.',
    },
    {pattern: /unknown public key/, why: 'The key that signs its sources is not in an empty keyring.'},
    {pattern: /not available for the '.*' architecture/, why: 'The package is not made for this machine.'},
    {pattern: /error while loading shared libraries/, why: 'The program needs libraries that are not installed here.'},
  ],
};

/** Built or fetched into a store inside the folder. */
export const nixInstall: InstallTest = {
  clients: ['nix'],
  systems: ['linux'],
  reaches: {kind: 'own-hosts'},
  install: ({name, folder}) => [
    {
      kind: 'run',
      program: 'nix',
      args: ['--extra-experimental-features', 'nix-command flakes', 'build', '--store', `${folder}/nix`, '--no-link', channelOf(name)],
    },
  ],
  program: ({name, folder}) => ({
    kind: 'command',
    program: 'nix',
    args: ['--extra-experimental-features', 'nix-command flakes', 'run', '--store', `${folder}/nix`, channelOf(name), '--'],
  }),
  excuses: [
    {
      pattern: /cannot perform a sandboxed build|setting up a private mount namespace|unshare|user namespaces/i,
      why: 'Nix has no store of its own here: user namespaces are off.',
    },
    {pattern: /is not available on the requested hostPlatform|unsupported system/i, why: 'The package is not made for this machine.'},
  ],
};

function channelOf(name: string): string {
  return `github:NixOS/nixpkgs/nixos-unstable#${name}`;
}
