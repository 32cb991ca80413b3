import {type Cell, cellOf, type Evidence, evidenceOf} from '../../model/cell.ts';
import type {Marketplace} from '../../model/marketplace.ts';
import {readsUnlisted, type SecretName, type UnlistedSecrets, unlistedPlace} from '../../model/repository.ts';
import {setAndNeverRead} from '../../model/secret-likeness.ts';
import type {PublishingJob, WorkflowUnderstanding} from '../../model/workflow.ts';
import {ageOf, agoOf} from '../age.ts';
import type {KnownRepository} from '../survey.ts';
import {cellFromAll} from './from-known.ts';
import type {RowJobs} from './repository-cells.ts';

const knownNames = (marketplace: Marketplace): readonly string[] => [
  ...(marketplace.token?.names ?? []),
  ...(marketplace.token?.companions ?? []).flat(),
];

const setEvidence = (secret: SecretName, now: number): Evidence =>
  evidenceOf(
    `${secret.name} is set on the ${secret.level}${secret.environment === undefined ? '' : ` ${secret.environment}`}, ${agoOf(secret.updatedAt, now)}.`,
  );

const oldest = (secrets: readonly SecretName[], now: number): string => {
  const [first] = [...secrets].sort((one, other) => one.updatedAt.localeCompare(other.updatedAt));
  return first === undefined ? '' : ageOf(first.updatedAt, now);
};

/** Secrets with a name of this marketplace's that stand there and that nothing reads. */
const unreadSecrets = (
  marketplace: Marketplace,
  secrets: readonly SecretName[],
  understanding: WorkflowUnderstanding,
): readonly SecretName[] =>
  setAndNeverRead(secrets, understanding).filter(({name}) => knownNames(marketplace).includes(name.toUpperCase()));

/** Where several secrets have the name, GitHub takes the environment's before the repository's before the organization's; of other environments none. */
export const reachableSecret = ({job}: PublishingJob, name: string, secrets: readonly SecretName[]): SecretName | undefined =>
  secrets.find(
    (secret) =>
      secret.name.toUpperCase() === name.toUpperCase() && (secret.level !== 'environment' || secret.environment === job.environment),
  );

/** What GitHub shows of secrets, and where it shows none. */
type SeenSecrets = {
  readonly secrets: readonly SecretName[];
  readonly unread: readonly SecretName[];
  readonly unlisted: readonly UnlistedSecrets[];
};

const unlistedEvidence = (unlisted: readonly UnlistedSecrets[]): readonly Evidence[] =>
  unlisted.map((place) => evidenceOf(`The secrets of ${unlistedPlace(place)} could not be listed: ${place.why}`));

const secretsOfJob = (job: PublishingJob, {secrets, unread, unlisted}: SeenSecrets, now: number): Cell => {
  const set = job.secrets.flatMap((name) => reachableSecret(job, name, secrets) ?? []);
  const faults = job.findings.filter(({kind}) => kind === 'secret-not-set' || kind === 'secret-near-miss');
  const evidence = [
    ...faults.map(({text}) => evidenceOf(text, job.workflow.url)),
    ...unread.map(({name}) => evidenceOf(`${name} is set and no job reads it.`)),
    ...set.map((secret) => setEvidence(secret, now)),
  ];
  const unseen = job.findings.filter(({kind}) => kind === 'secret-not-seen');
  if (faults.length === 0 && unseen.length > 0)
    return cellOf('unknown', 'not seen', [
      ...unseen.map(({text}) => evidenceOf(text, job.workflow.url)),
      ...unlistedEvidence(unlisted.filter((place) => readsUnlisted([place], job.job.environment))),
      ...evidence,
    ]);
  if (faults.length > 0) return cellOf('problem', faults.some(({kind}) => kind === 'secret-near-miss') ? 'misnamed' : 'unset', evidence);
  if (unread.length > 0 && set.length === 0) return cellOf('warning', 'unread', evidence);
  if (set.length === 0 && job.secrets.length > 0) {
    return cellOf('unknown', 'not seen', [
      evidenceOf(`${job.secrets.join(', ')}: it can't be told from here whether the job gets it.`, job.workflow.url),
    ]);
  }
  if (set.length === 0) return cellOf('not-offered', 'none', [evidenceOf('The job reads no secret but the one every run has.')]);
  return cellOf('ok', oldest(set, now), evidence);
};

const secretsWithoutJob = (marketplace: Marketplace, {unread, unlisted}: SeenSecrets, now: number): Cell => {
  if (unread.length > 0) {
    return cellOf(
      'warning',
      `${oldest(unread, now)}, unread`,
      unread.flatMap((secret) => [evidenceOf(`${secret.name} is set and no job reads it.`), setEvidence(secret, now)]),
    );
  }
  const usual = marketplace.token?.names[0] ?? '';
  return cellOf('to-do', 'none', [evidenceOf(`A job that publishes here usually reads ${usual}.`), ...unlistedEvidence(unlisted)]);
};

export const secretCell = (marketplace: Marketplace, repository: KnownRepository, {main}: RowJobs, now: number): Cell => {
  if (marketplace.token === undefined && (main === undefined || main.secrets.length === 0)) return cellOf('not-offered', '');
  return cellFromAll([repository.secrets, repository.understanding], () => {
    const secrets = repository.secrets.value ?? [];
    const understanding = repository.understanding.value ?? {jobs: [], unread: [], readSecrets: []};
    const unread = unreadSecrets(marketplace, secrets, understanding);
    const seen = {secrets, unread, unlisted: repository.unlistedSecrets.value ?? []};
    return main === undefined ? secretsWithoutJob(marketplace, seen, now) : secretsOfJob(main, seen, now);
  });
};
