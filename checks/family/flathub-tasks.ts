import {z} from 'zod';
import {evidenceOf} from '../../src/model/cell.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, packageNameOf, type RepositoryName} from '../../src/model/project.ts';
import type {Task, TaskProof} from '../../src/model/task.ts';
import {apiOrigin, repositoryApi, repositoryPage} from './github.ts';
import {classicSteps} from './github-token-steps.ts';
import {secretName, untilSecretIsSet, untilServed, workflowTask} from './tasks.ts';

export const flathubRules = 'https://docs.flathub.org/docs/for-app-authors/requirements';

/** The repository that Flathub makes for an app once it is accepted. */
export const flathubRepository = (project: Project): RepositoryName => ({owner: 'flathub', name: packageNameOf(project, 'flathub').name});

const userSchema = z.object({login: z.string(), two_factor_authentication: z.boolean().nullish()});

/** GitHub tells of two-factor authentication only to its own user, and only where the token may read the profile. */
const proveTwoFactor = async (lookup: Lookup): Promise<TaskProof> => {
  if (!lookup.hasGitHubToken) return {state: 'unknown', note: 'Nobody is signed in to GitHub, which tells this to oneself alone.'};
  const {login, two_factor_authentication: isOn} = (await lookup.json(`${apiOrigin}/user`, userSchema)) ?? {};
  if (isOn == null)
    return {state: 'unknown', note: 'GitHub tells this only to a token with the scope user, which Portcall does not ask for.'};
  return isOn
    ? {state: 'done', note: `${login} signs in with two factors.`}
    : {state: 'to-do', note: `${login} signs in with a password alone.`};
};

const repositorySchema = z.object({full_name: z.string(), permissions: z.object({push: z.boolean()}).nullish()});

/** The permissions are the person's own role, whatever the token may do, and the role is what is asked for here. */
const proveAccepted = async (lookup: Lookup, project: Project): Promise<TaskProof> => {
  const repository = flathubRepository(project);
  const found = await lookup.json(repositoryApi(repository), repositorySchema);
  if (found === undefined) return {state: 'waiting', note: `There is no flathub/${repository.name} yet; the invitation comes with it.`};
  const evidence = [evidenceOf(found.full_name, repositoryPage(repository))];
  if (found.permissions == null)
    return {state: 'unknown', note: 'Nobody is signed in to GitHub, so it is not known who was invited.', evidence};
  return found.permissions.push
    ? {state: 'done', note: `You may write to ${found.full_name}.`, evidence}
    : {
        state: 'to-do',
        note: `${found.full_name} is there and you may not write to it; accept the invitation, or ask for a new one after a week.`,
        evidence,
      };
};

const proveVerified = async (lookup: Lookup, project: Project): Promise<TaskProof> => {
  const {name} = packageNameOf(project, 'flathub');
  const found = await lookup.json(
    `https://flathub.org/api/v2/verification/${encodeURIComponent(name)}/status`,
    z.object({verified: z.boolean()}),
  );
  if (found === undefined) return {state: 'waiting', note: `Flathub has no app ${name} to verify yet.`};
  return found.verified
    ? {state: 'done', note: `Flathub shows ${name} as verified.`}
    : {state: 'to-do', note: `Flathub shows ${name} as unverified.`};
};

const preparation: readonly Task[] = [
  {
    id: 'check-rules',
    stage: 'account',
    title: 'Check that the program has a graphical interface and meets the rules.',
    url: () => flathubRules,
    why: 'Flathub takes no console programs, and closes such submissions.',
    cost: 'Free; ten minutes.',
    instructions: () => [
      {text: 'Go no further with a console program: only tools for Flatpak and Flathub themselves are taken.', url: flathubRules},
      {
        text: 'Read the rest of the rules: built from source, with a history of its own, and no access to the network while it is built.',
        url: flathubRules,
      },
      {text: 'Read what Flathub says of programs that an AI wrote to a large part: it refuses them.', url: flathubRules},
    ],
    shownBy: 'files',
  },
  {
    id: 'two-factor',
    stage: 'account',
    title: 'Sign in to GitHub with two factors.',
    url: () => 'https://github.com/settings/security',
    why: 'Flathub invites only accounts that do to an app’s repository.',
    cost: 'Free; five minutes.',
    instructions: () => [
      {text: 'Press “Enable two-factor authentication” and follow the page.', url: 'https://github.com/settings/security'},
      {text: 'Keep the recovery codes where you find them without your telephone.'},
    ],
    prove: proveTwoFactor,
  },
];

