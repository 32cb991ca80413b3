import {findRepository} from '../github/state.ts';
import {actAtGitHub, refusalIn} from './github-act.ts';
import {did, type Page, type PageOutcome, pagesOf, type Visit} from './page.ts';
import {loginOf} from './person.ts';

/** A person who opens a pull request of their own repository reads it and merges it; at others' they only read. */
const readPull = ({world, parts: [owner = '', name = '', number = '']}: Visit): PageOutcome | undefined => {
  const repository = findRepository(world.github, owner, name);
  const pull = repository?.pulls.find((one) => String(one.number) === number);
  if (repository === undefined || pull === undefined) return undefined;
  const title = `pull request ${pull.number} at ${repository.owner}/${repository.name}`;
  if (pull.mergedAt !== null) return did(`Read ${title}: it is merged.`);
  if (pull.state === 'closed') return did(`Read ${title}: it is closed.`);
  const isOwn = repository.owner.toLowerCase() === loginOf(world).toLowerCase();
  if (!isOwn) return did(`Read ${title}: ${pull.title}. It waits for the people there.`);
  const refusal = refusalIn(actAtGitHub(world, 'PUT', `/repos/${repository.owner}/${repository.name}/pulls/${pull.number}/merge`, {}));
  return did(refusal ?? `Merged ${title}: ${pull.title}.`);
};

export const githubPullPage: readonly Page[] = pagesOf('github.com', [[/^\/([^/]+)\/([^/]+)\/pull\/(\d+)(?:\/.*)?$/, readPull]]);
