import {isMap, isScalar, isSeq, type Pair, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq} from 'yaml';
import {entryOf, parsed, rootOf} from '../add-selector.ts';
import {applied, columnAt, type Edit, endOfLine, isInFlow} from '../edits.ts';
import {isSameBut, type Path} from '../unchanged.ts';
import {indentedBy} from '../yaml-lines.ts';
import {growsTooBig} from '../yaml-size.ts';

export type Entry = Pair<ParsedNode, ParsedNode | null>;
export type MapNode = YAMLMap.Parsed;

/** The map below a key; undefined: there is none, or it stands elsewhere under an alias. */
export const mapAt = (map: MapNode | undefined, name: string): MapNode | undefined => {
  const value = map && entryOf(map, name)?.value;
  return isMap(value) ? (value as MapNode) : undefined;
};

/** A job of the file itself; undefined: it has none of the name, or another job shares its text by an anchor. */
export const jobAt = (text: string, id: string): MapNode | undefined => {
  const root = growsTooBig(text) ? undefined : rootOf(text);
  const job = mapAt(mapAt(root, 'jobs'), id);
  return job?.anchor === undefined ? job : undefined;
};

/** A job's step by its place, from 0. */
export const stepAt = (job: MapNode | undefined, index: number): MapNode | undefined => {
  const steps = job && entryOf(job, 'steps')?.value;
  const step = isSeq(steps) ? (steps as YAMLSeq.Parsed).items[index] : undefined;
  return isMap(step) && step.anchor === undefined ? (step as MapNode) : undefined;
};

/** A text that stands at a key by itself, without anchor or alias. */
export const scalarAt = (map: MapNode | undefined, name: string): Scalar.Parsed | undefined => {
  const value = map && entryOf(map, name)?.value;
  return isScalar(value) && value.anchor === undefined ? (value as Scalar.Parsed) : undefined;
};

/** Where the text of a node ends; comments and blank lines behind it belong to nobody. */
export const endOfNode = (text: string, node: ParsedNode): number => {
  const isBlock = (isMap(node) || isSeq(node)) && !isInFlow(node as MapNode);
  const last = isBlock ? (node as MapNode | YAMLSeq.Parsed).items.at(-1) : undefined;
  if (last === undefined) return Math.max(node.range[0], text.slice(0, node.range[1]).trimEnd().length);
  return 'key' in last ? endOf(text, last as Entry) : endOfNode(text, last as ParsedNode);
};

const isNothing = (node: ParsedNode | null): boolean =>
  node === null || (isScalar(node) && (node.source ?? '') === '' && node.range[0] === node.range[1]);

const endOf = (text: string, {key, value}: Entry): number =>
  value === null || isNothing(value) ? text.indexOf(':', key.range[1]) + 1 : endOfNode(text, value);

/** Lines behind an entry of a mapping; `flow` is what is written where the mapping stands in braces. */
export const insertedAfter = (text: string, map: MapNode, entry: Entry, lines: readonly string[], flow: string): Edit | undefined => {
  if (isInFlow(map)) return {start: endOf(text, entry), end: endOf(text, entry), text: `, ${flow}`};
  const start = endOfLine(text, endOf(text, entry));
  const column = columnAt(text, entry.key.range[0]);
  return {start, end: start, text: `\n${indentedBy(column, lines).join('\n')}`};
};

/** Lines behind one of these entries, the first that is there, else behind the mapping's first. */
export const insertedBehind = (
  text: string,
  map: MapNode,
  names: readonly string[],
  lines: readonly string[],
  flow: string,
): Edit | undefined => {
  const entry = names.map((name) => entryOf(map, name)).find((one) => one !== undefined) ?? (map.items as Entry[])[0];
  return entry === undefined ? undefined : insertedAfter(text, map, entry, lines, flow);
};

/** An entry taken out of a mapping, with a comment on its own line; undefined: it is the only one, or comments stand in the way. */
export const removed = (text: string, map: MapNode, name: string): Edit | undefined => {
  const items = map.items as Entry[];
  const index = items.findIndex(({key}) => isScalar(key) && String(key.value) === name);
  const entry = items[index];
  if (entry === undefined || items.length < 2) return undefined;
  const [start, end] = [entry.key.range[0], endOf(text, entry)];
  const next = items[index + 1];
  const isFirstOnLine = text.slice(start - columnAt(text, start), start).trim() === '';
  if (!isInFlow(map) && isFirstOnLine) {
    const from = start - columnAt(text, start);
    const to = endOfLine(text, end);
    return {start: from, end: to + (text.startsWith('\r\n', to) ? 2 : to < text.length ? 1 : 0), text: ''};
  }
  if (next !== undefined) return text.slice(end, next.key.range[0]).includes('#') ? undefined : {start, end: next.key.range[0], text: ''};
  const before = items[index - 1];
  return before === undefined || !isInFlow(map) ? undefined : {start: endOf(text, before), end, text: ''};
};

/** The text with the edits made, where GitHub still accepts it and nothing has changed but these places; undefined: a person has to do it. */
export const edited = (text: string, edits: readonly (Edit | undefined)[], allowed: readonly Path[]): string | undefined => {
  const sure = edits.flatMap((edit) => edit ?? []);
  if (sure.length < edits.length || sure.length === 0) return undefined;
  const result = applied(text, sure);
  if (result === text || parsed(result) === undefined) return undefined;
  return isSameBut(text, result, allowed) ? result : undefined;
};
