import type {Cause} from '../../src/model/diagnosis.ts';
import {likelyCause, logCause, shownCause} from './log-cause.ts';

/** What a failed step's log shows of Homebrew. */
export const homebrewCauses: readonly Cause[] = [
  logCause({
    id: 'tap-push-denied',
    title: 'The token may not write to the tap.',
    pattern: /Permission to \S*homebrew-\S+ denied|unable to access '[^']*homebrew-[^']*'.*403/i,
    confidence: 'confirmed',
    fix: 'Make a token with Contents: read and write on the tap and set it as the secret that the job reads.',
  }),
  logCause({
    id: 'bumped-by-bot',
    title: 'homebrew-core updates this formula by itself.',
    pattern: /has its version update pull requests automatically opened by BrewTestBot/i,
    confidence: 'confirmed',
    fix: 'Remove the step: BrewTestBot opens the update within hours.',
  }),
  logCause({
    id: 'duplicate-pull-request',
    title: 'A pull request for this update is open already.',
    pattern: /pull requests? (?:are|is) duplicates?|Duplicate PRs must not be opened/i,
    confidence: 'confirmed',
    fix: 'Follow the pull request that is open.',
  }),
  logCause({
    id: 'not-notable',
    title: 'homebrew-core does not take projects that are this young or little known.',
    pattern: /repository not notable enough|repository too new \(/i,
    confidence: 'confirmed',
    fix: 'Publish through your own tap.',
  }),
  logCause({
    id: 'checksum-mismatch',
    title: 'A download does not have the checksum that the formula pins.',
    pattern: /SHA-?256 mismatch/i,
    confidence: 'confirmed',
    fix: 'Take the digests of the released files into the formula after the release is complete.',
  }),
  likelyCause(
    'fine-grained-token',
    'Homebrew asks for the scopes of a classic token, which a fine-grained one does not have.',
    /scopes present: none|HOMEBREW_GITHUB_API_TOKEN.{0,80}(?:lacks|missing|scopes)/i,
    'Make a classic token with public_repo, or push to your own tap without a fork.',
  ),
  shownCause(
    'fork-not-made',
    'The token may not fork homebrew-core.',
    /Unable to fork:/i,
    'Make a classic token with public_repo, and let the organization allow forks.',
  ),
  shownCause(
    'too-many-pull-requests',
    'The account has too many pull requests open at Homebrew.',
    /You have too many PRs open/i,
    'Close or finish some of them, and run the job again.',
  ),
  shownCause(
    'prerelease-not-taken',
    'homebrew-core takes no prereleases.',
    /is a GitHub pre-release\./i,
    'Publish a stable release, or use your own tap.',
  ),
  shownCause(
    'licence-mismatch',
    'The formula lacks its licence, or names another than GitHub does.',
    /must specify a license|Formula license .{0,80}does not match GitHub license/i,
    'Write the SPDX name of the project’s licence into the formula.',
  ),
  shownCause(
    'formula-name-taken',
    'Another formula has this name.',
    /Formula name conflicts with|is not a valid Cask token/i,
    'Choose another name, in lower case with hyphens.',
  ),
  shownCause(
    'tap-untrusted',
    'Homebrew does not load formulae of a tap that was not trusted.',
    /Refusing to load formula .{0,120}from untrusted tap/i,
    'Name it in full as owner/tap/formula, or run `brew trust` before.',
  ),
  likelyCause(
    'formula-audit-failed',
    'Homebrew’s audit refuses the formula.',
    /`?brew (?:audit|style)`? failed/i,
    'Run `brew audit --strict --online` on it, and correct what it names.',
  ),
  likelyCause(
    'program-quarantined',
    'macOS ends the program, which is not signed.',
    /Killed: 9|is damaged and can.t be opened|could not verify .{0,80}free of malware/i,
    'Sign and notarize it, or ship a formula in place of a cask.',
  ),
];
