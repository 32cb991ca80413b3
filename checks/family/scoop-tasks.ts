import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, type RepositoryName, repositoryText} from '../../src/model/project.ts';
import type {Task, TaskFacts, TaskProof} from '../../src/model/task.ts';
import {fieldsOf} from './answers.ts';
import {repositoryApi, repositoryPage} from './github.ts';
import {fineGrainedSteps} from './github-token-steps.ts';
import {type NewPlace, type PlaceRule, planPlace, provePlace} from './own-places.ts';
import {bucketPlaceOf} from './scoop-buckets.ts';
import {secretName, untilSecretIsSet, untilServed, workflowTask} from './tasks.ts';

const guide = 'https://github.com/ScoopInstaller/Scoop/wiki/App-Manifests';
const template: RepositoryName = {owner: 'ScoopInstaller', name: 'BucketTemplate'};
const topic = 'scoop-bucket';

/** The first of the buckets that may be meant: where the others aren't there, it is the one to make. */
const bucketOf = (project: Project): RepositoryName =>
  bucketPlaceOf(project).buckets[0] ?? {owner: project.repository.owner, name: 'scoop-bucket'};

const bucketRule = (project: Project): PlaceRule => ({
  repositories: bucketPlaceOf(project).buckets,
  keptIn: (paths) => {
    if (paths.some((path) => path.startsWith('bucket/'))) return 'its folder bucket';
    return paths.some((path) => /^[\w.-]+\.json$/.test(path)) ? 'a manifest at its root' : undefined;
  },
  otherwise: 'it has no folder bucket: add the manifest as bucket/NAME.json.',
  topic,
});

const newBucket = (project: Project): NewPlace => {
  const repository = bucketOf(project);
  return {repository, description: `Scoop manifests of ${repository.owner}`, topics: [topic], template, files: []};
};

/** A bucket that has the version without a job of this project brings itself up to date. */
const updatesItself = ({job, publication}: TaskFacts): boolean => job === undefined && publication?.version.kind === 'published';

const createBucket: Task = {
  id: 'create-bucket',
  stage: 'account',
  title: 'Create a bucket from the template, named scoop-bucket, with the topic scoop-bucket.',
  url: () => 'https://github.com/ScoopInstaller/BucketTemplate/generate',
  why: 'Scoop installs from a bucket, which is a repository of manifests; scoop.sh lists those with the topic scoop-bucket.',
  cost: 'Free; three minutes.',
  instructions: ({project}) => {
    const {owner, name} = bucketOf(project);
    return [
      {
        text: `Choose ${owner} as the owner and ${name} as the name.`,
        url: `https://github.com/${repositoryText(template)}/generate`,
      },
      {text: 'Choose “Public”, because nobody else can install from a private bucket, and press “Create repository”.'},
      {text: `Press the wheel beside “About”, write ${topic} under “Topics” and save.`, url: repositoryPage({owner, name})},
      {text: 'A place in Main or Extras is another way: it begins with a package request there, and wants a well-known program.'},
    ];
  },
  shownBy: 'account',
  prove: (lookup, {project}) => provePlace(lookup, bucketRule(project)),
  planSteps: (setting) => planPlace(setting, 'bucket', newBucket(setting.project)),
};

const policySchema = z.object({default_workflow_permissions: z.string()});
const raw = {headers: {accept: 'application/vnd.github.raw+json'}};

const listSchema = z.array(z.object({name: z.string()}));

/** Where the template's own update workflow asks for the right to write by itself, the repository's default does not matter. */
const findUpdater = async (lookup: Lookup, bucket: RepositoryName): Promise<'may-write' | 'as-set' | 'none'> => {
  const text = await lookup.text(repositoryApi(bucket, '/contents/.github/workflows/excavator.yml'), raw);
  if (text !== undefined) return /^\s*contents:\s*write\b/m.test(text) ? 'may-write' : 'as-set';
  const others = await lookup.json(repositoryApi(bucket, '/contents/.github/workflows'), listSchema);
  return others?.some(({name}) => /\.ya?ml$/.test(name)) === true ? 'as-set' : 'none';
};

