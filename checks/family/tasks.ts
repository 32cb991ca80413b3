import {isRefusal} from '../../src/model/publication.ts';
import type {SecretName} from '../../src/model/repository.ts';
import type {Task, TaskFacts} from '../../src/model/task.ts';
import type {PublishingJob} from '../../src/model/workflow.ts';

type TaskStateOf = NonNullable<Task['state']>;

/** A job gets the secrets of its own environment and of no other. */
const isFor = ({job}: PublishingJob, secret: SecretName): boolean =>
  secret.level !== 'environment' || secret.environment === job.environment;

/** The names under which the secret counts: those that the job reads, else all that are usual. */
const countingNames = ({tokenNames, job}: TaskFacts): readonly string[] => {
  const read = (job?.secrets ?? []).map((name) => name.toUpperCase()).filter((name) => tokenNames.includes(name));
  return read.length > 0 ? read : tokenNames;
};

const setSecret = (facts: TaskFacts): SecretName | undefined => {
  const names = countingNames(facts);
  return facts.secrets?.find(
    (secret) => names.includes(secret.name.toUpperCase()) && (facts.job === undefined || isFor(facts.job, secret)),
  );
};

/** The secret by the name that it has here: as it is set, else as the job reads it, else the usual one. */
export const secretName = (facts: TaskFacts): string => setSecret(facts)?.name ?? countingNames(facts)[0] ?? '';

/** Done once the secret is set and its token is not refused. */
export const untilSecretIsSet: TaskStateOf = (facts) => {
  if (facts.token !== undefined && isRefusal(facts.token.verdict)) return 'to-do';
  return setSecret(facts) === undefined ? undefined : 'done';
};

/** The same where a trusted publisher needs no token: a job that reads no secret has nothing to be set. */
export const untilSecretIsSetWhereNeeded: TaskStateOf = (facts) =>
  facts.job?.secrets.length === 0 && setSecret(facts) === undefined ? 'not-due' : untilSecretIsSet(facts);

/** Done once anything is served or submitted. */
export const untilServed: TaskStateOf = ({publication}) => {
  if (publication === undefined) return 'unknown';
  const {serves, version, queued = []} = publication;
  if (serves !== null || version.kind === 'waiting' || queued.length > 0) return 'done';
  return version.kind === 'not-visible' ? 'unknown' : 'to-do';
};

/** Due only while something waits for people there, or was turned down. */
export const whileQueued: TaskStateOf = ({publication}) => {
  if (publication === undefined) return 'unknown';
  const {version, queued = []} = publication;
  return queued.length > 0 || version.kind === 'waiting' || version.kind === 'rejected' ? 'to-do' : 'not-due';
};
