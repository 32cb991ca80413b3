import type {Cause} from '../../src/model/diagnosis.ts';
import {likelyCause, shownCause} from './log-cause.ts';
import {snapRegistration} from './registry-probes.ts';

const exportAgain = 'Run `snapcraft export-login -` yourself and set the long line it prints as SNAPCRAFT_STORE_CREDENTIALS.';

/** What a failed step's log shows of the Snap Store. */
export const snapcraftCauses: readonly Cause[] = [
  shownCause(
    'credential-ended',
    'The Snap Store’s credential is no longer valid.',
    /Exported credentials are no longer valid for the Snap Store/i,
    exportAgain,
  ),
  shownCause(
    'credential-unreadable',
    'Snapcraft can’t read the credential.',
    /Credentials could not be parsed|Expected valid (?:Ubuntu One|Candid) credentials/i,
    exportAgain,
  ),
  shownCause(
    'credential-missing',
    'Snapcraft finds no credential in the job.',
    /No keyring found to store or retrieve credentials/i,
    'Give the step the secret in the variable SNAPCRAFT_STORE_CREDENTIALS, which is the only one Snapcraft reads.',
  ),
  shownCause(
    'login-removed',
    'The job logs in a way that Snapcraft has given up.',
    /'--with' is no longer supported|Login is not required if/i,
    'Drop the login step and pass SNAPCRAFT_STORE_CREDENTIALS.',
  ),
  likelyCause(
    'snap-not-registered',
    'The snap’s name is not registered, or the credential may not see it.',
    /Snap not found for name=|resource-not-found/i,
    'Register the name at snapcraft.io/register-snap, or export the credential for this snap.',
    snapRegistration,
  ),
  shownCause(
    'snap-owned-by-another',
    'The snap’s name belongs to another account.',
    /Cannot upload new revisions for name=|resource-forbidden/i,
    'Ask its owner to add you as a collaborator, or take another name.',
  ),
  shownCause(
    'credential-lacks-right',
    'The credential lacks a right.',
    /macaroon-permission-required|Permission is required:/i,
    'Export it with package_access, package_push, package_update and package_release.',
  ),
  shownCause(
    'agreement-unsigned',
    'The store’s agreement is not signed.',
    /user-missing-latest-tos|has not signed agreement|user-not-ready/i,
    'Sign it at snapcraft.io/account.',
  ),
  shownCause(
    'classic-not-granted',
    'Classic confinement is not granted to this snap.',
    /confinement 'classic' not allowed/i,
    'Ask for it in the store’s forum, and upload again after the grant.',
  ),
  shownCause(
    'earlier-revision-in-review',
    'An earlier revision still waits for review.',
    /Waiting for previous upload\(s\) to complete their review/i,
    'Wait for it, or reject it on the snap’s page, and upload again.',
  ),
  shownCause(
    'snapcraft-file-incomplete',
    'snapcraft.yaml lacks something that it must say.',
    /Required field '\w+' is not set|has no base or build-base|Bad snapcraft\.yaml content/i,
    'Add what the log names to snapcraft.yaml.',
  ),
  shownCause(
    'channel-unknown',
    'The channel or track does not exist for this snap.',
    /Invalid track|Not a valid channel|Invalid branch name/i,
    'Correct its name, or ask for the track in the store’s forum.',
  ),
  shownCause(
    'content-already-there',
    'The store has this very file as an earlier revision.',
    /(?:binary|exact same|identical) .{0,60}already (?:been )?uploaded|already uploaded with the exact same content/i,
    'Release that revision with `snapcraft release`; do not upload it again.',
  ),
  shownCause(
    'name-not-free',
    'The store does not give out this name.',
    /already_registered|reserved_name/i,
    'Ask for it in the store’s form for disputes, or take another name.',
  ),
  shownCause('publishes-too-often', 'The store takes no more names for a while.', /register_window/i, 'Wait, and register the name again.'),
  likelyCause(
    'credential-aged',
    'A part of the credential has aged, and this Snapcraft does not renew it.',
    /macaroon-needs-refresh|Expired macaroon/i,
    'Use Snapcraft 8.4 or newer; if it stays so, export the credential again.',
  ),
];
