import type {Cause} from '../../src/model/diagnosis.ts';
import {logCause} from './log-cause.ts';

const shown = (id: string, title: string, pattern: RegExp, fix: string) => logCause({id, title, pattern, confidence: 'confirmed', fix});

/** What a failed step's log shows of AUR. */
export const aurCauses: readonly Cause[] = [
  shown(
    'email-unverified',
    'The account’s e-mail address is not verified.',
    /Your account email is not verified/,
    'Verify it from your profile at the AUR.',
  ),
  logCause({
    id: 'ssh-key-refused',
    title: 'The AUR does not accept the SSH key.',
    pattern: /Permission denied \(publickey|error in libcrypto|Load key .*invalid format/,
    confidence: 'confirmed',
    fix: 'Add the public key to your account at the AUR and set the private one again, with its last line break and without a passphrase.',
  }),
  shown(
    'host-key-unknown',
    'The AUR’s host key is not known to the job.',
    /Host key verification failed/,
    'Pin the host key of aur.archlinux.org in known_hosts.',
  ),
  shown(
    'not-maintainer',
    'The key’s account does not maintain the package.',
    /git-receive-pack: permission denied|is orphaned\. Run/,
    'Ask the maintainer to add the account as co-maintainer, or ask to adopt the package.',
  ),
  shown(
    'srcinfo-unchanged',
    'The PKGBUILD was pushed without its .SRCINFO, so the AUR still shows the old version.',
    /\.SRCINFO unchanged/,
    'Write .SRCINFO again with `makepkg --printsrcinfo` and push both.',
  ),
  shown('srcinfo-missing', 'The push lacks a .SRCINFO or PKGBUILD.', /missing (?:\.SRCINFO|PKGBUILD)/, 'Commit both files, in one commit.'),
  shown(
    'checksum-mismatch',
    'A source does not have the checksum that the PKGBUILD pins.',
    /did not pass the validity check/,
    'Take the digests of the released files into the PKGBUILD after the release is complete.',
  ),
];
