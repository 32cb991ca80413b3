import type {Cause} from '../../src/model/diagnosis.ts';
import {likelyCause, logCause, shownCause} from './log-cause.ts';

/** What a failed step's log shows of the VS Code Marketplace. */
export const vscodeCauses: readonly Cause[] = [
  shownCause(
    'token-ended',
    'The token for the marketplace has ended.',
    /The Personal Access Token used has expired|Invalid Resource/i,
    'Publish with `--azure-credential`, or make a new token and set VSCE_PAT.',
  ),
  shownCause(
    'not-a-member',
    'The token is no member of the publisher, or no token was passed at all.',
    /TF400813/i,
    'Pass the token explicitly, and add its identity to the publisher as Contributor.',
  ),
  logCause({
    id: 'token-refused',
    title: 'The marketplace refuses the token.',
    pattern: /Failed request: \(401\)/i,
    confidence: 'likely',
    fix: 'Publish with `--azure-credential`: tokens for all organizations stop working on 2026-12-01.',
  }),
  shownCause(
    'prerelease-suffix',
    'The marketplace takes no version with a suffix.',
    /Marketplace doesn't support prerelease versions/i,
    'Write a plain version and pass --pre-release.',
  ),
  shownCause(
    'publisher-missing',
    'package.json lacks something that the marketplace wants.',
    /Missing (?:extension )?"?(?:publisher|name|version)"?|Missing publisher name/i,
    'Add what the log names to package.json.',
  ),
  shownCause(
    'readme-template',
    'The README is still the generator’s template.',
    /Make sure to edit the README\.md file before you package or publish/i,
    'Write the README.',
  ),
  shownCause(
    'id-token-missing',
    'The job may not ask for an identity of its own.',
    /did not provide an OIDC token request URL/i,
    'Add `id-token: write` to the job’s permissions.',
  ),
  shownCause(
    'suspicious-content',
    'The marketplace takes the extension for spam.',
    /has suspicious content/i,
    'Change its description and ask the marketplace’s support.',
  ),
  likelyCause(
    'publisher-role-missing',
    'The token’s account may not publish for this publisher.',
    /Failed request: \(403\)/i,
    'Add the account to the publisher as Contributor.',
  ),
  shownCause(
    'trusted-publisher-mismatch',
    'The marketplace has no policy that fits the identity of the job.',
    /Marketplace OIDC token exchange failed|AADSTS700?213|AADSTS70021/i,
    'Compare the policy’s repository, branch and environment with the job, or publish with `--azure-credential`.',
  ),
  shownCause(
    'identity-not-offered',
    'The step asks for an identity outside of GitHub Actions.',
    /No supported OIDC provider was detected/i,
    'Publish from a job of GitHub Actions, or pass a token.',
  ),
  shownCause(
    'open-vsx-namespace-missing',
    'Open VSX does not have the publisher’s namespace.',
    /Unknown publisher: /i,
    'Make it with `ovsx create-namespace`.',
  ),
  shownCause(
    'open-vsx-not-a-member',
    'The token’s account is no member of the namespace at Open VSX.',
    /Insufficient access rights for publisher/i,
    'Ask its owner, or claim the namespace.',
  ),
  shownCause(
    'agreement-unsigned',
    'The Eclipse Foundation’s publisher agreement is not signed, or an older one is.',
    /sign a Publisher Agreement|Publisher Agreement .{0,60}outdated/i,
    'Sign it on your profile at open-vsx.org.',
  ),
  shownCause(
    'extension-not-accepted',
    'The marketplace does not take the extension as it is.',
    /cannot be accepted because it has no license|exceeds the size limit|Cannot resolve dependency|is too similar to existing/i,
    'Correct what the line names in package.json or its files.',
  ),
];
