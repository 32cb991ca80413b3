import type {SshAnswer} from '../model/marketplace.ts';
import {Problem, type ProblemKind} from '../model/problem.ts';

const page = 'https://aur.archlinux.org';
const again = 'Do it again later.';
const another = 'Push under another name, such as one that ends in -bin.';
const report = 'Nothing was pushed; report it, since Portcall wrote the files.';

type Row = readonly [pattern: RegExp, kind: ProblemKind, what: string, next: string];

/* In the AUR's own order: who may connect, who may push, and what its hook takes. */
const rows: readonly Row[] = [
  [
    /Host key verification failed/i,
    'refused',
    'What answers is not the AUR: its host key is another one. Nothing was sent.',
    'Do not go on from this network.',
  ],
  [
    /error in libcrypto|invalid format|incorrect passphrase/i,
    'unauthorized',
    'ssh cannot read the key: it is cut off, has line ends of Windows, or wants a passphrase.',
    'Give the private key again with “portcall tokens aur”.',
  ],
  [
    /Permission denied \(publickey/i,
    'unauthorized',
    'The AUR does not take the key: it stands in no account or in two, or the account is suspended or has no password yet.',
    `Paste its public half into your account at ${page}/account.`,
  ],
  [
    /account email is not verified/i,
    'forbidden',
    'The account may not push before its e-mail address is verified.',
    `Verify it at ${page}/account.`,
  ],
  [
    /SSH interface is disabled for your IP/i,
    'forbidden',
    'The AUR takes no SSH connection from this address.',
    'Push from another network.',
  ],
  [/down due to maintenance/i, 'unreachable', 'The AUR is down for maintenance.', again],
  [
    /is orphaned\. Run/i,
    'forbidden',
    'Nobody maintains the package, so that nobody may push to it.',
    'Ask on its page to adopt it; a Package Maintainer has to grant it.',
  ],
  [
    /git-receive-pack: permission denied|permission denied: \w/i,
    'forbidden',
    'The key’s account neither maintains nor co-maintains the package.',
    'Ask its maintainer to add the account as co-maintainer.',
  ],
  [/invalid repository name|invalid package name/i, 'refused', 'The AUR takes no package of this name.', another],
  [/is blacklisted:/i, 'refused', 'The name is reserved at the AUR.', another],
  [/package already provided by \[?[\w-]+\]?/i, 'refused', 'Arch Linux itself has a package of this name.', another],
  [/cannot overwrite package/i, 'refused', 'The name belongs to another package of the AUR.', another],
  [
    /non-fast-forward|fetch first|stale info|\[rejected\]/i,
    'refused',
    'Somebody else pushed to the package since the plan was made, or it stood there once and was deleted.',
    'Plan it again from fresh facts.',
  ],
  [/missing (?:\.SRCINFO|PKGBUILD)/i, 'refused', 'The AUR misses PKGBUILD or .SRCINFO in the push.', report],
  [/must not contain subdirectories/i, 'refused', 'The AUR takes no folders.', 'Take them out of the package’s repository.'],
  [
    /maximum blob size/i,
    'refused',
    'A file is larger than the 250 KiB that the AUR takes.',
    'Name it as a source with its address instead.',
  ],
  [/branch other than master/i, 'refused', 'The AUR takes the branch master alone.', report],
  [
    /invalid pkgbase|missing mandatory field|invalid epoch|missing (?:source|install) file|when parsing commit/i,
    'refused',
    '.SRCINFO does not fit the package.',
    'Write it again with `makepkg --printsrcinfo`, and plan it again.',
  ],
  [/License compliance check failed/i, 'refused', 'The folder LICENSES does not fit.', 'Correct or drop it.'],
];

/** What the AUR said itself, of all that git prints. */
const ownWords = (text: string): string | undefined =>
  text
    .split('\n')
    .map((line) => /^(?:remote:\s*)?(?:error|fatal):\s*(.+)$/.exec(line.trim())?.[1])
    .find((line) => line !== undefined && !/^(?:failed to push|Could not read from remote)/.test(line));

/** Why git over SSH failed at the AUR, in words; an answer that says nothing counts as lost. */
export const aurProblem = ({text, code}: SshAnswer): Problem => {
  const row = rows.find(([pattern]) => pattern.test(text));
  const words = ownWords(text)?.replace(/[.\s]+$/, '');
  if (row !== undefined) {
    const [, kind, what, next] = row;
    return new Problem(
      kind,
      kind === 'refused' && words !== undefined && /^remote:/m.test(text) ? `${what} It says: ${words}.` : what,
      next,
    );
  }
  if (/remote rejected|hook declined/i.test(text))
    return new Problem(
      'refused',
      `The AUR refuses the push${words === undefined ? '' : `: ${words}`}.`,
      'Mend what it names, and plan it again.',
    );
  return new Problem(
    'unreachable',
    code === null ? 'The AUR does not answer over SSH.' : 'The connection to the AUR broke off before it answered.',
    again,
  );
};
