import {z} from 'zod';
import {evidenceOf} from '../../src/model/cell.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import {type RepositoryName, repositoryText} from '../../src/model/project.ts';
import type {Instruction, Task, TaskProof, TaskSetting} from '../../src/model/task.ts';
import {fieldsOf} from './answers.ts';
import {isSameRepository, repositoryApi, repositoryPage} from './github.ts';

/** A repository that takes contributions from forks, and the branch that they begin at. */
export type Upstream = RepositoryName & {readonly branch: string};

type ForkState =
  | {readonly kind: 'absent'}
  | {readonly kind: 'not-a-fork'; readonly of?: string}
  /** GitHub has the repository and not yet the branch. */
  | {readonly kind: 'being-made'}
  | {readonly kind: 'lacks-branch'}
  | {readonly kind: 'fork'; readonly repository: RepositoryName};

const repositorySchema = z.object({
  full_name: z.string(),
  fork: z.boolean(),
  parent: z.object({full_name: z.string()}).nullish(),
});
const branchesSchema = z.array(z.object({name: z.string()}));
const comparisonSchema = z.object({ahead_by: z.number(), behind_by: z.number()});

const nameOf = (text: string): RepositoryName => {
  const [owner = '', name = ''] = text.split('/');
  return {owner, name};
};

/** GitHub answers 404 or 409 while it copies; afterwards any branch that is there shows that the copying has ended. */
const findBranch = async (lookup: Lookup, repository: RepositoryName, branch: string): Promise<'there' | 'other' | 'none'> => {
  const accept = [200, 404, 409];
  const {status} = await lookup.reply(repositoryApi(repository, `/branches/${encodeURIComponent(branch)}`), {accept});
  if (status === 200) return 'there';
  const listed = await lookup.reply(repositoryApi(repository, '/branches?per_page=1'), {accept});
  return listed.status === 200 && fieldsOf('api.github.com', listed.text, branchesSchema).length > 0 ? 'other' : 'none';
};

const findFork = async (lookup: Lookup, owner: string, upstream: Upstream): Promise<ForkState> => {
  const found = await lookup.json(repositoryApi({owner, name: upstream.name}), repositorySchema);
  if (found === undefined) return {kind: 'absent'};
  const of = found.parent?.full_name;
  if (!found.fork || of === undefined || !isSameRepository(nameOf(of), upstream))
    return {kind: 'not-a-fork', ...(found.fork && of !== undefined ? {of} : {})};
  // A repository that was renamed answers under its old name too.
  const repository = nameOf(found.full_name);
  const branch = await findBranch(lookup, repository, upstream.branch);
  if (branch === 'there') return {kind: 'fork', repository};
  return {kind: branch === 'other' ? 'lacks-branch' : 'being-made'};
};

const nobody: TaskProof = {state: 'unknown', note: 'Nobody is signed in to GitHub, so it is not known whose fork to look for.'};

const evidence = (repository: RepositoryName) => [evidenceOf(repositoryText(repository), repositoryPage(repository))];

/** Whether somebody's fork is there and really one of this upstream. A fork under another name can't be told from here. */
export const proveFork = async (lookup: Lookup, owner: string | undefined, upstream: Upstream): Promise<TaskProof> => {
  if (owner === undefined) return nobody;
  const own = {owner, name: upstream.name};
  const [name, of] = [repositoryText(own), repositoryText(upstream)];
  const found = await findFork(lookup, owner, upstream);
  switch (found.kind) {
    case 'absent':
      return {state: 'to-do', note: `There is no ${name}; a fork under another name can't be told from here.`};
    case 'not-a-fork':
      return {
        state: 'to-do',
        needsPerson: true,
        note: `${name} is ${found.of === undefined ? 'no fork' : `a fork of ${found.of}`} and not a fork of ${of}; rename it, so that the name is free.`,
        evidence: evidence(own),
      };
    case 'being-made':
      return {state: 'waiting', note: `GitHub is still making ${name}.`, evidence: evidence(own)};
    case 'lacks-branch':
      return {
        state: 'to-do',
        needsPerson: true,
        note: `${name} has no branch ${upstream.branch}; make it there from ${of}, or delete the fork and fork again.`,
        evidence: evidence(own),
      };
    case 'fork':
      return {
        state: 'done',
        note: `${repositoryText(found.repository)} is a fork of ${of}.`,
        evidence: evidence(found.repository),
      };
  }
};

/** From here on GitHub refuses some forks new branches; the busiest of these upstreams gets there in about ten days. */
const mostBehind = 5000;

const commits = (count: number): string => `${count.toLocaleString('en-US')} ${count === 1 ? 'commit' : 'commits'}`;

