import type {Project} from '../model/project.ts';
import type {Publication} from '../model/publication.ts';
import {compareNumbers, isPrerelease} from '../model/semantic-versions.ts';

/**
 * Whether the tag's version is there and an ordinary install gives an older one, as after a tag that was pointed back. A prerelease is not meant
 * for it.
 */
export const isLeftBehind = ({version, serves}: Pick<Publication, 'version' | 'serves'>, tagged: Project['version']): boolean =>
  version.kind === 'published' && serves !== null && !isPrerelease(tagged) && (compareNumbers(serves, tagged) ?? 0) < 0;
