import type {Marketplace} from '../src/model/marketplace.ts';
import {aur} from './aur.ts';
import {chocolatey} from './chocolatey.ts';
import {cratesIo} from './crates-io.ts';
import {dockerHub} from './docker-hub.ts';
import {flathub} from './flathub.ts';
import {githubPackages} from './github-packages.ts';
import {githubReleases} from './github-releases.ts';
import {homebrew} from './homebrew.ts';
import {nix} from './nix.ts';
import {npm} from './npm.ts';
import {pypi} from './pypi.ts';
import {scoop} from './scoop.ts';
import {snapcraft} from './snapcraft.ts';
import {vscode} from './vscode.ts';
import {winget} from './winget.ts';

/** Every marketplace, in the grid's order. */
export const marketplaces: readonly Marketplace[] = [
  githubReleases,
  npm,
  pypi,
  dockerHub,
  chocolatey,
  homebrew,
  cratesIo,
  aur,
  snapcraft,
  vscode,
  githubPackages,
  scoop,
  flathub,
  winget,
  nix,
];
