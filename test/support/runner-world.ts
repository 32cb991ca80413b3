import {findRepository, type Repository} from '../../src/demo/github/state.ts';
import {type OpenWorld, openWorld, repositoryPath} from './demo-world.ts';

type Shown = {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly run_attempt: number;
  readonly steps: readonly {readonly name: string; readonly status: string; readonly conclusion: string | null}[];
};

export type RunnerWorld = OpenWorld & {
  readonly repository: Repository;
  /** The simulated clock goes on. */
  pass(seconds: number): void;
  /** Asks GitHub, as JSON. */
  json<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<{readonly status: number; readonly body: T}>;
  /** Dispatches the demo's workflow and gives the run's number. */
  dispatch(platforms: string, more?: {readonly ref?: string; readonly version?: string}): Promise<number>;
  jobsOf(run: number): Promise<readonly Shown[]>;
  /** Lets so much time pass that the run ends; gives each job's conclusion. */
  finish(run: number): Promise<Readonly<Record<string, string | null>>>;
  logOf(run: number, job: string): Promise<string>;
  /** Changes the workflow file on the default branch. */
  patch(change: (text: string) => string): Promise<void>;
};

const workflowPath = '.github/workflows/publish-packages.yml';

/** A served world whose clock stands until it is told to go on. */
export const openRunnerWorld = async (): Promise<RunnerWorld> => {
  let now = Date.now();
  const opened = await openWorld({now: () => now});
  const repository = findRepository(opened.world.github, 'Michael-A-Kuykendall', 'contextlite')!;
  const pass = (seconds: number): void => {
    now += seconds * 1000;
  };
  const json: RunnerWorld['json'] = async (method, path, body) => {
    const reply = await opened.askGitHub(path.startsWith('/repos') ? path : `${repositoryPath}${path}`, {
      method,
      ...(body === undefined ? {} : {body: JSON.stringify(body)}),
    });
    const text = await reply.text();
    return {status: reply.status, body: (text === '' ? {} : JSON.parse(text)) as never};
  };
  const jobsOf: RunnerWorld['jobsOf'] = async (run) =>
    (await json<{jobs: readonly Shown[]}>('GET', `/actions/runs/${run}/jobs?per_page=100`)).body.jobs;
  return {
    ...opened,
    repository,
    pass,
    json,
    jobsOf,
    dispatch: async (platforms, {ref = 'main', version = '1.0.35'} = {}) => {
      const sent = {ref, inputs: {version, platforms}, return_run_details: true};
      const {body} = await json<{workflow_run_id: number}>('POST', '/actions/workflows/publish-packages.yml/dispatches', sent);
      return body.workflow_run_id;
    },
    finish: async (run) => {
      await json('GET', `/actions/runs/${run}`);
      pass(120);
      return Object.fromEntries((await jobsOf(run)).map(({name, conclusion}) => [name, conclusion]));
    },
    logOf: async (run, job) => {
      const id = (await jobsOf(run)).find(({name}) => name === job)?.id;
      const reply = await opened.askGitHub(`${repositoryPath}/actions/jobs/${id}/logs`);
      if (reply.status !== 302) return String(reply.status);
      const log = await (await opened.ask(reply.headers.get('location') ?? '')).text();
      return log
        .replace(/^\ufeff/, '')
        .replaceAll('\r\n', '\n')
        .replace(/^\S+Z /gm, '');
    },
    patch: async (change) => {
      const path = `/contents/${workflowPath}`;
      const {body} = await json<{content: string; sha: string}>('GET', path);
      const text = change(Buffer.from(body.content, 'base64').toString('utf8'));
      await json('PUT', path, {message: 'Fix', content: Buffer.from(text).toString('base64'), sha: body.sha});
    },
  };
};