const freshness = (fork: RepositoryName, upstream: Upstream, ahead: number, behind: number): TaskProof => {
  const own = ahead === 0 ? '' : ` and has ${commits(ahead)} of its own`;
  const where = `Branch ${upstream.branch} of ${repositoryText(fork)}`;
  if (behind === 0) return {state: 'done', note: `${where} is up to date${own}.`, evidence: evidence(fork)};
  const note = `${where} is ${commits(behind)} behind ${repositoryText(upstream)}${own}`;
  return behind > mostBehind
    ? {state: 'to-do', note: `${note}.`, evidence: evidence(fork)}
    : {state: 'done', note: `${note}, which does no harm yet.`, evidence: evidence(fork)};
};

/** Whether a fork has kept up with its upstream; what is not made yet waits. */
export const proveFreshFork = async (lookup: Lookup, owner: string | undefined, upstream: Upstream): Promise<TaskProof> => {
  if (owner === undefined) return nobody;
  const found = await findFork(lookup, owner, upstream);
  if (found.kind !== 'fork') return {state: 'waiting', note: 'There is nothing to bring up to date before the fork is made.'};
  const {repository} = found;
  const heads = `${upstream.owner}:${upstream.branch}...${upstream.branch}`;
  const compared = await lookup.json(repositoryApi(repository, `/compare/${heads}?per_page=1`), comparisonSchema);
  return compared === undefined
    ? {
        state: 'unknown',
        note: `GitHub can't compare ${repositoryText(repository)} with ${repositoryText(upstream)}.`,
        evidence: evidence(repository),
      }
    : freshness(repository, upstream, compared.ahead_by, compared.behind_by);
};

/** Whose fork a job uses: the one it names, else that of the account the token belongs to, else one's own. Undefined: nobody is known. */
export const forkOwnerOf = ({facts, login}: TaskSetting, named?: string): string | undefined => named ?? facts.token?.identity ?? login;

const isOwn = (owner: string | undefined, login: string | undefined): login is string =>
  login !== undefined && owner?.toLowerCase() === login.toLowerCase();

/** What is to be done with whose fork. */
export type ForkTask = Pick<TaskSetting, 'login' | 'proof'> & {
  /** Undefined: nobody is known. */
  readonly owner: string | undefined;
  readonly upstream: Upstream;
};

type Planned = ReturnType<NonNullable<Task['planSteps']>>;

/** Forks one branch to whoever is signed in; undefined: it is done, nobody is signed in, or the fork is to be another account's. */
export const forkPlan = ({login, proof, owner, upstream}: ForkTask): Planned => {
  const {owner: of, name, branch} = upstream;
  if (!isOwn(owner, login) || proof?.needsPerson === true || (proof !== undefined && proof.state !== 'to-do')) return undefined;
  return {
    title: `Fork ${of}/${name} to ${login}`,
    steps: [{kind: 'fork-repository', upstream: {owner: of, name}, branch, owner: login, isOrganization: false}],
    undo: `It can be undone by deleting ${login}/${name} in its settings; whatever only it holds is lost then.`,
  };
};

/** Brings one's own fork up to date; undefined: it is not known to be behind, or the fork is another account's. */
export const syncPlan = ({login, proof, owner, upstream}: ForkTask): Planned => {
  const {owner: of, name, branch} = upstream;
  if (!isOwn(owner, login) || proof?.state !== 'to-do') return undefined;
  return {
    title: `Bring ${login}/${name} up to ${of}/${name}`,
    steps: [{kind: 'sync-fork', fork: {owner: login, name}, upstream: {owner: of, name}, branch}],
  };
};

/** How a person forks by hand. */
export const forkInstructions = (owner: string | undefined, upstream: Upstream): readonly Instruction[] => [
  {text: `Open the page that forks ${repositoryText(upstream)}.`, url: repositoryPage(upstream, '/fork')},
  {
    text:
      owner === undefined
        ? 'Choose your own account as the owner.'
        : `Choose ${owner} as the owner; sign in as that account where it is not yours.`,
  },
  {text: `Leave the name ${upstream.name} as it is, because tools look for the fork under it.`},
  {text: `Leave “Copy the ${upstream.branch} branch only” ticked and press “Create fork”; GitHub takes up to a few minutes.`},
];

/** How a person brings a fork up to date by hand. */
export const syncInstructions = (owner: string | undefined, upstream: Upstream): readonly Instruction[] => [
  {
    text: 'Open your fork on GitHub.',
    ...(owner === undefined ? {} : {url: repositoryPage({owner, name: upstream.name}, `/tree/${upstream.branch}`)}),
  },
  {text: 'Press “Sync fork”, then “Update branch”.'},
  {text: 'Never press “Discard commits” unless you know that nothing of yours is on that branch.'},
];
