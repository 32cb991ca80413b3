import {evidenceOf} from '../../src/model/cell.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import {packageNameOf} from '../../src/model/project.ts';
import type {Task, TaskFacts, TaskProof} from '../../src/model/task.ts';
import {forkInstructions, forkOwnerOf, forkPlan, proveFork, proveFreshFork, syncInstructions, syncPlan, type Upstream} from './forks.ts';
import {classicSteps} from './github-token-steps.ts';
import {secretName, untilSecretIsSet, untilServed, workflowTask} from './tasks.ts';

const upstream: Upstream = {owner: 'NixOS', name: 'nixpkgs', branch: 'master'};
const guide = 'https://github.com/NixOS/nixpkgs/blob/master/pkgs/by-name/README.md';
const list = 'maintainers/maintainer-list.nix';
const listPage = `https://github.com/NixOS/nixpkgs/blob/master/${list}`;

/** A package that nixpkgs has is brought up to date by its bots and maintainers. */
const isTaken = ({publication}: TaskFacts): boolean => publication?.serves != null && publication.belongsTo !== 'another';
const untilTaken: NonNullable<Task['state']> = (facts) => (isTaken(facts) ? 'not-due' : undefined);

const forkTasks: readonly Task[] = [
  {
    id: 'fork',
    stage: 'account',
    title: 'Fork nixpkgs.',
    url: () => 'https://github.com/NixOS/nixpkgs/fork',
    why: 'nixpkgs takes packages by pull requests from a fork; a flake in your own repository needs none of this.',
    cost: 'Free; some minutes.',
    instructions: (setting) => forkInstructions(forkOwnerOf(setting), upstream),
    state: untilTaken,
    prove: (lookup, setting) => proveFork(lookup, forkOwnerOf(setting), upstream),
    planSteps: (setting) => (isTaken(setting.facts) ? undefined : forkPlan({...setting, owner: forkOwnerOf(setting), upstream})),
  },
  {
    id: 'sync-fork',
    stage: 'account',
    title: 'Bring your fork of nixpkgs up to date.',
    url: () => 'https://github.com/NixOS/nixpkgs/forks',
    why: 'A pull request that begins at an old state is built against old packages.',
    cost: 'Free; a minute.',
    instructions: (setting) => syncInstructions(forkOwnerOf(setting), upstream),
    state: untilTaken,
    prove: (lookup, setting) => proveFreshFork(lookup, forkOwnerOf(setting), upstream),
    planSteps: (setting) => (isTaken(setting.facts) ? undefined : syncPlan({...setting, owner: forkOwnerOf(setting), upstream})),
  },
];

const makeToken: Task = {
  id: 'make-token',
  stage: 'token',
  title: (facts) => `Make a classic token with public_repo and set it as ${secretName(facts)}.`,
  url: () => 'https://github.com/settings/tokens/new?scopes=public_repo',
  why: 'Your job reads it to push to your fork of nixpkgs; without such a job no token is needed.',
  cost: 'Free; three minutes, and again when it expires.',
  instructions: (setting) =>
    classicSteps(['public_repo'], {
      secret: secretName(setting.facts),
      why: 'it reaches your fork, and not the pull request at NixOS/nixpkgs.',
      account: undefined,
    }),
  state: (facts) => (facts.job === undefined || facts.job.secrets.length === 0 ? 'not-due' : untilSecretIsSet(facts)),
  shownBy: 'secret',
  givesToken: true,
};

/** Whether the list of maintainers names this account. */
const proveMaintainer = async (lookup: Lookup, login: string | undefined): Promise<TaskProof> => {
  if (login === undefined) return {state: 'unknown', note: 'Nobody is signed in to GitHub, so it is not known whom to look for.'};
  const text = await lookup.text(`https://raw.githubusercontent.com/NixOS/nixpkgs/master/${list}`);
  const evidence = [evidenceOf(list, listPage)];
  if (text === undefined) return {state: 'unknown', note: 'The list of maintainers is not where it was.', evidence};
  return text.toLowerCase().includes(`github = "${login.toLowerCase()}";`)
    ? {state: 'done', note: `The list of maintainers names ${login}.`, evidence}
    : {state: 'to-do', note: `The list of maintainers does not name ${login}.`, evidence};
};

const packageTasks: readonly Task[] = [
  {
    id: 'add-maintainer',
    stage: 'first-package',
    title: 'Write yourself into the list of maintainers.',
    url: () => listPage,
    why: 'Every new package names a maintainer, and only one on the list can be named.',
    cost: 'Free; ten minutes, in the same pull request as the package.',
    instructions: ({login}) => [
      {
        text: 'Look up the number of your GitHub account: it stands there as “id”.',
        url: login === undefined ? 'https://docs.github.com/rest/users/users' : `https://api.github.com/users/${login}`,
      },
      {
        text: `Add an entry with name, github and githubId to ${list} on a branch of your fork, in the order of the alphabet.`,
        url: listPage,
      },
      {text: 'Commit that alone, before the package, as “maintainers: add NAME”.'},
    ],
    state: untilTaken,
    prove: (lookup, {login}) => proveMaintainer(lookup, login),
  },
  {
    id: 'review',
    stage: 'first-package',
    title: 'Review the package file and build it yourself.',
    url: () => 'https://github.com/NixOS/nixpkgs/blob/master/pkgs/README.md',
    why: 'nixpkgs asks that a person who answers for it has read and built what is submitted.',
    cost: 'Free; an hour.',
    instructions: ({project}) => {
      const {name} = packageNameOf(project, 'nix');
      return [
        {text: `Write pkgs/by-name/${name.slice(0, 2).toLowerCase()}/${name}/package.nix, which builds from source.`, url: guide},
        {text: 'Give it strictDeps and __structuredAttrs, and a meta with description, license, mainProgram and maintainers at its end.'},
        {text: 'Build it in your clone of the fork.', command: `nix-build -A ${name}`},
        {text: 'Read every line of it, whoever or whatever wrote it.'},
      ];
    },
    state: untilServed,
  },
  {
    id: 'open-pull-request',
    stage: 'first-package',
    title: 'Open the pull request by hand; if an AI wrote part of it, say so there.',
    url: () => 'https://github.com/NixOS/nixpkgs/compare',
    why: 'nixpkgs takes packages after a review by people, and no pull request that a program opened unattended.',
    cost: 'Free; an hour, and days to weeks of review.',
    instructions: ({project}) => [
      {text: 'Choose your fork and its branch, with master as the base.', url: 'https://github.com/NixOS/nixpkgs/compare'},
      {text: `Name it “${packageNameOf(project, 'nix').name}: init at ${project.version}” and tick what you did of its template.`},
      {text: 'Where an AI helped, say so in the description and end each commit with “Assisted-by:”, the tool and its model.'},
      {text: 'Answer the review yourself; Portcall opens and sends nothing here.'},
    ],
    shownBy: 'published',
  },
];

const job = workflowTask('Nix', guide);

/** What only a person can do for Nix. Its own bots bring packages up to date, so a job is looked at only where there is one. */
export const nixTasks: readonly Task[] = [
  ...forkTasks,
  makeToken,
  ...packageTasks,
  {...job, state: (facts) => (facts.job === undefined ? 'not-due' : job.state?.(facts))},
];
