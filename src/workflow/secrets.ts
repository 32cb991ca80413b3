import type {SecretName} from '../model/repository.ts';
import type {Workflow, WorkflowFile, WorkflowUnderstanding} from '../model/workflow.ts';
import type {RunningJob} from './running-job.ts';
import {automaticSecret, secretsIn} from './secret-names.ts';

/**
 * Every secret that workflows read, by the name it is set under; the automatic one never counts. A job that hands a secret on reads it, and so
 * does a file that doesn't parse: it will once it is mended.
 */
export const secretsRead = (
  running: readonly RunningJob[],
  workflows: readonly Workflow[],
  unparsed: readonly WorkflowFile[],
): WorkflowUnderstanding['readSecrets'] => {
  const handing = workflows.flatMap(({file, jobs}) => jobs.filter(({calls}) => calls !== undefined).map((job) => ({path: file.path, job})));
  const reading = [...running.map(({workflow, job}) => ({path: workflow.file.path, job})), ...handing];
  const read = [
    ...reading.flatMap(({path, job}) => job.secrets.map((name) => ({name, path, job: job.id}))),
    ...unparsed.flatMap(({path, text}) => secretsIn([text ?? '']).map((name) => ({name, path}))),
  ];
  return read.filter(({name}) => name !== automaticSecret);
};

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

/** How many letters must change to make one word of the other; anything above `limit` is `limit + 1`. */
const editDistance = (one: string, other: string, limit: number): number => {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let above = Array.from({length: other.length + 1}, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return Math.min(above[other.length] ?? 0, limit + 1);
};

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
  if (plain(wanted) === plain(candidate) || editDistance(plain(wanted), plain(candidate), limit) <= limit) return 2;
  const overlap = overlapOf(wanted, candidate);
  return overlap >= 0.6 ? overlap : 0;
};

/**
 * The name among those set that was probably meant by one that is not: another name for the same thing (`aliases`, one list for each
 * thing), a few letters off, or made of nearly the same words. Undefined: none comes near.
 */
export const nearMiss = (wanted: string, set: readonly string[], aliases: readonly (readonly string[])[] = []): string | undefined => {
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
