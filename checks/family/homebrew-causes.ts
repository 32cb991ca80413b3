import type {Cause} from '../../src/model/diagnosis.ts';
import {logCause} from './log-cause.ts';

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
];
