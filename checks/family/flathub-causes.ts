import type {Cause} from '../../src/model/diagnosis.ts';
import {likelyCause, logCause, shownCause} from './log-cause.ts';

/** What a failed step’s log shows of Flathub. */
export const flathubCauses: readonly Cause[] = [
  logCause({
    id: 'flathub-lint',
    title: 'Flathub’s linter refuses the manifest or the metadata.',
    pattern: /\b(?:appid-[a-z-]+|appstream-[a-z-]+|finish-args-[a-z-]+|toplevel-no-command|module-\S+-source-\S+|runtime-is-eol\S*)\b/,
    confidence: 'likely',
    fix: ([rule]) => `Look up ${rule} in Flathub’s linter documentation and correct what it names.`,
  }),
  logCause({
    id: 'flathub-direct-upload',
    title: 'This app may not be uploaded directly.',
    pattern: /not_direct_upload_app|forbidden_repo/,
    confidence: 'confirmed',
    fix: 'Open a pull request in the app’s repository at flathub instead.',
  }),
  shownCause(
    'flathub-publication-failed',
    'The build does not hold against Flathub’s rules for what is published.',
    /failed validation during publication in the/i,
    'Correct what the linter names, and push again.',
  ),
  likelyCause(
    'flathub-build-failed',
    'Flathub’s own build failed.',
    /stable build pipeline for .{0,120} failed/i,
    'Read the log that the issue links to, and comment “bot, retry”.',
  ),
];
