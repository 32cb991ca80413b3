import type {Cause} from '../../src/model/diagnosis.ts';
import {logCause} from './log-cause.ts';
import {normalizedVersion} from './nuget-feed.ts';

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
];
