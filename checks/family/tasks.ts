import {repositoryText} from '../../src/model/project.ts';
import {isRefusal} from '../../src/model/publication.ts';
import type {SecretName} from '../../src/model/repository.ts';
import type {Instruction, Task, TaskFacts, TaskSetting} from '../../src/model/task.ts';
import type {Finding, PublishingJob} from '../../src/model/workflow.ts';
import {repositoryPage} from './github.ts';

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

/** What the column says, but for a name that is somebody else's: of the account itself that tells nothing. */
export const untilAccountExists: TaskStateOf = ({account}) => (account?.kind === 'taken' ? 'unknown' : undefined);

/** Whether the package is known not to be there yet, so that what needs it has to wait. */
export const isMissing = (facts: TaskFacts): boolean => facts.publication !== undefined && untilServed(facts) === 'to-do';

/** Whether the job publishes by GitHub's identity: it may ask for one, and reads no token of the marketplace's. */
export const isWithoutToken = ({job}: TaskFacts): boolean =>
  job?.job.permissions?.['id-token'] === 'write' && job.secrets.every((name) => name === 'GITHUB_TOKEN');

/** Due once a trusted publisher can be named, and done once a run without any token published this version. */
export const untilTrusted =
  (needsPackage: boolean): TaskStateOf =>
  (facts) => {
    if (needsPackage && isMissing(facts)) return 'not-due';
    return isWithoutToken(facts) && facts.run?.conclusion === 'success' && facts.publication?.version.kind === 'published'
      ? 'done'
      : undefined;
  };

/** Instructions that are the same for everybody, in order. */
export const inOrder =
  (...steps: readonly (string | Instruction)[]): Task['instructions'] =>
  () =>
    steps.map((step) => (typeof step === 'string' ? {text: step} : step));

/** The last step of every task that makes a token. */
export const pasteIt = ({facts}: TaskSetting, what = 'the token, which is shown only once,'): Instruction => ({
  text: `Copy ${what} and paste it into Portcall, which tests it and can set it as the secret ${secretName(facts)}.`,
});

/** See to it that the name is nobody else's: due only while it is, since a name that is free shows as nothing at all. */
export const nameTask = (title: string, rules: string): Task => ({
  id: 'choose-name',
  stage: 'account',
  title: ({publication}) => `See that the name ${publication?.name ?? ''} at ${title} is yours or choose another.`.replace('  ', ' '),
  url: () => rules,
  why: 'A name belongs to whoever published it first, and a job that publishes under somebody else’s fails each time.',
  cost: 'Free; a few minutes, before anybody knows the name.',
  instructions: ({facts}) => [
    {
      text: 'Open the page of the package and see whose it is.',
      ...(facts.publication?.url === undefined ? {} : {url: facts.publication.url}),
    },
    {text: 'If it is yours, name it in `portcall.yaml` under `packages:`, so that it is not taken for a stranger’s.'},
    {text: 'If it is not, choose a name that is free, and write it into the package’s file and the workflow.', url: rules},
  ],
  state: ({account, publication}) => {
    if (account?.kind === 'taken' || publication?.belongsTo === 'another') return 'to-do';
    return account?.kind === 'owns' || publication?.belongsTo === 'this-project' ? 'done' : 'not-due';
  },
});

/** What the workflow's text does wrong, without what its secret's own task says. */
const faultsOf = ({findings}: PublishingJob): readonly Finding[] =>
  findings.filter(({kind, severity}) => severity === 'problem' && kind !== 'secret-not-set' && kind !== 'secret-near-miss');

const lineOf = ({workflow}: PublishingJob, {line}: Finding): string => (line === undefined ? workflow.url : `${workflow.url}#L${line}`);

/** A job that is disabled by its own text names why among its faults, so they come first. */
const toCorrect = (job: PublishingJob, {project}: TaskSetting): readonly Instruction[] => [
  ...faultsOf(job).map((fault) => ({text: `Correct in ${job.workflow.path}: ${fault.text}`, url: lineOf(job, fault)})),
  ...(job.isEnabled
    ? []
    : [
        {
          text: `See that ${job.workflow.name} is not disabled, and enable it there if it is.`,
          url: repositoryPage(project.repository, `/actions/workflows/${job.workflow.path.split('/').at(-1) ?? ''}`),
        },
      ]),
];

/** What the job needs to be let in: a right of the run's own token where that is enough, else the marketplace's secret. */
const toBeLetIn = (right: string | undefined, {tokenNames}: TaskFacts): readonly Instruction[] => {
  if (right !== undefined)
    return [{text: `Write \`permissions:\` with \`${right}: write\` into the job, which is enough: every run has a token of its own.`}];
  return tokenNames[0] === undefined ? [] : [{text: `Hand its token to that step alone, by the secret’s name ${tokenNames[0]}.`}];
};

const toAdd = (
  title: string,
  guide: string | undefined,
  right: string | undefined,
  {project, facts}: TaskSetting,
): readonly Instruction[] => [
  {text: 'Open the workflow that makes the release, or begin a new one.', url: repositoryPage(project.repository, '/actions/new')},
  {
    text: 'Let it start on the tag of a version, or after the job that makes the release; a release made with GITHUB_TOKEN starts no other workflow.',
  },
  {text: 'Let it start by hand as well (`workflow_dispatch`), so that it can be repeated.'},
  {
    text: `Add a job that publishes on ${title} with the command or the action that its guide names.`,
    ...(guide === undefined ? {} : {url: guide}),
  },
  ...toBeLetIn(right, facts),
  {
    text: `Commit the file to ${facts.about?.defaultBranch ?? 'the default branch'} before the next tag, because a run takes the workflow as it stands at its tag.`,
  },
];

const forbids = ({policy}: TaskFacts): boolean => policy?.isEnabled === false;

/** Done once a job publishes here, can start, and does nothing that keeps it from publishing; `title` is the marketplace's, `guide` its publishing guide, `right` that of the run's own token, where it is enough. */
export const workflowTask = (title: string, guide?: string, right?: string): Task => ({
  id: 'add-job',
  stage: 'workflow',
  title: ({job}) =>
    job === undefined ? `Add a job that publishes on ${title}.` : `See that the job ${job.job.name} can publish on ${title}.`,
  url: ({repository}) => repositoryPage(repository, '/actions'),
  why: 'A release reaches people here by itself only when a workflow publishes it.',
  cost: 'Free; about half an hour.',
  instructions: (setting) => {
    const {job} = setting.facts;
    const {repository} = setting.project;
    const allow = {
      text: `Allow Actions in ${repositoryText(repository)}, because they are turned off.`,
      url: repositoryPage(repository, '/settings/actions'),
    };
    const steps = job === undefined ? toAdd(title, guide, right, setting) : toCorrect(job, setting);
    const all = forbids(setting.facts) ? [allow, ...steps] : steps;
    return all.length > 0 ? all : [{text: 'Look at its last run, and run it once by hand if it never ran.'}];
  },
  state: (facts) => {
    if (forbids(facts)) return 'to-do';
    return facts.job?.isEnabled === true && faultsOf(facts.job).length === 0 ? 'done' : undefined;
  },
  shownBy: 'workflow',
});
