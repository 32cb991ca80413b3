import type {TokenTest} from '../../src/model/publication.ts';
import {foreignToken} from './token-shapes.ts';

const broken = (note: string): TokenTest => ({verdict: 'refused', note});

/* An OpenSSH key begins with its name, a zero byte, and the length and name of its cipher. */
const isEncrypted = (secret: string): boolean => {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END/.exec(secret)?.[1]?.replace(/\s+/g, '') ?? '';
  const start = body.slice(0, 64);
  const plain = start.length % 4 === 0 && start !== '' && /^[A-Za-z0-9+/]+={0,2}$/.test(start) ? atob(start) : '';
  return (
    /Proc-Type: 4,ENCRYPTED|BEGIN ENCRYPTED PRIVATE KEY/.test(secret) ||
    (plain.startsWith('openssh-key-v1\0') && plain.slice(19, 23) !== 'none')
  );
};

/** What a private key's text alone shows; undefined: nothing speaks against it. */
export const readSshKey = (secret: string): TokenTest | undefined => {
  const foreign = foreignToken(secret, 'ssh');
  if (foreign !== undefined) return foreign;
  if (/^(?:ssh-|ecdsa-sha2-|sk-)\S+ AAAA/.test(secret.trim())) return broken('This is a public key; the secret must hold the private one.');
  if (/^PuTTY-User-Key-File/.test(secret)) return broken('This is a key of PuTTY; export it in the format of OpenSSH.');
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(secret))
    return broken('This is no private key: its first line should begin with -----BEGIN.');
  if (!/-----END [A-Z ]*PRIVATE KEY-----/.test(secret)) return broken('The key is cut off: its last line is missing.');
  if (/\r/.test(secret)) return broken('The key has line ends of Windows, which ssh does not read; paste it with plain ones.');
  if (isEncrypted(secret)) return broken('The key wants a passphrase, which nobody can type in a workflow; make one without.');
  return secret.endsWith('\n')
    ? undefined
    : {
        verdict: 'untestable',
        note: 'The key has no line break at its end, without which ssh refuses it; nothing more shows without a connection over SSH.',
      };
};
