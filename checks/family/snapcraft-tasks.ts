import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {packageNameOf} from '../../src/model/project.ts';
import type {Task, TaskProof, TaskSetting} from '../../src/model/task.ts';
import {repositoryApi} from './github.ts';
import {parsedJson} from './parsing.ts';
import {dashboard, findSnap} from './snap-store.ts';
import {inOrder, pasteIt, secretName, untilAccountExists, untilSecretIsSet, workflowTask} from './tasks.ts';

const nameOf = ({project}: TaskSetting): string => packageNameOf(project, 'snapcraft').name;
const authenticating = 'https://documentation.ubuntu.com/snapcraft/stable/how-to/publishing/authenticate/';

const withoutCredential = (what: string): TaskProof => ({
  state: 'unknown',
  note: `The store tells ${what} only to the account's own credential, and none is at hand.`,
});
const refused = (what: string): TaskProof => ({
  state: 'unknown',
  note: `The store does not take the credential as it is, so ${what} can't be told; its sign-on ages within a day and is renewed on use.`,
});

/** Asks what every upload asks first, and uploads nothing. */
const proveAgreement = async (lookup: Lookup, setting: TaskSetting): Promise<TaskProof> => {
  if (!lookup.hasToken) return withoutCredential('whether the agreement is signed');
  const post = {type: 'application/json', body: JSON.stringify({name: nameOf(setting), dry_run: true})};
  const {status, text} = await lookup.reply(`${dashboard}/dev/api/snap-push/`, {as: 'token', accept: [200, 202, 400, 401, 403, 404], post});
  if (status === 200 || status === 202)
    return {state: 'done', note: `The account may upload ${nameOf(setting)}, which takes a user name and a signed agreement.`};
  if (/user-missing-latest-tos|signed agreement/i.test(text))
    return {state: 'to-do', note: 'The store has an agreement that the account has not signed.'};
  if (/user-not-ready/.test(text)) return {state: 'to-do', note: 'The account has no user name at the store yet, or no signed agreement.'};
  if (status === 401) return refused('whether the agreement is signed');
  return {state: 'unknown', note: `The store refuses uploads of ${nameOf(setting)} for another reason, which may hide the agreement.`};
};

const accountSchema = z.object({
  username: z.string().nullish(),
  snaps: z.record(z.string(), z.record(z.string(), z.object({status: z.string().nullish()}))).optional(),
});

const stateOfName = (name: string, owner: string, status: string | null | undefined): TaskProof => {
  if (/pending|review|wait/i.test(status ?? '')) return {state: 'waiting', note: `${name} waits for a person at the store to check it.`};
  return /reject|refus|revok/i.test(status ?? '')
    ? {state: 'to-do', note: `The store calls the name ${name} ${status}; ask in its forum, or choose another.`}
    : {state: 'done', note: `The name ${name} is registered to ${owner}.`};
};

/** The account's own list of names, else what the store shows everybody, which tells nothing of a name without a release. */
const proveName = async (lookup: Lookup, setting: TaskSetting): Promise<TaskProof> => {
  const name = nameOf(setting);
  const {account} = setting.facts;
  if (account?.kind === 'taken') return {state: 'to-do', note: account.note};
  if (lookup.hasToken) {
    const {status, text} = await lookup.reply(`${dashboard}/dev/api/account`, {as: 'token', accept: [200, 401, 403]});
    const own = status === 200 ? accountSchema.safeParse(parsedJson(text)).data : undefined;
    const found = own?.snaps?.['16']?.[name];
    const owner = own?.username ?? 'the account';
    if (found !== undefined) return stateOfName(name, owner, found.status);
    if (own?.snaps !== undefined)
      return {state: 'to-do', note: `${name} is not among the names of ${owner}; one that still waits for its check may be missing there.`};
  }
  const publisher = (await findSnap(lookup, name))?.snap.publisher?.username;
  if (publisher === undefined)
    return {state: 'unknown', note: `The store shows nobody a snap ${name}; one that is registered without a release looks the same.`};
  return typeof setting.facts.publication?.serves === 'string'
    ? {state: 'done', note: `${publisher} publishes ${name}.`}
    : {state: 'unknown', note: `${publisher} publishes ${name}, and whether that is you is not known here.`};
};

const infoSchema = z.object({'channel-map': z.array(z.object({confinement: z.string().optional()}))});

