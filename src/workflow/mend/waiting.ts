import {isScalar, isSeq, type YAMLSeq} from 'yaml';
import type {PublishingJob} from '../../model/workflow.ts';
import {addNeeds} from '../add-needs.ts';
import {addSelector, entryOf, ownId} from '../add-selector.ts';
import {columnAt, type Edit, endOfLine, isInFlow} from '../edits.ts';
import {advice, type Mend, type Mending} from './mend.ts';
import {edited, endOfNode, jobAt, scalarAt} from './places.ts';

const intoList = (text: string, list: YAMLSeq.Parsed, item: string): Edit | undefined => {
  const last = list.items.at(-1);
  if (last === undefined || list.anchor !== undefined) return undefined;
  const end = endOfNode(text, last);
  if (isInFlow(list)) return {start: end, end, text: `, ${item}`};
  const start = endOfLine(text, end);
  const column = columnAt(text, text.lastIndexOf('-', last.range[0] - 1));
  return {start, end: start, text: `\n${' '.repeat(column)}- ${item}`};
};

/** A job made to wait for another, besides what it waits for; undefined: a person has to do it. */
const addNeed = (text: string, id: string, needed: string): string | undefined => {
  const fresh = addNeeds(text, id, needed);
  const job = jobAt(text, id);
  const needs = job && entryOf(job, 'needs')?.value;
  if (fresh !== undefined || needs === null || needs === undefined) return fresh;
  const allowed = [['jobs', id, 'needs']];
  if (isSeq(needs)) return edited(text, [intoList(text, needs as YAMLSeq.Parsed, needed)], allowed);
  const scalar = scalarAt(job, 'needs');
  if (!isScalar(needs) || scalar === undefined || String(scalar.value) === needed) return undefined;
  const end = endOfNode(text, scalar);
  return edited(text, [{start: scalar.range[0], end, text: `[${text.slice(scalar.range[0], end)}, ${needed}]`}], allowed);
};

/** A job that downloads what is not uploaded yet. */
export const mendAssetRace: Mending = ({finding, one, job}, {understanding}) => {
  const uploader = understanding.jobs.find(
    ({marketplace, workflow, isEnabled}) => marketplace === 'github-releases' && workflow.path === one.workflow.path && isEnabled,
  );
  const named = /the job `([^`/]+)`(?=, which)/.exec(finding.text)?.[1];
  const needed = named ?? (uploader && ownId(uploader));
  const title = `Let ${job} wait for ${needed ?? 'the upload'}`;
  if (needed === undefined || needed === job)
    return advice(
      title,
      finding.text,
      'Start this workflow when the other has ended: by `gh workflow run` in the last step of the job that uploads.',
    );
  return {kind: 'edit', title, why: `${finding.text} With this change it waits.`, apply: (text) => addNeed(text, job, needed)};
};

/** Nobody can start one marketplace alone. */
export const mendMissingSelector = (path: string, publishing: readonly PublishingJob[]): Mend => ({
  kind: 'edit',
  id: `no-selector ${path}`,
  title: `Choose the marketplace when ${path.split('/').at(-1)} is started by hand`,
  why: 'The workflow publishes everywhere at once. With this change whoever starts it by hand chooses one marketplace; whatever else starts it runs all as before. A run on a tag uses the file of that tag, so this holds for tags that are made afterwards.',
  file: path,
  apply: (text) => addSelector(text, publishing),
});
