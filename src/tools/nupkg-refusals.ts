import type {Problem} from '../model/problem.ts';
import {refusal, type Sent} from './marketplace-writer.ts';

type Known = {readonly status: number; readonly says?: RegExp; readonly next: (id: string) => string};

/** What Chocolatey answers to a push, and what to do then; the first that fits. */
const known: readonly Known[] = [
  {
    status: 400,
    next: () =>
      'Copy the whole key, five groups of digits and letters, from your account at Chocolatey; if it is right, look at the version in the .nuspec file.',
  },
  {
    status: 403,
    says: /authority to push/i,
    next: (id) =>
      `Copy the key again from your account; if it is right, another account owns ${id}: ask it on the package’s page, or choose another id.`,
  },
  {
    status: 403,
    says: /submitted state/i,
    next: () => 'Wait until the moderators have approved the earlier version, or push that very version again.',
  },
  {
    status: 403,
    says: /too many|maximum/i,
    next: () => 'Push nothing more, and ask a moderator on the package’s page to go through the queue.',
  },
  {
    status: 403,
    next: () => 'Sign in at Chocolatey and see whether the account may push; if nothing is wrong there, ask its moderators why.',
  },
  {
    status: 409,
    says: /rejected/i,
    next: () => 'Release a new version, or ask a moderator on the package’s page to take the rejection back.',
  },
  {status: 409, says: /already exists|cannot be modified/i, next: () => 'Nothing can change an approved version; release a new one.'},
  {status: 409, next: () => 'Shorten and correct what stands in the .nuspec file: Chocolatey holds 4000 characters of each text at most.'},
  {status: 413, next: () => 'Take the package that downloads the program: `portcall first-package chocolatey`.'},
  {status: 500, next: () => 'Chocolatey can’t read the package; try again, and report it if it stays so.'},
];

/** Why Chocolatey refuses a package, in its own words, which choco keeps to itself. */
export const pushRefusal = (id: string, sent: Sent): Problem => {
  const found = known.find(({status, says}) => status === sent.status && (says?.test(sent.text) ?? true));
  return refusal('Chocolatey', sent, found?.next(id) ?? 'Look at the package’s page at Chocolatey.');
};