const makeToken: Task = {
  id: 'make-token',
  stage: 'token',
  title: (facts) => `Make a classic token with public_repo and set it as ${secretName(facts)}.`,
  url: () => 'https://github.com/settings/tokens/new?scopes=public_repo',
  why: 'Your job reads it to update the app’s repository; without such a job no token is needed, as Flathub’s own bot finds new versions.',
  cost: 'Free; three minutes, and again when it expires.',
  instructions: ({facts}) => [
    {text: 'Leave this out where x-checker-data in the manifest is enough: Flathub’s bot then proposes new versions.'},
    ...classicSteps(['public_repo'], {
      secret: secretName(facts),
      why: 'it does not reach repositories of flathub, to which you are only invited.',
      account: undefined,
    }),
  ],
  state: (facts) => (facts.job === undefined || facts.job.secrets.length === 0 ? 'not-due' : untilSecretIsSet(facts)),
  shownBy: 'secret',
  givesToken: true,
};

const submission: readonly Task[] = [
  {
    id: 'release-metainfo',
    stage: 'first-package',
    title: 'Release the metainfo file, the desktop entry and the icon with the program itself.',
    url: () => 'https://docs.flathub.org/docs/for-app-authors/metainfo-guidelines',
    why: 'Flathub takes them from the release and not from its own repository.',
    cost: 'Free; an hour.',
    instructions: ({project}) => {
      const {name} = packageNameOf(project, 'flathub');
      return [
        {text: `Write ${name}.metainfo.xml with name, summary, developer, screenshots, and each release with its date.`},
        {text: `Write ${name}.desktop, add an icon of that name, and let the build install all three.`},
        {text: 'See that the metainfo file is right.', command: `appstreamcli validate ${name}.metainfo.xml`},
        {text: 'Release a version that holds them.'},
      ];
    },
    shownBy: 'files',
  },
  {
    id: 'submit',
    stage: 'first-package',
    title: 'Open the submission by hand, from the branch new-pr, with the whole template and a video.',
    url: () => 'https://github.com/flathub/flathub/compare/new-pr...',
    why: 'Flathub takes submissions from people alone and refuses what a program or an AI opened; Portcall sends nothing here.',
    cost: 'Free; some hours, and waiting for reviewers.',
    instructions: ({project}) => {
      const {name} = packageNameOf(project, 'flathub');
      return [
        {text: 'Fork flathub/flathub with “Copy the master branch only” not ticked.', url: 'https://github.com/flathub/flathub/fork'},
        {text: `Begin a branch at new-pr and add ${name}.yml to it, with what it needs and nothing else.`},
        {
          text: `Open the pull request in the browser with the base new-pr and the title “Add ${name}”.`,
          url: 'https://github.com/flathub/flathub/compare/new-pr...',
        },
        {text: 'Fill in the whole template, attach a short video, and say where an AI helped and how far.'},
        {text: 'Comment “bot, build” for a test build, and answer the reviewers yourself.'},
      ];
    },
    state: untilServed,
  },
  {
    id: 'accept-invitation',
    stage: 'first-package',
    title: 'Accept the invitation to the app’s repository within a week.',
    url: (project) => repositoryPage(flathubRepository(project), '/invitations'),
    why: 'New versions go through that repository, and the invitation expires.',
    cost: 'Free; a minute.',
    instructions: ({project}) => [
      {text: 'Open the invitation and press “Accept invitation”.', url: repositoryPage(flathubRepository(project), '/invitations')},
    ],
    prove: (lookup, {project}) => proveAccepted(lookup, project),
  },
  {
    id: 'verify',
    stage: 'first-package',
    title: 'Verify the app.',
    url: () => 'https://flathub.org/developer-portal',
    why: 'Flathub marks verified apps, so that people see whose program it is.',
    cost: 'Free; five minutes.',
    instructions: ({project}) => [
      {
        text: 'Sign in to the developer portal with the GitHub account that owns the repository.',
        url: 'https://flathub.org/developer-portal',
      },
      {text: `Choose ${packageNameOf(project, 'flathub').name} and follow its verification.`},
    ],
    prove: (lookup, {project}) => proveVerified(lookup, project),
  },
];

const job = workflowTask('Flathub', 'https://docs.flathub.org/docs/for-app-authors/maintenance');

/** What only a person can do for Flathub; nothing of it is ever planned or sent. Its bot finds new versions, so a job is looked at only where there is one. */
export const flathubTasks: readonly Task[] = [
  ...preparation,
  makeToken,
  ...submission,
  {...job, state: (facts) => (facts.job === undefined ? 'not-due' : job.state?.(facts))},
];
