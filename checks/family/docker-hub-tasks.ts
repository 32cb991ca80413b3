import {z} from 'zod';
import {evidenceOf} from '../../src/model/cell.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import type {Task, TaskFacts, TaskProof, TaskSetting} from '../../src/model/task.ts';
import {repositoryPage} from './github.ts';
import {inOrder, pasteIt, secretName, untilSecretIsSet, untilServed, workflowTask} from './tasks.ts';

const hub = 'https://hub.docker.com';
const tokensPage = 'https://app.docker.com/settings/personal-access-tokens';

/** Names under which workflows keep the account's name, the usual one first. */
export const dockerUserNames = [
  'DOCKERHUB_USERNAME',
  'DOCKER_USERNAME',
  'DOCKER_HUB_USERNAME',
  'DOCKER_USER',
  'DOCKERHUB_USER',
] as const satisfies readonly string[];

/** The image as namespace and repository; the repository's owner is the namespace where none is named. */
export const dockerNameOf = (project: Project): string => {
  const {name} = packageNameOf(project, 'docker-hub');
  return (name.includes('/') ? name : `${project.repository.owner}/${name}`).toLowerCase();
};

const namespaceOf = (project: Project): string => dockerNameOf(project).split('/')[0] ?? '';

const accountSchema = z.object({});

const proveAccount = async (lookup: Lookup, {project, facts}: TaskSetting): Promise<TaskProof> => {
  const name = namespaceOf(project);
  if (facts.account?.kind === 'exists' || facts.account?.kind === 'owns')
    return {state: 'done', note: `Docker Hub shows an image of ${facts.account.name}.`};
  if (facts.token?.verdict === 'valid' && facts.token.identity !== undefined)
    return {state: 'done', note: `The token is one of ${facts.token.identity}.`};
  for (const kind of ['users', 'orgs']) {
    if ((await lookup.json(`${hub}/v2/${kind}/${encodeURIComponent(name)}/`, accountSchema, {as: 'nobody'})) !== undefined)
      return {state: 'done', note: `Docker Hub knows ${name}.`, evidence: [evidenceOf(name, `${hub}/u/${name}`)]};
  }
  return {state: 'unknown', note: `Docker Hub shows nobody an account ${name}; one that it hides looks the same.`};
};

const repositorySchema = z.object({is_private: z.boolean().optional()});

const proveRepository = async (lookup: Lookup, {project}: TaskSetting): Promise<TaskProof> => {
  const name = dockerNameOf(project);
  const [namespace = '', repository = ''] = name.split('/').map(encodeURIComponent);
  const found = await lookup.json(`${hub}/v2/namespaces/${namespace}/repositories/${repository}`, repositorySchema, {as: 'nobody'});
  if (found === undefined) return {state: 'to-do', note: `Docker Hub shows everybody no repository ${name}: it is not there, or private.`};
  return found.is_private === true
    ? {state: 'to-do', note: `${name} is private, so nobody else can pull it.`}
    : {state: 'done', note: `Everybody sees ${name}.`, evidence: [evidenceOf(name, `${hub}/r/${name}`)]};
};

/** The names of the account that the job reads as secrets; empty: it spells the name, or reads a variable. */
const readUserNames = ({job}: TaskFacts): readonly string[] =>
  (job?.job.secrets ?? []).map((name) => name.toUpperCase()).filter((name) => (dockerUserNames as readonly string[]).includes(name));

