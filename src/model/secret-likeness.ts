import {editDistance} from './near-miss.ts';
import type {SecretName} from './repository.ts';
import type {WorkflowUnderstanding} from './workflow.ts';

/** The secret every run has; nobody sets it. */
export const automaticSecret = 'GITHUB_TOKEN';

/** Secrets that are set and that no workflow reads; none where a workflow can read any. */
export const setAndNeverRead = (
  secrets: readonly SecretName[],
  {readSecrets, readsAnySecret}: Pick<WorkflowUnderstanding, 'readSecrets' | 'readsAnySecret'>,
): readonly SecretName[] => {
  const read = new Set(readSecrets.map(({name}) => name.toUpperCase()));
  return readsAnySecret ? [] : secrets.filter(({name}) => !read.has(name.toUpperCase()) && name.toUpperCase() !== automaticSecret);
};

/* Words that say what a secret is, not whose. */
const kinds = new Set([
  'TOKEN',
  'KEY',
  'SECRET',
  'API',
  'APIKEY',
  'AUTH',
  'PAT',
  'PASSWORD',
  'PASS',
  'CREDENTIALS',
  'CREDENTIAL',
  'ACCESS',
  'PUBLISH',
  'MY',
]);
const identities = /(?:^|_)(?:USER|USERNAME|LOGIN|EMAIL|MAIL|NAME|ORG|OWNER|HOST|URL|REGISTRY)$/;

const wordsOf = (name: string): readonly string[] => name.split(/[_-]+/).filter((word) => word !== '');

const areAlike = (one: string, other: string): boolean =>
  one === other || (Math.min(one.length, other.length) >= 4 && (one.startsWith(other) || other.startsWith(one)));

/** How much of two names is the same, from 0 to 1: words that say whose secret it is must agree. */
const overlapOf = (one: string, other: string): number => {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  const shared = words.filter((word) => others.some((each) => areAlike(word, each)));
  if (!shared.some((word) => !kinds.has(word))) return 0;
  const owners = (list: readonly string[]) => list.filter((word) => !kinds.has(word));
  const isOwnersOnly =
    owners(words).length === owners(others).length && owners(words).every((word) => owners(others).some((each) => areAlike(word, each)));
  return isOwnersOnly ? 1 : shared.length / Math.max(words.length, others.length);
};

const likeness = (wanted: string, candidate: string, aliases: readonly (readonly string[])[]): number => {
  if (aliases.some((names) => names.includes(wanted) && names.includes(candidate))) return 3;
  if (identities.test(wanted) !== identities.test(candidate)) return 0;
  const plain = (name: string) => name.replace(/[_-]/g, '');
  const limit = Math.max(1, Math.floor(wanted.length / 8));
  if (plain(wanted) === plain(candidate) || editDistance(plain(wanted), plain(candidate)) <= limit) return 2;
  const overlap = overlapOf(wanted, candidate);
  return overlap >= 0.6 ? overlap : 0;
};

/**
 * The name among those set that was probably meant by one that is not: another name for the same thing (`aliases`, one list for each
 * thing), a few letters off, or made of nearly the same words. Undefined: none comes near.
 */
export const nearSecretOf = (wanted: string, set: readonly string[], aliases: readonly (readonly string[])[] = []): string | undefined => {
  const upper = wanted.toUpperCase();
  const known = aliases.map((names) => names.map((name) => name.toUpperCase()));
  let best: {readonly name: string; readonly score: number} | undefined;
  for (const name of set) {
    if (name.toUpperCase() === upper || name.toUpperCase() === automaticSecret) continue;
    const score = likeness(upper, name.toUpperCase(), known);
    if (score > (best?.score ?? 0)) best = {name, score};
  }
  return best?.name;
};
