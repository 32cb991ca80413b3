import type {Cause} from '../../src/model/diagnosis.ts';
import {logCause, shownCause} from './log-cause.ts';
import {keyHolder} from './repository-probes.ts';

/** What a failed step's log shows of AUR. */
export const aurCauses: readonly Cause[] = [
  shownCause(
    'email-unverified',
    'The account’s e-mail address is not verified.',
    /Your account email is not verified/,
    'Verify it from your profile at the AUR.',
  ),
  shownCause(
    'ssh-key-malformed',
    'The secret is no private key that SSH can read.',
    /error in libcrypto|Load key .*invalid format|incorrect passphrase supplied/,
    'Set the private key again, with its last line break, without carriage returns and without a passphrase.',
  ),
  logCause({
    id: 'ssh-key-refused',
    title: 'The AUR does not accept the SSH key.',
    pattern: /Permission denied \(publickey/,
    confidence: 'likely',
    fix: 'Compare the public half of the secret with the keys of your account at the AUR, and add it there.',
    probe: keyHolder,
  }),
  shownCause(
    'host-key-unknown',
    'The AUR’s host key is not known to the job.',
    /Host key verification failed/,
    'Pin the host key of aur.archlinux.org in known_hosts.',
  ),
  shownCause(
    'not-maintainer',
    'The key’s account does not maintain the package.',
    /git-receive-pack: permission denied|is orphaned\. Run/,
    'Ask the maintainer to add the account as co-maintainer, or ask to adopt the package.',
  ),
  shownCause(
    'srcinfo-unchanged',
    'The PKGBUILD was pushed without its .SRCINFO, so the AUR still shows the old version.',
    /\.SRCINFO unchanged/,
    'Write .SRCINFO again with `makepkg --printsrcinfo` and push both.',
  ),
  shownCause(
    'srcinfo-missing',
    'The push lacks a .SRCINFO or PKGBUILD.',
    /missing (?:\.SRCINFO|PKGBUILD)/,
    'Commit both files, in one commit.',
  ),
  shownCause(
    'checksum-mismatch',
    'A source does not have the checksum that the PKGBUILD pins.',
    /did not pass the validity check/,
    'Take the digests of the released files into the PKGBUILD after the release is complete.',
  ),
  shownCause(
    'tree-not-flat',
    'An AUR repository holds no folders.',
    /must not contain subdirectories/,
    'Push PKGBUILD, .SRCINFO and loose files alone.',
  ),
  shownCause(
    'file-too-large',
    'A file in the push is larger than the AUR takes.',
    /maximum blob size .{0,20}exceeded/,
    'Take it out of every commit, and name it as a source address.',
  ),
  shownCause(
    'branch-not-taken',
    'The AUR takes the branch master alone.',
    /pushing to a branch other than master is restricted/,
    'Push with `git push origin HEAD:master`.',
  ),
  shownCause(
    'history-replaced',
    'The push would replace the history, which the AUR does not take.',
    /denying non-fast-forward/,
    'Clone the AUR repository first and commit on top of it.',
  ),
  shownCause(
    'srcinfo-faulty',
    '.SRCINFO does not fit the package.',
    /invalid pkgbase:|missing mandatory field:|invalid package name|invalid epoch|missing (?:source|install) file:|error occurred when parsing commit/,
    'Write .SRCINFO again with `makepkg --printsrcinfo`, and commit every file that it names.',
  ),
  shownCause(
    'name-not-free',
    'The name belongs to another package or to Arch itself.',
    /(?:pkgbase|package) is blacklisted:|package already provided by|cannot overwrite package:/,
    'Publish under another name, such as one that ends in -bin.',
  ),
  shownCause(
    'makepkg-as-root',
    'makepkg refuses to run as root.',
    /Running makepkg as root is not allowed/,
    'Run it as another user of the container.',
  ),
  shownCause(
    'aur-closed',
    'The AUR is down for maintenance, or refuses this address.',
    /The AUR is down due to maintenance|SSH interface is disabled for your IP|kex_exchange_identification/,
    'Wait, and run the failed job again.',
  ),
  shownCause(
    'licence-files-faulty',
    'The licences in the package’s repository do not fit.',
    /License compliance check failed/,
    'Correct or drop the folder LICENSES.',
  ),
];
