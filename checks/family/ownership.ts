import type {PackageName, Project} from '../../src/model/project.ts';
import type {Publication} from '../../src/model/publication.ts';
import {provenHit} from './belonging.ts';
import {mayHaveMoved, pointsAt, repositoryOfUrl} from './github.ts';

/**
 * Whose a package is by the addresses it names; undefined: they don't tell. Under a name that the project's own files spell, an address that
 * shares the owner or the repository's name is taken for one from before a move, and tells nothing.
 */
export const ownerOf = (project: Project, {from}: PackageName, urls: readonly (string | null | undefined)[]): Publication['belongsTo'] => {
  const isOwn = pointsAt(project.repository, urls);
  if (isOwn === undefined) return undefined;
  if (isOwn) return 'this-project';
  const isNear = urls.some((url) => {
    const named = url ? repositoryOfUrl(url) : undefined;
    return named !== undefined && mayHaveMoved(named, project.repository);
  });
  return isNear && from !== 'guess' ? undefined : 'another';
};

/** The publication as it counts for this project: a stranger's package is none, and a guessed name without proof is not green. */
export const owned = (packageName: PackageName, belongsTo: Publication['belongsTo'], found: Publication): Publication =>
  provenHit(belongsTo === 'another' ? 'guess' : packageName.from, belongsTo === undefined ? found : {...found, belongsTo});