const proveClassic = async (lookup: Lookup, setting: TaskSetting): Promise<TaskProof> => {
  const path = setting.facts.files?.[0]?.path;
  if (path === undefined) return {state: 'unknown', note: 'There is no snapcraft.yaml yet that says what the snap needs.'};
  const address = repositoryApi(setting.project.repository, `/contents/${path.split('/').map(encodeURIComponent).join('/')}`);
  const text = await lookup.text(address, {headers: {accept: 'application/vnd.github.raw+json'}});
  const confinement = /^confinement:\s*["']?(\w+)/m.exec(text ?? '')?.[1];
  if (confinement === undefined) return {state: 'unknown', note: `${path} does not say on GitHub which confinement the snap has.`};
  if (confinement !== 'classic') return {state: 'done', note: `${path} asks for ${confinement} confinement, which needs no request.`};
  const url = `https://api.snapcraft.io/v2/snaps/info/${encodeURIComponent(nameOf(setting))}?fields=confinement,channel-map`;
  const info = await lookup.json(url, infoSchema, {headers: {'snap-device-series': '16'}});
  return info?.['channel-map'].some((one) => one.confinement === 'classic') === true
    ? {state: 'done', note: 'The store serves it with classic confinement.'}
    : {state: 'unknown', note: `${path} asks for classic confinement, and whether the store has granted it shows at the first upload.`};
};

const accountTasks: readonly Task[] = [
  {
    id: 'create-account',
    stage: 'account',
    title: 'Create an Ubuntu One account.',
    url: () => 'https://login.ubuntu.com',
    why: 'Every snap belongs to such an account.',
    cost: 'Free; five minutes.',
    instructions: inOrder(
      'Press “I don’t have an Ubuntu One account”, and fill in the form.',
      'Open the link in the mail that Ubuntu One sends.',
    ),
    state: untilAccountExists,
    shownBy: 'account',
  },
  {
    id: 'secure-account',
    stage: 'account',
    title: 'Turn on a second factor at Ubuntu One.',
    url: () => 'https://login.ubuntu.com',
    why: 'Whoever takes over the account can send an update to everybody who has the snap, several times a day.',
    cost: 'Free; ten minutes.',
    instructions: inOrder(
      'Sign in, open “Authentication devices”, and add one.',
      'Print or keep the backup codes; without any device nobody lets you in again.',
    ),
    onlyWord: 'Ubuntu One shows an account’s second factor to nobody but its owner.',
  },
  {
    id: 'sign-agreement',
    stage: 'account',
    title: 'Choose a user name at the store and accept its agreement.',
    url: () => 'https://snapcraft.io/account',
    why: 'The store takes no upload of an account without both, and asks again when the agreement changes.',
    cost: 'Free; ten minutes to read.',
    instructions: inOrder(
      'Sign in with the Ubuntu One account, and press Accept under the developer agreement once you have read it.',
      'Choose the user name, which is shown as the snap’s publisher and can’t be changed.',
    ),
    prove: proveAgreement,
  },
  {
    id: 'register-name',
    stage: 'account',
    title: 'Register the snap’s name; a person there may take days to check it.',
    url: () => 'https://snapcraft.io/register-snap',
    why: 'Nothing can be uploaded under a name that is not registered to you.',
    cost: 'Free; two minutes, then about two working days of waiting.',
    instructions: (setting) => [
      {text: `Enter ${nameOf(setting)}: lower case letters, digits and hyphens, at most 40, and for ever.`},
      {text: 'Say that you publish the software yourself, and what it is, because a person reads it.'},
      {text: 'Or register it in a shell where you are signed in.', command: `snapcraft register ${nameOf(setting)}`},
    ],
    prove: proveName,
  },
  {
    id: 'ask-for-classic',
    stage: 'account',
    title: 'Ask for classic confinement in the forum, if the snap needs it.',
    url: () => 'https://forum.snapcraft.io/c/store-requests/19',
    why: 'The store holds back every upload with classic confinement until people there have granted it.',
    cost: 'Free; half an hour, then about a week of answering questions.',
    instructions: inOrder(
      'First try `confinement: strict`, which needs no request: it does for tools that use the network and the home folder.',
      'Else write in the category of store requests what the snap is, where its source is, and why it must run any program or read any file.',
      'Answer what is asked, which may be a word to commit to your repository, and upload only then.',
    ),
    prove: proveClassic,
  },
];

/** What only a person can do for the Snap Store. */
export const snapcraftTasks: readonly Task[] = [
  ...accountTasks,
  {
    id: 'export-login',
    stage: 'token',
    title: (facts) => `Run \`snapcraft export-login\` and set what it prints as ${secretName(facts)}.`,
    url: () => authenticating,
    why: 'The job uploads with this credential, and fails with “credentials are no longer valid” once it has ended.',
    cost: 'Free; ten minutes once a year.',
    instructions: (setting) => [
      {text: 'Install snapcraft 7.2 or newer on a machine of yours.', command: 'sudo snap install snapcraft --classic'},
      {
        text: 'Export a credential for this snap alone with the rights that publishing needs; it asks for your e-mail address, password and second factor.',
        command: `snapcraft export-login --snaps ${nameOf(setting)} --acls package_access,package_push,package_update,package_release -`,
      },
      {text: 'It lasts a year unless you add `--expires` with a date such as 2027-05-31.'},
      pasteIt(setting, 'all that it prints, with the words around it,'),
    ],
    state: untilSecretIsSet,
    shownBy: 'secret',
    givesToken: true,
  },
  workflowTask('the Snap Store', 'https://documentation.ubuntu.com/snapcraft/stable/how-to/publishing/'),
];
