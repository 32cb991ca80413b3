import {evidenceOf} from '../../src/model/cell.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import type {Publication} from '../../src/model/publication.ts';
import type {Task, TaskFacts, TaskProof} from '../../src/model/task.ts';
import {findChocolateyPublication} from './chocolatey-feed.ts';
import {chocolateyPage, chocolateySite as site} from './moderation.ts';
import {normalizedVersion} from './nuget-feed.ts';
import {secretName, untilSecretIsSet, whileQueued, workflowTask} from './tasks.ts';

const guide = 'https://docs.chocolatey.org/en-us/create/create-packages/';
const idOf = (project: Project): string => packageNameOf(project, 'chocolatey').name;
const pageOf = (project: Project): string => chocolateyPage(idOf(project));

/** Whose id it is, out of what the feed says; a key whose account owns the package settles it. */
const nameProof = (project: Project, {belongsTo, version, serves, queued = []}: Publication, {token}: TaskFacts): TaskProof => {
  const id = idOf(project);
  const evidence = [evidenceOf(id, pageOf(project))];
  if (belongsTo === 'this-project' || token?.verdict === 'valid') return {state: 'done', note: `The id ${id} is yours.`, evidence};
  if (belongsTo === 'another')
    return {state: 'to-do', note: `The id ${id} is another project's; choose another one and write it into the .nuspec file.`, evidence};
  if (serves === null && queued.length === 0 && version.kind === 'absent')
    return {state: 'done', note: `The feed has no ${id}, so the id is free until somebody pushes it.`};
  return {
    state: 'unknown',
    note: version.kind === 'not-visible' ? version.why : `A package ${id} is there, and nothing in it says that it is this project's.`,
    evidence,
  };
};

/** How far the first package has come. */
const firstProof = (project: Project, {serves, version, queued = []}: Publication): TaskProof => {
  const id = idOf(project);
  const evidence = [evidenceOf(id, pageOf(project))];
  if (serves !== null) return {state: 'done', note: `Chocolatey serves ${id} ${serves}.`, evidence};
  const [first] = queued;
  if (first !== undefined)
    return {state: 'waiting', note: `${id} ${first.version} is in ${first.state}.`, evidence: [evidenceOf(id, first.url)]};
  switch (version.kind) {
    case 'waiting':
      return {state: 'waiting', note: `${id} waits for ${version.for}.`, evidence: [evidenceOf(id, version.url)]};
    case 'rejected':
      return {state: 'to-do', note: version.why, evidence: [evidenceOf(id, version.url)]};
    case 'absent':
      return {state: 'to-do', note: `Chocolatey has no package ${id}.`};
    case 'not-visible':
      return {state: 'unknown', note: version.why, evidence};
    case 'published':
    case 'partial':
    case 'withdrawn':
    case 'wrong':
      return {state: 'done', note: `${id} was taken by Chocolatey.`, evidence};
  }
};

/** A key that Chocolatey knows, a secret that holds one, or a package of one's own comes from an account. */
const hasAccount: NonNullable<Task['state']> = (facts) => {
  const isKnown = ['valid', 'valid-rights-unknown', 'lacks-right'].includes(facts.token?.verdict ?? '');
  return isKnown || facts.publication?.belongsTo === 'this-project' || untilSecretIsSet(facts) === 'done' ? 'done' : undefined;
};

const accountTasks: readonly Task[] = [
  {
    id: 'create-account',
    stage: 'account',
    title: 'Create an account at Chocolatey and confirm its e-mail address.',
    url: () => `${site}/account/Register`,
    why: 'Every package there is pushed with the key of an account, and moderators write to its e-mail address.',
    cost: 'Free; five minutes.',
    instructions: () => [
      {text: 'Fill in a user name, an e-mail address that you read, and a password; the user name is shown on the package’s page.'},
      {text: 'Open the message that Chocolatey sends and follow its link to confirm the address.'},
      {text: 'Use an account of its own for this package where several people release it, because a key has every right of its account.'},
    ],
    state: hasAccount,
    shownBy: 'account',
  },
  {
    id: 'check-name',
    stage: 'account',
    title: 'See that the package id is free, or yours.',
    url: pageOf,
    why: 'The first version that anybody pushes takes the id for good, and its spelling stays as it was then.',
    cost: 'Free; a minute.',
    instructions: ({project}) => [
      {text: `Look whether the page of ${idOf(project)} shows somebody else's package.`, url: pageOf(project)},
      {text: 'Use lower case with hyphens, the name that other package managers have; no “chocolatey” in it, and no underscore.'},
      {
        text: 'Where it is taken, write another id into the .nuspec file, or ask its maintainer on that page to add you.',
        url: pageOf(project),
      },
    ],
    prove: async (lookup, {project, facts}) => nameProof(project, await findChocolateyPublication(lookup, project), facts),
  },
];

const keyTask: Task = {
  id: 'copy-key',
  stage: 'token',
  title: (facts) => `Copy the API key from your account and set it as ${secretName(facts)}.`,
  url: () => `${site}/account`,
  why: 'The job pushes the package with this key, and without it the push ends in 403.',
  cost: 'Free; two minutes.',
  instructions: ({facts}) => [
    {text: 'Sign in and open your account.', url: `${site}/account`},
    {text: 'Copy the whole key under “API Keys”: five groups of digits and the letters a to f, with hyphens between them.'},
    {text: 'Don’t make a new one while another project uses the old one, which ends at once.'},
    {text: `Paste it here; Portcall tests it without pushing anything and sets it as ${secretName(facts)}.`},
  ],
  state: untilSecretIsSet,
  shownBy: 'secret',
  givesToken: true,
};

const packageTasks: readonly Task[] = [
  {
    id: 'first-package',
    stage: 'first-package',
    title: 'Push the first package and wait for the moderators.',
    url: pageOf,
    why: 'A new package is served only once people at Chocolatey have approved it, and no other version can be pushed before.',
    cost: 'Free; waiting for others, from a day to more than a month.',
    instructions: ({project}) => [
      {text: 'Release the version first, because Chocolatey downloads and installs what the package names.'},
      {text: 'Run the job that publishes here; or build and push the package on Windows.', command: 'choco pack'},
      {
        text: 'Push it with the key of your account in place of KEY.',
        command: `choco push ${idOf(project)}.${normalizedVersion(project.version)}.nupkg --source https://push.chocolatey.org/ --api-key KEY`,
      },
      {text: 'Or sign in and upload that file.', url: `${site}/packages/upload`},
      {text: 'Push no other version while this one waits: Chocolatey answers 403 to every one.'},
    ],
    prove: async (lookup, {project}) => firstProof(project, await findChocolateyPublication(lookup, project)),
    shownBy: 'published',
  },
  {
    id: 'answer-moderators',
    stage: 'first-package',
    title: 'Answer the moderators on the package’s page and push fixes under the same version.',
    url: pageOf,
    why: 'A version that waits for its maintainer is rejected after 35 days.',
    cost: 'Free; some minutes, and waiting for others.',
    instructions: ({project}) => [
      {text: 'Sign in, open the version that waits, and read what the moderators and the automatic tests wrote.', url: pageOf(project)},
      {text: 'Answer in the comments there.'},
      {text: 'Correct what they name and push the very same version again; it goes back to the review by itself.'},
    ],
    state: whileQueued,
  },
];

/** What only a person can do for Chocolatey. */
export const chocolateyTasks: readonly Task[] = [...accountTasks, keyTask, ...packageTasks, workflowTask('Chocolatey', guide)];
