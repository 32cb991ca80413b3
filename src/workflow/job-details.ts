import {parse} from 'yaml';
import {growsTooBig} from './yaml-size.ts';

/** What a run needs of a job beyond what tells where it publishes. */
export type JobDetails = {
  /** Expressions stand unevaluated. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The folder of each step's script, in the order of the steps; undefined: the repository's root. */
  readonly folders: readonly (string | undefined)[];
  /** One for each job that the matrix makes; empty: it has none, or an expression makes it. */
  readonly matrix: readonly Readonly<Record<string, string | number | boolean>>[];
};

export type WorkflowDetails = {
  /** Absent: it is called after its file. */
  readonly name?: string;
  /** Absent: a run is called after its workflow or commit. */
  readonly runName?: string;
  /** Runs of one group wait for each other; absent: none do. */
  readonly concurrency?: {readonly group: string; readonly endsOthers: boolean};
  readonly jobs: Readonly<Record<string, JobDetails>>;
};

type Fields = {readonly [name: string]: unknown};
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const textOf = (value: unknown): string | undefined => (['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const folderOf = (holder: Fields): string | undefined => textOf(fieldsOf(fieldsOf(holder['defaults'])['run'])['working-directory']);

const matrixOf = (value: unknown): JobDetails['matrix'] => {
  const {include, exclude, ...axes} = fieldsOf(value);
  const named = Object.entries(axes).filter(([, values]) => Array.isArray(values));
  const combined = named.reduce<readonly Fields[]>(
    (all, [name, values]) => all.flatMap((one) => listOf(values).map((each) => ({...one, [name]: each}))),
    named.length === 0 ? [] : [{}],
  );
  const matches = (one: Fields, pattern: unknown): boolean => Object.entries(fieldsOf(pattern)).every(([name, each]) => one[name] === each);
  const left = combined.filter((one) => !listOf(exclude).some((pattern) => matches(one, pattern)));
  return [...left, ...listOf(include).map(fieldsOf)] as JobDetails['matrix'];
};

const jobOf = (value: unknown, usual: string | undefined): JobDetails => {
  const job = fieldsOf(value);
  const own = folderOf(job) ?? usual;
  const outputs = Object.entries(fieldsOf(job['outputs'])).map(([name, output]) => [name, textOf(output) ?? ''] as const);
  return {
    outputs: Object.fromEntries(outputs),
    folders: listOf(job['steps']).map((step) => textOf(fieldsOf(step)['working-directory']) ?? own),
    matrix: matrixOf(fieldsOf(job['strategy'])['matrix']),
  };
};

const concurrencyOf = (value: unknown): Pick<WorkflowDetails, 'concurrency'> => {
  const group = textOf(value) ?? textOf(fieldsOf(value)['group']);
  return group === undefined ? {} : {concurrency: {group, endsOthers: fieldsOf(value)['cancel-in-progress'] === true}};
};

/** The details of a workflow that GitHub's parser accepted; nothing of a text that is no YAML. */
export const workflowDetailsOf = (text: string): WorkflowDetails => {
  if (growsTooBig(text)) return {jobs: {}};
  try {
    const root = fieldsOf(parse(text));
    const jobs = Object.entries(fieldsOf(root['jobs'])).map(([id, job]) => [id, jobOf(job, folderOf(root))] as const);
    const [name, runName] = [textOf(root['name']), textOf(root['run-name'])];
    return {
      ...(name === undefined ? {} : {name}),
      ...(runName === undefined ? {} : {runName}),
      ...concurrencyOf(root['concurrency']),
      jobs: Object.fromEntries(jobs),
    };
  } catch {
    return {jobs: {}};
  }
};
