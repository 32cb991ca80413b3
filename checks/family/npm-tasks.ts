import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {packageNameOf} from '../../src/model/project.ts';
import type {Task, TaskFacts, TaskProof, TaskSetting} from '../../src/model/task.ts';
import {fieldsOf} from './answers.ts';
import {npmTrust} from './npm-trust.ts';
import {
  inOrder,
  isMissing,
  nameTask,
  pasteIt,
  secretName,
  untilAccountExists,
  untilSecretIsSetWhereNeeded,
  untilServed,
  untilTrusted,
  whileQueued,
  workflowTask,
} from './tasks.ts';
import {trustTask} from './trust-task.ts';

const site = 'https://www.npmjs.com';
const guide = 'https://docs.npmjs.com/packages-and-modules/contributing-packages-to-the-registry';
const tokensPage = `${site}/settings/~/tokens`;

/** The scope in a name such as `@scope/tool`, which belongs to a person or an organization; undefined: the name has none. */
const scopeIn = (name: string): string | undefined => /^@([^/]+)\//.exec(name)?.[1];

const userSchema = z.object({username: z.string()});

const proveScope = async (lookup: Lookup, {project, facts}: TaskSetting): Promise<TaskProof> => {
  const scope = scopeIn(packageNameOf(project, 'npm').name);
  if (scope === undefined) return {state: 'done', note: 'The name has no scope.'};
  if (untilServed(facts) === 'done') return {state: 'done', note: `npm serves a package under @${scope}.`};
  if (!lookup.hasToken) return {state: 'unknown', note: `npm tells whose @${scope} is only to a token, and none is at hand.`};
  const who = await lookup.reply(`${lookup.npmRegistry}/-/whoami`, {as: 'token', accept: [200, 401, 403]});
  if (who.status !== 200) return {state: 'unknown', note: `npm refuses the token, so it tells nothing of @${scope}.`};
  const user = fieldsOf('npm', who.text, userSchema).username;
  if (user === scope) return {state: 'done', note: `@${scope} is the scope of ${user}'s own account.`};
  const address = `${lookup.npmRegistry}/-/org/${encodeURIComponent(scope)}/package`;
  const {status} = await lookup.reply(address, {as: 'token', accept: [200, 401, 403, 404]});
  return status === 200
    ? {state: 'done', note: `npm knows an organization ${scope} and shows its packages to ${user}.`}
    : {state: 'unknown', note: `npm shows ${user} no organization ${scope}: it is not there, or ${user} is no member.`};
};

/** A token for chosen packages can't name one that does not exist, so it waits for the first version. */
const untilTokenIsSet = (facts: TaskFacts) => {
  const state = untilSecretIsSetWhereNeeded(facts);
  return state === undefined && isMissing(facts) ? 'not-due' : state;
};

const accountTasks: readonly Task[] = [
  {
    id: 'create-account',
    stage: 'account',
    title: 'Create an account at npm and confirm its e-mail address.',
    url: () => `${site}/signup`,
    why: 'Every package belongs to an account, and npm takes nothing from one whose address is not confirmed.',
    cost: 'Free; five minutes.',
    instructions: inOrder(
      'Choose a user name, which everybody sees, and an e-mail address that you will still read in some years.',
      'Open the link in the mail that npm sends; look among unwanted mail if none comes.',
      'Portcall sees the account once a package is published or a token is at hand.',
    ),
    state: untilAccountExists,
    shownBy: 'account',
  },
  {
    id: 'secure-account',
    stage: 'account',
    title: 'Turn on two-factor sign-in with a security key or a passkey.',
    url: () => `${site}/settings/~/tfa`,
    why: 'npm asks for it when you publish by hand, trust a workflow or approve a version, and refuses all three without it.',
    cost: 'Free with the device you are using; five minutes.',
    instructions: inOrder(
      'Press “Enable 2FA” and enter your password.',
      'Choose “Security key” and follow your browser: a passkey of this device does, and authenticator apps are no longer taken.',
      'Keep the recovery codes somewhere other than this machine.',
    ),
    onlyWord: 'npm shows an account’s second factor to nobody but its owner, signed in.',
  },
  nameTask('npm', 'https://docs.npmjs.com/package-name-guidelines'),
  {
    id: 'own-scope',
    stage: 'account',
    title: ({publication}) => `See that the scope @${scopeIn(publication?.name ?? '') ?? ''} is yours.`,
    url: () => `${site}/org/create`,
    why: 'Under a scope publishes only the person or the organization of that name.',
    cost: 'Free for public packages; two minutes.',
    instructions: ({project}) => [
      {text: `If ${scopeIn(packageNameOf(project, 'npm').name) ?? 'it'} is your own user name, there is nothing to do.`},
      {text: 'Else create an organization of that name and choose “Unlimited public packages”, which is free.'},
      {text: 'If the name is taken, ask an owner of it to add you, or use your own scope.'},
    ],
    state: ({publication}) => (scopeIn(publication?.name ?? '') === undefined ? 'not-due' : undefined),
    prove: proveScope,
  },
];

