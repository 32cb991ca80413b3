import {describe, expect, it} from 'vitest';
import {marketplaces} from '../../../checks/index.ts';
import type {MarketplaceId} from '../../../src/model/marketplace-id.ts';
import type {TaskFacts, TaskProof} from '../../../src/model/task.ts';
import type {PublishingJob} from '../../../src/model/workflow.ts';
import {understandWorkflows} from '../../../src/workflow/understand.ts';
import {against, type FakeReply} from '../../support/fake-lookup.ts';
import {projectOf} from '../../support/project.ts';
import {publicationOf} from '../../support/survey.ts';

const registry = 'https://registry.example';
const repository = {owner: 'octo', name: 'Tool'};
const project = projectOf({
  repository,
  packages: Object.fromEntries((['npm', 'pypi', 'crates-io', 'vscode'] as const).map((id) => [id, {name: 'tool', from: 'file'}])),
});
const marketplaceOf = (id: MarketplaceId) => marketplaces.find((one) => one.id === id)!;
const trustOf = (id: MarketplaceId) => marketplaceOf(id).trustedPublishing!;

const fileOf = (text: string, name = 'release.yml') => ({
  id: 1,
  name,
  path: `.github/workflows/${name}`,
  state: 'active',
  url: `https://github.com/octo/Tool/blob/main/.github/workflows/${name}`,
  text,
});
const understandingOf = (...texts: readonly (readonly [string, string])[]) =>
  understandWorkflows(
    texts.map(([name, text]) => fileOf(text, name)),
    marketplaces,
    {repository, tag: 'v1.2.3'},
  );
const jobIn = (id: MarketplaceId, ...texts: readonly (readonly [string, string])[]): PublishingJob => {
  const job = understandingOf(...texts).jobs.find(({marketplace}) => marketplace === id);
  if (job === undefined) throw new Error(`No job publishes to ${id}.`);
  return job;
};

type JobText = {readonly steps: string; readonly more?: string; readonly on?: string; readonly runner?: string};
const workflow = ({steps, more = '', on = "{push: {tags: ['v*']}}", runner = 'ubuntu-latest'}: JobText) =>
  `on: ${on}\njobs:\n  publish:\n    runs-on: ${runner}\n${more}    steps:\n${steps}`;
const vouched = '    permissions: {contents: read, id-token: write}\n';
const node = (version: string) => `      - uses: actions/setup-node@v4\n        with: {node-version: ${version}}\n`;
const npmSteps = (version = '24') => `${node(version)}      - run: npm publish\n`;
const pypiSteps = '      - uses: pypa/gh-action-pypi-publish@release/v1\n';
const cratesSteps = `      - {id: auth, uses: rust-lang/crates-io-auth-action@v1}\n      - run: cargo publish --locked\n        env: {CARGO_REGISTRY_TOKEN: "\${{ steps.auth.outputs.token }}"}\n`;
const goodSteps: Readonly<Record<string, string>> = {npm: npmSteps(), pypi: pypiSteps, 'crates-io': cratesSteps};

const reasons = (id: MarketplaceId, text: Partial<JobText>): string => {
  const file = workflow({steps: goodSteps[id] ?? '', more: vouched, ...text});
  return trustOf(id)
    .whyNot(jobIn(id, ['release.yml', file]), project)
    .join('\n');
};

