import type {InstallTest, Machine} from '../../src/model/install-test.ts';
import {programNamesOf} from '../../src/model/program-name.ts';
import type {Asset, Project} from '../../src/model/project.ts';
import {platformOf} from './platforms.ts';

const packed = /\.(?:tar\.(?:gz|xz|bz2|zst)|tgz|txz|zip)$/i;
const zip = /\.zip$/i;
/* An installer changes the whole machine; the rest is about the program and is none. */
const aside = /setup|installer|\.(?:sha\d+|asc|sig|pem)$/i;
/** A name without an ending that says what it is is the program's own. */
const isBare = (name: string): boolean => /\.exe$/i.test(name) || !/\.[a-z][a-z0-9]*$/i.test(name);

const fits = ({system, architecture}: Machine, {name}: Asset): 'exactly' | 'perhaps' | undefined => {
  const platform = platformOf(name);
  if (platform?.system !== system || architecture === undefined) return undefined;
  if (platform.architectures.includes(architecture)) return 'exactly';
  return platform.architectures.length === 0 && architecture === 'amd64' ? 'perhaps' : undefined;
};

/** The file of a release that a person with this machine takes; undefined: there is none. */
export const assetFor = ({release}: Project, machine: Machine): Asset | undefined => {
  const usable = (release?.assets ?? []).filter(
    ({name, isUploaded}) => isUploaded && !aside.test(name) && (packed.test(name) || isBare(name)),
  );
  const rank = (asset: Asset) => (fits(machine, asset) === 'exactly' ? 0 : 2) + (packed.test(asset.name) ? 0 : 1);
  return usable.filter((asset) => fits(machine, asset) !== undefined).sort((one, other) => rank(one) - rank(other))[0];
};

const unpackerFor = ({name}: Asset, {system}: Machine): 'unzip' | 'tar' => (zip.test(name) && system === 'linux' ? 'unzip' : 'tar');

/** The name that a file gets here: its own comes from outside, and may lead anywhere. */
const fetchedAs = ({name}: Asset, {system}: Machine): string => {
  const ending = packed.exec(name)?.[0];
  return ending === undefined ? (system === 'windows' ? 'program.exe' : 'program') : `package${ending.toLowerCase()}`;
};

/** The file for this machine, unpacked. */
export const releaseInstall: InstallTest = {
  names: /^[\w.-]+\/[\w.-]+$/,
  reaches: {kind: 'portcall', origin: 'https://github.com'},
  alsoNeeds: (project, machine) => {
    const asset = assetFor(project, machine);
    return asset !== undefined && packed.test(asset.name) ? [unpackerFor(asset, machine)] : [];
  },
  obstacle: (project, machine) =>
    assetFor(project, machine) === undefined
      ? `The release has no archive or program for ${machine.system} ${machine.architecture ?? 'on this processor'}.`
      : undefined,
  install: ({project, machine, folder}) => {
    const asset = assetFor(project, machine);
    if (asset === undefined) return [];
    const to = `${folder}/unpacked/${fetchedAs(asset, machine)}`;
    const unpack: readonly [string, ...string[]] =
      unpackerFor(asset, machine) === 'unzip'
        ? ['unzip', '-q', to, '-d', `${folder}/unpacked`]
        : ['tar', '-x', '-f', to, '-C', `${folder}/unpacked`];
    const [program, ...args] = unpack;
    const isPacked = packed.test(asset.name);
    return [{kind: 'download', url: asset.url, to, isExecutable: !isPacked}, ...(isPacked ? [{kind: 'run' as const, program, args}] : [])];
  },
  program: ({project, machine, name, folder}) => {
    const asset = assetFor(project, machine);
    const fetched = asset === undefined || packed.test(asset.name) ? programNamesOf(project, name) : [fetchedAs(asset, machine)];
    return {kind: 'file', folder: `${folder}/unpacked`, isDeep: true, names: fetched};
  },
  excuses: [{pattern: /(?:xz|zstd|bzip2).*(?:Cannot exec|not found)/i, why: 'This machine can’t unpack the archive.'}],
};
