import type {PublishingSigns} from '../../model/marketplace.ts';
import type {Finding, WorkflowJob, WorkflowStep} from '../../model/workflow.ts';
import {aboutStep, type Judge} from '../bound-job.ts';
import {commandLines} from '../script.ts';

const warning = {kind: 'swallows-failure', severity: 'warning'} as const;

const swallowedInLine = /\|\|\s*(?:true\b|:(?:\s|$)|echo\b|exit\s+0\b|printf\b|Write-(?:Host|Warning|Output)\b)(?!.*\bexit\s+[1-9])/;

/** The lines of a script that publish; all of them where no line does so by itself. */
const publishingLines = (step: WorkflowStep, job: WorkflowJob, signs: PublishingSigns | undefined): readonly string[] => {
  const lines = commandLines(step.run ?? '');
  const publishing = lines.filter((line) => signs?.publishes({...step, run: line}, job) !== undefined);
  return publishing.length > 0 ? publishing : lines;
};

/** A `set +e` that nothing takes back and after which no failure is passed on. */
const ignoresErrors = (script: string): boolean => {
  const at = script.search(/^\s*set\s+\+e\b/m);
  return at >= 0 && !/^\s*set\s+-\w*e|\bexit\s+(?:[1-9]|["']?\$)|\breturn\s+[1-9]/m.test(script.slice(at + 6));
};

/** A `catch` that ends well whatever was caught. */
const catchesAll = (script: string): boolean =>
  [...script.matchAll(/\bcatch\s*(?:\[[^\]]*\]\s*)?\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/g)].some(
    ([, body]) => !/\bthrow\b|\bexit\s+(?:[1-9]|\$)|Write-Error|\bexit\s*\(\s*[1-9]/i.test(body ?? ''),
  );

const inScript = (step: WorkflowStep, lines: readonly string[]): string | undefined => {
  const swallowed = lines.map((line) => swallowedInLine.exec(line)?.[0].trim()).find((found) => found !== undefined);
  if (swallowed !== undefined) return `its script goes on with \`${swallowed}\``;
  if (ignoresErrors(step.run ?? '')) return 'its script goes on after errors with `set +e`';
  return catchesAll(step.run ?? '') ? 'its script catches the error and ends well' : undefined;
};

const inStep = (step: WorkflowStep, job: WorkflowJob, signs: PublishingSigns | undefined): readonly Finding[] => {
  if (step.continuesOnError) return [aboutStep(step, {...warning, text: 'The step may fail unseen: it has `continue-on-error: true`.'})];
  const how = step.run === undefined ? undefined : inScript(step, publishingLines(step, job, signs));
  return how === undefined ? [] : [aboutStep(step, {...warning, text: `The step may fail unseen: ${how}.`})];
};

/** A job or publishing step that stays green when publishing fails. */
export const judgeSwallowedFailure: Judge = ({running: {job}, steps, marketplace}) => [
  ...(job.continuesOnError ? [{...warning, text: 'The job may fail unseen: it has `continue-on-error: true`.', line: job.line}] : []),
  ...steps.flatMap((step) => inStep(step, job, marketplace.publishedBy)),
];
