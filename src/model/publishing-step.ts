import type {RunJob, RunStep} from './repository.ts';
import type {PublishingJob} from './workflow.ts';

/** Whether a run's name is the workflow's, in which expressions stand unevaluated. */
export const isNamed = (shown: string, written: string): boolean => {
  if (!written.includes('${{')) return shown.trim() === written.trim();
  const parts = written.split(/\$\{\{.*?\}\}/);
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = shown.indexOf(part, at);
    if (found === -1 || (index === 0 && found !== 0)) return false;
    at = found + part.length;
  }
  return parts.at(-1) === '' || shown.endsWith(parts.at(-1) ?? '');
};

const soundsLikePublishing = /\b(publish|push|upload|submit|deploy|release to)\b/i;

/** Whether a step of a run is one that publishes; by its name alone where the workflow doesn't tell, or is not known. */
export const publishes = (job: PublishingJob | undefined, step: RunStep): boolean =>
  job !== undefined && job.publishingSteps.length > 0
    ? job.publishingSteps.some((written) => isNamed(step.name, written))
    : soundsLikePublishing.test(step.name) && !step.name.startsWith('Post ');

/** The publishing steps that a run left out; empty when one of them executed, or none can be recognised. */
export const skippedPublishingSteps = (job: PublishingJob | undefined, run: RunJob): readonly RunStep[] => {
  const steps = run.steps.filter((step) => publishes(job, step));
  return steps.every(({conclusion}) => conclusion === 'skipped') ? steps : [];
};
