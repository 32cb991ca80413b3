import {z} from 'zod';
import {evidenceOf} from '../../src/model/cell.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import {packageNameOf} from '../../src/model/project.ts';
import type {Task, TaskFacts, TaskProof, TaskSetting} from '../../src/model/task.ts';
import {forkInstructions, forkOwnerOf, forkPlan, proveFork, proveFreshFork, syncInstructions, syncPlan, type Upstream} from './forks.ts';
import {apiOrigin} from './github.ts';
import {classicSteps} from './github-token-steps.ts';
import {plainInput} from './steps.ts';
import {secretName, untilSecretIsSet, untilServed, whileQueued, workflowTask} from './tasks.ts';

const upstream: Upstream = {owner: 'microsoft', name: 'winget-pkgs', branch: 'master'};
const agreement = '@microsoft-github-policy-service agree';

/** The account that the job's action is told to use. */
const namedIn = ({job}: TaskFacts): string | undefined =>
  job?.job.steps.map((step) => plainInput(step.with['fork-user'] ?? step.env['KOMAC_FORK_OWNER'])).find((one) => one !== undefined);

const ownerOf = (setting: TaskSetting): string | undefined => forkOwnerOf(setting, namedIn(setting.facts));

const forkTasks: readonly Task[] = [
  {
    id: 'fork',
    stage: 'account',
    title: 'Fork winget-pkgs once, its master branch alone.',
    url: () => 'https://github.com/microsoft/winget-pkgs/fork',
    why: 'winget takes packages by pull requests from a fork, and the tools that open them want the fork under its usual name.',
    cost: 'Free; some minutes.',
    instructions: (setting) => forkInstructions(ownerOf(setting), upstream),
    shownBy: 'account',
    prove: (lookup, setting) => proveFork(lookup, ownerOf(setting), upstream),
    planSteps: (setting) => forkPlan({...setting, owner: ownerOf(setting), upstream}),
  },
  {
    id: 'sync-fork',
    stage: 'account',
    title: 'Bring your fork of winget-pkgs up to date.',
    url: () => 'https://github.com/microsoft/winget-pkgs/forks',
    why: 'From a fork that is far behind, GitHub refuses new branches, and a token without the scope workflow can’t catch up.',
    cost: 'Free; a minute, every few weeks.',
    instructions: (setting) => syncInstructions(ownerOf(setting), upstream),
    prove: (lookup, setting) => proveFreshFork(lookup, ownerOf(setting), upstream),
    planSteps: (setting) => syncPlan({...setting, owner: ownerOf(setting), upstream}),
  },
];

const makeToken: Task = {
  id: 'make-token',
  stage: 'token',
  title: (facts) => `Make a classic token with public_repo and workflow and set it as ${secretName(facts)}.`,
  url: () => 'https://github.com/settings/tokens/new?scopes=public_repo,workflow',
  why: 'The job pushes to your fork and opens a pull request at microsoft/winget-pkgs, which only a classic token may.',
  cost: 'Free; three minutes, and again when it expires.',
  instructions: (setting) =>
    classicSteps(['public_repo', 'workflow'], {
      secret: secretName(setting.facts),
      why: 'it pushes to the fork, and then can’t open the pull request.',
      account: namedIn(setting.facts),
    }),
  state: untilSecretIsSet,
  shownBy: 'secret',
  givesToken: true,
};

const searchSchema = z.object({
  items: z.array(
    z.object({
      html_url: z.string(),
      state: z.string(),
      labels: z.array(z.object({name: z.string()})).default([]),
      pull_request: z.object({merged_at: z.string().nullish()}).optional(),
    }),
  ),
});

