import type {SecretPlace} from './plan.ts';

/** A name as GitHub keeps it: it doesn't tell upper from lower case. */
export const secretNameOf = (text: string): string => text.trim().toUpperCase();

/** Why GitHub refuses a secret's name; undefined: it takes it. */
export const secretNameFault = (name: string): string | undefined => {
  if (name === '') return 'A secret needs a name.';
  if (!/^[A-Za-z0-9_]+$/.test(name)) return `"${name}" holds more than letters, digits and underscores, and GitHub takes nothing else.`;
  if (/^\d/.test(name)) return `"${name}" begins with a digit, which GitHub refuses.`;
  return /^GITHUB_/i.test(name) ? `"${name}" begins with GITHUB_, which GitHub keeps for itself.` : undefined;
};

/** In bytes. */
const largestSecret = 48 * 1024;

/** Why GitHub refuses a value; undefined: it takes it. */
export const secretValueFault = (value: string): string | undefined => {
  if (value === '') return 'The value is empty.';
  const size = new TextEncoder().encode(value).length;
  return size > largestSecret ? `The value has ${size} bytes, and GitHub takes at most ${largestSecret}.` : undefined;
};

/** How many secrets stand at most at one level. */
export const mostSecrets: Readonly<Record<SecretPlace['level'], number>> = {repository: 100, environment: 100, organization: 1000};