describe('what keeps a job from being trusted', () => {
  it.each(['npm', 'pypi', 'crates-io'] as const)('is nothing where %s asks for no more', (id) => {
    expect(reasons(id, {})).toBe('');
    expect(reasons(id, {more: `${vouched}    environment: {name: release}\n`})).toBe('');
  });

  it.each(['npm', 'pypi', 'crates-io'] as const)('is the missing right to an identity for %s, whatever the default is', (id) => {
    for (const more of ['', '    permissions: {contents: read}\n', '    permissions: read-all\n'])
      expect(reasons(id, {more})).toContain('add `id-token: write`');
    expect(reasons(id, {more: '    permissions: write-all\n'})).toBe('');
    expect(reasons(id, {more: `${vouched}    environment: "\${{ inputs.where }}"\n`})).toContain('spell the name out');
  });

  it('is for npm an old client, as far as the file tells', () => {
    for (const old of ['18', "'20.x'", '22', "'22.14.0'", 'v23', "'24.3'", 'lts/jod', "''"])
      expect([old, reasons('npm', {steps: npmSteps(old)})]).toEqual([old, expect.stringContaining('`node-version: 24`')]);
    for (const young of ['24', '25', "'24.8.0'", 'lts/*', 'latest', 'node', "'>=22'", "'${{ matrix.node }}'"])
      expect([young, reasons('npm', {steps: npmSteps(young)})]).toEqual([young, '']);
    expect(
      reasons('npm', {steps: '      - {uses: actions/setup-node@v4, with: {node-version-file: .nvmrc}}\n      - run: npm publish\n'}),
    ).toBe('');
    expect(reasons('npm', {steps: `${node('20')}      - run: npm install -g npm@latest\n      - run: npm publish\n`})).toBe('');
    expect(reasons('npm', {steps: '      - run: npm publish\n'})).toContain('No step says which Node.js it runs');
    expect(reasons('npm', {steps: `${node('24')}      - run: yarn npm publish\n`})).toContain('It publishes with yarn');
  });

  it('is for npm a machine of one’s own, and for no other', () => {
    expect(reasons('npm', {runner: '[self-hosted, linux]'})).toContain('`runs-on: ubuntu-latest`');
    expect(reasons('npm', {runner: '{group: big, labels: self-hosted}'})).toContain('`runs-on: ubuntu-latest`');
    for (const id of ['pypi', 'crates-io'] as const) expect(reasons(id, {runner: 'self-hosted'})).toBe('');
  });

  it('is for PyPI another way to upload, a password, or a called workflow', () => {
    expect(reasons('pypi', {steps: '      - run: twine upload dist/*\n'})).toContain('upload with pypa/gh-action-pypi-publish@release/v1');
    expect(reasons('pypi', {steps: '      - run: uv publish\n'})).toBe('');
    const password = '      - {uses: pypa/gh-action-pypi-publish@release/v1, with: {password: "${{ secrets.PYPI_TOKEN }}"}}\n';
    expect(reasons('pypi', {steps: password})).toContain('`password:`');
    const calling = "on: {push: {tags: ['v*']}}\njobs:\n  ship: {uses: ./.github/workflows/upload.yml, permissions: {id-token: write}}\n";
    const called = workflow({steps: pypiSteps, more: vouched, on: 'workflow_call'});
    const job = jobIn('pypi', ['release.yml', calling], ['upload.yml', called]);
    expect(trustOf('pypi').whyNot(job, project).join()).toContain('a called workflow, which PyPI trusts in no case');
    expect(job.definedIn).toBe('.github/workflows/upload.yml');
  });

  it('is for crates.io a token that nobody fetches or that does not arrive, and an event that it refuses', () => {
    expect(reasons('crates-io', {steps: '      - run: cargo publish\n'})).toContain('rust-lang/crates-io-auth-action@v1');
    expect(reasons('crates-io', {steps: cratesSteps.replace('auth.outputs', 'other.outputs')})).toContain('does not reach `cargo publish`');
    expect(reasons('crates-io', {on: '{workflow_run: {workflows: [CI], types: [completed]}}'})).toContain('`workflow_run`');
    expect(reasons('crates-io', {steps: '      - uses: release-plz/action@v0.5\n'})).toBe('');
  });

  it('is for the VS Code Marketplace whatever Entra needs', () => {
    const token = '      - run: npx vsce publish\n        env: {VSCE_PAT: "${{ secrets.VSCE_PAT }}"}\n';
    expect(reasons('vscode', {steps: token}).split('\n')).toHaveLength(3);
    const entra = '      - uses: azure/login@v2\n      - run: npx @vscode/vsce@4 publish --azure-credential\n';
    expect(reasons('vscode', {steps: entra, more: `${vouched}    environment: marketplace\n`})).toBe('');
  });
});

describe('the form', () => {
  const good = jobIn('npm', ['release.yml', workflow({steps: npmSteps(), more: `${vouched}    environment: Prod\n`})]);
  const published = publicationOf({serves: '1.2.2'});
  const filled = (id: MarketplaceId, publication = published) =>
    trustOf(id)
      .fields(project, good, publication)
      .map(({label, value}) => `${label}: ${value}`);

  it('is filled in with what the file and the repository say, letter by letter', () => {
    expect(filled('npm')).toEqual([
      'Organization or user: octo',
      'Repository: Tool',
      'Workflow filename: release.yml',
      'Environment name: Prod',
      'Allowed actions: npm publish',
    ]);
    expect(filled('pypi')).toEqual(['Owner: octo', 'Repository name: Tool', 'Workflow name: release.yml', 'Environment name: Prod']);
    expect(filled('crates-io')).toEqual([
      'Repository owner: octo',
      'Repository name: Tool',
      'Workflow filename: release.yml',
      'Environment: Prod',
    ]);
    expect(filled('vscode')[1]).toBe('Subject identifier: repo:octo/Tool:environment:Prod');
  });

  it('is that of a pending publisher where PyPI has no such project', () => {
    expect(filled('pypi', publicationOf({}))[0]).toBe('PyPI Project Name: tool');
    expect(trustOf('pypi').formUrl(project, publicationOf({}))).toBe('https://pypi.org/manage/account/publishing/');
    expect(trustOf('pypi').formUrl(project, published)).toBe('https://pypi.org/manage/project/tool/settings/publishing/');
    expect(marketplaces.flatMap(({id, trustedPublishing}) => (trustedPublishing?.needsPackageFirst ? [id] : []))).toEqual([
      'npm',
      'crates-io',
    ]);
  });
});