const userNameTask: Task = {
  id: 'set-username',
  stage: 'secret',
  title: (facts) => `Set the name of your Docker account as the secret ${readUserNames(facts)[0] ?? dockerUserNames[0]}.`,
  url: ({repository}) => repositoryPage(repository, '/settings/secrets/actions'),
  why: 'The job signs in with a name and a token, and without the name it ends with “Username and password required”.',
  cost: 'Free; a minute.',
  instructions: ({project, facts}) => [
    {text: `Press “New repository secret” and enter the name ${readUserNames(facts)[0] ?? dockerUserNames[0]}.`},
    {text: `Enter the name of the account whose token it is, such as ${namespaceOf(project)}, and never its e-mail address.`},
    {text: 'Press “Add secret”.'},
  ],
  state: (facts) => {
    const names = readUserNames(facts);
    if (names.length === 0) return 'not-due';
    if (facts.secrets === undefined) return 'unknown';
    const environment = facts.job?.job.environment;
    return facts.secrets.some(
      (secret) => names.includes(secret.name.toUpperCase()) && (secret.level !== 'environment' || secret.environment === environment),
    )
      ? 'done'
      : 'to-do';
  },
};

/** What only a person can do for Docker Hub. */
export const dockerHubTasks: readonly Task[] = [
  {
    id: 'create-account',
    stage: 'account',
    title: 'Create an account at Docker and confirm its e-mail address.',
    url: () => 'https://app.docker.com/signup',
    why: 'An image’s name begins with an account or an organization, and only its members push there.',
    cost: 'Free; five minutes.',
    instructions: ({project}) => [
      {text: `Choose the user name with care: images are called by it, here ${dockerNameOf(project)}, and it can’t be changed.`},
      {text: 'Open the link in the mail that Docker sends; nothing can be pushed before.'},
      {text: 'If the images are an organization’s, ask one of its owners to add you instead.'},
    ],
    shownBy: 'account',
    prove: proveAccount,
  },
  {
    id: 'secure-account',
    stage: 'account',
    title: 'Turn on two-factor sign-in at Docker.',
    url: () => 'https://app.docker.com/settings',
    why: 'Whoever takes over the account can replace every image that people pull.',
    cost: 'Free; ten minutes; from then on workflows need a token, since the password alone no longer does.',
    instructions: inOrder(
      'Open the account’s settings, go to 2FA, and turn it on.',
      'Scan the code with an authenticator app and enter what it shows.',
      'Keep the recovery code somewhere other than this machine.',
    ),
    onlyWord: 'Docker Hub shows an account’s second factor to nobody but its owner.',
  },
  {
    id: 'make-token',
    stage: 'token',
    title: (facts) => `Make an access token with Read & Write and set it as ${secretName(facts)}.`,
    url: () => tokensPage,
    why: 'The job pushes with it; a token has narrower rights than the password and can be ended alone.',
    cost: 'Free; five minutes, again each time it ends.',
    instructions: (setting) => [
      {text: 'Press “Generate new token” and describe it by the repository’s name.', url: tokensPage},
      {text: 'Choose an expiration date that you will remember; “None” never ends.'},
      {text: 'Choose the access permissions “Read & Write”: less can’t push, and nothing here needs Delete.'},
      {text: 'Know that it reaches every image of the account; only an organization’s tokens can be limited to one, in a paid plan.'},
      pasteIt(setting),
    ],
    state: untilSecretIsSet,
    shownBy: 'secret',
    givesToken: true,
  },
  userNameTask,
  {
    id: 'create-repository',
    stage: 'first-package',
    title: 'Create the repository and make it public.',
    url: () => `${hub}/repository/create`,
    why: 'A first push makes one by itself only under your own name, and makes it private if that is the account’s default.',
    cost: 'Free for public ones; two minutes, and the name can’t be changed later.',
    instructions: ({project}) => [
      {text: `Choose the namespace ${namespaceOf(project)} and enter ${dockerNameOf(project).split('/')[1] ?? ''} as the name.`},
      {text: 'Choose the visibility Public and press Create.'},
      {text: 'If it is there and private, open its settings and press “Make public”.', url: `${hub}/r/${dockerNameOf(project)}`},
    ],
    state: untilServed,
    prove: proveRepository,
  },
  workflowTask('Docker Hub', 'https://docs.docker.com/build/ci/github-actions/'),
];
