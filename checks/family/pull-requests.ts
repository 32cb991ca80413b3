import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {Problem} from '../../src/model/problem.ts';
import {type PackageName, type Project, repositoryText} from '../../src/model/project.ts';
import type {VersionState} from '../../src/model/publication.ts';
import {apiOrigin} from './github.ts';
import {findReview} from './pull-request-review.ts';
import {isToldByLabels, placeOfPullRequest, type Review, turnAfterMerge, turnOf} from './pull-request-turn.ts';

const searchSchema = z.object({
  incomplete_results: z.boolean().default(false),
  items: z.array(
    z.object({
      title: z.string(),
      state: z.string(),
      html_url: z.string(),
      created_at: z.string(),
      body: z.string().nullish(),
      user: z.object({login: z.string()}).nullish(),
      labels: z.array(z.object({name: z.string()})).optional(),
      draft: z.boolean().nullish(),
      pull_request: z.object({merged_at: z.string().nullish()}).optional(),
    }),
  ),
});
type FoundPullRequest = z.infer<typeof searchSchema>['items'][number];

/** The words of a title; `NAME@1.2.3: Add` and `NAME: init at v1.2.3` give the bare name and version. */
const wordsOf = (title: string): readonly string[] =>
  title
    .toLowerCase()
    .split(/[\s:,@()"'`]+/)
    .map((word) => word.replace(/^v(?=\d)/, ''));

/** Whether every one of these words stands in a title as a whole: 1.2.3 is not in 1.2.3-beta. */
export const titleHas = (title: string, words: readonly string[]): boolean => {
  const found = wordsOf(title);
  return words.every((word) => found.includes(word.toLowerCase()));
};

const isOf = (project: Project, {body, user}: FoundPullRequest): boolean =>
  user?.login.toLowerCase() === project.repository.owner.toLowerCase() ||
  (body ?? '').toLowerCase().includes(`github.com/${repositoryText(project.repository)}`.toLowerCase());

type PullRequestSearch = {
  readonly repositories: readonly string[];
  readonly words: readonly string[];
  /** True for a guessed name: only a pull request by the owner, or one that names the repository, counts. */
  readonly mustBelong: boolean;
  /** Which titles count besides; absent: all that name the words. */
  readonly title?: (title: string) => boolean;
};

const rank = ({state, pull_request}: FoundPullRequest): number => (state === 'open' ? 0 : pull_request?.merged_at ? 1 : 2);

/** Places whose pull requests name a package by its bare name: one search for all of them, so that a round asks it once. */
const shared = ['NixOS/nixpkgs', 'Homebrew/homebrew-core', 'ScoopInstaller/Main', 'ScoopInstaller/Extras'];
const searchedFor = (repositories: readonly string[]) => (repositories.every((one) => shared.includes(one)) ? shared : repositories);

/** A short name is in too many titles to be worth one of GitHub's few searches, unless something of the project spells it. */
export const isWorthSearching = ({name, from}: PackageName, project: Project): boolean =>
  from !== 'guess' || (name.length > 5 && project.isOneOfMany !== true);

/** The pull request whose title names the package and the version: an open one first, then a merged one, then the newest refused one. */
export const findPullRequest = async (
  lookup: Lookup,
  project: Project,
  search: PullRequestSearch,
): Promise<FoundPullRequest | undefined> => {
  const query = [...searchedFor(search.repositories).map((one) => `repo:${one}`), 'is:pr', 'in:title', ...search.words].join(' ');
  const wanted = search.repositories.map((one) => one.toLowerCase());
  const answer = await lookup.json(`${apiOrigin}/search/issues?q=${encodeURIComponent(query)}&per_page=30`, searchSchema);
  const [best] = (answer?.items ?? [])
    .filter(({title, html_url: url}) => titleHas(title, search.words) && wanted.includes(placeOfPullRequest(url)))
    .filter((one) => (!search.mustBelong || isOf(project, one)) && search.title?.(one.title) !== false)
    .sort((one, other) => rank(one) - rank(other) || other.created_at.localeCompare(one.created_at));
  // A search that was cut short may have missed a better one.
  if (answer?.incomplete_results === true && (best === undefined || rank(best) === 2))
    throw new Problem(
      'unexpected-answer',
      'GitHub’s search of pull requests ran out of time, so what it did not find may be there.',
      'Check again in a minute.',
    );
  return best;
};

/** What a pull request means for a version that is not served. `needs`: the labels that ask somebody to act, as far as it has them. Pure. */
export const stateOfPullRequest = (found: FoundPullRequest | undefined, needs?: RegExp, review: Review = {}): VersionState => {
  if (found === undefined) return {kind: 'absent'};
  const {state, html_url: url, created_at: since, pull_request: merge} = found;
  const labels = (found.labels ?? []).map(({name}) => name);
  const named = labels.filter((name) => needs?.test(name) === true);
  const told = named.length > 0 ? ` (${named.join(', ')})` : '';
  const next = turnOf(url, {isDraft: found.draft === true, labels, review});
  if (state === 'open') return {kind: 'waiting', for: `the review of a pull request${told}`, since, url, next};
  return merge?.merged_at
    ? {kind: 'waiting', for: 'a merged pull request to be served', since: merge.merged_at, url, next: turnAfterMerge(url)}
    : {kind: 'rejected', why: `Its pull request was closed without being merged${told}.`, url};
};

/** The same, with what reviewers and checks say of an open one whose labels don't. */
export const findPullRequestState = async (lookup: Lookup, found: FoundPullRequest | undefined): Promise<VersionState> => {
  const isOpen = found?.state === 'open' && found.draft !== true && !isToldByLabels(found.html_url);
  return stateOfPullRequest(found, undefined, isOpen ? await findReview(lookup, found.html_url) : {});
};