type Case = {
  readonly replies: Readonly<Record<string, FakeReply>>;
  readonly text?: string;
  readonly name?: string;
  readonly secrets?: readonly string[];
  readonly hasToken?: boolean;
};

const factsOf = (id: MarketplaceId, {text, name = 'release.yml', secrets}: Case): TaskFacts => {
  const understanding = understandingOf([name, text ?? workflow({steps: goodSteps[id] ?? '', more: vouched})]);
  const job = understanding.jobs.find(({marketplace}) => marketplace === id);
  return {
    tokenNames: marketplaceOf(id).token?.names ?? [],
    understanding,
    publication: publicationOf({serves: '1.2.3'}),
    ...(job === undefined ? {} : {job}),
    ...(secrets === undefined
      ? {}
      : {secrets: secrets.map((one) => ({name: one, updatedAt: '2026-11-01T00:00:00Z', level: 'repository' as const}))}),
  };
};

const taskOf = (id: MarketplaceId) => marketplaceOf(id).tasks.find((one) => one.id === 'trust-workflow')!;
const proven = (id: MarketplaceId, given: Case): Promise<TaskProof> =>
  against(given.replies, (lookup) => taskOf(id).prove!(lookup, {project, facts: factsOf(id, given)}), {hasToken: given.hasToken ?? false});
const plannedAfter = async (id: MarketplaceId, given: Case) =>
  taskOf(id).planSteps?.({project, facts: factsOf(id, given), proof: await proven(id, given)});

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
const statement = (path: string, of = 'octo/Tool') => ({
  predicateType: 'https://slsa.dev/provenance/v1',
  bundle: {
    dsseEnvelope: {
      payload: base64({
        predicate: {
          buildDefinition: {externalParameters: {workflow: {ref: 'refs/tags/v1.2.3', repository: `https://github.com/${of}`, path}}},
        },
      }),
    },
  },
});
const published = {
  predicateType: 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1',
  bundle: {dsseEnvelope: {payload: base64({})}},
};

const npmReplies = (path: string | undefined, isTrusted = true, of?: string): Case['replies'] => ({
  [`${registry}/tool`]: {
    body: {
      name: 'tool',
      'dist-tags': {latest: '1.2.3'},
      versions: {
        '1.2.3': {
          dist: {
            tarball: `${registry}/tool/-/tool-1.2.3.tgz`,
            ...(path === undefined ? {} : {attestations: {url: 'https://elsewhere.example/'}}),
          },
          _npmUser: {name: 'GitHub Actions', ...(isTrusted ? {trustedPublisher: {id: 'github', oidcConfigId: 'oidc:1'}} : {})},
        },
      },
    },
  },
  ...(path === undefined
    ? {}
    : {[`${registry}/-/npm/v1/attestations/tool@1.2.3`]: {body: {attestations: [published, statement(path, of)]}}}),
});
const pypiReplies = (publisher: object | undefined): Case['replies'] => ({
  'https://pypi.org/pypi/tool/json': {
    body: {
      info: {name: 'tool', version: '1.2.3'},
      releases: {'1.2.3': [{filename: 'tool-1.2.3.tar.gz', url: 'https://files.example/tool-1.2.3.tar.gz', digests: {sha256: 'ab'}}]},
    },
  },
  'https://pypi.org/integrity/tool/1.2.3/tool-1.2.3.tar.gz/provenance':
    publisher === undefined ? {status: 404, body: {message: 'No provenance'}} : {body: {version: 1, attestation_bundles: [{publisher}]}},
});
const run = 'https://api.github.com/repos/octo/Tool/actions/runs/77';
const configsAt = 'https://crates.io/api/v1/trusted_publishing/github_configs?crate=tool';
const cratesReplies = (told: object | null, more: Case['replies'] = {}): Case['replies'] => ({
  'https://crates.io/api/v1/crates/tool/1.2.3': {body: {version: {num: '1.2.3', trustpub_data: told}}},
  ...more,
});
const byGitHub = {provider: 'github', repository: 'octo/Tool', run_id: '77', sha: 'abc'};
const config = (workflow_filename: string, environment: string | null = null) => ({
  repository_owner: 'Octo',
  repository_name: 'tool',
  workflow_filename,
  environment,
});

