import type {SshAnswer, SshUse} from '../../src/model/marketplace.ts';
import type {TokenTest} from '../../src/model/publication.ts';

/** A word that is no command of the AUR: what it says to one tells whether the account's e-mail address is verified. */
const noCommand = 'verify-email-probe';

const undetermined = (note: string): TokenTest => ({verdict: 'undetermined', note});

/** What keeps every command from its answer; undefined: the AUR knows the key. */
const refusalOf = ({text, code}: SshAnswer): TokenTest | undefined => {
  if (/Permission denied/i.test(text))
    return {
      verdict: 'refused',
      note: 'The AUR does not take the key: it stands in no account or in two, or the account is suspended or has no password yet.',
    };
  if (/Host key verification failed/i.test(text))
    return {
      verdict: 'blocked',
      note: 'What answers is not the AUR: its host key is another one. Nothing was sent; do not go on from here.',
    };
  if (/error in libcrypto|invalid format/i.test(text))
    return {verdict: 'refused', note: 'ssh cannot read the key: it is cut off, has line ends of Windows, or wants a passphrase.'};
  if (/SSH interface is disabled for your IP address/i.test(text))
    return {verdict: 'blocked', note: 'The AUR takes no SSH connection from this address.'};
  if (/down due to maintenance/i.test(text)) return undetermined('The AUR is down for maintenance, so the key could not be tested.');
  if (code === null) return undetermined('The AUR does not answer over SSH, so the key could not be tested.');
  return code === 255 ? undetermined('The connection to the AUR broke off before the key was tested; try again later.') : undefined;
};

/** Asks for the list of commands, for a word that is none, and for the greeting; that changes nothing but the time of the last sign-in. */
export const testAurKey = async (ask: (command: string) => Promise<SshAnswer>): Promise<TokenTest> => {
  const help = await ask('help');
  const refused = refusalOf(help);
  if (refused !== undefined) return refused;
  if (help.code !== 0 || !/Commands:/i.test(help.text))
    return undetermined('What answers over SSH does not speak as the AUR does, so the key could not be tested.');
  const probe = await ask(noCommand);
  if (/email is not verified/i.test(probe.text))
    return {
      verdict: 'lacks-right',
      note: 'The AUR knows the key, and the account may not push before its e-mail address is verified: do so in its profile.',
    };
  const greeting = await ask('');
  const identity = /Welcome to AUR, ([\w.-]+)!/.exec(greeting.text)?.[1];
  const known = identity === undefined ? {} : {identity};
  return /invalid command/i.test(probe.text)
    ? {
        ...known,
        verdict: 'valid',
        rights: ['push every package that its account maintains'],
        note: 'The AUR knows the key and its account may push; which packages it maintains shows when it pushes.',
      }
    : {...known, verdict: 'valid-rights-unknown', note: 'The AUR knows the key; whether its account may push was not told.'};
};

/** The AUR over SSH, with the host key that its front page shows. */
export const aurOverSsh: SshUse = {
  host: 'aur.archlinux.org',
  user: 'aur',
  hostKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEuBKrPzbawxA/k2g6NcyV5jmqwJ2s+zpgZGZ7tpLIcN',
  test: testAurKey,
};
