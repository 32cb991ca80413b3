import type {Cause} from '../../src/model/diagnosis.ts';
import {likelyCause, logCause, shownCause} from './log-cause.ts';
import {normalizedVersion} from './nuget-feed.ts';
import {pushForbidden, pushNotTaken} from './repository-probes.ts';

/** Chocolatey takes no second version while the first one waits and none is approved. */
const firstVersionInModeration: Cause = {
  id: 'first-version-in-moderation',
  title: 'A first version is still in moderation, and Chocolatey takes no other before it is approved.',
  judge: ({project, publication, job, run, log}) => {
    const waiting =
      publication?.serves === null ? publication.queued?.find(({version}) => version !== normalizedVersion(project.version)) : undefined;
    if (waiting === undefined) return undefined;
    const failed = run?.conclusion === 'failure' ? run.steps.find(({conclusion}) => conclusion === 'failure') : undefined;
    const isPush = failed !== undefined && (job?.publishingSteps.includes(failed.name) === true || /push|publish/i.test(failed.name));
    const isSaid = log?.lines.some((line) => /previous version in a submitted state/i.test(line)) === true;
    return {
      confidence: isPush || isSaid ? 'confirmed' : failed === undefined ? 'possible' : 'likely',
      evidence: [
        `${waiting.version} is in ${waiting.state}${waiting.since === undefined ? '' : `, since ${waiting.since.slice(0, 10)}`}.`,
        'No version has ever been approved.',
        ...(isPush ? [`The run failed at step ${failed.number}, “${failed.name}”.`] : []),
      ],
      fix: `Answer what moderation asks of ${waiting.version} by pushing ${waiting.version} again, or wait for its approval; push no other version before.`,
    };
  },
};

/** What Chocolatey's queue and a failed step's log show. */
export const chocolateyCauses: readonly Cause[] = [
  firstVersionInModeration,
  logCause({
    id: 'version-rejected',
    title: 'This version was rejected, and Chocolatey takes it no more.',
    pattern: /package has been rejected and can no longer be submitted/i,
    confidence: 'confirmed',
    fix: 'Release a new version number, or ask a moderator on the package’s page to take the rejection back.',
  }),
  logCause({
    id: 'key-malformed',
    title: 'The secret is no key of Chocolatey.',
    pattern: /The API key provided is invalid|400 \(Bad Request\)/i,
    confidence: 'likely',
    fix: 'Copy the key (a GUID) again from your account, without quotes or a line break, and set CHOCOLATEY_API_KEY.',
  }),
  logCause({
    id: 'push-forbidden',
    title: 'Chocolatey forbids the push.',
    pattern: /does not provide the authority to push|status code does not indicate success: 403|\b403 \(Forbidden\)/i,
    confidence: 'possible',
    fix: 'Look whether the key’s account owns the package and whether an earlier version is still in moderation.',
    probe: pushForbidden,
  }),
  logCause({
    id: 'push-source-missing',
    title: 'Chocolatey is not told where to push to.',
    pattern: /default push source configuration is not set|An API key was not found for/i,
    confidence: 'confirmed',
    fix: 'Add `--source https://push.chocolatey.org/ --api-key $env:CHOCOLATEY_API_KEY` to `choco push`.',
  }),
  logCause({
    id: 'checksum-mismatch',
    title: 'A download does not have the checksum that the package names.',
    pattern: /Checksum for '.*' did not meet|does not yet have package checksums|Empty checksums are no longer allowed/i,
    confidence: 'confirmed',
    fix: 'Take the SHA-256 of the released file into checksum64 after the release is complete, and push again.',
  }),
  shownCause(
    'too-many-in-moderation',
    'Chocolatey takes no more versions while this many are in moderation.',
    /too many (?:package )?versions? (?:of this package )?(?:in|awaiting) moderation|maximum number of .{0,30}moderation/i,
    'Push nothing more, leave out the versions between, and ask a moderator to go through the queue.',
  ),
  likelyCause(
    'push-not-taken',
    'The version is there already, or the nuspec holds something that Chocolatey refuses.',
    /package version already exists on the repository or a nuspec element is invalid|This package had an issue pushing|\b409 \(Conflict\)/i,
    'Look at the version on its page; if it is not there, shorten and correct the elements of the nuspec.',
    pushNotTaken,
  ),
  shownCause(
    'package-too-large',
    'The package is larger than Chocolatey takes.',
    /\b413 \((?:Request Entity|Payload|Content) Too Large\)/i,
    'Let the install script download the release’s file in place of packing it.',
  ),
  likelyCause(
    'package-malformed',
    'Chocolatey can’t read the package.',
    /\b500 \(Internal Server Error\)/i,
    'Pack it again without two files of one name, and push once more; if it stays so, ask Chocolatey.',
  ),
  shownCause(
    'pushes-too-often',
    'Chocolatey takes no more requests for an hour.',
    /Cloudflare.{0,40}1015|error code: 1015|429 \(Too Many Requests\)/i,
    'Run the job again in an hour.',
  ),
  shownCause(
    'download-cut-short',
    'A download is not of the length that was announced.',
    /expected a file .{0,200}to be of length/i,
    'Look whether the release’s file is uploaded whole, and pack again.',
  ),
  shownCause(
    'licence-files-missing',
    'A package that holds a program needs its licence and where it is from.',
    /(?:LICENSE|VERIFICATION)\.txt.{0,60}(?:missing|not (?:found|included))|binary files .{0,60}(?:LICENSE|VERIFICATION)\.txt/i,
    'Add LICENSE.txt and VERIFICATION.txt to the tools folder.',
  ),
  shownCause(
    'windows-archive-missing',
    'The release tool made no archive for Windows.',
    /chocolatey requires at least one windows archive/i,
    'Build a zip for Windows, and do not filter it out.',
  ),
];