const usedBy: Readonly<Record<string, (file: string) => Case['replies']>> = {
  npm: (file) => npmReplies(`.github/workflows/${file}`),
  pypi: (file) => pypiReplies({kind: 'GitHub', repository: 'octo/Tool', workflow: file, environment: null}),
  'crates-io': (file) => cratesReplies(byGitHub, {[run]: {body: {path: `.github/workflows/${file}@refs/tags/v1.2.3`}}}),
};
const ids = ['npm', 'pypi', 'crates-io'] as const;
const unusedBy: Readonly<Record<string, Case['replies']>> = {
  npm: npmReplies(undefined, false),
  pypi: pypiReplies(undefined),
  'crates-io': cratesReplies(null),
};
const withToken: Readonly<Record<string, string>> = {
  npm: `${node('20')}      - run: npm publish\n        env: {NODE_AUTH_TOKEN: "\${{ secrets.NPM_TOKEN }}"}\n`,
  pypi: '      - {uses: pypa/gh-action-pypi-publish@release/v1, with: {password: "${{ secrets.PYPI_TOKEN }}"}}\n',
  'crates-io': '      - run: cargo publish\n        env: {CARGO_REGISTRY_TOKEN: "${{ secrets.CARGO_REGISTRY_TOKEN }}"}\n',
};
const tokenName: Readonly<Record<string, string>> = {npm: 'NPM_TOKEN', pypi: 'PYPI_TOKEN', 'crates-io': 'CARGO_REGISTRY_TOKEN'};

describe.each(ids)('the proof that %s trusts the workflow', (id) => {
  const secrets = [tokenName[id] ?? ''];
  const used = usedBy[id]!;

  it('is a version that came from it, by the file that is named', async () => {
    expect(await proven(id, {replies: used('release.yml')})).toMatchObject({
      state: 'done',
      note: expect.stringContaining('1.2.3 came from release.yml of octo/Tool without a token'),
      publisher: {version: '1.2.3', repository: 'octo/Tool', workflow: expect.stringContaining('release.yml')},
    });
  });

  it('is none where that file has another name now, or lies in another repository', async () => {
    const renamed = await proven(id, {replies: used('publish.yml'), secrets});
    expect(renamed).toMatchObject({
      state: 'to-do',
      note: expect.stringMatching(/came from publish\.yml, and the job is in release\.yml now/),
    });
    expect(await plannedAfter(id, {replies: used('publish.yml'), secrets})).toBeUndefined();
  });

  it('offers to delete the secret once nothing reads it, and not before', async () => {
    const left = await proven(id, {replies: used('release.yml'), secrets});
    expect(left).toMatchObject({
      state: 'to-do',
      note: expect.stringContaining(`the secret ${secrets[0]} still stands and nothing reads it`),
    });
    expect(await plannedAfter(id, {replies: used('release.yml'), secrets})).toEqual({
      title: `Delete the secret ${secrets[0]}, which nothing reads any more.`,
      steps: [{kind: 'delete-secret', place: {level: 'repository', repository}, name: secrets[0]}],
    });
    const text = workflow({steps: withToken[id] ?? '', more: vouched});
    expect(await proven(id, {replies: used('release.yml'), secrets, text})).toMatchObject({
      state: 'to-do',
      note: expect.stringContaining(`the job still reads ${secrets[0]}`),
    });
    expect(await plannedAfter(id, {replies: used('release.yml'), secrets, text})).toBeUndefined();
  });

  it('is the contrary where the job could not use it, and nobody’s to tell where it could', async () => {
    const text = workflow({steps: withToken[id] ?? ''});
    expect(await proven(id, {replies: unusedBy[id]!, text, secrets})).toMatchObject({
      state: 'to-do',
      note: expect.stringContaining('could not use a trusted publisher yet: GitHub does not vouch for the job'),
    });
    expect(await proven(id, {replies: unusedBy[id]!, secrets})).toMatchObject({
      state: 'unknown',
      note: expect.stringContaining('shows only'),
    });
    expect(await plannedAfter(id, {replies: unusedBy[id]!, secrets})).toBeUndefined();
  });
});

