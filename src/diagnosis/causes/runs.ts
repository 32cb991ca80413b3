import type {Cause, Judgement} from '../../model/diagnosis.ts';
import {failedStepOf, failsWhere, findingOf, hasFailed, isPublished, logLine, says, sentences, stepText} from '../situation.ts';

/** The job is switched off, or nothing can start it. */
export const jobDisabled: Cause = {
  id: 'job-disabled',
  title: 'The job that would publish can never run.',
  judge: (situation) => {
    const {job} = situation;
    if (!job || job.isEnabled || isPublished(situation)) return undefined;
    const finding = findingOf(situation, 'disabled', 'never-fires');
    return {
      confidence: 'possible',
      evidence: [
        finding?.text ?? `The job “${job.job.id}” in ${job.workflow.path} is disabled${job.job.if ? ` by “if: ${job.job.if}”` : ''}.`,
      ],
      fix: `Enable the job “${job.job.id}” in ${job.workflow.path} when publishing there is wanted.`,
    };
  },
};

/** The last run passed the job over. */
export const jobSkipped: Cause = {
  id: 'job-skipped',
  title: 'The last run skipped the job that publishes.',
  judge: (situation) => {
    const {job, run} = situation;
    if (!job?.isEnabled || run?.conclusion !== 'skipped' || isPublished(situation)) return undefined;
    return {
      confidence: 'likely',
      evidence: sentences(
        `The job “${run.name}” was skipped.`,
        job.job.if !== undefined && `It runs only if ${job.job.if}.`,
        job.job.needs.length > 0 && `It runs only after ${job.job.needs.join(' and ')} succeeded.`,
      ),
      fix:
        job.job.if === undefined
          ? 'Look at why a job that it needs did not succeed.'
          : 'Start the workflow in a way that meets the condition, or correct the condition.',
    };
  },
};

const stops: Readonly<Record<string, Omit<Judgement, 'confidence' | 'evidence'>>> = {
  cancelled: {title: 'The run was cancelled.', fix: 'Run the job again.'},
  timed_out: {
    title: 'The run took longer than it may and was ended.',
    fix: 'Look at what the step waits for; raise “timeout-minutes” only if it needs the time.',
  },
  startup_failure: {
    title: 'The run could not start.',
    fix: 'Check that the workflow file is valid and that the repository allows every action it uses.',
  },
  action_required: {title: 'The run waits for somebody’s approval.', fix: 'Open the run and approve it.'},
  stale: {title: 'GitHub gave the run up after it had waited too long.', fix: 'Run the job again.'},
};

/** The run ended for a reason that lies outside its steps. */
export const runStopped: Cause = {
  id: 'run-stopped',
  title: 'The run was stopped.',
  judge: ({run}) => {
    const stop = run?.conclusion ? stops[run.conclusion] : undefined;
    return run && stop && {...stop, confidence: 'confirmed', evidence: [`GitHub says of the job “${run.name}”: ${run.conclusion}.`]};
  },
};

/** The job never came as far as publishing. */
export const failedBeforePublishing: Cause = {
  id: 'failed-before-publishing',
  title: 'The job fails before the step that publishes, so nothing was sent.',
  judge: (situation) => {
    const {run, job} = situation;
    const failed = failedStepOf(run);
    if (!failed || run?.conclusion !== 'failure' || failsWhere(situation) !== 'before') return undefined;
    const later = run.steps.find(
      (step) => step.number > failed.number && step.conclusion === 'skipped' && job?.publishingSteps.includes(step.name),
    );
    const last = situation.log?.lines.findLast((line) => !/Process completed with exit code/.test(line));
    return {
      confidence: 'likely',
      evidence: sentences(`It fails at ${stepText(failed)}.`, later && `Therefore ${stepText(later)} was skipped.`, last && says(last)),
      fix: `Repair ${stepText(failed)}, and run the job again; its log is at ${run.url}.`,
    };
  },
};

const unreachable = [
  /\b(?:429|too many requests|toomanyrequests)\b/i,
  /(?:secondary |API )?rate limit(?: exceeded|ed)?\b/i,
  /\b50[0234]\b.{0,12}(?:Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out)/i,
  /(?:Bad Gateway|Service Unavailable|Gateway Time-?out)/i,
  /\b(?:ETIMEDOUT|ECONNRESET|ECONNREFUSED|EAI_AGAIN|ENOTFOUND)\b/,
  /Could not resolve host|Temporary failure in name resolution|Connection (?:timed out|reset by peer|refused)|TLS handshake timeout/i,
];

/** The other side did not answer, or asked to wait. */
export const marketplaceUnreachable: Cause = {
  id: 'marketplace-unreachable',
  title: 'The other side could not be reached, or asked to wait.',
  judge: (situation) => {
    const line = hasFailed(situation.run) ? logLine(situation, ...unreachable) : undefined;
    return line === undefined
      ? undefined
      : {confidence: 'likely', evidence: [says(line)], fix: 'Wait a while, and run the failed job again.'};
  },
};
