import {isMap, isScalar, isSeq, type Pair, type ParsedNode, type YAMLMap, type YAMLSeq} from 'yaml';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {columnAt, type Edit, endOfLine, isInFlow} from './edits.ts';

type Entry = Pair<ParsedNode, ParsedNode | null>;

/** The input that chooses the marketplace. */
export const selectorName = 'marketplace';

/** The condition of a job that runs unless a person asks for other marketplaces. */
export const conditionFor = (ids: readonly MarketplaceId[]): string =>
  [
    "github.event_name != 'workflow_dispatch'",
    `inputs.${selectorName} == 'all'`,
    ...ids.map((id) => `inputs.${selectorName} == '${id}'`),
  ].join(' || ');

const flowInput = (ids: readonly MarketplaceId[]): string =>
  `${selectorName}: {description: Which marketplace, type: choice, default: all, options: [all, ${ids.join(', ')}]}`;

const blockInput = (ids: readonly MarketplaceId[]): readonly string[] => [
  `${selectorName}:`,
  '  description: Which marketplace',
  '  type: choice',
  '  default: all',
  `  options: [all, ${ids.join(', ')}]`,
];

const blockTrigger = (ids: readonly MarketplaceId[]): readonly string[] => [
  'workflow_dispatch:',
  '  inputs:',
  ...blockInput(ids).map((line) => `    ${line}`),
];

const indented = (lines: readonly string[], column: number): string => lines.map((line) => `${' '.repeat(column)}${line}`).join('\n');

const entryOf = (map: YAMLMap.Parsed, name: string): Entry | undefined =>
  (map.items as Entry[]).find(({key}) => isScalar(key) && String(key.value) === name);

const isEmptyValue = (value: ParsedNode | null | undefined): boolean =>
  value === null || value === undefined || (isScalar(value) && (value.source ?? '') === '' && String(value.value ?? '') === '');

/** Before the first entry of a mapping. */
const asFirst = (text: string, map: YAMLMap.Parsed, lines: readonly string[], flow: string): Edit | undefined => {
  const [first] = map.items as Entry[];
  if (map.anchor !== undefined) return undefined;
  if (isInFlow(map)) {
    const start = map.range[0] + 1;
    return {start, end: start, text: first === undefined ? flow : `${flow}, `};
  }
  if (first === undefined) return undefined;
  const start = first.key.range[0];
  const column = columnAt(text, start);
  return {start, end: start, text: `${indented(lines, column).trimStart()}\n${' '.repeat(column)}`};
};

/** Below a key that has no value yet. */
const below = (text: string, {key}: Entry, lines: readonly string[]): Edit => {
  const start = endOfLine(text, key.range[0]);
  return {start, end: start, text: `\n${indented(lines, columnAt(text, key.range[0]) + 2)}`};
};

const intoDispatch = (text: string, entry: Entry, ids: readonly MarketplaceId[]): Edit | undefined => {
  const {value} = entry;
  const lines = ['inputs:', ...blockInput(ids).map((line) => `  ${line}`)];
  if (isEmptyValue(value)) return below(text, entry, lines);
  if (!isMap(value)) return undefined;
  const map = value as YAMLMap.Parsed;
  const inputs = entryOf(map, 'inputs');
  if (inputs === undefined) return asFirst(text, map, lines, `inputs: {${flowInput(ids)}}`);
  if (isEmptyValue(inputs.value)) return isInFlow(map) ? undefined : below(text, inputs, blockInput(ids));
  if (!isMap(inputs.value) || entryOf(inputs.value as YAMLMap.Parsed, selectorName) !== undefined) return undefined;
  return asFirst(text, inputs.value as YAMLMap.Parsed, blockInput(ids), flowInput(ids));
};

/** A list of events, or one alone, becomes a mapping of them. */
const asMapping = (
  text: string,
  {key}: Entry,
  value: ParsedNode,
  events: readonly string[],
  ids: readonly MarketplaceId[],
): Edit | undefined => {
  const [start, end] = value.range;
  const before = text.slice(start, end).trimEnd();
  if (before.includes('#') || value.anchor !== undefined) return undefined;
  const lines = [...events.filter((event) => event !== 'workflow_dispatch').map((event) => `${event}:`), ...blockTrigger(ids)];
  const own = indented(lines, columnAt(text, key.range[0]) + 2);
  const isOnLineOfKey = !text.slice(key.range[1], start).includes('\n');
  const from = isOnLineOfKey ? start - (/[ \t]*$/.exec(text.slice(key.range[1], start))?.[0].length ?? 0) : start - columnAt(text, start);
  return {start: from, end: start + before.length, text: isOnLineOfKey ? `\n${own}` : own};
};

/** The change of `on` by which a person can start the workflow and choose the marketplace; undefined: a person has to make it. */
export const triggerEdit = (text: string, on: Entry, ids: readonly MarketplaceId[]): Edit | undefined => {
  const {value} = on;
  if (isMap(value)) {
    const map = value as YAMLMap.Parsed;
    const dispatch = entryOf(map, 'workflow_dispatch');
    if (dispatch !== undefined) return isInFlow(map) && isEmptyValue(dispatch.value) ? undefined : intoDispatch(text, dispatch, ids);
    return asFirst(text, map, blockTrigger(ids), `workflow_dispatch: {inputs: {${flowInput(ids)}}}`);
  }
  if (isScalar(value)) return asMapping(text, on, value as ParsedNode, [String(value.value)], ids);
  if (!isSeq(value)) return undefined;
  const events = (value as YAMLSeq.Parsed).items.map((item) => (isScalar(item) ? String(item.value) : ''));
  return events.includes('') ? undefined : asMapping(text, on, value as ParsedNode, events, ids);
};
