import type {Cause} from '../../src/model/diagnosis.ts';
import {likelyCause, logCause} from './log-cause.ts';
import {assetState} from './repository-probes.ts';

/** What a failed step’s log shows of a GitHub release. */
export const releaseCauses: readonly Cause[] = [
  logCause({
    id: 'release-immutable',
    title: 'The release is immutable, so no file can be added to it.',
    pattern: /Cannot upload assets to an immutable release|tag_name was used by an immutable release/i,
    confidence: 'confirmed',
    fix: 'Upload every file to a draft and publish it last; publish this fix under a new tag.',
  }),
  logCause({
    id: 'workflow-right-missing',
    title: 'The tagged commit changes workflow files, which this token may not touch.',
    pattern: /refusing to allow .* to create or update workflow|without .?workflows?.? (?:scope|permission)/i,
    confidence: 'confirmed',
    fix: 'Give the job a token with the workflow scope instead of GITHUB_TOKEN.',
  }),
  logCause({
    id: 'asset-pattern-matches-nothing',
    title: 'The pattern of files to upload matches nothing.',
    pattern: /Pattern '?.*'? does not match any files|no matches found for|files? .*did not match any/i,
    confidence: 'likely',
    fix: 'Correct the pattern of files, and let the build step fail when it makes none.',
  }),
  likelyCause(
    'asset-already-there',
    'The release has a file of this name already.',
    /already_exists|asset under the same name already exists/i,
    'Compare the file with the one that is there; replace it in a draft, or leave it out.',
    assetState,
  ),
];
