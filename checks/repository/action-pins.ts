import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {Problem} from '../../src/model/problem.ts';
import type {ActionUse} from '../../src/model/publish-job.ts';
import {repositoryApi} from '../family/github.ts';

/** What the versions of actions stand at. */
export type FoundPins = {
  /** By `action@version`. */
  readonly pins: ReadonlyMap<string, string>;
  /** Those whose commit is not known, each with one sentence why. */
  readonly unpinned: readonly {readonly action: string; readonly why: string}[];
};

const pointerSchema = z.object({object: z.object({sha: z.string(), type: z.string()})});

/** An annotated tag points at a commit through an object of its own, and may point at another such. */
const deepest = 4;

const repositoryOf = (action: string) => {
  const [owner = '', name = ''] = action.split('/');
  return {owner, name};
};

/** The commit that a tag stands at; undefined: the repository has no such tag, or shows none. */
const findCommit = async (lookup: Lookup, {action, version}: ActionUse): Promise<string | undefined> => {
  const repository = repositoryOf(action);
  const tag = version.split('/').map(encodeURIComponent).join('/');
  let pointer = await lookup.json(repositoryApi(repository, `/git/ref/tags/${tag}`), pointerSchema);
  for (let depth = 0; depth < deepest && pointer?.object.type === 'tag'; depth++)
    pointer = await lookup.json(repositoryApi(repository, `/git/tags/${encodeURIComponent(pointer.object.sha)}`), pointerSchema);
  return pointer?.object.type === 'commit' && /^[0-9a-f]{40}$/.test(pointer.object.sha) ? pointer.object.sha : undefined;
};

type Answer = {readonly key: string} & ({readonly commit: string} | {readonly why: string});

const answerFor = async (lookup: Lookup, use: ActionUse): Promise<Answer> => {
  const key = `${use.action}@${use.version}`;
  try {
    const commit = await findCommit(lookup, use);
    return commit === undefined
      ? {key, why: `${use.version} is no tag of ${use.action}, so that it has no commit of its own.`}
      : {key, commit};
  } catch (failure) {
    if (failure instanceof Problem) return {key, why: `Its commit could not be looked up: ${failure.message}`};
    throw failure;
  }
};

/** The commits of actions by their versions; one that can't be looked up is named and stops no other. */
export const findActionPins = async (lookup: Lookup, uses: readonly ActionUse[]): Promise<FoundPins> => {
  const each = [...new Map(uses.map((use) => [`${use.action}@${use.version}`, use])).values()];
  const answers = await Promise.all(each.map((use) => answerFor(lookup, use)));
  return {
    pins: new Map(answers.flatMap((answer) => ('commit' in answer ? [[answer.key, answer.commit] as const] : []))),
    unpinned: answers.flatMap((answer) => ('why' in answer ? [{action: answer.key, why: answer.why}] : [])),
  };
};
