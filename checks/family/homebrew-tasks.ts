import type {Project, RepositoryName} from '../../src/model/project.ts';
import type {Task, TaskFacts, TaskSetting} from '../../src/model/task.ts';
import {forkInstructions, forkOwnerOf, forkPlan, proveFork, proveFreshFork, syncInstructions, syncPlan, type Upstream} from './forks.ts';
import {repositoryPage} from './github.ts';
import {classicSteps, fineGrainedSteps} from './github-token-steps.ts';
import {bumpActions, packageNameIn, tapPlaceOf} from './homebrew-taps.ts';
import {type NewPlace, type PlaceRule, planPlace, provePlace} from './own-places.ts';
import {runs, uses} from './steps.ts';
import {secretName, untilSecretIsSet, workflowTask} from './tasks.ts';

const guide = 'https://docs.brew.sh/How-to-Create-and-Maintain-a-Tap';
const core: Upstream = {owner: 'Homebrew', name: 'homebrew-core', branch: 'main'};

/** The first of the taps that may be meant: where the others aren't there, it is the one to make. */
const tapOf = (project: Project): RepositoryName => tapPlaceOf(project).taps[0] ?? {owner: project.repository.owner, name: 'homebrew-tap'};

const isServedByCore = ({publication}: TaskFacts): boolean =>
  publication?.serves != null &&
  publication.belongsTo !== 'another' &&
  publication.url?.startsWith('https://formulae.brew.sh/formula/') === true;

/** `brew bump` without a tap's formula, or a bumping action that names no tap, opens its pull request at homebrew-core. */
const worksOnCore = ({job}: TaskFacts): boolean =>
  job?.job.steps.some(
    (step) =>
      (uses(step, ...bumpActions) && packageNameIn(step)?.includes('/') !== true) ||
      runs(step, /\bbrew\s+bump(?:-formula-pr)?\b(?!.*\s[\w.-]+\/[\w.-]+\/[\w.@+-]+)/),
  ) === true;

/** Homebrew's own bot brings a formula in homebrew-core up to date, so nothing is left to do there. */
const isLeftToCore = (facts: TaskFacts): boolean => isServedByCore(facts) && facts.job === undefined;

/** A formula goes into a tap of one's own or into homebrew-core; the fork is due where core is chosen, or nothing is yet. */
const isCoreDue = (facts: TaskFacts): boolean =>
  worksOnCore(facts) || (facts.job === undefined && facts.account?.kind === 'absent' && !isServedByCore(facts));

