import type {ProgramFacts} from '../../src/model/first-package.ts';
import type {PublishJob} from '../../src/model/publish-job.ts';
import {tapPlaceOf} from '../family/homebrew-taps.ts';
import {tapFiles, tapPrograms} from './homebrew-tap.ts';
import {ownPlaceJob} from './own-place-job.ts';

/** Brings the tap's formula to the tag's version; homebrew-core does that by itself. Undefined: there is no formula for a tap. */
export const tapJob = (facts: ProgramFacts): PublishJob | undefined => {
  const files = tapFiles(facts);
  if (files.kind === 'blocked' || files.place.kind !== 'own') return undefined;
  const name = tapPlaceOf(facts.project).formula;
  return ownPlaceJob({
    what: 'tap',
    repository: files.place.repository,
    path: files.files[0].path,
    name,
    secret: 'TAP_GITHUB_TOKEN',
    programs: tapPrograms(facts).programs,
    version: facts.project.version,
    words: {version: 'version ', url: 'url ', digest: 'sha256 '},
    behind: '\\(\\)',
    further: [],
  });
};
