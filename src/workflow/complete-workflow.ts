import {isMap, type YAMLMap} from 'yaml';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {PublishingJob, Workflow} from '../model/workflow.ts';
import {addSelector, entryOf, ownId, parsed, rootOf} from './add-selector.ts';
import {applied, columnAt, endOfLine, isInFlow} from './edits.ts';
import {type Entry, endOfNode, type MapNode, mapAt} from './mend/places.ts';
import {tagExpressionOf} from './released-tag.ts';
import {choosingFor, lacksSelector} from './selector-choice.ts';
import {isSameBut, type Path} from './unchanged.ts';
import {type ActionPins, jobLines} from './write-job.ts';
import {jobIdOf, type WantedJob} from './write-workflow.ts';
import {indentedBy} from './yaml-lines.ts';
import {growsTooBig} from './yaml-size.ts';

/** A workflow file that lacks jobs. */
export type Incomplete = {
  readonly text: string;
  /** The jobs of this file that publish. */
  readonly publishing: readonly PublishingJob[];
  readonly add: readonly [WantedJob, ...WantedJob[]];
  /** The job of this file that uploads the release's files; absent: none does. */
  readonly uploader?: string;
  /** What stands before the version in the project's tags, such as `v`. */
  readonly tagPrefix: string;
};

export type Completed = {readonly kind: 'completed'; readonly text: string} | {readonly kind: 'refused'; readonly because: string};

const refused = (because: string): Completed => ({kind: 'refused', because});

/** Where new jobs go: behind the last one, and behind the comments that belong to it. */
const placeBehind = (text: string, jobs: MapNode): {readonly at: number; readonly column: number} | undefined => {
  const last = (jobs.items as Entry[]).at(-1);
  if (last?.value === null || last?.value === undefined || isInFlow(jobs)) return undefined;
  const column = columnAt(text, last.key.range[0]);
  let at = endOfLine(text, endOfNode(text, last.value));
  const line = /\r?\n([ \t]*)(#[^\r\n]*)?(?=\r?\n|$)/y;
  line.lastIndex = at;
  for (let found = line.exec(text); found !== null; found = line.exec(text)) {
    const [, indent = '', comment] = found;
    if (comment !== undefined && indent.length <= column) break;
    if (comment !== undefined) at = line.lastIndex;
  }
  return {at, column};
};

const freeId = (marketplace: MarketplaceId, {jobs}: Workflow): string => {
  const usual = jobIdOf(marketplace);
  return jobs.some(({id}) => id === usual) ? `${usual}-release` : usual;
};

/** What keeps a file from being completed; undefined: nothing. */
const obstacleIn = ({text, add}: Incomplete, workflow: Workflow | undefined): string | undefined => {
  if (growsTooBig(text) || workflow === undefined) return 'GitHub does not accept the workflow as it stands.';
  const root = rootOf(text);
  const jobs = root && entryOf(root, 'jobs')?.value;
  if (!isMap(jobs) || isInFlow(jobs as YAMLMap.Parsed)) return 'Its jobs stand in braces on one line.';
  if (workflow.triggers.every(({event}) => event === 'workflow_call')) return 'It only runs when another workflow calls it.';
  const twice = add.find(({marketplace}) => workflow.jobs.some(({id}) => id === `${jobIdOf(marketplace)}-release`));
  return twice === undefined ? undefined : `It has jobs of the names that a job for ${twice.title} would have.`;
};

/** The publishing jobs as a changed text has them. */
const publishingIn = (text: string, publishing: readonly PublishingJob[]): readonly PublishingJob[] =>
  publishing.map((one) => ({...one, job: parsed(text)?.jobs.find(({id}) => id === ownId(one)) ?? one.job}));

type PlacedText = {readonly lines: readonly string[]; readonly ids: readonly string[]};

/** The new jobs as they are written there; undefined: it can't be told how a person asks for one. */
const writtenJobs = (
  {add, uploader, tagPrefix}: Incomplete,
  workflow: Workflow,
  askedFor: (id: MarketplaceId) => string | undefined,
  pins: ActionPins,
): PlacedText | undefined => {
  const tag = tagExpressionOf(workflow, tagPrefix);
  const needs = uploader === undefined ? {} : {needs: uploader};
  const jobs = add.flatMap(({marketplace, title, job}) => {
    const asked = askedFor(marketplace);
    return asked === undefined ? [] : [{id: freeId(marketplace, workflow), title, job, asked, tag, tagPrefix, ...needs}];
  });
  if (jobs.length < add.length) return undefined;
  return {ids: jobs.map(({id}) => id), lines: jobs.flatMap((job) => ['', ...jobLines(job, pins)])};
};

/**
 * The file with a job for each marketplace that lacks one, and with a choice of it for a person who starts the workflow. Comments, order and
 * everything else stay.
 */
export const completeWorkflow = (incomplete: Incomplete, pins: ActionPins): Completed => {
  const {text, publishing, add} = incomplete;
  const workflow = growsTooBig(text) ? undefined : parsed(text);
  const root = rootOf(text);
  const jobs = mapAt(root, 'jobs');
  const place = jobs && placeBehind(text, jobs);
  const obstacle = obstacleIn(incomplete, workflow);
  if (obstacle !== undefined || workflow === undefined || root === undefined || place === undefined)
    return refused(obstacle ?? 'Its jobs could not be found.');
  const selected = lacksSelector(workflow, publishing) ? addSelector(text, publishing) : undefined;
  if (selected !== undefined)
    return completeWorkflow({...incomplete, text: selected, publishing: publishingIn(selected, publishing)}, pins);
  const ids = add.map(({marketplace}) => marketplace);
  const choosing = choosingFor(text, root, workflow, publishing, ids);
  const written = choosing && writtenJobs(incomplete, workflow, choosing.asked, pins);
  if (choosing === undefined || choosing.edits.includes(undefined) || written === undefined)
    return refused("The way in which a person chooses a marketplace there can't be extended by itself.");
  const added = `\n${indentedBy(place.column, written.lines).join('\n')}`;
  const result = applied(text, [...choosing.edits.flatMap((edit) => edit ?? []), {start: place.at, end: place.at, text: added}]);
  const allowed = [...choosing.allowed, ...written.ids.map((id): Path => ['jobs', id])];
  if (parsed(result) === undefined || !isSameBut(text, result, allowed))
    return refused('The file could not be completed without changing something else in it.');
  return {kind: 'completed', text: result};
};
