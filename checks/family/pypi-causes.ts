import type {Cause} from '../../src/model/diagnosis.ts';
import {logCause, shownCause} from './log-cause.ts';

/** What PyPI answers to an upload. */
export const pypiCauses: readonly Cause[] = [
  logCause({
    id: 'token-refused',
    title: 'PyPI does not know the token: it is wrong, deleted, or for another index.',
    pattern: /Invalid or non-existent authentication information/i,
    confidence: 'confirmed',
    fix: 'Make a new token at PyPI and set it as the secret that the job reads.',
  }),
  logCause({
    id: 'token-of-another-project',
    title: 'The token is for another project, or has expired.',
    pattern: /Invalid API Token|given token isn't allowed to upload to project/i,
    confidence: 'confirmed',
    fix: ({input}) =>
      /expired/.test(input) ? 'Make a new token.' : 'Make a token for this project, or add the workflow as its trusted publisher.',
  }),
  logCause({
    id: 'not-an-owner',
    title: "The account may not upload to this project, or the name is somebody else's.",
    pattern: /isn't allowed to upload to project/i,
    confidence: 'confirmed',
    fix: 'Have an owner add the account, or choose another name.',
  }),
  logCause({
    id: 'account-unfinished',
    title: 'The account lacks a confirmed e-mail address or two-factor sign-in.',
    pattern: /does not have a verified primary email|two-factor authentication enabled/i,
    confidence: 'confirmed',
    fix: 'Finish the account at PyPI and run the job again.',
  }),
  logCause({
    id: 'trusted-publisher-mismatch',
    title: 'PyPI knows no trusted publisher with this repository, workflow file and environment.',
    pattern: /invalid-publisher|invalid-pending-publisher|Non-user identities cannot create new projects/i,
    confidence: 'confirmed',
    fix: "Compare the publisher's owner, repository, workflow file and environment at PyPI with the claims that the log prints.",
  }),
  logCause({
    id: 'identity-permission-missing',
    title: 'The job may not ask GitHub for the identity that trusted publishing needs.',
    pattern: /missing or insufficient OIDC token permissions|ACTIONS_ID_TOKEN_REQUEST_(?:TOKEN|URL)/i,
    confidence: 'confirmed',
    fix: 'Give the job `permissions: id-token: write`.',
  }),
  logCause({
    id: 'release-too-old',
    title: 'PyPI takes no more files for a release that is older than 14 days.',
    pattern: /releases older than 14 days/i,
    confidence: 'confirmed',
    fix: 'Publish the missing files under a new version.',
  }),
  logCause({
    id: 'file-not-accepted',
    title: 'PyPI refuses a file as it is built.',
    pattern:
      /unsupported platform tag|Filename '.*' is invalid|Invalid distribution file|ZIP archive not accepted|Only one sdist may|description failed to render|File too large|Project size too large/i,
    confidence: 'confirmed',
    fix: 'Run `twine check dist/*`, correct what the line names, and publish again.',
  }),
  logCause({
    id: 'name-not-free',
    title: 'PyPI does not give out this name.',
    pattern:
      /too similar to an existing project|The name .* isn't allowed|conflict(?:s)? with (?:an existing project|Python Standard Library)/i,
    confidence: 'confirmed',
    fix: 'Choose another name.',
  }),
  shownCause(
    'upload-address-wrong',
    'The upload goes to an address without its last slash.',
    /An upload was attempted to \S+ but the expected upload URL/i,
    'Write the address as https://upload.pypi.org/legacy/.',
  ),
  shownCause(
    'publishes-too-often',
    'PyPI takes no more new projects from this account for a while.',
    /Too many new projects created/i,
    'Wait, and run the failed job again.',
  ),
  shownCause(
    'identity-not-accepted',
    'PyPI does not accept the identity that the job presents.',
    /`?(?:invalid-reuse-token|invalid-token|invalid-payload|not-enabled)`?: |Trusted publishing exchange failure/i,
    'Run the job again, whose identity is good once; if it stays so, publish with a token.',
  ),
  shownCause(
    'organization-inactive',
    'The organization that owns the project is not active at PyPI.',
    /Organization account owning this project is inactive/i,
    'Have its owner settle the account at PyPI.',
  ),
];
