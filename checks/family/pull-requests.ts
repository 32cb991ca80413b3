import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {Problem} from '../../src/model/problem.ts';
import {type Project, repositoryText} from '../../src/model/project.ts';
import type {VersionState} from '../../src/model/publication.ts';
import {apiOrigin} from './github.ts';

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
};

const rank = ({state, pull_request}: FoundPullRequest): number => (state === 'open' ? 0 : pull_request?.merged_at ? 1 : 2);

/** The pull request whose title names the package and the version: an open one first, then a merged one, then the newest refused one. */
export const findPullRequest = async (
  lookup: Lookup,
  project: Project,
  search: PullRequestSearch,
): Promise<FoundPullRequest | undefined> => {
  const query = [...search.repositories.map((one) => `repo:${one}`), 'is:pr', 'in:title', ...search.words].join(' ');
  const answer = await lookup.json(`${apiOrigin}/search/issues?q=${encodeURIComponent(query)}&per_page=30`, searchSchema);
  const [best] = (answer?.items ?? [])
    .filter(({title}) => titleHas(title, search.words))
    .filter((one) => !search.mustBelong || isOf(project, one))
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

/** What a pull request means for a version that is not served. `needs`: the labels that ask somebody to act, as far as it has them. */
export const stateOfPullRequest = (found: FoundPullRequest | undefined, needs?: RegExp): VersionState => {
  if (found === undefined) return {kind: 'absent'};
  const {state, html_url: url, created_at: since, pull_request: merge, labels = []} = found;
  const named = labels.map(({name}) => name).filter((name) => needs?.test(name) === true);
  if (state === 'open')
    return {kind: 'waiting', for: `the review of a pull request${named.length > 0 ? ` (${named.join(', ')})` : ''}`, since, url};
  return merge?.merged_at
    ? {kind: 'waiting', for: 'a merged pull request to be served', since: merge.merged_at, url}
    : {kind: 'rejected', why: `Its pull request was closed without being merged${named.length > 0 ? ` (${named.join(', ')})` : ''}.`, url};
};
