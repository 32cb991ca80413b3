import type {Project} from './project.ts';

/** The machine that an install is tried on. */
export type Machine = {
  readonly system: 'linux' | 'macos' | 'windows';
  /** Absent: neither of the two that programs are usually built for. */
  readonly architecture?: 'amd64' | 'arm64';
  /** Whether everything on it may be changed. */
  readonly isRoot: boolean;
};

/** One try: what is installed, and where. */
export type Trial = {
  readonly project: Project;
  /** The package, as the marketplace calls it. */
  readonly name: string;
  /** The version, as the marketplace spells it. */
  readonly spelling: string;
  readonly machine: Machine;
  /** The client that is there, of those that would do; empty: none is needed. */
  readonly client: string;
  /** Empty, absolute, and taken away afterwards. */
  readonly folder: string;
  /** A name that nothing else on the machine has. */
  readonly mark: string;
  /** Where the registry really lies, without a slash at its end; empty: the client goes where it always goes. */
  readonly registry: string;
};

/** One program run in the folder, with no token in its environment. */
export type TestCommand = {
  readonly program: string;
  readonly args: readonly string[];
  /** Besides a bare environment whose home is empty; absent: nothing more. */
  readonly env?: Readonly<Record<string, string>>;
};

/** One step towards an installed program. */
export type TestStep =
  | ({readonly kind: 'run'} & TestCommand)
  /** A file that Portcall itself fetches, without any token. */
  | {readonly kind: 'download'; readonly url: string; readonly to: string; readonly isExecutable: boolean};

/** How the program is called once it is installed; the runner adds the words that ask for its version. */
export type InstalledProgram =
  /** One of these names in a folder, else the only program there; `isDeep`: or in a folder below it. `aside`: names that are not the package's. */
  | {
      readonly kind: 'file';
      readonly folder: string;
      readonly names: readonly string[];
      readonly isDeep?: true;
      readonly aside?: RegExp;
    }
  | ({readonly kind: 'command'} & TestCommand);

/** What a client prints when this machine, and not the package, is why it failed. */
export type Excuse = {readonly pattern: RegExp; readonly why: string};

/** How a person's install is tried on this machine. Everything in it is pure. */
export type InstallTest = {
  /** What a package's name looks like there: nothing else is put on a command line. Absent: one word. */
  readonly names?: RegExp;
  /** Clients that would do, the first that is there is taken; absent: none is needed. */
  readonly clients?: readonly [string, ...string[]];
  /** Further programs that must be there; absent: none. */
  alsoNeeds?(project: Project, machine: Machine): readonly string[];
  /** Where it can be tried at all; absent: everywhere. */
  readonly systems?: readonly Machine['system'][];
  /** Why it can't be tried for this project on this machine; undefined: it can. Absent: always. */
  obstacle?(project: Project, machine: Machine): string | undefined;
  /**
   * What it talks to: a registry whose address it can be told (`npm` stands for npm's, as the user configured it), an origin that Portcall itself fetches
   * from, or hosts of its own choice.
   */
  readonly reaches: {readonly kind: 'registry' | 'portcall'; readonly origin: string} | {readonly kind: 'own-hosts'};
  /** What it leaves or changes outside the folder, in one sentence; it is tried only where it is named. Absent: nothing. */
  readonly outside?: string;
  /** Variables of the person's that the client can't do without, and the folder in their home that stands for an unset one; absent: none. */
  readonly keeps?: Readonly<Record<string, string>>;
  /** Succeeds where the package is on this machine already and a try would touch it; absent: it can't be. */
  isHere?(trial: Trial): TestCommand;
  install(trial: Trial): readonly TestStep[];
  program(trial: Trial): InstalledProgram;
  /** Takes away what lies outside the folder, whatever came of the try; absent: nothing does. */
  remove?(trial: Trial): readonly TestCommand[];
  /** Absent: only those that hold for every client. */
  readonly excuses?: readonly Excuse[];
};

/** What came of it. */
export type InstallOutcome =
  | {readonly kind: 'works'; readonly printed: string}
  /** It installs and says another version. */
  | {readonly kind: 'other-version'; readonly printed: string}
  /** It installs, runs and says no version. */
  | {readonly kind: 'no-version'; readonly printed: string}
  | {readonly kind: 'fails'; readonly step: string; readonly lines: readonly string[]}
  | {readonly kind: 'left-out'; readonly why: string};

const quoted = (word: string): string => (/^[\w@%+=:,./~{}-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** A command as a person would write it in a shell. */
export const commandText = ({program, args}: TestCommand): string => [program, ...args].map(quoted).join(' ');

/** A step as a person would do it. */
export const testStepText = (step: TestStep): string => (step.kind === 'run' ? commandText(step) : `Download ${step.url} to ${step.to}`);
