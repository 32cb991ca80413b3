import type {Situation} from '../model/diagnosis.ts';
import {hasFallenShort, failedStepOf as stepThatFailed} from '../model/job-outcome.ts';
import type {Release} from '../model/project.ts';
import {isNamed, publishes} from '../model/publishing-step.ts';
import type {RunJob, RunStep} from '../model/repository.ts';
import {isTelling} from '../model/telling-line.ts';
import type {Finding, FindingKind, WorkflowStep} from '../model/workflow.ts';

/** Whether the job ended without having done what it should. */
export const hasFailed = (run: RunJob | undefined): boolean => run !== undefined && hasFallenShort(run);

export const isGreen = (run: RunJob | undefined): boolean => run?.conclusion === 'success';

/** The first step that failed, else the one that was cut short; undefined: no step did. */
export const failedStepOf = (run: RunJob | undefined): RunStep | undefined =>
  run !== undefined && hasFallenShort(run) ? stepThatFailed(run) : undefined;

/** The tag's version is served, as far as the marketplace has been asked. */
export const isPublished = ({publication}: Situation): boolean =>
  publication !== undefined && ['published', 'partial'].includes(publication.version.kind);

/** The marketplace was asked and does not serve the tag's version, and nothing is on its way. */
export const isAbsent = ({publication}: Situation): boolean =>
  publication !== undefined && ['absent', 'not-visible'].includes(publication.version.kind);

export const releaseOf = ({release, project}: Situation): Release | undefined =>
  release?.kind === 'released' ? release.release : project.release;

export const findingOf = ({job}: Situation, ...kinds: readonly FindingKind[]): Finding | undefined =>
  job?.findings.find((finding) => kinds.includes(finding.kind));

/** Whether a step of a run is one that publishes; by its name alone where the workflow doesn't tell. */
const isPublishingStep = ({job}: Situation, step: RunStep): boolean => publishes(job, step);

/** Where the job failed, seen from its publishing steps; undefined: no step failed. */
export const failsWhere = (situation: Situation): 'before' | 'at' | 'after' | undefined => {
  const failed = failedStepOf(situation.run);
  if (!failed) return undefined;
  if (isPublishingStep(situation, failed)) return 'at';
  const hasPublished = situation.run?.steps.some(
    (step) => step.number < failed.number && step.conclusion === 'success' && isPublishingStep(situation, step),
  );
  return hasPublished ? 'after' : 'before';
};

/** The step as the workflow file writes it; undefined: the file has since changed, or the runner added the step. */
export const writtenStep = ({job}: Situation, step: RunStep): WorkflowStep | undefined =>
  job?.job.steps.find((written) => isNamed(step.name, written.name));

/** A step of a run by the id that the workflow file gives it. */
export const stepWithId = (situation: Situation, id: string): RunStep | undefined => {
  const written = situation.job?.job.steps.find((step) => step.id === id);
  return written && situation.run?.steps.find((step) => isNamed(step.name, written.name));
};

/** The last line of the log that matches; undefined: none does, or there is no log. */
export const logLine = ({log}: Situation, ...patterns: readonly RegExp[]): string | undefined =>
  log?.lines.findLast((line) => isTelling(line) && patterns.some((pattern) => pattern.test(line)));

export const says = (line: string): string => `The log says “${line.length > 240 ? `${line.slice(0, 239)}…` : line}”.`;

export const stepText = (step: RunStep): string => `step ${step.number} “${step.name}”`;

export const whatIsServed = ({publication, marketplace, project}: Situation): string | undefined => {
  if (!publication) return undefined;
  if (publication.serves === null) return `${marketplace.title} serves nothing under the name ${publication.name}.`;
  return publication.serves === project.version
    ? `${marketplace.title} serves ${publication.serves}.`
    : `${marketplace.title} serves ${publication.serves}, not ${project.version}.`;
};

/** The sentences that there are. */
export const sentences = (...some: readonly (string | false | undefined)[]): readonly string[] =>
  some.filter((one): one is string => typeof one === 'string' && one !== '');
