import {homedir} from 'node:os';
import {
  commandText,
  type InstallOutcome,
  type InstallTest,
  type Machine,
  type TestCommand,
  type Trial,
  testStepText,
} from '../model/install-test.ts';
import {bareEnvironment, searchPathOf} from './bare-environment.ts';
import {type Contained, type ContainedSetting, findSeparation, runContained} from './contained-command.ts';
import {findInstalled, findProgram} from './find-program.ts';
import {findOutcome, whyExcused} from './installed-version.ts';
import {createTryFolder, download} from './try-folder.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export type TrySetting = {
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** A file's bytes, fetched without any token; undefined: nothing is served there. */
  readonly fetch: (url: string) => Promise<AsyncIterable<Uint8Array> | undefined>;
  /** The only host that the client may reach; absent: all. */
  readonly onlyHost?: string;
  /** Milliseconds for one command; absent: ten minutes. */
  readonly patience?: number;
  /** Hears what is run. */
  readonly onCommand?: (text: string) => void;
  /** Hears of what could not be taken away. */
  readonly onRemains?: (folder: string) => void;
};

const usualPatience = 600_000;
const removalPatience = 60_000;
/** A program that is asked for its version and does not end has become something else. */
const answerPatience = 60_000;

const systems: Readonly<Record<string, Machine['system']>> = {darwin: 'macos', win32: 'windows'};

/** The machine that this program runs on. */
export const findMachine = (): Machine => {
  const architecture = ({x64: 'amd64', arm64: 'arm64'} as const)[process.arch as 'x64' | 'arm64'];
  return {
    system: systems[process.platform] ?? 'linux',
    isRoot: process.getuid?.() === 0,
    ...(architecture === undefined ? {} : {architecture}),
  };
};

/** The client that is there, empty where none is needed; else what is missing. */
export const findClient = async (
  {clients, alsoNeeds}: InstallTest,
  {project, machine}: Pick<Trial, 'project' | 'machine'>,
  env: Environment,
): Promise<{readonly client: string} | {readonly missing: string}> => {
  const folders = searchPathOf(env);
  const isHere = async (name: string) => (await findProgram(name, folders)) !== undefined;
  for (const name of alsoNeeds?.(project, machine) ?? []) if (!(await isHere(name))) return {missing: name};
  if (clients === undefined) return {client: ''};
  for (const client of clients) if (await isHere(client)) return {client};
  return {missing: clients.join(' and no ')};
};

type Run = (command: TestCommand) => Promise<Contained>;

/** The ways in which commands run: with all their time, with that of an answer, and whatever happens. */
type Runs = {readonly install: Run; readonly ask: Run; readonly toTheEnd: Run};

const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(-12);

const leftOut = (why: string): InstallOutcome => ({kind: 'left-out', why});

/** What a step came to where it did not succeed; undefined: it did. */
const whyOver = (test: InstallTest, step: string, {kind, code, text}: Contained): InstallOutcome | undefined => {
  if (kind === 'stopped') return leftOut('It was interrupted.');
  if (kind === 'too-long') return leftOut(`It took too long: ${step}.`);
  if (kind === 'ended' && code === 0) return undefined;
  const excuse = whyExcused(test, text);
  return excuse === undefined ? {kind: 'fails', step, lines: linesOf(text)} : leftOut(excuse);
};

const install = async (test: InstallTest, trial: Trial, run: Run, setting: TrySetting): Promise<InstallOutcome | undefined> => {
  for (const step of test.install(trial)) {
    const text = testStepText(step);
    setting.onCommand?.(text);
    if (step.kind === 'download') {
      if (!(await download(step, await setting.fetch(step.url), setting.signal)))
        return {kind: 'fails', step: text, lines: ['Nothing is served at this address.']};
      continue;
    }
    const over = whyOver(test, text, await run(step));
    if (over !== undefined) return over;
  }
  return undefined;
};

const askProgram = async (test: InstallTest, trial: Trial, run: Run, {onCommand}: TrySetting): Promise<InstallOutcome> => {
  const program = test.program(trial);
  const said: Run = (command) => {
    onCommand?.(commandText(command));
    return run(command);
  };
  if (program.kind === 'command') return findOutcome(test, program, trial.project.version, said);
  const found = await findInstalled(program, trial.folder);
  if ('file' in found) return findOutcome(test, {program: found.file, args: []}, trial.project.version, said);
  const wanted = program.names[0] ?? trial.name;
  return found.among.length === 0
    ? {kind: 'fails', step: `look for the program ${wanted}`, lines: ['It installs, and no program is there.']}
    : leftOut(`It installs ${found.among.slice(0, 8).join(', ')}, and which of them is the program can’t be told.`);
};

const tryIn = async (test: InstallTest, trial: Trial, runs: Runs, setting: TrySetting): Promise<InstallOutcome> => {
  if (trial.client !== '') {
    const works = await runs.ask({program: trial.client, args: ['--version']});
    if (works.kind === 'stopped') return leftOut('It was interrupted.');
    if (works.code !== 0) return leftOut(`${trial.client} is here and does not run with an empty home.`);
  }
  const isHere = test.isHere === undefined ? undefined : await runs.ask(test.isHere(trial));
  if (isHere?.code === 0) return leftOut('It is on this machine already, and a try would touch it.');
  try {
    return (await install(test, trial, runs.install, setting)) ?? (await askProgram(test, trial, runs.ask, setting));
  } finally {
    for (const command of test.remove?.(trial) ?? []) await runs.toTheEnd(command);
  }
};

const createRuns = async (test: InstallTest, trial: Trial, root: string, setting: TrySetting): Promise<Runs> => {
  const {env: own, signal, onlyHost, patience = usualPatience} = setting;
  const keeps = test.keeps ?? {};
  const env = bareEnvironment({env: own, home: own.HOME ?? homedir(), folder: root, keeps, ...(onlyHost === undefined ? {} : {onlyHost})});
  // A container and a store of its own hide more than this does, and what changes the machine must see it.
  const isOurs = test.program(trial).kind === 'file' && test.outside === undefined;
  const before = isOurs ? await findSeparation(own) : [];
  const runWith =
    (more: Pick<ContainedSetting, 'patience' | 'signal'>): Run =>
    (command) =>
      runContained(command, {cwd: trial.folder, env, before, ...more});
  return {
    install: runWith({patience, signal}),
    ask: runWith({patience: Math.min(patience, answerPatience), signal}),
    toTheEnd: runWith({patience: removalPatience, signal: new AbortController().signal}),
  };
};

/**
 * Installs a package as people do, into a folder that is taken away afterwards, with an environment that holds nothing of the person's, and asks the
 * program for its version. It throws only what fetching a file throws.
 */
export const runInstallTest = async (
  test: InstallTest,
  wanted: Omit<Trial, 'folder' | 'mark'>,
  setting: TrySetting,
): Promise<InstallOutcome> => {
  const folder = await createTryFolder();
  try {
    const trial: Trial = {...wanted, folder: folder.work, mark: folder.mark};
    return await tryIn(test, trial, await createRuns(test, trial, folder.root, setting), setting);
  } finally {
    if (!(await folder.remove())) setting.onRemains?.(folder.root);
  }
};
