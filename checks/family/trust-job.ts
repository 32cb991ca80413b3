import type {Project} from '../../src/model/project.ts';
import {automaticSecret} from '../../src/model/secret-likeness.ts';
import {fileNameOf} from '../../src/model/trusted-publishing.ts';
import type {PublishingJob, WorkflowStep} from '../../src/model/workflow.ts';
import {plainInput} from './steps.ts';

/** The steps that publish; all of the job's where its text doesn't tell. */
export const publishingStepsOf = ({job, publishingSteps}: PublishingJob): readonly WorkflowStep[] => {
  const named = job.steps.filter(({name}) => publishingSteps.includes(name));
  return named.length > 0 ? named : job.steps;
};

/** The environment that a publisher is bound to; empty: none. */
export const environmentFor = ({job}: PublishingJob): string => plainInput(job.environment) ?? '';

/** The values that every such form wants, in its order. */
export const publisherValues = ({repository}: Project, job: PublishingJob) => ({
  owner: repository.owner,
  name: repository.name,
  workflow: fileNameOf(job.workflow.path),
  environment: environmentFor(job),
});

/** What every marketplace asks of the job: that GitHub may vouch for it, in an environment that its text names. */
export const commonReasons = ({job}: PublishingJob): readonly string[] => [
  ...(job.permissions?.['id-token'] === 'write'
    ? []
    : ['GitHub does not vouch for the job; add `id-token: write` to its `permissions:`, beside `contents: read`.']),
  ...(job.environment?.includes('${{') === true
    ? ['Its environment has its name only in a run; spell the name out, or leave the environment away.']
    : []),
];

/** A called workflow is judged by the one or the other of two files. */
export const isCalled = ({definedIn, job}: PublishingJob): boolean => definedIn !== undefined || job.calls !== undefined;

export const isSelfHosted = ({job}: PublishingJob): boolean => (job.runsOn ?? []).some((label) => label.toLowerCase() === 'self-hosted');

/** The secrets among these names that the job reads and that live until somebody deletes them. */
export const longLivedOf = (job: PublishingJob, names: readonly string[]): readonly string[] =>
  job.job.secrets.filter((name) => name !== automaticSecret && names.includes(name.toUpperCase()));
