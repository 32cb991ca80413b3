import type {Cause} from '../../src/model/diagnosis.ts';
import {likelyCause, logCause, shownCause} from './log-cause.ts';
import {imageHolder, packageLink} from './registry-probes.ts';

const nameInvalid = logCause({
  id: 'image-name-invalid',
  title: 'The image or its tag has a name that no registry takes.',
  pattern: /invalid reference format|invalid tag "|repository name must be lowercase/i,
  confidence: 'confirmed',
  fix: 'Write the name in lower case, and put - where the version has a +.',
});

/** What Docker Hub says in a log. */
export const dockerCauses: readonly Cause[] = [
  logCause({
    id: 'token-lacks-right',
    title: 'The token may only read.',
    pattern: /access token has insufficient scopes/i,
    confidence: 'confirmed',
    fix: 'Make an access token with Read & Write and set it as the secret that the job reads.',
  }),
  logCause({
    id: 'token-refused',
    title: 'Docker Hub refuses the user name or the token.',
    pattern: /incorrect username or password|email must be verified/i,
    confidence: 'confirmed',
    fix: 'Set the account name, not the e-mail address, beside a new access token.',
  }),
  logCause({
    id: 'image-not-ours',
    title: 'The account may not push this image, or its name is misspelt.',
    pattern: /requested access to the resource is denied|insufficient_scope: authorization failed|push access denied/i,
    confidence: 'likely',
    fix: "Compare the image's namespace in the workflow with the account, and create the repository at Docker Hub.",
    probe: imageHolder,
  }),
  logCause({
    id: 'pull-limit-reached',
    title: 'The build pulled more images than Docker Hub allows without a sign-in.',
    pattern: /toomanyrequests|reached your (?:unauthenticated )?pull rate limit/i,
    confidence: 'confirmed',
    fix: 'Sign in to Docker Hub before the build step, and run the job again later.',
  }),
  nameInvalid,
  likelyCause(
    'image-tag-missing',
    'The registry does not have the image or tag that the step asks for.',
    /manifest unknown|MANIFEST_UNKNOWN|manifest for \S+ not found/i,
    'Push the image before the step that asks for it, and compare its name and tag.',
  ),
  shownCause(
    'platform-missing',
    'The image is not there for the platform that the step asks for.',
    /no match for platform in manifest|no matching manifest for/i,
    'Add the platform to `platforms` of the build.',
  ),
  shownCause(
    'wrong-architecture',
    'A program of another architecture was copied into the image.',
    /exec format error/i,
    'Copy the program of TARGETARCH in the Dockerfile, and set up QEMU where the build runs it.',
  ),
];

/** What GitHub's container and npm registries say in a log. */
export const gitHubPackagesCauses: readonly Cause[] = [
  logCause({
    id: 'package-not-linked',
    title: "The package does not take this repository's own token.",
    pattern: /permission_denied: write_package/i,
    confidence: 'likely',
    fix: "Give this repository the role Write on the package's settings page, under Manage Actions access.",
    probe: packageLink,
  }),
  logCause({
    id: 'packages-permission-missing',
    title: 'The job may not write packages.',
    pattern: /installation not allowed to (?:Write|Create) organization package|403 Forbidden.*(?:ghcr\.io|npm\.pkg\.github\.com)/i,
    confidence: 'likely',
    fix: 'Give the job `permissions: packages: write`, and let the organization allow packages.',
  }),
  logCause({
    id: 'token-lacks-right',
    title: 'The token lacks the scope write:packages.',
    pattern: /token provided does not match expected scopes/i,
    confidence: 'confirmed',
    fix: 'Make a classic token with write:packages, or use GITHUB_TOKEN.',
  }),
  logCause({
    id: 'token-refused',
    title: 'GitHub Packages refuses the token: it is expired, or a fine-grained one.',
    pattern: /User cannot be authenticated with the token provided|unauthorized: unauthenticated/i,
    confidence: 'confirmed',
    fix: 'Use GITHUB_TOKEN, or make a classic token with write:packages.',
  }),
  logCause({
    id: 'scope-is-not-the-owner',
    title: "The package's scope is not the owner of the repository.",
    pattern: /404 Not Found - PUT https:\/\/npm\.pkg\.github\.com/i,
    confidence: 'likely',
    fix: (_line, {project}) => `Name the package @${project.repository.owner.toLowerCase()}/… in package.json.`,
  }),
  nameInvalid,
  shownCause(
    'reading-needs-a-token',
    'GitHub’s npm registry gives nothing without a token, public packages included.',
    /401 Unauthorized - GET https:\/\/npm\.pkg\.github\.com/i,
    'Hand GITHUB_TOKEN to the step as NODE_AUTH_TOKEN, with `packages: read`.',
  ),
];
