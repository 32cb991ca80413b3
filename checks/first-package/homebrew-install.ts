import type {ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {rubyString} from '../../src/model/quoting.ts';
import {withoutFolder} from './grounds.ts';
import {rubyWithVersion} from './homebrew-formula.ts';

/* Homebrew goes into the one folder that everything lies in by itself, and into none where there are several. */
const installed = (program: ReleasedProgram): string => withoutFolder(program.path, program);

const binLine = (path: string, {command, project: {version}}: ProgramFacts): string => {
  const source = rubyWithVersion(path, version);
  return path.split('/').at(-1) === command ? `bin.install ${source}` : `bin.install ${source} => ${rubyString(command)}`;
};

const conditionOf = ({system, architecture}: ReleasedProgram): string =>
  `${system === 'macos' ? 'OS.mac?' : 'OS.linux?'} && ${architecture === 'arm64' ? 'Hardware::CPU.arm?' : 'Hardware::CPU.intel?'}`;

/** One line where every archive has the program at one place, else a line for each platform. */
const binLines = (facts: ProgramFacts, programs: readonly ReleasedProgram[]): readonly string[] => {
  const lines = programs.map((one) => binLine(installed(one), facts));
  if (new Set(lines).size === 1) return lines.slice(0, 1);
  return [
    ...programs.flatMap((one, at) => {
      const isLast = at === programs.length - 1;
      return [isLast ? 'else' : `${at === 0 ? 'if' : 'elsif'} ${conditionOf(one)}`, `  ${lines[at]}`];
    }),
    'end',
  ];
};

const nameOf = (path: string): string => path.split('/').at(-1) ?? path;

/** The line that puts a completion or a man page where people's shells look for it; undefined: it is neither. */
const companionLine = (path: string, command: string, version: string): string | undefined => {
  const name = nameOf(path);
  const source = rubyWithVersion(path, version);
  const into = (place: string, as: string): string =>
    name === as ? `${place}.install ${source}` : `${place}.install ${source} => ${rubyString(as)}`;
  const section = /\.([1-8])(?:\.gz)?$/.exec(name)?.[1];
  if (section !== undefined && (name.startsWith(`${command}.`) || name.startsWith(`${command}-`))) return `man${section}.install ${source}`;
  if (name === `${command}.bash` || name === `${command}.bash-completion`) return into('bash_completion', command);
  if (name === `_${command}` || name === `${command}.zsh`) return into('zsh_completion', `_${command}`);
  return name === `${command}.fish` ? `fish_completion.install ${source}` : undefined;
};

/** Completions and man pages that every archive has at one place. */
const companionLines = ({command, project: {version}}: ProgramFacts, programs: readonly ReleasedProgram[]): readonly string[] => {
  const [first = [], ...others] = programs.map((one) => one.besides.map((path) => withoutFolder(path, one)));
  const everywhere = first.filter((path) => others.every((paths) => paths.includes(path)));
  const lines = [...everywhere].sort().flatMap((path) => companionLine(path, command, version) ?? []);
  const isPage = (line: string): boolean => line.startsWith('man');
  // Of two completions for one shell the first is taken, since both would lie at the same place.
  const placeOf = (line: string): string => (isPage(line) ? line : (line.split('.')[0] ?? line));
  const single = lines.filter((line, at) => lines.findIndex((other) => placeOf(other) === placeOf(line)) === at);
  return [...single.filter((line) => !isPage(line)), ...single.filter(isPage)];
};

/** What `install` of a formula for released programs does. */
export const installLines = (facts: ProgramFacts, programs: readonly ReleasedProgram[]): readonly string[] => [
  ...binLines(facts, programs),
  ...companionLines(facts, programs),
];
