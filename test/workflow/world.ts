import type {Marketplace, PublishingSigns} from '../../src/model/marketplace.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import type {SecretName} from '../../src/model/repository.ts';
import type {FindingKind, PublishingJob, WorkflowFile, WorkflowUnderstanding} from '../../src/model/workflow.ts';
import type {RepositoryKnowledge} from '../../src/workflow/knowledge.ts';
import type {MendGround} from '../../src/workflow/mend/mend.ts';
import {understandWorkflows} from '../../src/workflow/understand.ts';
import type {ActionPins} from '../../src/workflow/write-job.ts';

const marketplace = (id: MarketplaceId, publishedBy: PublishingSigns, names?: readonly [string, ...string[]]): Marketplace => ({
  id,
  title: id,
  docs: 'https://docs.example',
  tasks: [],
  findPublication: () => Promise.reject(new Error('nothing is looked up here')),
  publishedBy,
  ...(names === undefined
    ? {}
    : {
        token: {
          names,
          ...(id === 'docker-hub' ? {companions: [['DOCKERHUB_USERNAME', 'DOCKER_USERNAME']] as const} : {}),
          makeAt: 'https://tokens.example',
          leastRights: 'write',
          origins: [],
          authorize: () => ({}),
        },
      }),
});

const toGitHub = /npm\.pkg\.github\.com/;

/** Marketplaces whose signs are as small as they can be. */
const marketplaces: readonly Marketplace[] = [
  marketplace('github-releases', {
    publishes: ({uses, run}) =>
      uses === 'softprops/action-gh-release' || /gh release create/.test(run ?? '') ? 'makes a GitHub release' : undefined,
    jobNames: /release/i,
    permissions: () => ({contents: 'write'}),
  }),
  marketplace(
    'npm',
    {
      publishes: ({run}) => (/\bnpm publish\b/.test(run ?? '') && !toGitHub.test(run ?? '') ? 'runs `npm publish`' : undefined),
      jobNames: /npm/i,
      packageName: ({run}) => /npm publish \.\/(\S+)/.exec(run ?? '')?.[1],
      permissions: ({run}) => (/--provenance/.test(run ?? '') ? {'id-token': 'write'} : {}),
    },
    ['NPM_TOKEN', 'NODE_AUTH_TOKEN'],
  ),
  marketplace(
    'docker-hub',
    {publishes: ({uses}) => (uses === 'docker/build-push-action' ? 'pushes an image' : undefined), jobNames: /docker/i},
    ['DOCKERHUB_TOKEN', 'DOCKER_PASSWORD'],
  ),
  marketplace('chocolatey', {publishes: ({run}) => (/choco push/.test(run ?? '') ? 'runs `choco push`' : undefined), jobNames: /choco/i}, [
    'CHOCOLATEY_API_KEY',
  ]),
  marketplace(
    'homebrew',
    {publishes: ({run}) => (/homebrew-tap/.test(run ?? '') ? 'pushes to a tap' : undefined), jobNames: /brew/i, needsRepository: true},
    ['HOMEBREW_TAP_TOKEN', 'GH_PAT'],
  ),
  marketplace(
    'aur',
    {publishes: ({uses}) => (uses === 'ksxgithub/github-actions-deploy-aur' ? `uses ${uses}` : undefined), jobNames: /\baur\b/i},
    ['AUR_SSH_PRIVATE_KEY', 'AUR_KEY'],
  ),
  marketplace(
    'snapcraft',
    {publishes: ({run}) => (/snapcraft upload/.test(run ?? '') ? 'runs `snapcraft upload`' : undefined), jobNames: /snap/i},
    ['SNAPCRAFT_STORE_CREDENTIALS'],
  ),
  marketplace('github-packages', {
    publishes: ({run}) => (toGitHub.test(run ?? '') ? 'publishes to npm.pkg.github.com' : undefined),
    jobNames: /github-packages/i,
    permissions: () => ({packages: 'write'}),
  }),
  marketplace('scoop', {publishes: () => undefined, jobNames: /scoop/i, needsRepository: true}, ['SCOOP_BUCKET_TOKEN', 'GH_PAT']),
  marketplace('winget', {publishes: ({uses}) => (uses?.endsWith('/winget-releaser') ? `uses ${uses}` : undefined), jobNames: /winget/i}, [
    'WINGET_TOKEN',
  ]),
];

const own: RepositoryKnowledge = {repository: {owner: 'octo', name: 'tool'}, defaultBranch: 'main', tag: 'v1.2.3'};

export const fileOf = (text: string, name = 'publish.yml', state = 'active'): WorkflowFile => ({
  id: name.length,
  name,
  path: name.includes('/') ? name : `.github/workflows/${name}`,
  state,
  url: `https://github.example/${name}`,
  text,
});

export const secret = (name: string, environment?: string): SecretName => ({
  name,
  updatedAt: '2025-01-01T00:00:00Z',
  level: environment === undefined ? 'repository' : 'environment',
  ...(environment === undefined ? {} : {environment}),
});

type Given = string | WorkflowFile;

const filesOf = (files: Given | readonly Given[]): readonly WorkflowFile[] =>
  [files].flat().map((file, index) => (typeof file === 'string' ? fileOf(file, index === 0 ? 'publish.yml' : `other${index}.yml`) : file));

export const understand = (files: Given | readonly Given[], knowledge: Partial<RepositoryKnowledge> = {}): WorkflowUnderstanding =>
  understandWorkflows(filesOf(files), marketplaces, {...own, ...knowledge});

/** The bindings as `marketplace: job`. */
export const boundIn = ({jobs}: WorkflowUnderstanding): readonly string[] => jobs.map(({marketplace: id, job}) => `${id}: ${job.id}`);

export const jobFor = (id: MarketplaceId, {jobs}: WorkflowUnderstanding): PublishingJob => {
  const found = jobs.find((one) => one.marketplace === id);
  if (found === undefined) throw new Error(`no job publishes to ${id}`);
  return found;
};

export const kindsOf = ({findings}: PublishingJob): readonly FindingKind[] => findings.map(({kind}) => kind);

/** A workflow of one job on one line each: `steps` as YAML with two spaces before the dashes. */
export const onTag = (jobs: string): string => `on: {push: {tags: ['v*']}}\njobs:\n${jobs}`;

/** One job that publishes to npm by a script. */
export const npmJob = (script: string, more = ''): string =>
  onTag(`  publish-npm:
    runs-on: ubuntu-latest
${more}    steps:
      - name: Publish
        env: {NODE_AUTH_TOKEN: '\${{ secrets.NPM_TOKEN }}'}
        run: |
${script
  .split('\n')
  .map((line) => `          ${line}`)
  .join('\n')}
`);

/** Everything that mends are found in. */
export const groundOf = (
  files: Given | readonly Given[],
  knowledge: Partial<RepositoryKnowledge> = {},
  pins: ActionPins = new Map(),
): MendGround => {
  const read = filesOf(files);
  const known = {...own, ...knowledge};
  return {files: read, understanding: understandWorkflows(read, marketplaces, known), marketplaces, knowledge: known, pins};
};
