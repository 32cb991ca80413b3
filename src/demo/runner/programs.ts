import type {Place} from './place.ts';
import {createBrew} from './programs/brew.ts';
import {go, tar, zip} from './programs/build.ts';
import {createCargo} from './programs/cargo.ts';
import {createChoco} from './programs/choco.ts';
import {createClock} from './programs/clock.ts';
import {createCurl, createWget} from './programs/curl.ts';
import {createDocker} from './programs/docker.ts';
import {createGh} from './programs/gh.ts';
import {createGit} from './programs/git.ts';
import {createNpm} from './programs/npm.ts';
import {createPip, createPython, createTwine} from './programs/python.ts';
import {createSnapcraft} from './programs/snapcraft.ts';
import {unzip} from './programs/unpack.ts';
import {createNpx, createVsce} from './programs/vsce.ts';
import {editTools} from './shell/edit-tools.ts';
import {fileTools} from './shell/file-tools.ts';
import type {Program} from './shell/shell.ts';
import {textTools} from './shell/text-tools.ts';

const nothing: Program = () => 0;

/** The programs of a runner, by name. */
export const createPrograms = (place: Place): Readonly<Record<string, Program>> => ({
  ...textTools,
  ...fileTools,
  ...editTools,
  go,
  tar,
  zip,
  unzip,
  curl: createCurl(place),
  wget: createWget(place),
  git: createGit(place),
  gh: createGh(place),
  npm: createNpm(place),
  npx: createNpx(place),
  vsce: createVsce(place),
  choco: createChoco(place),
  brew: createBrew(place),
  docker: createDocker(place),
  twine: createTwine(place),
  python: createPython(place),
  python3: createPython(place),
  pip: createPip(place),
  pip3: createPip(place),
  cargo: createCargo(place),
  snapcraft: createSnapcraft(place),
  sudo: nothing,
  node: nothing,
  yarn: nothing,
  'apt-get': nothing,
  'ssh-keyscan': nothing,
  'ssh-agent': nothing,
  'ssh-add': nothing,
  ssh: nothing,
  ...createClock(place),
  ...place.programs,
});
