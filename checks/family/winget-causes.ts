import type {Cause} from '../../src/model/diagnosis.ts';
import {logCause} from './log-cause.ts';

const shown = (id: string, title: string, pattern: RegExp, fix: string) => logCause({id, title, pattern, confidence: 'confirmed', fix});

/** What a failed step's log shows of winget. */
export const wingetCauses: readonly Cause[] = [
  shown(
    'fine-grained-token',
    'A fine-grained token cannot open pull requests in winget-pkgs.',
    /Resource not accessible by personal access token/i,
    'Make a classic token with public_repo and set it as WINGET_TOKEN.',
  ),
  shown(
    'run-token-used',
    'The run’s own token cannot write to a fork of winget-pkgs.',
    /Resource not accessible by integration/i,
    'Pass a classic token with public_repo instead of GITHUB_TOKEN.',
  ),
  shown(
    'fork-behind',
    'The fork of winget-pkgs is too far behind.',
    /forked repository (?:is behind by too many commits|could not be synced)|Unable to create a reference to the forked repository|without `?workflow`? scope/i,
    'Sync the fork on its page, and give the token the scope workflow.',
  ),
  shown(
    'first-version-missing',
    'winget-pkgs has no earlier version to update.',
    /does not exist in (?:the )?microsoft\/winget-pkgs/i,
    'Submit the first version by hand.',
  ),
  shown(
    'installers-changed',
    'The installers do not match those of the last version.',
    /must have a single match to an existing installer|number of new installer packages must match|Nested installer not found/i,
    'Submit this version’s manifests by hand, with the new installers.',
  ),
  shown(
    'pull-request-skipped',
    'The tool found an earlier pull request and submitted nothing.',
    /There is already .* pull request/i,
    'Look at that pull request; pass --skip-pr-check to submit again.',
  ),
];