const tokenTasks: readonly Task[] = [
  trustTask(
    {
      marketplace: 'npm',
      stage: 'token',
      title: 'Make the workflow a trusted publisher, so that it needs no token.',
      why: 'A trusted workflow proves itself anew in every run, so nothing expires after 90 days and nothing can be stolen.',
      cost: 'Free; five minutes, with your second factor.',
      afterwards:
        'Then choose “Require two-factor authentication and disallow tokens” under “Publishing access”, so that no token publishes any more.',
      state: untilTrusted(true),
    },
    npmTrust,
  ),
  {
    id: 'renew-token',
    stage: 'token',
    title: (facts) => `Make a token for this package, again at least every 90 days, and set it as ${secretName(facts)}.`,
    url: () => tokensPage,
    why: 'Without a trusted publisher a job needs a token, and npm ends tokens that may publish after 90 days at the latest.',
    cost: 'Free; five minutes every 90 days.',
    instructions: (setting) => [
      {text: 'Press “Generate New Token” and name it after the repository.', url: tokensPage},
      {text: 'Tick “Bypass two-factor authentication (2FA)”, because a workflow can’t type a code; npm means to end this in January 2027.'},
      {text: 'Under “Packages and scopes” choose “Read and write”.'},
      {text: `Choose “Only select packages and scopes” and tick ${packageNameOf(setting.project, 'npm').name} alone.`},
      {text: 'Leave Organizations at “No access”, which publishing does not need.'},
      {text: 'Set the expiration to 90 days, the longest there is, and press “Generate token”.'},
      pasteIt(setting),
    ],
    state: untilTokenIsSet,
    shownBy: 'secret',
    givesToken: true,
  },
];

const publishingTasks: readonly Task[] = [
  {
    id: 'publish-first',
    stage: 'first-package',
    title: 'Publish the first version by hand: `npm login && npm publish --access public`.',
    url: () => guide,
    why: 'Neither a trusted publisher nor a token for one package can be made before the package exists.',
    cost: 'Free; ten minutes, and a version number that can never be used again.',
    instructions: inOrder(
      {text: 'See in the folder of the package which files would be published.', command: 'npm publish --dry-run'},
      {text: 'Sign in, which opens your browser.', command: 'npm login'},
      {text: 'Publish, and confirm with your second factor.', command: 'npm publish --access public'},
    ),
    state: untilServed,
  },
  {
    id: 'approve-staged',
    stage: 'workflow',
    title: 'Approve the version that waits on npm, or reject it.',
    url: (project) => `${site}/package/${packageNameOf(project, 'npm').name}`,
    why: 'A staged version is served to nobody, and holds its number, until a person approves it with a second factor.',
    cost: 'Free; two minutes.',
    instructions: inOrder(
      {text: 'See what waits, and note the id, which is not the package’s name.', command: 'npm stage list'},
      'Look at what it holds with `npm stage view` and the id.',
      'Approve it with `npm stage approve` and the id, and confirm with your second factor.',
    ),
    state: whileQueued,
  },
  workflowTask('npm', guide),
];

/** What only a person can do for npm. */
export const npmTasks: readonly Task[] = [...accountTasks, ...tokenTasks, ...publishingTasks];