const tapRule = (project: Project): PlaceRule => ({
  repositories: tapPlaceOf(project).taps,
  keptIn: (paths) => {
    const folder = paths.map((path) => /^(Formula|HomebrewFormula|Casks)\//.exec(path)?.[1]).find((one) => one !== undefined);
    if (folder !== undefined) return `its folder ${folder}`;
    return paths.some((path) => /^[^/]+\.rb$/.test(path)) ? 'a formula at its root' : undefined;
  },
  otherwise: 'it has neither a folder Formula nor a folder Casks: add a file Formula/.gitkeep.',
});

const readme = (project: Project, {owner, name}: RepositoryName): string => {
  const tap = `${owner}/${name.replace(/^homebrew-/, '')}`;
  return [`# ${tap}`, '', `Homebrew formulae of ${owner}.`, '', `    brew install ${tap}/${tapPlaceOf(project).formula}`, ''].join('\n');
};

const newTap = (project: Project): NewPlace => {
  const repository = tapOf(project);
  return {
    repository,
    description: `Homebrew formulae of ${repository.owner}`,
    topics: [],
    files: [
      {path: 'README.md', contents: readme(project, repository)},
      {path: 'Formula/.gitkeep', contents: ''},
    ],
  };
};

const createTap: Task = {
  id: 'create-tap',
  stage: 'account',
  title: 'Create a public repository homebrew-tap with a folder Formula.',
  url: () => 'https://github.com/new?name=homebrew-tap',
  why: 'Homebrew installs from a tap, which is a repository of your own whose name begins with homebrew-.',
  cost: 'Free; two minutes.',
  instructions: ({project}) => {
    const {owner, name} = tapOf(project);
    return [
      {
        text: `Choose ${owner} as the owner and ${name} as the name.`,
        url: `https://github.com/new?owner=${owner}&name=${name}&visibility=public`,
      },
      {text: 'Choose “Public”, because nobody else can install from a private tap.'},
      {text: 'Tick “Add a README file” and press “Create repository”.'},
      {text: 'Press “Add file” there, then “Create new file”, and name it Formula/.gitkeep, so that the folder is there.'},
    ];
  },
  state: (facts) => (isServedByCore(facts) && facts.account?.kind === 'absent' ? 'not-due' : undefined),
  shownBy: 'account',
  prove: (lookup, {project}) => provePlace(lookup, tapRule(project)),
  planSteps: (setting) => planPlace(setting, 'tap', newTap(setting.project)),
};

const tokenTasks: readonly Task[] = [
  {
    id: 'make-token',
    stage: 'token',
    title: (facts) =>
      worksOnCore(facts)
        ? `Make a classic token with repo and workflow and set it as ${secretName(facts)}.`
        : `Make a token that may write the tap’s contents, and set it as ${secretName(facts)}.`,
    url: () => 'https://github.com/settings/personal-access-tokens/new',
    why: 'The token that every run has may write to this repository alone, so the job needs another one to write elsewhere.',
    cost: 'Free; three minutes, and again when it expires.',
    instructions: ({project, facts, login}) =>
      worksOnCore(facts)
        ? classicSteps(['repo', 'workflow'], {
            secret: secretName(facts),
            why: 'it can’t open pull requests at homebrew-core.',
            account: undefined,
          })
        : fineGrainedSteps(tapOf(project), login, secretName(facts)),
    state: (facts) => (isLeftToCore(facts) ? 'not-due' : untilSecretIsSet(facts)),
    shownBy: 'secret',
    givesToken: true,
  },
  {
    id: 'renew-token',
    stage: 'token',
    title: 'Renew the token before it expires.',
    url: () => 'https://github.com/settings/personal-access-tokens',
    why: 'A tap stops at its old version on the day when its token expires, while the release itself stays green.',
    cost: 'Free; three minutes.',
    instructions: ({facts}) => [
      {text: 'Open your tokens and press the one for the tap.', url: 'https://github.com/settings/personal-access-tokens'},
      {text: 'Press “Regenerate token”, choose when it expires, and copy the new one.'},
      {text: `Paste it in the task that makes the token; Portcall tests it and sets it as ${secretName(facts)}.`},
    ],
    state: ({token}) => (token?.expires === undefined ? 'not-due' : undefined),
    shownBy: 'token',
  },
];

const ownerOfFork = (setting: TaskSetting): string | undefined => (worksOnCore(setting.facts) ? forkOwnerOf(setting) : setting.login);

const coreTasks: readonly Task[] = [
  {
    id: 'fork-core',
    stage: 'first-package',
    title: (facts) =>
      worksOnCore(facts)
        ? 'Fork homebrew-core.'
        : 'Or fork homebrew-core, where the formula is to go there instead of into a tap of your own.',
    url: () => repositoryPage(core, '/fork'),
    why: 'homebrew-core takes changes by pull requests from a fork alone; it builds from source and takes known projects, from 225 stars where you submit your own.',
    cost: 'Free; some minutes, and days of review for the formula itself.',
    instructions: (setting) => [
      worksOnCore(setting.facts)
        ? {text: 'Skip this where a tap of your own is enough, and let the job push its formula there: that needs no review.'}
        : {text: 'Skip this where a tap of your own is enough: it needs no review, and this is asked no more once the tap is there.'},
      {text: 'Read what homebrew-core takes before you go on.', url: 'https://docs.brew.sh/Acceptable-Formulae'},
      ...forkInstructions(ownerOfFork(setting), core),
      {text: 'Open the pull request yourself, and say in it where an AI helped, as Homebrew asks.'},
    ],
    state: (facts) => (isCoreDue(facts) ? undefined : 'not-due'),
    prove: (lookup, setting) => proveFork(lookup, ownerOfFork(setting), core),
    planSteps: (setting) => (isCoreDue(setting.facts) ? forkPlan({...setting, owner: ownerOfFork(setting), upstream: core}) : undefined),
  },
  {
    id: 'sync-core',
    stage: 'first-package',
    title: 'Bring your fork of homebrew-core up to date.',
    url: () => repositoryPage(core, '/forks'),
    why: 'From a fork that is far behind, GitHub refuses new branches.',
    cost: 'Free; a minute.',
    instructions: (setting) => syncInstructions(ownerOfFork(setting), core),
    state: (facts) => (worksOnCore(facts) ? undefined : 'not-due'),
    prove: (lookup, setting) => proveFreshFork(lookup, ownerOfFork(setting), core),
    planSteps: (setting) => (worksOnCore(setting.facts) ? syncPlan({...setting, owner: ownerOfFork(setting), upstream: core}) : undefined),
  },
];

const job = workflowTask('Homebrew', guide);

/** What only a person can do for Homebrew. */
export const homebrewTasks: readonly Task[] = [
  createTap,
  ...tokenTasks,
  ...coreTasks,
  {...job, state: (facts) => (isLeftToCore(facts) ? 'not-due' : job.state?.(facts))},
];
