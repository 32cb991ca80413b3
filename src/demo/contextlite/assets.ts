import {elfProgram, machProgram, peProgram} from './executables.ts';
import {type PackedFile, tarGzOf} from './tar.ts';
import {zipOf} from './zip.ts';

const targets = [
  {system: 'linux', machine: 'amd64'},
  {system: 'linux', machine: 'arm64'},
  {system: 'darwin', machine: 'amd64'},
  {system: 'darwin', machine: 'arm64'},
  {system: 'windows', machine: 'amd64'},
  {system: 'windows', machine: 'arm64'},
] as const;
type Target = (typeof targets)[number];

const builders = {linux: elfProgram, darwin: machProgram, windows: peProgram} as const;

/** Stands for the program: it says its version, and nothing else. */
export const programOf = (version: string, system: string, machine: string): PackedFile => {
  const build = Object.entries(builders).find(([name]) => name === system)?.[1] ?? elfProgram;
  const contents = build(machine === 'arm64' ? 'arm64' : 'amd64', `contextlite ${version} ${system}/${machine}\n`);
  return {name: system === 'windows' ? 'contextlite.exe' : 'contextlite', contents, isExecutable: true};
};

const readme = (version: string): PackedFile => ({
  name: 'README.md',
  contents: `# ContextLite ${version}\n\nA small context engine for code. Run \`contextlite --help\`.\n`,
});

const archiveOf = (version: string, target: Target): Buffer => {
  const files = [programOf(version, target.system, target.machine), readme(version)];
  return target.system === 'windows' ? zipOf(files) : tarGzOf(files);
};

/** The six archives of a release, by file name, in the order in which they were uploaded. */
export const assetsOf = (version: string): ReadonlyMap<string, Buffer> =>
  new Map(
    targets.map((target) => {
      const ending = target.system === 'windows' ? 'zip' : 'tar.gz';
      return [`contextlite-${version}-${target.system}-${target.machine}.${ending}`, archiveOf(version, target)];
    }),
  );
