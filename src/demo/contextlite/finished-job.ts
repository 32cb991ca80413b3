import type {Annotation, Conclusion, Job, Step} from '../github/actions-state.ts';
import {timeText} from '../github/state.ts';
import type {JobText, StepText} from './job-text.ts';
import {checkoutLines, setUpLines, stepHead} from './log-lines.ts';
import type {JobOutcome, StepOutcome} from './run-plans.ts';

export type RunPlace = {readonly startedAt: number; readonly tag: string; readonly version: string; readonly sha: string};

/** Gathers log lines, each with the time at which it was written, to the tenth of a microsecond as runners do. */
const createLog = () => {
  const lines: string[] = [];
  return {
    write: (texts: readonly string[], from: number): void => {
      texts.forEach((text, at) => {
        const time = new Date(from + Math.min(at, 900)).toISOString().slice(0, -1);
        lines.push(`${time}${String((lines.length * 7919) % 10_000).padStart(4, '0')}Z ${text}`);
      });
    },
    text: (): string => `\ufeff${lines.join('\r\n')}\r\n`,
    count: (): number => lines.length,
  };
};

const step = (number: number, name: string, conclusion: Conclusion, from: number, to: number): Step => ({
  number,
  name,
  status: 'completed',
  conclusion,
  startedAt: timeText(from),
  completedAt: timeText(to),
});

const outputOf = (job: JobText, text: StepText, outcome: StepOutcome, place: RunPlace): readonly string[] => {
  if (text.name === 'Checkout') return checkoutLines(job, place.tag, place.sha);
  if (text.name === 'Get version') return [`Version ${place.version}`];
  return outcome.output ?? [];
};

/** Actions clean up after themselves in the reverse order; GitHub numbers those steps from the far end. */
const postSteps = (job: JobText, steps: readonly Step[], at: number): readonly Step[] => {
  const ran = new Set(steps.filter((one) => one.conclusion !== 'skipped').map((one) => one.name));
  const names = job.steps
    .filter((one) => one.uses !== undefined && !one.uses.startsWith('softprops/') && ran.has(one.name))
    .map((one) => one.name);
  const last = steps.length * 2;
  return names
    .map((name, index) => step(last - index, `Post ${name}`, 'success', at, at))
    .reverse()
    .concat(step(last + 1, 'Complete job', 'success', at, at));
};

/** A finished job with its steps and its log, as GitHub would show it after that outcome. */
export const finishedJob = (id: number, job: JobText, outcome: JobOutcome, place: RunPlace): Job => {
  const log = createLog();
  const begin = place.startedAt + outcome.startsAfter * 1000;
  const steps: Step[] = [step(1, 'Set up job', 'success', begin, begin + 2000)];
  const annotations: Annotation[] = [];
  log.write(setUpLines(job), begin);
  let at = begin + 2000;
  for (const text of job.steps) {
    const result = outcome.steps[text.name] ?? {};
    const end = at + (result.seconds ?? 1) * 1000;
    steps.push(step(steps.length + 1, text.name, result.conclusion ?? 'success', at, end));
    if (result.conclusion !== 'skipped') log.write([...stepHead(job, text, place.version), ...outputOf(job, text, result, place)], at);
    for (const message of result.errors ?? []) annotations.push({level: 'failure', message, line: log.count()});
    at = end;
  }
  const posts = postSteps(job, steps, at);
  log.write([...posts.slice(0, -1).map(() => 'Post job cleanup.'), 'Cleaning up orphan processes'], at);
  return {
    id,
    name: job.id,
    status: 'completed',
    conclusion: steps.some((one) => one.conclusion === 'failure') ? 'failure' : 'success',
    labels: [job.runner],
    createdAt: timeText(place.startedAt),
    startedAt: timeText(begin),
    completedAt: timeText(at + 1000),
    steps: [...steps, ...posts],
    annotations,
    log: log.text(),
  };
};