/** Microsoft's bot marks pull requests of those who have not agreed, and nothing of theirs is merged. */
const proveAgreement = async (lookup: Lookup, author: string | undefined): Promise<TaskProof> => {
  if (author === undefined) return {state: 'unknown', note: 'Nobody is signed in to GitHub, so it is not known whose agreement is meant.'};
  const query = encodeURIComponent(`repo:microsoft/winget-pkgs is:pr author:${author}`);
  const found = (await lookup.json(`${apiOrigin}/search/issues?q=${query}&per_page=30`, searchSchema))?.items ?? [];
  const asked = found.find(({state, labels}) => state === 'open' && labels.some(({name}) => name === 'Needs-CLA'));
  if (asked !== undefined)
    return {
      state: 'to-do',
      needsPerson: true,
      note: 'A pull request carries the label Needs-CLA: comment there that you agree.',
      evidence: [evidenceOf(asked.html_url, asked.html_url)],
    };
  const merged = found.find(({pull_request: merge}) => typeof merge?.merged_at === 'string');
  const checked =
    merged ?? found.find(({labels}) => labels.some(({name}) => /^(?:Azure-Pipeline-Passed|Validation-Completed)$/.test(name)));
  if (checked !== undefined)
    return {
      state: 'done',
      note: `A pull request of ${author} was ${merged === undefined ? 'tested' : 'merged'}, and none carries the label Needs-CLA.`,
      evidence: [evidenceOf(checked.html_url, checked.html_url)],
    };
  return found.length > 0
    ? {state: 'unknown', note: `No pull request of ${author} shows yet whether the agreement is signed.`}
    : {state: 'waiting', note: 'Microsoft’s bot asks for it on the first pull request.'};
};

const packageTasks: readonly Task[] = [
  {
    id: 'first-submission',
    stage: 'first-package',
    title: 'Submit the first version by hand.',
    url: () => 'https://github.com/microsoft/winget-pkgs/compare',
    why: 'The tools that a job uses update a package that is there, so the first version is submitted by a person.',
    cost: 'Free; half an hour, and waiting for others from an hour to some days.',
    instructions: ({project}) => [
      {text: 'Release the version first, and never replace a file of it afterwards: its hash is pinned.'},
      {text: 'On Windows, let wingetcreate ask you what it needs and write the files.', command: 'wingetcreate new'},
      {text: `Give it the address of the Windows file of ${project.tag} and the identifier ${packageNameOf(project, 'winget').name}.`},
      {text: 'See that the files are right.', command: 'winget validate --manifest FOLDER'},
      {
        text: 'Submit them, or open the pull request on its page and tick its boxes.',
        url: 'https://github.com/microsoft/winget-pkgs/compare',
      },
    ],
    state: untilServed,
  },
  {
    id: 'sign-agreement',
    stage: 'first-package',
    title: 'Agree to Microsoft’s contributor licence.',
    url: () => 'https://cla.opensource.microsoft.com/microsoft/winget-pkgs',
    why: 'A pull request with the label Needs-CLA is not merged.',
    cost: 'Free; a minute, once.',
    instructions: () => [
      {text: 'Read the agreement.', url: 'https://cla.opensource.microsoft.com/microsoft/winget-pkgs'},
      {text: `Write \`${agreement}\` as a comment on your pull request.`},
      {text: `Where your employer holds the rights, write \`${agreement} company="ITS NAME"\` instead.`},
    ],
    prove: (lookup, setting) => proveAgreement(lookup, ownerOf(setting)),
  },
  {
    id: 'answer-review',
    stage: 'first-package',
    title: 'Answer within ten days where a pull request asks for the author’s feedback.',
    url: (project) =>
      `https://github.com/microsoft/winget-pkgs/pulls?q=${encodeURIComponent(`is:pr ${packageNameOf(project, 'winget').name}`)}`,
    why: 'A pull request with the label Needs-Author-Feedback is closed after about ten days of silence.',
    cost: 'Free; some minutes, and waiting for others.',
    instructions: () => [
      {text: 'Open the pull request and read the newest comment of its bot and of its moderators.'},
      {text: 'Correct what they name on the same branch, because a second pull request for the version is refused.'},
      {text: 'Wait where a label begins with Internal-Error: nothing is asked of you then.'},
    ],
    state: whileQueued,
  },
];

/** What only a person can do for winget. */
export const wingetTasks: readonly Task[] = [
  ...forkTasks,
  makeToken,
  ...packageTasks,
  workflowTask('winget', 'https://learn.microsoft.com/windows/package-manager/package/repository'),
];
