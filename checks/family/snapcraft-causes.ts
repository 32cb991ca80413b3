import type {Cause} from '../../src/model/diagnosis.ts';
import {logCause} from './log-cause.ts';

const shown = (id: string, title: string, pattern: RegExp, fix: string) => logCause({id, title, pattern, confidence: 'confirmed', fix});
const exportAgain = 'Run `snapcraft export-login -` yourself and set the long line it prints as SNAPCRAFT_STORE_CREDENTIALS.';

/** What a failed step's log shows of the Snap Store. */
export const snapcraftCauses: readonly Cause[] = [
  shown(
    'credential-ended',
    'The Snap Store’s credential is no longer valid.',
    /Exported credentials are no longer valid for the Snap Store/i,
    exportAgain,
  ),
  shown(
    'credential-unreadable',
    'Snapcraft can’t read the credential.',
    /Credentials could not be parsed|Expected valid (?:Ubuntu One|Candid) credentials/i,
    exportAgain,
  ),
  shown(
    'credential-missing',
    'Snapcraft finds no credential in the job.',
    /No keyring found to store or retrieve credentials/i,
    'Give the step the secret in the variable SNAPCRAFT_STORE_CREDENTIALS, which is the only one Snapcraft reads.',
  ),
  shown(
    'login-removed',
    'The job logs in a way that Snapcraft has given up.',
    /'--with' is no longer supported|Login is not required if/i,
    'Drop the login step and pass SNAPCRAFT_STORE_CREDENTIALS.',
  ),
  shown(
    'snap-not-registered',
    'The snap’s name is not registered, or the credential may not see it.',
    /Snap not found for name=|resource-not-found/i,
    'Register the name at snapcraft.io/register-snap, or export the credential for this snap.',
  ),
  shown(
    'snap-owned-by-another',
    'The snap’s name belongs to another account.',
    /Cannot upload new revisions for name=|resource-forbidden/i,
    'Ask its owner to add you as a collaborator, or take another name.',
  ),
  shown(
    'credential-lacks-right',
    'The credential lacks a right.',
    /macaroon-permission-required|Permission is required:/i,
    'Export it with package_access, package_push, package_update and package_release.',
  ),
  shown(
    'agreement-unsigned',
    'The store’s agreement is not signed.',
    /user-missing-latest-tos|has not signed agreement|user-not-ready/i,
    'Sign it at snapcraft.io/account.',
  ),
  shown(
    'classic-not-granted',
    'Classic confinement is not granted to this snap.',
    /confinement 'classic' not allowed/i,
    'Ask for it in the store’s forum, and upload again after the grant.',
  ),
  shown(
    'earlier-revision-in-review',
    'An earlier revision still waits for review.',
    /Waiting for previous upload\(s\) to complete their review/i,
    'Wait for it, or reject it on the snap’s page, and upload again.',
  ),
  shown(
    'snapcraft-file-incomplete',
    'snapcraft.yaml lacks something that it must say.',
    /Required field '\w+' is not set|has no base or build-base|Bad snapcraft\.yaml content/i,
    'Add what the log names to snapcraft.yaml.',
  ),
];
