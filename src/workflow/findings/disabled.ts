import type {Finding, Workflow} from '../../model/workflow.ts';
import {aboutStep, type Judge} from '../bound-job.ts';
import {isNeverTrue, outlivesSkipping} from '../evaluate.ts';
import type {RunningJob} from '../running-job.ts';

const problem = {kind: 'disabled', severity: 'problem'} as const;

const states: Readonly<Record<string, string>> = {
  disabled_manually: 'somebody disabled it',
  disabled_inactivity: 'GitHub disabled it after 60 days without activity',
  disabled_fork: 'GitHub disables workflows in forks',
  deleted: 'its file was deleted',
};

const stateFinding = ({file}: Workflow): Finding | undefined =>
  file.state === 'active'
    ? undefined
    : {...problem, text: `The workflow is disabled: ${states[file.state] ?? `GitHub says “${file.state}”`}.`};

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text).replace(/\s+/g, ' ');

const conditionFinding = ({conditions, job}: RunningJob): Finding | undefined => {
  const never = conditions.find(({text}) => isNeverTrue(text));
  if (never === undefined) return undefined;
  const isPlain = /^(\$\{\{)?\s*false\s*(\}\})?$/.test(never.text.trim());
  const told = isPlain ? '`if: false`' : `\`if: ${shortened(never.text)}\`, which is never true`;
  return {...problem, text: `The job is disabled by ${told}.`, line: job.line};
};

/** A needed job that is skipped takes the jobs after it along, unless their condition says otherwise. */
const neededFinding = (running: RunningJob, all: ReadonlyMap<string, RunningJob>, seen: readonly string[]): Finding | undefined => {
  const {job} = running;
  if (outlivesSkipping(job.if)) return undefined;
  for (const need of job.needs) {
    const needed = all.get(need);
    if (needed === undefined || seen.includes(need)) continue;
    if (conditionFinding(needed) ?? neededFinding(needed, all, [...seen, need]))
      return {...problem, text: `The job is disabled with the job \`${need}\`, which it needs and which never runs.`, line: job.line};
  }
  return undefined;
};

/** Why a job never runs, whatever happens; undefined: it can. `siblings` are the jobs of the same workflow. */
export const findDisabled = (running: RunningJob, siblings: ReadonlyMap<string, RunningJob>): Finding | undefined =>
  stateFinding(running.workflow) ?? conditionFinding(running) ?? neededFinding(running, siblings, [running.job.id]);

/** The publishing steps that are switched off. */
export const judgeDisabledSteps: Judge = ({steps}) =>
  steps
    .filter((step) => isNeverTrue(step.if))
    .map((step) =>
      aboutStep(step, {...problem, text: `The step is disabled: its condition \`if: ${shortened(step.if ?? '')}\` is never true.`}),
    );
