import type {WorkflowStep} from '../../model/workflow.ts';
import {fillIn} from '../../workflow/run-expression.ts';
import {actionFor} from './actions.ts';
import type {ActiveJob, ActiveRun, StepResult} from './active-run.ts';
import type {Place} from './place.ts';
import {createPrograms} from './programs.ts';
import {runText} from './shell/execute.ts';
import {createSink, inputOf, type Shell, type Streams, toBytes, toText} from './shell/shell.ts';
import {stepStanding, systemOf} from './standing.ts';

export const workspace = '/home/runner/work/repository';
const files = {
  GITHUB_OUTPUT: '/runner/output',
  GITHUB_ENV: '/runner/env',
  GITHUB_PATH: '/runner/path',
  GITHUB_STEP_SUMMARY: '/runner/summary',
} as const;

const environmentOf = ({repository, contexts}: ActiveRun, job: ActiveJob): Readonly<Record<string, string>> => {
  const github = contexts['github'] as Readonly<Record<string, unknown>>;
  const named = [
    'ref',
    'ref_name',
    'ref_type',
    'sha',
    'repository',
    'repository_owner',
    'actor',
    'event_name',
    'run_id',
    'run_number',
    'run_attempt',
    'workflow',
    'server_url',
    'api_url',
  ];
  return {
    ...Object.fromEntries(named.map((name) => [`GITHUB_${name.toUpperCase()}`, String(github[name] ?? '')])),
    GITHUB_WORKSPACE: workspace,
    GITHUB_ACTIONS: 'true',
    GITHUB_JOB: job.id,
    GITHUB_REPOSITORY_ID: String(repository.id),
    RUNNER_OS: systemOf(job),
    RUNNER_TEMP: '/tmp',
    HOME: '/home/runner',
    CI: 'true',
    ...files,
  };
};

/** `NAME=value` lines, and values of several lines between a word and the same word. */
const assignmentsIn = (text: string): Readonly<Record<string, string>> => {
  const found: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const [, name, end] = /^([^=\s]+)<<(\S+)$/.exec(lines[at] ?? '') ?? [];
    if (name !== undefined && end !== undefined) {
      const stop = lines.indexOf(end, at + 1);
      found[name] = lines.slice(at + 1, stop < 0 ? undefined : stop).join('\n');
      at = stop < 0 ? lines.length : stop;
      continue;
    }
    const [, plain, value = ''] = /^([^=\s]+)=(.*)$/.exec(lines[at] ?? '') ?? [];
    if (plain !== undefined) found[plain] = value;
  }
  return found;
};

const filledRecord = (record: Readonly<Record<string, string>>, fill: (text: string) => string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, fill(value)]));

const takeFile = ({disk}: ActiveJob, path: string): string => {
  const text = disk.files.get(path)?.toString('utf8') ?? '';
  disk.files.delete(path);
  return text;
};

/** PowerShell's names of variables as the shell here knows them. */
const asShell = (script: string): string =>
  script
    .replace(/\$env:(\w+)/gi, (_, name: string) => `\${${name}}`)
    .replace(/`\r?\n/g, '\\\n')
    .replace(/\|\s*Out-File\s+(?:-FilePath\s+)?("?)(\S+?)\1(?:\s+-\S+(?:\s+utf8)?)*\s*-Append.*$/gim, '>> $2');

const shellNames = {
  bash: '/usr/bin/bash --noprofile --norc -e -o pipefail {0}',
  usual: '/usr/bin/bash -e {0}',
  pwsh: '/usr/bin/pwsh -command ". \'{0}\'"',
} as const;

const bashes = {Windows: 'C:\\Program Files\\Git\\bin\\bash.EXE', macOS: '/bin/bash', Linux: '/usr/bin/bash'} as const;

const shellOf = (job: ActiveJob, {shell}: WorkflowStep): keyof typeof shellNames =>
  shell === 'bash'
    ? 'bash'
    : shell === 'pwsh' || shell === 'powershell' || (shell === undefined && systemOf(job) === 'Windows')
      ? 'pwsh'
      : 'usual';

const fieldLines = (title: string, values: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(values).length === 0 ? [] : [`${title}:`, ...Object.entries(values).map(([name, value]) => `  ${name}: ${value}`)];

const headOf = (
  job: ActiveJob,
  step: WorkflowStep,
  script: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
) => {
  const lines = script.replace(/\n$/, '').split('\n');
  const title = step.uses === undefined ? (lines[0] ?? step.name) : `${step.uses}${step.ref === undefined ? '' : `@${step.ref}`}`;
  const shown =
    step.run === undefined
      ? []
      : [
          ...lines.map((line) => `\u001b[36;1m${line}\u001b[0m`),
          `shell: ${shellNames[shellOf(job, step)].replace('/usr/bin/bash', bashes[systemOf(job)])}`,
        ];
  return [`##[group]Run ${title}`, ...shown, ...fieldLines('with', inputs), ...fieldLines('env', env), '##[endgroup]'];
};

export type StepEnd = {readonly lines: readonly string[]; readonly code: number; readonly outputs: Readonly<Record<string, string>>};

/** Does what a step does, and tells what it wrote. */
export const performStep = (active: ActiveRun, job: ActiveJob, step: WorkflowStep, place: Place): StepEnd => {
  const standing = stepStanding(active, job);
  const env = filledRecord(step.env, (text) => fillIn(text, standing));
  const fill = (text: string): string => fillIn(text, stepStanding(active, job, env));
  const inputs = filledRecord(step.with, fill);
  const script = fill(step.run ?? '');
  const programs = createPrograms(place);
  const folder = job.details?.folders[job.steps.indexOf(step)];
  const variables = {...environmentOf(active, job), ...job.memory.env, ...env};
  const shell: Shell = {
    disk: job.disk,
    folder: folder === undefined ? workspace : `${workspace}/${fill(folder)}`.replace(/\/\.?$/, ''),
    variables: filledRecord(variables, toBytes),
    functions: new Map(),
    options: {endsOnError: true, endsOnUnset: false, heedsPipes: shellOf(job, step) === 'bash'},
    args: ['script.sh'],
    status: 0,
    findProgram: (name) => (Object.hasOwn(programs, name.replace(/\.exe$/, '')) ? programs[name.replace(/\.exe$/, '')] : undefined),
  };
  const {out, bytes} = createSink();
  const streams: Streams = {input: inputOf(''), out, errors: out};
  const code =
    step.run === undefined ? actionFor(step.uses ?? '', place)(inputs, shell, streams) : runText(asShell(script), shell, streams);
  const said = toText(bytes()).replace(/\n$/, '');
  const lines = [...headOf(job, step, script, inputs, {...job.memory.env, ...env}), ...(said === '' ? [] : said.split('\n'))];
  const legacy = Object.fromEntries(
    [...said.matchAll(/^::set-output name=([^:]+)::(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  const outputs = {...legacy, ...assignmentsIn(takeFile(job, files.GITHUB_OUTPUT))};
  Object.assign(job.memory.env, assignmentsIn(takeFile(job, files.GITHUB_ENV)));
  return {
    lines: code === 0 || step.run === undefined ? lines : [...lines, `##[error]Process completed with exit code ${code}.`],
    code,
    outputs,
  };
};

export const stepResult = (end: StepEnd, continues: boolean): StepResult => {
  const outcome = end.code === 0 ? 'success' : 'failure';
  return {outputs: end.outputs, outcome, conclusion: continues ? 'success' : outcome};
};
