import type {Cause} from '../../src/model/diagnosis.ts';
import {likelyCause, logCause, shownCause} from './log-cause.ts';
import {npmRight} from './registry-probes.ts';

/** What the logs of `npm publish` say at npm's own registry. */
export const npmCauses: readonly Cause[] = [
  logCause({
    id: 'may-not-publish',
    title: 'npm answers "not found" to a publisher without the right to this package.',
    pattern: /404 (?:Not Found )?- PUT |E404.*\bPUT\b/i,
    confidence: 'likely',
    fix: ({input}) =>
      input.includes('@')
        ? 'Check that the scope exists and that the token may publish in it; have a maintainer add the account if need be.'
        : 'Have a maintainer add the account to the package, or correct the trusted publisher, and run the job again.',
    probe: npmRight,
  }),
  logCause({
    id: 'not-signed-in',
    title: 'npm got no token, or the exchange for trusted publishing failed in silence.',
    pattern: /ENEEDAUTH|need auth/,
    confidence: 'likely',
    fix: 'Set NODE_AUTH_TOKEN from the secret; for trusted publishing give the job `id-token: write` and npm 11.5.1 or newer, and compare the publisher with the workflow file.',
  }),
  logCause({
    id: 'token-refused',
    title: 'npm refuses the token: it is expired or revoked.',
    pattern: /code E401|authentication token seems to be invalid|401 Unauthorized - PUT/i,
    confidence: 'confirmed',
    fix: 'Make a new token at npm, and set it as the secret that the job reads; write tokens live 90 days at most.',
  }),
  logCause({
    id: 'one-time-password-wanted',
    title: 'npm wants a one-time password, which a workflow cannot give.',
    pattern: /code EOTP|requires a one-time password/i,
    confidence: 'confirmed',
    fix: 'Publish a first version by hand; then make the workflow a trusted publisher, or use a token that bypasses two-factor sign-in.',
  }),
  logCause({
    id: 'two-factor-wanted',
    title: "The package's settings refuse this kind of token.",
    pattern: /Two-factor authentication or granular access token|disallow tokens/i,
    confidence: 'confirmed',
    fix: "Make the workflow a trusted publisher, or loosen the package's publishing access at npm.",
  }),
  logCause({
    id: 'scope-is-private',
    title: 'A scoped package is private unless the publisher says otherwise.',
    pattern: /code E402|sign up for private packages/i,
    confidence: 'confirmed',
    fix: 'Publish with `--access public`.',
  }),
  logCause({
    id: 'marked-private',
    title: 'The package.json says that the package is private.',
    pattern: /code EPRIVATE|marked as private/i,
    confidence: 'confirmed',
    fix: 'Take `"private": true` out of package.json.',
  }),
  logCause({
    id: 'name-too-similar',
    title: 'npm refuses the name because it is too much like another one.',
    pattern: /name too similar to existing package/i,
    confidence: 'confirmed',
    fix: 'Publish under a scope, such as @owner/name.',
  }),
  logCause({
    id: 'provenance-mismatch',
    title: 'The signed origin does not fit what package.json names as its repository.',
    pattern:
      /Error verifying sigstore provenance|Failed to validate repository information|Unsupported GitHub Actions source repository visibility/i,
    confidence: 'confirmed',
    fix: ({input}) =>
      /visibility/.test(input)
        ? 'Publish without provenance, or make the repository public.'
        : "Write this repository's address as `repository.url` in package.json, in the same upper and lower case.",
  }),
  logCause({
    id: 'identity-permission-missing',
    title: 'The job may not ask GitHub for the identity that provenance needs.',
    pattern: /requires "write" access to the "id-token" permission|ACTIONS_ID_TOKEN_REQUEST_URL/,
    confidence: 'confirmed',
    fix: 'Give the job `permissions: id-token: write`.',
  }),
  logCause({
    id: 'distribution-tag-missing',
    title: 'npm will not guess the tag for this version.',
    pattern: /must specify a tag using --tag|Cannot implicitly apply the "latest" tag/i,
    confidence: 'confirmed',
    fix: 'Publish it with `--tag next`, or under a version above the latest one.',
  }),
  likelyCause(
    'published-twice-at-once',
    'Two publishes of the package ran at once.',
    /code E409|Failed to save packument/i,
    'Let only one job publish at a time, with `concurrency:`, and run the failed one again.',
  ),
  shownCause(
    'address-not-allowed',
    'The token may be used from other addresses alone.',
    /EAUTHIP|Login is not allowed from your IP address/i,
    'Make a token without a limit on addresses: a runner of GitHub has a new one every time.',
  ),
  shownCause(
    'provenance-wants-public',
    'npm signs the origin of public packages alone, and a new one is private until it is published as public.',
    /Can't generate provenance for new or private package/i,
    'Publish with `--access public`.',
  ),
  shownCause(
    'scope-missing',
    'The scope of the package does not exist at npm.',
    /Scope not found/i,
    'Make the organization at npm, or publish under the scope of the account.',
  ),
];
