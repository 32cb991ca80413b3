import type {Edit} from '../edits.ts';
import type {Found, Mending} from './mend.ts';
import {advice} from './mend.ts';
import {edited, jobAt, type MapNode, removed, stepAt} from './places.ts';
import {lineEdits} from './scripts.ts';

const nodeAt = (text: string, {job, step}: Pick<Found, 'job' | 'step'>): MapNode | undefined =>
  step === undefined ? jobAt(text, job) : stepAt(jobAt(text, job), step);

const pathOf = ({job, step}: Pick<Found, 'job' | 'step'>, key: string) => [
  'jobs',
  job,
  ...(step === undefined ? [] : ['steps', step]),
  key,
];

/** Takes an entry out of a job or a step. */
export const withoutEntry = (text: string, found: Pick<Found, 'job' | 'step'>, key: string): string | undefined => {
  const node = nodeAt(text, found);
  return node === undefined ? undefined : edited(text, [removed(text, node, key)], [pathOf(found, key)]);
};

/** Changes lines of a step's script. */
export const withLines = (
  text: string,
  {job, step}: Pick<Found, 'job' | 'step'>,
  change: (line: string, index: number) => string | undefined,
  more: (node: MapNode) => readonly (Edit | undefined)[] = () => [],
): string | undefined => {
  const node = step === undefined ? undefined : stepAt(jobAt(text, job), step);
  const edits = lineEdits(text, node, change);
  if (node === undefined || edits === undefined || edits.length === 0) return undefined;
  return edited(text, [...edits, ...more(node)], [pathOf({job, step}, 'run'), pathOf({job, step}, 'env')]);
};

const nameOf = ({job, finding}: Found): string => (finding.step === undefined ? `the job ${job}` : `“${finding.step}”`);

/* What lets a failure pass, with a comment behind it. */
const swallowed = /\s*\|\|\s*(?:true|:|exit\s+0|(?:echo|printf|Write-(?:Host|Warning|Output))\b[^;&|{}()`#]*?)(\s+#.*)?\s*$/;

const mendScript =
  (found: Found, lines: ReadonlySet<string>) =>
  (text: string): string | undefined =>
    withLines(text, found, (line) => {
      if (/^\s*set\s+\+e\s*$/.test(line)) return undefined;
      return lines.has(line.trim()) ? line.replace(swallowed, '$1') : line;
    });

/** A job or step that stays green when publishing fails. */
export const mendSwallowedFailure: Mending = (found, {marketplaces}) => {
  const {finding, one, step} = found;
  const why = `${finding.text} With this change a failure is seen.`;
  const title = `Let ${nameOf(found)} fail where publishing fails`;
  if (/continue-on-error/.test(finding.text))
    return {kind: 'edit', title, why, apply: (text) => withoutEntry(text, found, 'continue-on-error')};
  if (/catches the error/.test(finding.text))
    return advice(title, finding.text, 'End the `catch` with `throw`, so that the step fails with what was caught.');
  const own = step === undefined ? undefined : one.job.steps[step];
  const signs = marketplaces.find(({id}) => id === one.marketplace)?.publishedBy;
  const all = (own?.run ?? '').split('\n').map((line) => line.trim());
  const publishing = own === undefined ? [] : all.filter((line) => signs?.publishes({...own, run: line}, one.job) !== undefined);
  return {kind: 'edit', title, why, apply: mendScript(found, new Set(publishing.length > 0 ? publishing : all))};
};

/** A job or step that is switched off. */
export const mendDisabled: Mending = (found) => {
  const {finding, one} = found;
  const title = `Switch ${nameOf(found)} on`;
  if (/^The workflow is disabled/.test(finding.text))
    return advice(
      title,
      finding.text,
      `Enable it with \`gh workflow enable ${one.workflow.path.split('/').at(-1)}\`, or on its page under Actions.`,
    );
  if (/which it needs/.test(finding.text)) return advice(title, finding.text, 'Switch on the job that it needs.');
  return /`if: false`/.test(finding.text) || /`if: \$\{\{\s*false\s*\}\}`/.test(finding.text)
    ? {kind: 'edit', title, why: `${finding.text} With this change it runs.`, apply: (text) => withoutEntry(text, found, 'if')}
    : advice(title, finding.text, 'Change the condition, so that it can hold, or take it out.');
};
