import {createGitHubTree} from '../../checks/repository/files.ts';
import {findNewestTag} from '../../checks/repository/release.ts';
import {findWorkflows} from '../../checks/repository/workflows.ts';
import type {Lookup} from '../model/lookup.ts';
import {Problem} from '../model/problem.ts';
import type {RepositoryName} from '../model/project.ts';
import type {SourceTree} from '../model/source-tree.ts';
import type {Round} from '../tools/asker.ts';
import {type Checkout, findCheckout} from '../tools/git.ts';
import {createLookup} from '../tools/lookup.ts';
import {createCheckoutTree} from '../tools/source-tree.ts';
import type {Options} from './options.ts';
import type {Setting} from './setting.ts';
import type {Surroundings} from './surroundings.ts';
import {WrongUse} from './wrong-use.ts';

/** What is looked at: a repository, a tag of it, and its files where they lie here. */
export type Target = {
  readonly repository: RepositoryName;
  readonly tag: string;
  /** Absent: the files are read through GitHub. */
  readonly checkout?: SourceTree;
  /** What was asked to find it, so that the first round need not ask again. */
  readonly asked: Round;
  /** True: it is the newest release, so the list that told it holds the release itself. Absent: it was named. */
  readonly isNewest?: true;
};

/** What is known before a target is looked for; each is absent where nothing is. */
export type KnownBefore = {readonly asked?: Round; readonly checkout?: Checkout | undefined};

const isSame = (one: RepositoryName, other: RepositoryName) =>
  `${one.owner}/${one.name}`.toLowerCase() === `${other.owner}/${other.name}`.toLowerCase();

/** A repository, and its files where they lie here. */
export type Source = Pick<Target, 'repository' | 'checkout'> & {
  /** The newest tag of the checkout; absent: there is no checkout, or it has no tag. */
  readonly newestTag?: string;
};

/** The repository: as asked, as configured, or the checkout's. */
export const findSource = async (
  options: Options,
  {configuration}: Pick<Setting, 'configuration'>,
  {cwd}: Surroundings,
  known: KnownBefore = {},
): Promise<Source> => {
  const checkout = 'checkout' in known ? known.checkout : await findCheckout(cwd);
  const repository = options.repository ?? configuration.repository ?? checkout?.repository;
  if (repository === undefined) {
    if (checkout !== undefined && checkout.remotes.length > 0)
      throw new WrongUse("This checkout's remotes don't lie at GitHub.", 'Name the repository at GitHub with --repo OWNER/NAME.');
    throw new WrongUse('This folder is no checkout of a GitHub repository.', 'Go to one, or name one with --repo OWNER/NAME.');
  }
  const isHere = checkout?.repository !== undefined && isSame(repository, checkout.repository);
  if (!isHere) return {repository};
  const {newestTag} = checkout;
  return {repository, checkout: createCheckoutTree(checkout.root), ...(newestTag === undefined ? {} : {newestTag})};
};

/** What hangs on no tag is asked while the tag is looked up: who needs the answers later finds them under way, and tells of what went wrong. */
const askAhead = (lookup: Lookup, {repository, checkout}: Source): void => {
  findWorkflows(lookup, repository).catch(() => undefined);
  if (checkout === undefined)
    createGitHubTree(lookup, repository, 'HEAD')
      .paths()
      .catch(() => undefined);
};

/** Finds what the command is about. */
export const findTarget = async (
  options: Options,
  setting: Pick<Setting, 'configuration' | 'sources'>,
  surroundings: Surroundings,
  known: KnownBefore = {},
): Promise<Target> => {
  const {newestTag, ...found} = await findSource(options, setting, surroundings, known);
  const given = options.tag ?? setting.configuration.tag ?? newestTag;
  const asked: Round = known.asked ?? new Map();
  if (given !== undefined) return {...found, tag: given, asked};
  const lookup = createLookup(setting.sources, asked);
  askAhead(lookup, found);
  const tag = await findNewestTag(lookup, found.repository);
  if (tag !== undefined) return {...found, tag, asked, isNewest: true};
  const name = `${found.repository.owner}/${found.repository.name}`;
  if (setting.sources.gitHubToken === undefined)
    throw new Problem(
      'unauthorized',
      `GitHub shows no release and no tag of ${name}.`,
      'Set GITHUB_TOKEN if the repository is private; else make a tag first, or name one with --tag.',
    );
  throw new WrongUse(`${name} has no release and no tag, or the token can't see it.`, 'Make a tag first, or name one with --tag.');
};