describe('what each marketplace tells besides', () => {
  it('npm: a statement of the build alone proves no trust, and a trusted version without one names no file', async () => {
    expect(await proven('npm', {replies: npmReplies('.github/workflows/release.yml', false)})).toMatchObject({
      state: 'unknown',
      evidence: [{label: '1.2.3 was built by release.yml of octo/Tool.'}],
    });
    expect(await proven('npm', {replies: npmReplies(undefined)})).toMatchObject({
      state: 'done',
      note: 'npm says that 1.2.3 came from a trusted publisher without a token.',
    });
    expect(await proven('npm', {replies: npmReplies('.github/workflows/release.yml', true, 'octo/old')})).toMatchObject({
      state: 'to-do',
      note: expect.stringContaining('came from octo/old, and this is octo/Tool'),
    });
  });

  it('npm and crates.io: there has to be a package first', async () => {
    expect(await proven('npm', {replies: {[`${registry}/tool`]: {status: 404}}})).toMatchObject({state: 'waiting'});
    expect(await proven('crates-io', {replies: {'https://crates.io/api/v1/crates/tool/1.2.3': {status: 404}}})).toMatchObject({
      state: 'waiting',
      note: expect.stringContaining('publish its first version before'),
    });
  });

  it('PyPI: a publisher waits for a project that is not there, and an environment has to agree', async () => {
    expect(await proven('pypi', {replies: {'https://pypi.org/pypi/tool/json': {status: 404}}})).toMatchObject({
      state: 'unknown',
      note: 'PyPI shows a publisher that waits for tool only to whoever made it.',
    });
    const publisher = {kind: 'GitHub', repository: 'octo/tool', workflow: 'release.yml', environment: 'pypi'};
    expect(await proven('pypi', {replies: pypiReplies(publisher)})).toMatchObject({
      state: 'to-do',
      note: expect.stringContaining('came from the environment pypi, and the job runs in none now'),
    });
    expect(await proven('pypi', {replies: pypiReplies({kind: 'GitLab', repository: 'octo/tool'})})).toMatchObject({state: 'unknown'});
  });

  it('crates.io: a run that GitHub keeps no more names no file', async () => {
    expect(await proven('crates-io', {replies: cratesReplies(byGitHub, {[run]: {status: 404}})})).toMatchObject({
      state: 'done',
      note: 'crates.io says that 1.2.3 came from octo/Tool without a token.',
    });
  });

  it('crates.io: an owner’s token shows what is set up', async () => {
    const listed = (...configs: readonly object[]): Case => ({
      replies: cratesReplies(null, {[configsAt]: {body: {github_configs: configs}}}),
      hasToken: true,
    });
    expect(await proven('crates-io', listed(config('release.yml')))).toMatchObject({
      state: 'waiting',
      note: expect.stringContaining('trusts release.yml of Octo/tool; the next release shows'),
    });
    expect(await proven('crates-io', listed(config('Release.yml')))).toMatchObject({
      state: 'to-do',
      note: expect.stringContaining('which is not this job'),
    });
    expect(await proven('crates-io', listed(config('release.yml', 'prod')))).toMatchObject({state: 'to-do'});
    expect(await proven('crates-io', listed())).toMatchObject({state: 'to-do', note: 'crates.io has no trusted publisher of this crate.'});
    const refused = {replies: cratesReplies(null, {[configsAt]: {status: 403, body: {errors: []}}}), hasToken: true};
    expect(await proven('crates-io', refused)).toMatchObject({state: 'unknown'});
  });
});

describe('the task', () => {
  const instructions = (id: MarketplaceId, facts: TaskFacts) =>
    taskOf(id)
      .instructions({project, facts})
      .map(({text}) => text);

  it('lists each value of the form, what to change in the job, and the end of the token', () => {
    const facts = factsOf('npm', {replies: {}, text: workflow({steps: withToken['npm'] ?? ''})});
    const told = instructions('npm', facts);
    expect(told).toContain('Put octo into “Organization or user”.');
    expect(told).toContain('Put release.yml into “Workflow filename”.');
    expect(told).toContain('Leave “Environment name” empty.');
    expect(told.join('\n')).toContain('In .github/workflows/release.yml: Node.js 20 brings an npm before 11.5.1');
    expect(told.join('\n')).toContain('Take NPM_TOKEN out of the job');
  });

  it('asks for a job first, for a first version where one is needed, and says where none is', () => {
    expect(instructions('npm', {tokenNames: []})).toEqual(['Add a job that publishes on npm first, because the form asks for its file.']);
    const absent = (id: MarketplaceId) => instructions(id, {...factsOf(id, {replies: {}}), publication: publicationOf({})})[0];
    expect(absent('crates-io')).toContain('Publish the first version before');
    expect(absent('pypi')).toContain('Do it before there is a package');
  });
});
