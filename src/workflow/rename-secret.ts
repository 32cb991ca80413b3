import {type Document, isAlias, isMap, isScalar, isSeq, type Node, parseAllDocuments, type Scalar, visit} from 'yaml';
import type {Workflow} from '../model/workflow.ts';
import {parseWorkflow} from './parse.ts';
import {type QuoteSpelling, renameAccess} from './rename-access.ts';
import {growsTooBig} from './yaml-size.ts';

type Parsed = Document.Parsed;

/** The one document that a workflow file is; undefined: it is none, or more than one. */
const documentOf = (text: string): Parsed | undefined => {
  const documents = parseAllDocuments(text, {schema: 'failsafe', logLevel: 'silent', uniqueKeys: false});
  if ('empty' in documents || documents.length !== 1) return undefined;
  const [document] = documents;
  return document === undefined || document.errors.length > 0 ? undefined : document;
};

type Span = {readonly start: number; readonly end: number; readonly quote: QuoteSpelling};

/** Where a scalar's own text stands: without what opens a block, behind which a comment may stand. */
const spanOf = (text: string, {range, type}: Scalar): Span | undefined => {
  if (range === null || range === undefined) return undefined;
  const [start, end] = range;
  const isBlock = type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED';
  const first = isBlock ? text.indexOf('\n', start) + 1 : start;
  if (first === 0 || first > end) return undefined;
  return {start: first, end, quote: type === 'QUOTE_SINGLE' ? "''" : "'"};
};

const spansOf = (text: string, document: Parsed): readonly Span[] => {
  const spans: Span[] = [];
  visit(document, {
    Scalar: (_key, scalar) => {
      const span = spanOf(text, scalar);
      if (span !== undefined) spans.push(span);
    },
  });
  return spans.sort((one, other) => one.start - other.start);
};

/** The text with each of these places renamed, and nothing between them touched. */
const patched = (text: string, spans: readonly Span[], wrong: string, right: string): string => {
  let result = '';
  let from = 0;
  for (const {start, end, quote} of spans) {
    result += text.slice(from, start) + renameAccess(text.slice(start, end), wrong, right, quote);
    from = end;
  }
  return result + text.slice(from);
};

/** Whether two trees are one but for the secret's name. */
const isOnlyRenamed = (before: Node | null, after: Node | null, wrong: string, right: string): boolean => {
  if (isScalar(before) && isScalar(after))
    return before.anchor === after.anchor && renameAccess(String(before.value), wrong, right) === String(after.value);
  if (isAlias(before) && isAlias(after)) return before.source === after.source;
  if (isSeq<Node>(before) && isSeq<Node>(after))
    return (
      before.items.length === after.items.length &&
      before.items.every((item, index) => isOnlyRenamed(item, after.items[index] ?? null, wrong, right))
    );
  if (!isMap<Node, Node | null>(before) || !isMap<Node, Node | null>(after)) return before === after;
  return (
    before.items.length === after.items.length &&
    before.items.every(({key, value}, index) => {
      const other = after.items[index];
      return other !== undefined && isOnlyRenamed(key, other.key, wrong, right) && isOnlyRenamed(value, other.value, wrong, right);
    })
  );
};

const namesRead = ({jobs}: Workflow): readonly (readonly string[])[] => jobs.map(({secrets}) => [...secrets]);

/** Whether every job reads what it read, under the other name. */
const readsRenamed = (before: Workflow, after: Workflow, wrong: string, right: string): boolean => {
  const wanted = namesRead(before).map((names) => [...new Set(names.map((name) => (name === wrong ? right : name)))]);
  return JSON.stringify(namesRead(after)) === JSON.stringify(wanted);
};

/** Whether a called workflow takes the secret from its callers under this name: it is theirs to rename then. */
const takesFromCaller = (document: Parsed, name: string): boolean => {
  const taken = document.getIn(['on', 'workflow_call', 'secrets']);
  return isMap(taken) && taken.items.some(({key}) => String(key).toUpperCase() === name);
};

/**
 * The smallest change of a workflow's text by which it reads one secret in place of another: comments, order, quotes, line endings and
 * anchors stay. The same text where it does not read it; undefined: it can't be changed by itself, and a person has to do it.
 */
export const renameSecret = (text: string, wrong: string, right: string): string | undefined => {
  const [from, to] = [wrong.toUpperCase(), right.toUpperCase()];
  if (growsTooBig(text)) return undefined;
  const workflow = parseWorkflow({id: 0, name: '', path: 'workflow.yml', state: 'active', url: '', text});
  if ('failure' in workflow) return undefined;
  const before = documentOf(text);
  if (before === undefined || takesFromCaller(before, from)) return undefined;
  const result = patched(text, spansOf(text, before), from, to);
  const after = documentOf(result);
  const renamed = parseWorkflow({...workflow.workflow.file, text: result});
  if (after === undefined || 'failure' in renamed || !readsRenamed(workflow.workflow, renamed.workflow, from, to)) return undefined;
  return isOnlyRenamed(before.contents, after.contents, from, to) ? result : undefined;
};
