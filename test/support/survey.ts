import type {SurveyEvent} from '../../src/flow/event.ts';
import {emptySurvey, reduce} from '../../src/flow/reduce.ts';
import type {Survey} from '../../src/flow/survey.ts';
import type {Marketplace} from '../../src/model/marketplace.ts';
import type {Publication} from '../../src/model/publication.ts';
import type {RunJob, RunStep} from '../../src/model/repository.ts';
import type {PublishingJob, WorkflowJob} from '../../src/model/workflow.ts';

export const at = '2026-03-01T12:00:00Z';
export const now = Date.parse('2026-03-01T14:00:00Z');
const repository = {owner: 'octo', name: 'tool'};
export const project = {repository, tag: 'v1.2.3', version: '1.2.3', packages: {}};

/** A marketplace with every capability, whose looks are never taken: its facts come as events. */
export const market: Marketplace = {
  id: 'npm',
  title: 'npm',
  docs: 'https://docs.example/publish',
  tasks: [
    {
      id: 'make-account',
      stage: 'account',
      title: 'Make an account.',
      url: () => 'https://market.example/signup',
      why: 'Nobody publishes without one.',
      cost: 'Free.',
      instructions: () => [{text: 'Press the button.'}],
      shownBy: 'account',
    },
  ],
  token: {
    names: ['NPM_TOKEN', 'NODE_AUTH_TOKEN'],
    makeAt: 'https://market.example/tokens',
    leastRights: 'publish',
    origins: ['npm'],
    authorize: () => ({}),
  },
  packageFiles: {matches: () => false, read: () => undefined},
  findPublication: () => Promise.reject(new Error('not looked at')),
  findAccount: () => Promise.reject(new Error('not looked at')),
  verifyPublication: () => Promise.reject(new Error('not looked at')),
};

export const publicationOf = (parts: Partial<Publication>): Publication => ({
  name: 'tool',
  serves: null,
  version: {kind: 'absent'},
  evidence: [],
  ...parts,
});

const workflowJobOf = (parts: Partial<WorkflowJob> = {}): WorkflowJob => ({
  id: 'publish-npm',
  name: 'publish-npm',
  needs: [],
  continuesOnError: false,
  hasMatrix: false,
  steps: [],
  secrets: ['NPM_TOKEN'],
  line: 10,
  ...parts,
});

export const publishingJobOf = (parts: Partial<PublishingJob> = {}): PublishingJob => ({
  marketplace: 'npm',
  workflow: {id: 1, name: 'Publish', path: '.github/workflows/publish.yml', url: 'https://github.example/publish.yml'},
  job: workflowJobOf(),
  because: 'runs `npm publish`',
  publishingSteps: ['Publish'],
  isEnabled: true,
  secrets: ['NPM_TOKEN'],
  findings: [],
  ...parts,
});

export const stepOf = (number: number, name: string, conclusion: string | null = 'success'): RunStep => ({
  number,
  name,
  status: conclusion === null ? 'in_progress' : 'completed',
  conclusion,
});

export const runJobOf = (parts: Partial<RunJob> = {}): RunJob => ({
  id: 7,
  runId: 70,
  name: 'publish-npm',
  status: 'completed',
  conclusion: 'success',
  startedAt: '2026-03-01T11:58:00Z',
  completedAt: at,
  url: 'https://github.example/runs/70/job/7',
  steps: [stepOf(1, 'Set up job'), stepOf(2, 'Publish')],
  ...parts,
});

export const found = <N extends Extract<SurveyEvent, {kind: 'fact-found'}>['name']>(name: N, value: unknown): SurveyEvent => ({
  kind: 'fact-found',
  name,
  value,
  at,
});

/** A survey after these events, its project found. */
export const surveyAfter = (...events: readonly SurveyEvent[]): Survey =>
  [{kind: 'project-found', project} as const, ...events].reduce<Survey>(reduce, emptySurvey);

/** The events that tell of one publishing job and its last execution. */
export const jobEvents = (job: PublishingJob | undefined, run?: RunJob): readonly SurveyEvent[] => [
  found(
    {of: 'repository', fact: 'understanding'},
    {jobs: job === undefined ? [] : [job], unread: [], readSecrets: (job?.secrets ?? []).map((name) => ({name, path: job?.workflow.path}))},
  ),
  found({of: 'repository', fact: 'runs'}, [
    {
      path: '.github/workflows/publish.yml',
      runs:
        run === undefined
          ? []
          : [
              {
                id: 70,
                path: '.github/workflows/publish.yml',
                event: 'push',
                branch: 'v1.2.3',
                status: 'completed',
                conclusion: 'success',
                createdAt: at,
                url: '',
                jobs: [run],
              },
            ],
    },
  ]),
];
