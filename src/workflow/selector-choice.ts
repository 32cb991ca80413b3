import {isSeq, type YAMLSeq} from 'yaml';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {PublishingJob, Workflow} from '../model/workflow.ts';
import {entryOf} from './add-selector.ts';
import {columnAt, type Edit, endOfLine, isInFlow} from './edits.ts';
import {insertedAfter, type MapNode, mapAt} from './mend/places.ts';
import {conditionFor, selectorName, triggerEdit} from './selector-trigger.ts';
import {askedAs, type SelectorShape, selectorShapeOf, switchNameOf} from './sibling-condition.ts';
import type {Path} from './unchanged.ts';
import {indentedBy} from './yaml-lines.ts';

/** How a person chooses the new jobs, and what has to change for that. */
export type Choosing = {
  readonly edits: readonly (Edit | undefined)[];
  readonly asked: (id: MarketplaceId) => string | undefined;
  readonly allowed: readonly Path[];
};

const inputsPath: Path = ['on', 'workflow_dispatch', 'inputs'];

const withOptions = (text: string, input: MapNode | undefined, ids: readonly MarketplaceId[]): Edit | undefined => {
  const options = input && entryOf(input, 'options')?.value;
  const [last] = isSeq(options) ? (options as YAMLSeq.Parsed).items.slice(-1) : [];
  if (!isSeq(options) || last === undefined || options.anchor !== undefined) return undefined;
  const list = options as YAMLSeq.Parsed;
  const end = text.slice(0, last.range[1]).trimEnd().length;
  if (isInFlow(list)) return {start: end, end, text: `, ${ids.join(', ')}`};
  const start = endOfLine(text, end);
  const dash = ' '.repeat(columnAt(text, text.lastIndexOf('-', last.range[0] - 1)));
  return {start, end: start, text: ids.map((id) => `\n${dash}- ${id}`).join('')};
};

const withSwitches = (
  text: string,
  inputs: MapNode | undefined,
  shape: Extract<SelectorShape, {kind: 'switch'}>,
  ids: readonly MarketplaceId[],
): Edit | undefined => {
  const entry = inputs && entryOf(inputs, shape.input.name);
  if (inputs === undefined || entry === undefined) return undefined;
  const usual = shape.input.default === undefined ? [] : [`default: ${shape.input.default}`];
  const lines = ids.flatMap((id) => [
    `${switchNameOf(shape, id)}:`,
    ...indentedBy(2, [`description: Publish to ${id}`, 'type: boolean', ...usual]),
  ]);
  const flow = ids.map((id) => `${switchNameOf(shape, id)}: {${['type: boolean', ...usual].join(', ')}}`).join(', ');
  return insertedAfter(text, inputs, entry, lines, flow);
};

const shapedChoosing = (text: string, root: MapNode, shape: SelectorShape, ids: readonly MarketplaceId[]): Choosing => {
  const inputs = mapAt(mapAt(mapAt(root, 'on'), 'workflow_dispatch'), 'inputs');
  const asked = (id: MarketplaceId) => askedAs(shape, id);
  if (shape.kind === 'switch') {
    const names = ids.map((id): Path => [...inputsPath, switchNameOf(shape, id)]);
    return {asked, edits: [withSwitches(text, inputs, shape, ids)], allowed: names};
  }
  // A list in a text takes any word.
  if (shape.input.options === undefined) return {asked, edits: [], allowed: []};
  return {asked, edits: [withOptions(text, mapAt(inputs, shape.input.name), ids)], allowed: [[...inputsPath, shape.input.name, 'options']]};
};

/** Whether the jobs that are there ask for the marketplace as Portcall writes it; true as well where there are none. */
const asksByName = (publishing: readonly PublishingJob[]): boolean =>
  publishing.length === 0 || publishing.some(({job}) => job.if?.includes(`inputs.${selectorName} == 'all'`) === true);

/** How another job asks for its own marketplace alone, for any; undefined: each asks for several. */
const askedLike = (publishing: readonly PublishingJob[]): ((id: MarketplaceId) => string | undefined) | undefined => {
  const own = publishing.find(({job, marketplace}) => {
    const words = [...(job.if ?? '').matchAll(/\binputs\.marketplace == '([^']+)'/g)].map(([, word]) => word);
    return words.length === 2 && words[0] === 'all' && words[1] === marketplace;
  });
  const input = {name: selectorName, type: 'choice', required: false};
  return own && ((id) => askedAs({kind: 'word', input, condition: own.job.if ?? '', word: own.marketplace}, id));
};

const selectorOf = ({triggers}: Workflow) =>
  triggers.find(({event}) => event === 'workflow_dispatch')?.inputs?.find(({name}) => name === selectorName);

/** Whether nothing lets a person choose a marketplace yet. */
export const lacksSelector = (workflow: Workflow, publishing: readonly PublishingJob[]): boolean =>
  selectorOf(workflow) === undefined && selectorShapeOf(workflow, publishing) === undefined;

/** How new jobs are chosen in a file; undefined: a person has to write it. */
export const choosingFor = (
  text: string,
  root: MapNode,
  workflow: Workflow,
  publishing: readonly PublishingJob[],
  ids: readonly MarketplaceId[],
): Choosing | undefined => {
  const own = selectorOf(workflow);
  const asked = askedLike(publishing) ?? ((id: MarketplaceId) => conditionFor([id]));
  if (own !== undefined && asksByName(publishing)) {
    const input = mapAt(mapAt(mapAt(mapAt(root, 'on'), 'workflow_dispatch'), 'inputs'), selectorName);
    const fresh = ids.filter((id) => own.options?.includes(id) === false);
    return {asked, edits: fresh.length === 0 ? [] : [withOptions(text, input, fresh)], allowed: [[...inputsPath, selectorName, 'options']]};
  }
  const shape = selectorShapeOf(workflow, publishing);
  if (shape !== undefined) return shapedChoosing(text, root, shape, ids);
  const on = entryOf(root, 'on');
  return on === undefined || own !== undefined ? undefined : {asked, edits: [triggerEdit(text, on, ids)], allowed: [['on']]};
};
