import type {SecretPlace, Step} from '../../src/model/plan.ts';
import type {RepositoryName} from '../../src/model/project.ts';
import type {SecretName} from '../../src/model/repository.ts';
import type {Instruction, Task, TaskFacts, TaskSetting} from '../../src/model/task.ts';
import type {TrustedPublishing, TrustField} from '../../src/model/trusted-publishing.ts';
import type {PublishingJob} from '../../src/model/workflow.ts';
import {longLivedOf} from './trust-job.ts';
import {leftoverSecrets, publisherFault} from './trust-proof.ts';

/** What one marketplace says of the task; `marketplace` is its title, `state` what the facts alone tell. */
export type TrustWords = Pick<Task, 'title' | 'why' | 'cost' | 'state'> & {
  readonly marketplace: string;
  /** Absent: the stage of the workflow. */
  readonly stage?: Task['stage'];
  /** What closes the door to tokens once it works; absent: nothing does. */
  readonly afterwards?: string;
};

type Prove = NonNullable<Task['prove']>;

const fieldText = ({label, value}: TrustField): string => (value === '' ? `Leave “${label}” empty.` : `Put ${value} into “${label}”.`);

const fileText = ({workflow, definedIn}: PublishingJob): string => definedIn ?? workflow.path;

/** What to change in the job: what keeps it from being trusted, then the token that it needs no more. */
const jobInstructions = (job: PublishingJob, {project, facts}: TaskSetting, trusted: TrustedPublishing): readonly Instruction[] => {
  const {url} = job.workflow;
  const reasons = trusted.whyNot(job, project).map((reason) => ({text: `In ${fileText(job)}: ${reason}`, url}));
  const tokens = longLivedOf(job, facts.tokenNames);
  return [
    ...reasons,
    ...(tokens.length === 0
      ? []
      : [{text: `Take ${tokens.join(' and ')} out of the job once the form is saved, and let the next release prove it.`, url}]),
  ];
};

const firstInstructions = (
  marketplace: string,
  {needsPackageFirst}: TrustedPublishing,
  {publication}: TaskFacts,
): readonly Instruction[] => {
  if (publication?.serves !== null) return [];
  return needsPackageFirst
    ? [{text: `Publish the first version before, because ${marketplace} has the form only for a package that exists.`}]
    : [{text: 'Do it before there is a package: the first upload creates it, and until then nobody keeps its name for you.'}];
};

const instructionsOf = (
  {marketplace, afterwards}: TrustWords,
  trusted: TrustedPublishing,
  setting: TaskSetting,
): readonly Instruction[] => {
  const {project, facts} = setting;
  const {job, publication} = facts;
  if (job === undefined) return [{text: `Add a job that publishes on ${marketplace} first, because the form asks for its file.`}];
  const page = {url: trusted.formUrl(project, publication)};
  return [
    ...firstInstructions(marketplace, trusted, facts),
    {text: 'Open the page and choose GitHub as the publisher.', ...page},
    ...trusted.fields(project, job, publication).map((field) => ({text: fieldText(field), ...page})),
    {text: 'Save it; nothing is checked on saving, so compare each letter, upper and lower case too.', ...page},
    ...jobInstructions(job, setting, trusted),
    ...(afterwards === undefined ? [] : [{text: afterwards, ...page}]),
  ];
};

const placeOf = ({level, environment}: SecretName, repository: RepositoryName): SecretPlace =>
  level === 'environment' && environment !== undefined ? {level, repository, environment} : {level: 'repository', repository};

/** Whether a version came without a token from the job as it stands now: a publisher that was seen tells, else the facts. */
const isUsed = ({project, facts, proof}: TaskSetting, job: PublishingJob, state: TrustWords['state']): boolean => {
  const publisher = proof?.publisher;
  return publisher === undefined ? state?.(facts) === 'done' : publisherFault(publisher, job, project.repository) === undefined;
};

/** Deletes what no workflow reads any more, once a version came without it; nothing before. */
const deletionOf = (setting: TaskSetting, state: TrustWords['state']): ReturnType<NonNullable<Task['planSteps']>> => {
  const {project, facts} = setting;
  const {repository} = project;
  const {job} = facts;
  if (job === undefined || longLivedOf(job, facts.tokenNames).length > 0 || !isUsed(setting, job, state)) return undefined;
  const left = leftoverSecrets(facts);
  const [first, ...rest] = left.map((secret): Step => ({kind: 'delete-secret', place: placeOf(secret, repository), name: secret.name}));
  return (
    first && {title: `Delete the secret ${left.map(({name}) => name).join(', ')}, which nothing reads any more.`, steps: [first, ...rest]}
  );
};

/** A look of its own; what it leaves open, the facts may still tell. */
const proofWith =
  (prove: Prove, state: TrustWords['state']): Prove =>
  async (lookup, setting) => {
    const proof = await prove(lookup, setting);
    return proof.state === 'unknown' && state?.(setting.facts) === 'done'
      ? {...proof, state: 'done', note: 'The last run published this version without any token.'}
      : proof;
  };

/** The task of letting the workflow publish by its own identity, with the form's values and the end of the token. */
export const trustTask = (words: TrustWords, trusted: TrustedPublishing): Task => ({
  id: 'trust-workflow',
  stage: words.stage ?? 'workflow',
  title: words.title,
  why: words.why,
  cost: words.cost,
  ...(words.state === undefined ? {} : {state: words.state}),
  url: (project) => trusted.formUrl(project),
  instructions: (setting) => instructionsOf(words, trusted, setting),
  ...(trusted.prove === undefined
    ? {onlyWord: `${words.marketplace} shows nobody by whom a version came.`}
    : {prove: proofWith(trusted.prove, words.state)}),
  planSteps: (setting) => deletionOf(setting, words.state),
});
