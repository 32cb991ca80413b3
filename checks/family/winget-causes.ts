import type {Cause} from '../../src/model/diagnosis.ts';
import {likelyCause, shownCause} from './log-cause.ts';
import {forkState} from './repository-probes.ts';

/** What a failed step's log shows of winget. */
export const wingetCauses: readonly Cause[] = [
  shownCause(
    'fine-grained-token',
    'A fine-grained token cannot open pull requests in winget-pkgs.',
    /Resource not accessible by personal access token/i,
    'Make a classic token with public_repo and set it as WINGET_TOKEN.',
  ),
  shownCause(
    'run-token-used',
    'The run’s own token cannot write to a fork of winget-pkgs.',
    /Resource not accessible by integration/i,
    'Pass a classic token with public_repo instead of GITHUB_TOKEN.',
  ),
  likelyCause(
    'fork-behind',
    'The fork of winget-pkgs is too far behind.',
    /(?:does not have|no) permission to (?:execute )?.?(?:CreateRef|UpdateRef)|(?:CreateRef|UpdateRef)\b.{0,80}permission|forked repository (?:is behind by too many commits|could not be synced)|Unable to create a reference to the forked repository|without `?workflow`? scope/i,
    'Sync the fork on its page, and give the token the scope workflow.',
    forkState,
  ),
  shownCause(
    'first-version-missing',
    'winget-pkgs has no earlier version to update.',
    /does not exist in (?:the )?microsoft\/winget-pkgs/i,
    'Submit the first version by hand.',
  ),
  shownCause(
    'installers-changed',
    'The installers do not match those of the last version.',
    /must have a single match to an existing installer|number of new installer packages must match|Nested installer not found/i,
    'Submit this version’s manifests by hand, with the new installers.',
  ),
  shownCause(
    'pull-request-skipped',
    'The tool found an earlier pull request and submitted nothing.',
    /There is already .* pull request/i,
    'Look at that pull request; pass --skip-pr-check to submit again.',
  ),
  shownCause(
    'nothing-to-submit',
    'winget-pkgs has the same manifests already.',
    /No commits between microsoft:/i,
    'Do nothing: look at the version in winget-pkgs.',
  ),
  shownCause(
    'manifest-invalid',
    'The manifests do not hold against winget’s schema.',
    /Manifest validation failed|0x8A150029|Only one entry for NestedInstallerFiles|Duplicate portable command alias/i,
    'Run `winget validate` on them, and correct what it names.',
  ),
  shownCause(
    'checksum-mismatch',
    'An installer does not have the hash that its manifest names.',
    /0x8A150011|Installer hash does not match/i,
    'Take the digests of the released files into the manifests after the release is complete.',
  ),
  shownCause(
    'installer-not-fitting',
    'winget finds no installer that fits, or not the file inside it.',
    /0x8A15005B|0x8A150010|No applicable installer/i,
    'Compare architectures and the paths inside the archive with the manifest.',
  ),
  shownCause(
    'manifest-incomplete',
    'The release tool skips winget because its settings lack something.',
    /winget\.(?:publisher|license|short_description) is required|winget\.package_identifier is invalid|found (?:archives with multiple formats|multiple archives for the same platform)/i,
    'Fill in what the line names: the tool calls it a skip, and nothing is published.',
  ),
  shownCause(
    'token-refused',
    'The token is not accepted.',
    /Token was invalid\. Please generate a new GitHub token/i,
    'Make a classic token with public_repo and set it as WINGET_TOKEN.',
  ),
];
