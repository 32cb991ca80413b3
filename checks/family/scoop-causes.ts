import type {Cause} from '../../src/model/diagnosis.ts';
import {likelyCause, logCause, shownCause} from './log-cause.ts';

/** What a failed step’s log shows of Scoop. */
export const scoopCauses: readonly Cause[] = [
  logCause({
    id: 'bucket-push-denied',
    title: 'The token may not write to the bucket.',
    pattern: /Permission to \S*scoop\S* denied|unable to access '[^']*scoop[^']*'.*403/i,
    confidence: 'confirmed',
    fix: 'Make a token with Contents: read and write on the bucket and set it as the secret that the job reads.',
  }),
  logCause({
    id: 'hash-check-failed',
    title: 'A download does not have the hash that the manifest names.',
    pattern: /Hash check failed!/i,
    confidence: 'confirmed',
    fix: 'Take the digests of the released files into the manifest after the release is complete.',
  }),
  logCause({
    id: 'autoupdate-hash-missing',
    title: 'Scoop finds no hash for the new version.',
    pattern: /Could not find hash in|Couldn't find hash in manifest/i,
    confidence: 'confirmed',
    fix: 'Leave `hash` out of `autoupdate`, so that it is read from the release itself.',
  }),
  logCause({
    id: 'extract-dir-missing',
    title: 'The manifest names a folder that the archive does not have.',
    pattern: /Could not find '.*'! \(error 16\)|Can't shim '.*': File doesn't exist/i,
    confidence: 'confirmed',
    fix: 'List the archive and put its folder into `extract_dir`, with $version where it holds the version.',
  }),
  shownCause(
    'manifest-not-found',
    'Scoop finds no manifest of this name.',
    /Couldn't find manifest for '/i,
    'Put the manifest into the folder bucket, under the name that people install.',
  ),
  shownCause(
    'architecture-missing',
    'The manifest has no download for this architecture.',
    /doesn't support current architecture!/i,
    'Add the architecture to the manifest.',
  ),
  shownCause(
    'version-malformed',
    'The version holds a character that Scoop does not take.',
    /Manifest version has unsupported character/i,
    'Write it with letters, digits and . - + _ alone.',
  ),
  shownCause(
    'checkver-faulty',
    'Scoop can’t read the newest version from where the manifest says.',
    /checkver expects the homepage to be a github repository|couldn't match '.*' in /i,
    'Write checkver as an object with the repository and an expression that fits the tags.',
  ),
  shownCause(
    'manifest-invalid',
    'The manifest does not hold against Scoop’s schema, or its form.',
    /schema does not allow additional properties|files do not contain trailing whitespace|(?:use CRLF|UTF-8 without BOM)/i,
    'Correct what the line names, and write the file with CRLF and without a byte-order mark.',
  ),
  shownCause(
    'windows-archive-missing',
    'The release tool made no archive for Windows, or several.',
    /scoop requires a single windows archive/i,
    'Build one zip for Windows and each architecture, and choose it with `ids`.',
  ),
  likelyCause(
    'bucket-unknown',
    'Scoop does not know the bucket.',
    /Unknown bucket '/i,
    'Add it with its address: `scoop bucket add NAME URL`.',
  ),
];
