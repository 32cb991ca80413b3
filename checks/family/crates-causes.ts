import type {Cause} from '../../src/model/diagnosis.ts';
import {logCause, shownCause} from './log-cause.ts';

/** What `cargo publish` and crates.io say. */
export const cratesCauses: readonly Cause[] = [
  logCause({
    id: 'not-signed-in',
    title: 'Cargo has no token for crates.io.',
    pattern: /no token found, please run .?cargo login|no upload token found/i,
    confidence: 'confirmed',
    fix: 'Hand the secret to the step as CARGO_REGISTRY_TOKEN.',
  }),
  logCause({
    id: 'token-refused',
    title: 'crates.io refuses the token: it is revoked or expired.',
    pattern: /authentication failed|token rejected/i,
    confidence: 'confirmed',
    fix: 'Make a new token at crates.io and set it as CARGO_REGISTRY_TOKEN.',
  }),
  logCause({
    id: 'token-lacks-right',
    title: 'The token may not publish this crate.',
    pattern: /token does not have the required permissions|access token is not valid for crate/i,
    confidence: 'confirmed',
    fix: 'Make a token with publish-update for this crate, and with publish-new for its first version.',
  }),
  logCause({
    id: 'not-an-owner',
    title: "The crate's name is somebody else's, or an invitation to own it was not accepted.",
    pattern: /don't seem to be an owner/i,
    confidence: 'confirmed',
    fix: 'Accept the invitation at crates.io, or choose another name.',
  }),
  logCause({
    id: 'account-unfinished',
    title: 'The account has no confirmed e-mail address.',
    pattern: /verified email address is required/i,
    confidence: 'confirmed',
    fix: 'Confirm the address at https://crates.io/settings/profile and run the job again.',
  }),
  logCause({
    id: 'publishes-too-often',
    title: 'crates.io takes no more crates from this account for a while.',
    pattern: /published too many|429 Too Many Requests/i,
    confidence: 'confirmed',
    fix: ({input}) => {
      const until = /after (.+? GMT)/.exec(input)?.[1];
      return `Run the job again ${until === undefined ? 'in ten minutes' : `after ${until}`}.`;
    },
  }),
  logCause({
    id: 'trusted-publisher-mismatch',
    title: 'The trusted publisher at crates.io does not fit this workflow.',
    pattern:
      /No Trusted Publishing config found|does not match the (?:workflow filename|environment|repository owner)|Trusted Publishing (?:tokens )?(?:does|do) not support/i,
    confidence: 'confirmed',
    fix: "Compare the crate's trusted publisher with the repository, workflow file and environment; publish a first version with a token.",
  }),
  logCause({
    id: 'manifest-incomplete',
    title: 'Cargo.toml lacks what crates.io asks of every crate.',
    pattern:
      /missing or empty metadata fields|invalid license expression|must have a version specified when publishing|category slugs are not/i,
    confidence: 'confirmed',
    fix: 'Fill in what the line names in Cargo.toml: description, license, and a version for every dependency.',
  }),
  logCause({
    id: 'package-does-not-build',
    title: 'The packed crate does not build by itself.',
    pattern: /failed to verify package tarball|files? in the working directory contain changes/i,
    confidence: 'likely',
    fix: 'Run `cargo publish --dry-run` on a clean checkout, and correct `include` or `exclude`.',
  }),
  shownCause(
    'name-not-free',
    'crates.io does not give out this name.',
    /reserved name|crate was previously named|was recently deleted/i,
    'Choose another name, or write it as it was.',
  ),
  shownCause(
    'package-too-large',
    'The packed crate is larger than crates.io takes.',
    /max upload size is|status (?:code )?413|413 Payload Too Large/i,
    'Leave out what the crate does not need, with `exclude` in Cargo.toml.',
  ),
  shownCause(
    'trusted-publishing-only',
    'The crate takes no tokens, only trusted publishing.',
    /can only be published using Trusted Publishing/i,
    'Publish with rust-lang/crates-io-auth-action, or take the setting back at crates.io.',
  ),
];
