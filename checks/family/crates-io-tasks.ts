import {z} from 'zod';
import {evidenceOf} from '../../src/model/cell.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import {packageNameOf} from '../../src/model/project.ts';
import type {Task, TaskProof, TaskSetting} from '../../src/model/task.ts';
import {cratesTrust} from './crates-trust.ts';
import {
  inOrder,
  isMissing,
  nameTask,
  pasteIt,
  secretName,
  untilSecretIsSetWhereNeeded,
  untilServed,
  untilTrusted,
  workflowTask,
} from './tasks.ts';
import {trustTask} from './trust-task.ts';

const site = 'https://crates.io';
const guide = 'https://doc.rust-lang.org/cargo/reference/publishing.html';
const tokenPage = `${site}/settings/tokens/new`;

const userSchema = z.object({user: z.object({login: z.string()})});

/** Accounts are those of GitHub, and crates.io shows every one that ever signed in there. */
const proveAccount = async (lookup: Lookup, {project, facts, login}: TaskSetting): Promise<TaskProof> => {
  const name = login ?? project.repository.owner;
  const found = await lookup.json(`${site}/api/v1/users/${encodeURIComponent(name)}`, userSchema);
  if (found !== undefined)
    return {state: 'done', note: `crates.io knows ${found.user.login}.`, evidence: [evidenceOf(name, `${site}/users/${name}`)]};
  if (facts.account?.kind === 'owns') return {state: 'done', note: `${facts.account.name} owns the crate; ${name} has no account there.`};
  return login === undefined
    ? {state: 'unknown', note: `crates.io knows no ${name}, and whose account is meant is not known: nobody is signed in to GitHub.`}
    : {state: 'to-do', note: `${name} has never signed in to crates.io.`};
};

/** What only a person can do for crates.io. */
export const cratesIoTasks: readonly Task[] = [
  {
    id: 'create-account',
    stage: 'account',
    title: 'Sign in to crates.io with GitHub.',
    url: () => `${site}/settings/profile`,
    why: 'Every crate belongs to a GitHub account that has signed in there.',
    cost: 'Free; two minutes.',
    instructions: inOrder(
      'Press “Log in with GitHub” and authorize crates.io.',
      'Sign in as a person: organizations publish through their members.',
    ),
    shownBy: 'account',
    prove: proveAccount,
  },
  {
    id: 'confirm-address',
    stage: 'account',
    title: 'Confirm your e-mail address at crates.io.',
    url: () => `${site}/settings/profile`,
    why: 'crates.io refuses every version of an account without a confirmed address.',
    cost: 'Free; two minutes.',
    instructions: inOrder(
      'Open your account’s settings, enter an address under “User Email”, and press Save.',
      'Open the link in the mail that crates.io sends, and see that the page says Verified.',
      'crates.io tells nobody else, so Portcall knows it once a first version is published.',
    ),
    // Only versions of confirmed accounts are ever served.
    state: (facts) => (facts.account?.kind === 'owns' && untilServed(facts) === 'done' ? 'done' : 'unknown'),
  },
  nameTask('crates.io', guide),
  trustTask(
    {
      marketplace: 'crates.io',
      stage: 'token',
      title: 'Make the workflow a trusted publisher and delete the token.',
      why: 'A trusted workflow gets a token for half an hour in each run, so none has to be kept or renewed.',
      cost: 'Free; five minutes.',
      afterwards: 'Then require trusted publishing in the crate’s settings, so that no token publishes any more.',
      state: untilTrusted(true),
    },
    cratesTrust,
  ),
  {
    id: 'make-token',
    stage: 'token',
    title: (facts) => `Make a token that may publish and set it as ${secretName(facts)}.`,
    url: () => tokenPage,
    why: 'The first version is published with a token, and so is every other where the workflow is no trusted publisher.',
    cost: 'Free; five minutes, again each time it ends.',
    instructions: (setting) => {
      const {name} = packageNameOf(setting.project, 'crates-io');
      return [
        {text: 'Name the token after the repository.', url: tokenPage},
        {text: 'Choose an expiration that you will remember; 90 days is usual.'},
        isMissing(setting.facts)
          ? {text: 'Tick the scopes `publish-new`, because the crate does not exist yet, and `publish-update`, and no other.'}
          : {text: 'Tick the scope `publish-update` and no other.'},
        {text: `Add the crate pattern ${name}, so that the token is good for no other crate.`},
        {text: 'Press “Generate Token”.'},
        pasteIt(setting),
      ];
    },
    state: untilSecretIsSetWhereNeeded,
    shownBy: 'secret',
    givesToken: true,
  },
  {
    id: 'publish-first',
    stage: 'first-package',
    title: 'Publish the first version with `cargo publish`; a trusted publisher cannot.',
    url: () => guide,
    why: 'A workflow can be trusted only for a crate that exists, and the name is nobody’s before.',
    cost: 'Free; ten minutes, and no version of it can ever be taken back.',
    instructions: inOrder(
      {text: 'See what would be published, and that it builds.', command: 'cargo publish --dry-run'},
      {text: 'Sign in with a token that has `publish-new`.', command: 'cargo login'},
      {text: 'Publish it.', command: 'cargo publish'},
      'Or set the token as the secret and let the job publish the first version.',
    ),
    state: untilServed,
  },
  workflowTask('crates.io', guide),
];
