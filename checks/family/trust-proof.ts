import type {Evidence} from '../../src/model/cell.ts';
import {type RepositoryName, repositoryText} from '../../src/model/project.ts';
import type {Publisher} from '../../src/model/publication.ts';
import type {SecretName} from '../../src/model/repository.ts';
import {setAndNeverRead} from '../../src/model/secret-likeness.ts';
import type {TaskFacts, TaskProof} from '../../src/model/task.ts';
import {fileNameOf, namesOtherFile} from '../../src/model/trusted-publishing.ts';
import type {PublishingJob} from '../../src/model/workflow.ts';
import {environmentFor, longLivedOf} from './trust-job.ts';

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Why the next version will be refused by a publisher that an earlier one came from; undefined: it fits the job. */
export const publisherFault = (publisher: Publisher, job: PublishingJob, repository: RepositoryName): string | undefined => {
  const {version, repository: from, workflow, environment} = publisher;
  if (from !== undefined && !isSame(from, repositoryText(repository)))
    return `${version} came from ${from}, and this is ${repositoryText(repository)}: change the publisher before the next release.`;
  if (workflow !== undefined && namesOtherFile(job, publisher))
    return `${version} came from ${fileNameOf(workflow)}, and the job is in ${fileNameOf(job.workflow.path)} now: change the publisher before the next release, which is refused otherwise.`;
  const own = environmentFor(job);
  return environment !== undefined && !isSame(environment, own)
    ? `${version} came from the environment ${environment}, and the job runs in ${own === '' ? 'none' : own} now: change the one or the other before the next release.`
    : undefined;
};

/** Secrets with a token of this marketplace that stand at the repository though nothing reads them; none where that can't be told. */
export const leftoverSecrets = ({secrets, understanding, tokenNames}: TaskFacts): readonly SecretName[] =>
  secrets === undefined || understanding === undefined || understanding.unread.some(({isGone}) => isGone !== true)
    ? []
    : setAndNeverRead(secrets, understanding).filter(
        ({name, level}) => level !== 'organization' && tokenNames.includes(name.toUpperCase()),
      );

/** What a publisher that was used leaves to do. */
const afterUse = (title: string, publisher: Publisher, facts: TaskFacts, repository: RepositoryName): Omit<TaskProof, 'evidence'> => {
  const {job} = facts;
  const named = [publisher.workflow === undefined ? [] : fileNameOf(publisher.workflow), publisher.repository ?? []].flat();
  const from = named.length === 0 ? 'a trusted publisher' : named.join(' of ');
  const seen = `${title} says that ${publisher.version} came from ${from} without a token`;
  if (job === undefined) return {state: 'unknown', note: `${seen}; no job that publishes there is known now.`, publisher};
  const fault = publisherFault(publisher, job, repository);
  if (fault !== undefined) return {state: 'to-do', note: fault, publisher};
  const [read] = longLivedOf(job, facts.tokenNames);
  if (read !== undefined) return {state: 'to-do', note: `${seen}; the job still reads ${read}, so take it out of the job.`, publisher};
  const [left] = leftoverSecrets(facts);
  return left === undefined
    ? {state: 'done', note: `${seen}.`, publisher}
    : {state: 'to-do', note: `${seen}; the secret ${left.name} still stands and nothing reads it, so delete it.`, publisher};
};

/** What was looked at: a marketplace by its title, and what it told. */
export type TrustLook = {
  readonly title: string;
  readonly facts: TaskFacts;
  readonly repository: RepositoryName;
  /** Absent: no version is known to have come from one. */
  readonly publisher?: Publisher;
  /** Why the job could not publish so as it stands. */
  readonly reasons: readonly string[];
  /** What the marketplace does not show, where it told of no publisher. */
  readonly unknown: string;
  readonly evidence: readonly Evidence[];
};

/** A publisher seen at work proves it; a job that could not use one proves the contrary; else nobody can tell. */
export const trustProofOf = ({title, facts, repository, publisher, reasons, unknown, evidence}: TrustLook): TaskProof => {
  if (publisher !== undefined) return {...afterUse(title, publisher, facts, repository), evidence};
  const [reason] = reasons;
  return reason === undefined
    ? {state: 'unknown', note: unknown, evidence}
    : {state: 'to-do', note: `The job could not use a trusted publisher yet: ${reason}`, evidence};
};

/** What stands in for a proof where a package has to be there first. */
export const untilPublished = (title: string): TaskProof => ({
  state: 'waiting',
  note: `${title} trusts a workflow only for a package that exists, so publish its first version before.`,
});
