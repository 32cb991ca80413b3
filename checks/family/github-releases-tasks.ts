import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {Task, TaskProof, TaskSetting} from '../../src/model/task.ts';
import {repositoryApi, repositoryPage} from './github.ts';
import {ownTokenTask, proveSecondFactor, writingTask} from './github-tasks.ts';
import {fineGrainedSteps} from './github-token-steps.ts';
import {inOrder, workflowTask} from './tasks.ts';

const rightsSchema = z.object({permissions: z.object({admin: z.boolean().optional()}).optional()});
const settingSchema = z.object({enabled: z.boolean()});

/** GitHub says “off” and “not for you” by the same 404, so it counts only for those who administer the repository. */
const proveImmutable = async (lookup: Lookup, {project: {repository, hasImmutableReleases}}: TaskSetting): Promise<TaskProof> => {
  const done: TaskProof = {state: 'done', note: 'Releases that are published can no longer be changed.'};
  if (hasImmutableReleases === true) return done;
  const setting = await lookup.json(repositoryApi(repository, '/immutable-releases'), settingSchema);
  if (setting?.enabled === true) return done;
  const open: TaskProof = {state: 'to-do', note: 'Releases that are published can still be changed.'};
  if (setting !== undefined) return open;
  const about = await lookup.json(repositoryApi(repository), rightsSchema);
  return about?.permissions?.admin === true
    ? open
    : {state: 'unknown', note: 'GitHub tells it only to those who administer the repository.'};
};

export const githubReleasesTasks: readonly Task[] = [
  {
    id: 'secure-account',
    stage: 'account',
    title: 'Confirm your e-mail address and turn on two-factor sign-in.',
    url: () => 'https://github.com/settings/security',
    why: 'Whoever takes over this account can replace every file that people download, and organizations may lock out accounts without it.',
    cost: 'Free; ten minutes.',
    instructions: inOrder(
      {text: 'Confirm the address by the link in the mail that GitHub sends from this page.', url: 'https://github.com/settings/emails'},
      'Under “Two-factor authentication” press Enable and add a passkey, a security key or an authenticator app.',
      'Download the recovery codes and keep them somewhere other than this machine.',
    ),
    prove: proveSecondFactor,
  },
  ownTokenTask(
    'https://github.com/settings/personal-access-tokens/new',
    'The job reads a token that somebody makes, and fails while it is missing, mostly with a 401 or a 403.',
    ({project, login}, secret) => [
      {text: 'First ask whether the job needs it: the run’s own GITHUB_TOKEN does, unless the release is to start other workflows.'},
      ...fineGrainedSteps(project.repository, login, secret),
      {text: 'If releases are made of commits that change workflow files, give it “Workflows” with “Read and write” as well.'},
    ],
  ),
  {
    id: 'publish-draft',
    stage: 'first-package',
    title: 'Publish the draft of the release.',
    url: ({repository}) => repositoryPage(repository, '/releases'),
    why: 'Nobody but those who may write to the repository sees a draft, and no installer finds its files.',
    cost: 'Free; a minute.',
    instructions: inOrder(
      'Open the draft and see that every file is there, because a release may be closed to further files once it is published.',
      'Press Edit, then “Publish release”.',
    ),
    state: ({publication}) => {
      if (publication === undefined) return 'unknown';
      return publication.version.kind === 'waiting' ? 'to-do' : 'not-due';
    },
  },
  {
    id: 'make-immutable',
    stage: 'first-package',
    title: 'Turn on immutable releases, if nobody should change them later.',
    url: ({repository}) => repositoryPage(repository, '/settings'),
    why: 'What people have checked stays what they download, even if an account or a workflow is taken over.',
    cost: 'Free; a minute, but a job that adds files to a published release fails from then on.',
    instructions: inOrder(
      'See first that the job uploads every file to a draft and publishes it last.',
      'Open the settings, go down to Releases, and tick “Enable release immutability”.',
    ),
    prove: proveImmutable,
  },
  writingTask('contents', 'releases'),
  workflowTask(
    'GitHub Releases',
    'https://docs.github.com/repositories/releasing-projects-on-github/managing-releases-in-a-repository',
    'contents',
  ),
];