const proveWriting = async (lookup: Lookup, bucket: RepositoryName): Promise<TaskProof> => {
  const name = repositoryText(bucket);
  if ((await lookup.json(repositoryApi(bucket), z.object({full_name: z.string()}))) === undefined)
    return {state: 'waiting', note: `There is no bucket ${name} yet.`};
  const updater = await findUpdater(lookup, bucket);
  if (updater === 'none')
    return {
      state: 'to-do',
      note: `${name} has no workflows, as it holds what Portcall put there alone, and no job of this project publishes to it: nothing updates the manifest yet.`,
    };
  if (updater === 'may-write') return {state: 'done', note: `The update workflow of ${name} asks for the right to write.`};
  // Only who administers the bucket may read this, and to others GitHub answers 403 or 404.
  const asked = await lookup.reply(repositoryApi(bucket, '/actions/permissions/workflow'), {accept: [200, 403, 404]});
  if (/rate limit/i.test(asked.text)) return {state: 'unknown', note: 'GitHub limits requests at the moment; look again later.'};
  if (asked.status !== 200) return {state: 'unknown', note: `GitHub shows the settings of ${name} to its administrators alone.`};
  return fieldsOf('api.github.com', asked.text, policySchema).default_workflow_permissions === 'write'
    ? {state: 'done', note: `Workflows of ${name} may write.`}
    : {state: 'to-do', note: `Workflows of ${name} may only read, so none can update the manifest.`};
};

const allowWriting: Task = {
  id: 'allow-writing',
  stage: 'workflow',
  title: 'See that something updates the manifest: a job of this project, or workflows of the bucket that may write.',
  url: (project) => repositoryPage(bucketOf(project), '/settings/actions'),
  why: 'A bucket made from the template looks for new versions every four hours, if its workflows may write; one with the manifest alone waits for a job.',
  cost: 'Free; some minutes.',
  instructions: ({project}) => [
    {
      text: 'Where the bucket has no workflows, let Portcall add a job to the workflow of this project, and leave out the rest.',
      command: 'portcall workflow --only scoop',
    },
    {
      text: 'Or copy excavator.yml from the template into .github/workflows of the bucket, which then updates itself.',
      url: `https://github.com/${repositoryText(template)}/tree/HEAD/.github/workflows`,
    },
    {text: 'Open the Actions settings of the bucket.', url: repositoryPage(bucketOf(project), '/settings/actions')},
    {text: 'Under “Workflow permissions” choose “Read and write permissions” and press “Save”.'},
    {text: 'Run the workflow Excavator once by hand to see that it works.', url: repositoryPage(bucketOf(project), '/actions')},
  ],
  state: ({job}) => (job === undefined ? undefined : 'not-due'),
  prove: (lookup, {project}) => proveWriting(lookup, bucketOf(project)),
};

const makeToken: Task = {
  id: 'make-token',
  stage: 'token',
  title: (facts) => `Make a token that may write the bucket’s contents, and set it as ${secretName(facts)}.`,
  url: () => 'https://github.com/settings/personal-access-tokens/new',
  why: 'The token that every run has may write to this repository alone, so a job here needs another one to write the bucket.',
  cost: 'Free; three minutes, and again when it expires.',
  instructions: ({project, facts, login}) => [
    {text: 'Skip this where the bucket is to update itself: one made from the template does so, and needs no token.'},
    ...fineGrainedSteps(bucketOf(project), login, secretName(facts)),
  ],
  state: (facts) => (updatesItself(facts) ? 'not-due' : untilSecretIsSet(facts)),
  shownBy: 'secret',
  givesToken: true,
};

const firstManifest: Task = {
  id: 'first-manifest',
  stage: 'first-package',
  title: 'Commit the first manifest to the bucket.',
  url: (project) => repositoryPage(bucketOf(project)),
  why: 'A workflow of the bucket updates manifests that are there, and begins none.',
  cost: 'Free; ten minutes.',
  instructions: ({project}) => [
    {text: 'Release the version first, because the manifest names its files and their checksums.'},
    {text: 'Write version, homepage, license, url, hash and bin as the guide shows, with checkver and autoupdate.', url: guide},
    {
      text: `Commit it as bucket/${bucketPlaceOf(project).app}.json.`,
      url: repositoryPage(bucketOf(project)),
    },
    {text: 'Leave `hash` out of `autoupdate`: Scoop reads it from the release.'},
  ],
  state: (facts) => (facts.job === undefined ? untilServed(facts) : 'not-due'),
};

const job = workflowTask('Scoop', guide);

/** What only a person can do for Scoop. */
export const scoopTasks: readonly Task[] = [
  createBucket,
  makeToken,
  firstManifest,
  allowWriting,
  {...job, state: (facts) => (updatesItself(facts) ? 'not-due' : job.state?.(facts))},
];
