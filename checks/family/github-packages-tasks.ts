import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {repositoryText} from '../../src/model/project.ts';
import type {Task, TaskProof, TaskSetting} from '../../src/model/task.ts';
import {fieldsOf} from './answers.ts';
import {apiOrigin, findOwner} from './github.ts';
import {isPullable} from './github-containers.ts';
import {packageOf, packagePage} from './github-package-name.ts';
import {ownTokenTask, writingTask} from './github-tasks.ts';
import {classicSteps} from './github-token-steps.ts';
import {inOrder, untilServed, workflowTask} from './tasks.ts';

const packageSchema = z.object({visibility: z.string(), repository: z.object({full_name: z.string()}).nullish()});

/** The package as GitHub shows it to this reader; undefined: it shows none, which a lack of rights looks like too. */
const findPackage = async (lookup: Lookup, {project}: TaskSetting): Promise<z.infer<typeof packageSchema> | undefined> => {
  if (!lookup.hasGitHubToken) return undefined;
  const {owner, bare, type} = packageOf(project);
  for (const level of ['users', 'orgs']) {
    const address = `${apiOrigin}/${level}/${encodeURIComponent(owner)}/packages/${type}/${encodeURIComponent(bare)}`;
    const {status, text} = await lookup.reply(address, {accept: [200, 400, 401, 403, 404]});
    if (status === 200) return fieldsOf('api.github.com', text, packageSchema);
  }
  return undefined;
};

const unseen = 'GitHub shows it to nobody without an account: it is private, or nothing was pushed yet.';

const provePublic = async (lookup: Lookup, setting: TaskSetting): Promise<TaskProof> => {
  const {name, type} = packageOf(setting.project);
  if (type === 'container' && (await isPullable(lookup, name)))
    return {state: 'done', note: `Everybody can pull ghcr.io/${name} without an account.`};
  const found = await findPackage(lookup, setting);
  if (found === undefined) return {state: 'unknown', note: `${unseen.slice(0, -1)}; a classic token with read:packages tells which.`};
  return found.visibility === 'public'
    ? {state: 'done', note: `GitHub calls ${name} public.`}
    : {state: 'to-do', note: `GitHub calls ${name} ${found.visibility}, so nobody else can install it.`};
};

/** No question tells whether a repository may write to a package; its link and the job's own push are what can be seen. */
const proveGrant = async (lookup: Lookup, setting: TaskSetting): Promise<TaskProof> => {
  const {run, publication} = setting.facts;
  if (run?.conclusion === 'success' && publication?.version.kind === 'published')
    return {state: 'done', note: 'The job has pushed this version.'};
  const {repository} = setting.project;
  const linked = (await findPackage(lookup, setting))?.repository?.full_name;
  if (linked === undefined)
    return {state: 'unknown', note: 'GitHub shows no link of the package, and whether a job may write shows only when it pushes.'};
  return linked.toLowerCase() === repositoryText(repository).toLowerCase()
    ? {state: 'unknown', note: `The package is linked to ${linked}, and whether its jobs may write shows only when one pushes.`}
    : {state: 'to-do', note: `The package is linked to ${linked}, so jobs of ${repositoryText(repository)} may not write to it.`};
};

const proveAllowed = async (lookup: Lookup, {project, facts}: TaskSetting): Promise<TaskProof> => {
  const {name, type} = packageOf(project);
  if (type === 'container' && (await isPullable(lookup, name))) return {state: 'done', note: `ghcr.io/${name} is public already.`};
  const owner = await findOwner(lookup, project.repository);
  if (owner?.type === 'User') return {state: 'done', note: `${owner.login} is a person, whose packages may always be public.`};
  return {
    state: 'unknown',
    note: `GitHub tells nobody whether ${owner?.login ?? project.repository.owner} allows public packages${untilServed(facts) === 'done' ? ', only that this one is private' : ''}.`,
  };
};

const settingsSteps: readonly string[] = ['Open the package, and press “Package settings” on the right.'];

/** What only a person can do for GitHub Packages. */
export const githubPackagesTasks: readonly Task[] = [
  {
    id: 'allow-packages',
    stage: 'account',
    title: 'Let the organization allow public packages, if one owns the repository.',
    url: ({repository}) => `https://github.com/organizations/${repository.owner}/settings/packages`,
    why: 'Where the organization forbids it, no package of it can be made public, and a job may not even create one.',
    cost: 'Free; two minutes of an owner of the organization.',
    instructions: inOrder('Ask an owner of the organization to open this page.', 'Under “Package creation” tick Public, and press Save.'),
    prove: proveAllowed,
  },
  ownTokenTask(
    'https://github.com/settings/tokens/new?scopes=write:packages',
    'The job reads a token that somebody makes, and fails while it is missing.',
    (_setting, secret) => [
      {text: 'First ask whether the job needs it: the run’s own GITHUB_TOKEN does for packages of its repository, with `packages: write`.'},
      ...classicSteps(['write:packages'], {secret, why: 'GitHub Packages takes none.', account: undefined}),
    ],
  ),
  {
    id: 'make-public',
    stage: 'first-package',
    title: 'Make the package public after its first push.',
    url: packagePage,
    why: 'GitHub makes a new package private, so the job is green and nobody else can install it.',
    cost: 'Free; a minute, and a public package can’t be made private again.',
    instructions: inOrder(
      ...settingsSteps,
      'Go down to the “Danger Zone” and press “Change visibility”.',
      'Choose Public and type the package’s name to confirm; if Public is greyed out, the organization forbids it.',
    ),
    state: untilServed,
    prove: provePublic,
  },
  {
    id: 'link-repository',
    stage: 'first-package',
    title: 'Give the repository the role Write on the package, under Manage Actions access.',
    url: packagePage,
    why: 'A package that was first pushed by hand or by another repository refuses this one’s jobs with “denied: permission_denied: write_package”.',
    cost: 'Free; two minutes; it can be done on this page only.',
    instructions: inOrder(
      ...settingsSteps,
      'Under “Manage Actions access” press “Add Repository” and choose this one.',
      'Change its role from Read to Write.',
    ),
    // What a job pushes first is its repository's at once.
    state: (facts) => (untilServed(facts) === 'to-do' ? 'not-due' : undefined),
    prove: proveGrant,
  },
  writingTask('packages', 'packages'),
  workflowTask('GitHub Packages', 'https://docs.github.com/packages/learn-github-packages/publishing-a-package', 'packages'),
];
