import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {Instruction, Task, TaskFacts, TaskProof, TaskSetting} from '../../src/model/task.ts';
import {apiOrigin, repositoryPage} from './github.ts';
import {secretName, untilSecretIsSet} from './tasks.ts';

const automatic = 'GITHUB_TOKEN';

/** The facts as they bear on a token that somebody makes: the one that every run has by itself is left out. */
const withoutAutomatic = (facts: TaskFacts): TaskFacts => {
  const tokenNames = facts.tokenNames.filter((name) => name !== automatic);
  const {job} = facts;
  if (job === undefined) return {...facts, tokenNames};
  return {...facts, tokenNames, job: {...job, secrets: job.secrets.filter((name) => tokenNames.includes(name.toUpperCase()))}};
};

const readsOwnToken = (facts: TaskFacts): boolean => (withoutAutomatic(facts).job?.secrets.length ?? 0) > 0;

/** Due only where the job reads a token that somebody made, since every run has one of its own. */
const untilOwnTokenIsSet: NonNullable<Task['state']> = (facts) =>
  readsOwnToken(facts) ? untilSecretIsSet(withoutAutomatic(facts)) : 'not-due';

/** A token of GitHub for a job that does not do with the run's own; `page` makes it, `steps` say how, given the secret's name. */
export const ownTokenTask = (page: string, why: string, steps: (setting: TaskSetting, secret: string) => readonly Instruction[]): Task => ({
  id: 'make-token',
  stage: 'token',
  title: (facts) => `Make a token for the job and set it as ${secretName(withoutAutomatic(facts))}.`,
  url: () => page,
  why,
  cost: 'Free; five minutes, again each time it ends.',
  instructions: (setting) => steps(setting, secretName(withoutAutomatic(setting.facts))),
  state: untilOwnTokenIsSet,
  shownBy: 'secret',
  givesToken: true,
});

/** Let the run's own token write: by the job's text, else by the repository's setting. */
export const writingTask = (right: 'contents' | 'packages', what: string): Task => ({
  id: 'allow-writing',
  stage: 'workflow',
  title: `Let the job's own token write ${what}.`,
  url: ({repository}) => repositoryPage(repository, '/settings/actions'),
  why: 'The token of a run may only read unless something says otherwise, and the job then ends with “403 Resource not accessible by integration”.',
  cost: 'Free; two minutes.',
  instructions: ({facts}) => [
    {
      text: `Best: write \`permissions:\` with \`${right}: write\` into the job${facts.job === undefined ? '' : ` ${facts.job.job.name} in ${facts.job.workflow.path}`}, which gives it this right and no other job.`,
      ...(facts.job === undefined ? {} : {url: `${facts.job.workflow.url}#L${facts.job.job.line}`}),
    },
    {text: 'Or open the repository’s settings under Actions, General, and go down to “Workflow permissions”.'},
    {text: 'There choose “Read and write permissions” and press Save; if it is greyed out, an owner of the organization allows it first.'},
  ],
  state: (facts) => {
    const {job, policy} = facts;
    if (job === undefined || readsOwnToken(facts)) return 'not-due';
    // What its text lacks is said by the workflow's own task.
    if (job.job.permissions !== undefined) return job.job.permissions[right] === 'write' ? 'done' : 'not-due';
    if (policy === undefined) return 'unknown';
    return policy.defaultPermission === 'write' ? 'done' : 'to-do';
  },
});

const userSchema = z.object({login: z.string(), two_factor_authentication: z.boolean().optional()});

/** Whether whoever is signed in to GitHub has a second factor; only some tokens are told. */
export const proveSecondFactor = async (lookup: Lookup): Promise<TaskProof> => {
  if (!lookup.hasGitHubToken) return {state: 'unknown', note: 'Nobody is signed in to GitHub, so nothing is known of the account.'};
  const user = await lookup.json(`${apiOrigin}/user`, userSchema);
  if (user?.two_factor_authentication === undefined)
    return {
      state: 'unknown',
      note: 'GitHub tells it only to a token that may read the account, such as a classic one with the scope user.',
    };
  return user.two_factor_authentication
    ? {state: 'done', note: `${user.login} has a second factor at GitHub.`}
    : {state: 'to-do', note: `${user.login} has no second factor at GitHub.`};
};
