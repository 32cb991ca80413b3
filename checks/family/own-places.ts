import {z} from 'zod';
import {evidenceOf} from '../../src/model/cell.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import type {NewFile} from '../../src/model/plan.ts';
import {type RepositoryName, repositoryText} from '../../src/model/project.ts';
import type {Task, TaskProof, TaskSetting} from '../../src/model/task.ts';
import {repositoryApi, repositoryPage} from './github.ts';
import {namesOf} from './owned-file.ts';
import {findPaths} from './repository-tree.ts';

/** What makes a repository a place that people install from. */
export type PlaceRule = {
  readonly repositories: readonly RepositoryName[];
  /** What is there that makes it one, such as its folder; undefined: nothing is. */
  keptIn(paths: readonly string[]): string | undefined;
  /** What to do where nothing is, as an order. */
  readonly otherwise: string;
  /** The topic under which it is found; absent: it needs none. */
  readonly topic?: string;
};

const schema = z.object({full_name: z.string(), private: z.boolean().optional(), topics: z.array(z.string()).optional()});

const provePlaceAt = async (lookup: Lookup, repository: RepositoryName, rule: PlaceRule): Promise<TaskProof | undefined> => {
  const found = await lookup.json(repositoryApi(repository), schema);
  if (found === undefined) return undefined;
  const {full_name: name, topics} = found;
  const seen = {evidence: [evidenceOf(name, repositoryPage(repository))]};
  if (found.private === true)
    return {
      ...seen,
      state: 'to-do',
      needsPerson: true,
      note: `${name} is private, so nobody else can install from it; make it public in its settings.`,
    };
  const {paths, isIncomplete} = await findPaths(lookup, repository, 'HEAD');
  const kept = rule.keptIn(paths);
  if (kept === undefined && isIncomplete)
    return {...seen, state: 'unknown', note: `${name} is there and public, and GitHub cuts off the list of its files.`};
  // One that was only begun is gone on with; what holds something else is its owner's to change.
  if (kept === undefined)
    return paths.length === 0
      ? {...seen, state: 'to-do', note: `${name} is there and public, and empty.`}
      : {...seen, state: 'to-do', needsPerson: true, note: `${name} is there and public; ${rule.otherwise}`};
  const isListed = rule.topic === undefined || topics === undefined || topics.includes(rule.topic);
  return {
    ...seen,
    state: 'done',
    note: `${name} is there and public, with ${kept}${isListed ? '' : `, and without the topic ${rule.topic}, by which it would be found`}.`,
  };
};

/** Whether one of these repositories is there, public, and what it is to be. */
export const provePlace = async (lookup: Lookup, rule: PlaceRule): Promise<TaskProof> => {
  const {repositories} = rule;
  const proofs = (await Promise.all(repositories.map((one) => provePlaceAt(lookup, one, rule)))).filter((one) => one !== undefined);
  const best = proofs.find(({state}) => state === 'done') ?? proofs[0];
  return best ?? {state: 'to-do', note: `There is no public repository ${namesOf(repositories)}.`};
};

/** What a new place begins with. */
export type NewPlace = {
  readonly repository: RepositoryName;
  readonly description: string;
  readonly topics: readonly string[];
  readonly template?: RepositoryName;
  readonly files: readonly NewFile[];
};

/** Creates the place, or fills one that was only begun; undefined: it is there, something stands in its way, or nobody is signed in. */
export const planPlace = (
  {login, facts, proof}: TaskSetting,
  what: 'tap' | 'bucket',
  place: NewPlace,
): ReturnType<NonNullable<Task['planSteps']>> => {
  const isBegun = proof?.state === 'to-do' && proof.evidence !== undefined;
  const isThere = !isBegun && (facts.account?.kind === 'owns' || facts.account?.kind === 'exists');
  if (login === undefined || isThere || proof?.needsPerson === true || (proof !== undefined && proof.state !== 'to-do')) return undefined;
  const {repository} = place;
  return {
    title: `${isBegun ? 'Fill' : 'Create'} the ${what} ${repositoryText(repository)}`,
    // Nobody can create a repository in another person's account, so an owner who isn't signed in is an organization.
    steps: [{kind: 'create-repository', ...place, isOrganization: login.toLowerCase() !== repository.owner.toLowerCase()}],
    undo: `It can be undone by deleting ${repositoryText(repository)} in its settings.`,
  };
};
