import type {Situation} from '../../src/model/diagnosis.ts';
import type {Publication} from '../../src/model/publication.ts';
import type {RunJob, RunStep} from '../../src/model/repository.ts';
import {safeLine} from '../../src/model/safe-text.ts';
import type {Finding, FindingKind, PublishingJob, WorkflowJob, WorkflowStep} from '../../src/model/workflow.ts';

const page = 'https://github.com/o/tool/actions';

/** Steps of a run, `name` or `name:conclusion`, numbered from 1. */
export const steps = (...names: readonly string[]): readonly RunStep[] =>
  names.map((written, index) => {
    const [name = '', conclusion = 'success'] = written.split('|');
    return {number: index + 1, name, status: 'completed', conclusion};
  });

export const run = (conclusion: string, ...names: readonly string[]): RunJob => ({
  id: 7,
  runId: 1,
  name: 'publish',
  status: 'completed',
  conclusion,
  startedAt: '2025-08-29T00:20:00Z',
  completedAt: '2025-08-29T00:21:00Z',
  url: `${page}/runs/1/job/7`,
  steps: steps(...names),
});

export const step = (name: string, more: Partial<WorkflowStep> = {}): WorkflowStep => ({
  name,
  with: {},
  env: {},
  continuesOnError: false,
  line: 1,
  ...more,
});

export const finding = (kind: FindingKind, text: string, more: Partial<Finding> = {}): Finding => ({
  kind,
  severity: 'problem',
  text,
  ...more,
});

export const job = (more: Partial<PublishingJob> = {}, written: Partial<WorkflowJob> = {}): PublishingJob => ({
  marketplace: 'chocolatey',
  workflow: {id: 1, name: 'Publish', path: '.github/workflows/publish.yml', url: page},
  job: {id: 'publish', name: 'publish', needs: [], continuesOnError: false, hasMatrix: false, steps: [], secrets: [], line: 1, ...written},
  because: 'runs `choco push`',
  publishingSteps: ['Push'],
  isEnabled: true,
  secrets: [],
  findings: [],
  ...more,
});

export const publication = (more: Partial<Publication> = {}): Publication => ({
  name: 'tool',
  serves: null,
  version: {kind: 'absent'},
  evidence: [],
  ...more,
});

export const log = (...lines: readonly string[]): NonNullable<Situation['log']> => ({
  jobId: 7,
  url: page,
  lines: lines.map((line) => safeLine(line)),
});

export const secrets = (...names: readonly string[]): NonNullable<Situation['secrets']> =>
  names.map((name) => ({name, updatedAt: '2025-08-20T12:00:00Z', level: 'repository'}));

export const understanding = (...read: readonly string[]): NonNullable<Situation['understanding']> => ({
  jobs: [],
  unread: [],
  readSecrets: read.map((name) => ({name, path: '.github/workflows/publish.yml'})),
});

export const situation = (more: Partial<Situation> = {}): Situation => ({
  marketplace: {id: 'chocolatey', title: 'Chocolatey'},
  project: {repository: {owner: 'o', name: 'tool'}, tag: 'v1.1.0', version: '1.1.0', packages: {}},
  ...more,
});
