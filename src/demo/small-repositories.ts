import {createHash} from 'node:crypto';
import {finishedJob} from './contextlite/finished-job.ts';
import type {JobText} from './contextlite/job-text.ts';
import {addAccount, addCommit, addRepository, freshId} from './github/new-repository.ts';
import {type Asset, findAccount, type GitHubState, type Repository, timeText} from './github/state.ts';
import type {NpmState} from './marketplaces/npm-state.ts';

/** Organizations whose small programs the demo's maintainer may write to. */
const owners = ['pier-tools', 'quay-tools', 'wharf-tools', 'dock-tools'] as const;
const maintainer = 'Michael-A-Kuykendall';
const day = 86_400_000;
const tag = 'v1.2.0';

/** One kind of small project: its package file, and how it is published. */
type Kind = {readonly file: string; text(name: string): string; readonly publish: string; readonly secret: string};

const kinds: readonly Kind[] = [
  {
    file: 'package.json',
    text: (name) => `${JSON.stringify({name, version: '1.2.0', license: 'MIT', bin: {[name]: 'cli.js'}}, null, 2)}\n`,
    publish: 'npm publish',
    secret: 'NPM_TOKEN',
  },
  {
    file: 'pyproject.toml',
    text: (name) => `[project]\nname = "${name}"\nversion = "1.2.0"\ndescription = "A small program"\n`,
    publish: 'twine upload dist/*',
    secret: 'PYPI_TOKEN',
  },
  {
    file: 'Cargo.toml',
    text: (name) => `[package]\nname = "${name}"\nversion = "1.2.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "A small program"\n`,
    publish: 'cargo publish',
    secret: 'CARGO_REGISTRY_TOKEN',
  },
];

const jobOf = ({publish}: Kind): JobText => ({
  id: 'publish',
  runner: 'ubuntu-latest',
  steps: [
    {name: 'Checkout', uses: 'actions/checkout@v4'},
    {name: 'Publish', run: [publish]},
  ],
});

const workflowOf = ({publish, secret}: Kind): string => `name: Publish
on:
  push:
    tags: ['v*']
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Publish
        env:
          ${secret}: \${{ secrets.${secret} }}
        run: ${publish}
`;

const assetOf = (name: string, release: number, createdAt: string): Asset => {
  const contents = Buffer.from(name);
  const sha256 = createHash('sha256').update(contents).digest('hex');
  return {id: release * 10, name, state: 'uploaded', contentType: 'application/gzip', contents, sha256, createdAt, uploader: maintainer};
};

const releaseIn = (repository: Repository, id: number, publishedAt: string) =>
  repository.releases.push({
    id,
    tag,
    target: 'main',
    name: tag,
    body: '',
    isDraft: false,
    isPrerelease: false,
    isImmutable: false,
    createdAt: publishedAt,
    publishedAt,
    author: maintainer,
    assets: [assetOf(`${repository.name}-linux-amd64.tar.gz`, id, publishedAt)],
  });

/** The workflow that publishes, with the run for the tag, which did what it should. */
const publishIn = (repository: Repository, kind: Kind, at: number, sha: string) => {
  const workflow = {id: repository.id * 10, name: 'Publish', path: '.github/workflows/publish.yml', state: 'active' as const};
  repository.workflows.push({...workflow, createdAt: timeText(at), updatedAt: timeText(at)});
  const place = {startedAt: at, tag, version: tag.slice(1), sha};
  const job = finishedJob(repository.id * 1000, jobOf(kind), {job: 'publish', startsAfter: 5, steps: {}}, place);
  repository.runs.push({
    id: repository.id * 100,
    workflowId: workflow.id,
    number: 1,
    attempt: 1,
    event: 'push',
    branch: tag,
    sha,
    actor: maintainer,
    title: `Release ${tag}`,
    status: 'completed',
    conclusion: 'success',
    createdAt: timeText(at),
    updatedAt: timeText(at + 60_000),
    jobs: [job],
  });
};

const addOne = (state: GitHubState, number: number, now: number): Repository => {
  const owner = owners[Math.floor(number / owners.length) % owners.length] ?? owners[0];
  // The last kind is a library, which is published nowhere.
  const kind = kinds[number % (kinds.length + 1)];
  const at = now - day;
  const name = `small-${String(number + 1).padStart(3, '0')}`;
  const repository = addRepository(state, {
    id: freshId(state),
    owner,
    name,
    createdAt: timeText(now - 300 * day),
    pushedAt: timeText(at),
    pushers: [maintainer],
    secrets: kind === undefined ? [] : [{name: kind.secret, createdAt: timeText(at), updatedAt: timeText(at)}],
  });
  const texts = {
    'README.md': `# ${name}\n`,
    ...(kind === undefined ? {} : {[kind.file]: kind.text(name), '.github/workflows/publish.yml': workflowOf(kind)}),
  };
  const files = new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));
  const sha = addCommit(repository, 'main', {files, message: `Release ${tag}`, author: maintainer, date: timeText(at)});
  repository.tags.set(tag, sha);
  releaseIn(repository, repository.id * 10, timeText(at));
  if (kind !== undefined) publishIn(repository, kind, at, sha);
  return repository;
};

/** npm serves what the run published. */
const serveAtNpm = (npm: NpmState, {owner, name}: Repository, at: number) => {
  const publishedAt = new Date(at).toISOString();
  const manifest = {name, version: '1.2.0', repository: {type: 'git', url: `git+https://github.com/${owner}/${name}.git`}};
  const version = {manifest, tarball: Buffer.from(name), fileCount: 1, unpackedSize: name.length, publishedBy: 'makuykendall', publishedAt};
  npm.packages[name] = {
    name,
    createdAt: publishedAt,
    maintainers: {makuykendall: 'read-write'},
    isPublic: true,
    versions: {'1.2.0': version},
    tags: {latest: '1.2.0'},
    unpublished: {},
    downloadsLastWeek: 1,
  };
};

/** Adds as many small repositories as are asked for, spread over four organizations; gives their names. */
export const addSmallRepositories = (state: GitHubState, npm: NpmState, count: number, now: number): readonly string[] => {
  if (count === 0) return [];
  owners.forEach((login, at) => {
    const account = {id: 73_000_000 + at, login, type: 'Organization', createdAt: timeText(now - 900 * day), owners: [maintainer]} as const;
    if (!findAccount(state, login)) addAccount(state, account);
  });
  return Array.from({length: count}, (_, number) => {
    const repository = addOne(state, number, now);
    if (repository.secrets.some(({name}) => name === 'NPM_TOKEN')) serveAtNpm(npm, repository, now - day);
    return `${repository.owner}/${repository.name}`;
  });
};
