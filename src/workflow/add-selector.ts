import {isMap, isScalar, type Pair, type ParsedNode, parseAllDocuments, type Scalar, type YAMLMap} from 'yaml';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {PublishingJob, Workflow, WorkflowJob} from '../model/workflow.ts';
import {applied, columnAt, type Edit, isInFlow} from './edits.ts';
import {parseWorkflow} from './parse.ts';
import {conditionFor, selectorName, triggerEdit} from './selector-trigger.ts';
import {growsTooBig} from './yaml-size.ts';

type Entry = Pair<ParsedNode, ParsedNode | null>;

/** The job in the file itself: one that is called stands behind the job that calls it. */
export const ownId = ({job}: PublishingJob): string => job.id.split('/')[0] ?? job.id;

/** The jobs that need this one, directly or through others, itself included. */
const behind = (id: string, jobs: readonly WorkflowJob[], seen: ReadonlySet<string> = new Set()): ReadonlySet<string> =>
  jobs
    .filter(({needs, id: other}) => needs.includes(id) && !seen.has(other))
    .reduce<ReadonlySet<string>>((all, {id: other}) => behind(other, jobs, all), new Set([...seen, id]));

/** For which marketplaces each publishing job has to run: its own, and those of the jobs that need it. */
const wantedBy = ({jobs}: Workflow, publishing: readonly PublishingJob[]): ReadonlyMap<string, readonly MarketplaceId[]> =>
  new Map(
    [...new Set(publishing.map(ownId))].map((id) => {
      const those = behind(id, jobs);
      return [id, [...new Set(publishing.filter((one) => those.has(ownId(one))).map(({marketplace}) => marketplace))]];
    }),
  );

/** The expression of an `if`; undefined: it is a text with an expression in it. */
const expressionOf = (text: string): string | undefined => {
  const bare = text.trim().replace(/\s*\n\s*/g, ' ');
  if (!bare.includes('${{')) return bare;
  const inner = /^\$\{\{(.*)\}\}$/s.exec(bare)?.[1];
  return inner === undefined || inner.includes('${{') ? undefined : inner.trim();
};

const isPlain = (text: string): boolean => /^[A-Za-z(]/.test(text) && !/: | #|[{}[\],&*]/.test(text.replace(/&&/g, ''));

const scalarText = (text: string, mustQuote: boolean): string => (mustQuote || !isPlain(text) ? JSON.stringify(text) : text);

const replacedIf = (text: string, scalar: Scalar.Parsed, condition: string, mustQuote: boolean): Edit | undefined => {
  const before = expressionOf(String(scalar.value));
  if (before === undefined) return undefined;
  const [start, end] = scalar.range;
  const kept = text.slice(start, end).trimEnd().length;
  return {start, end: start + kept, text: scalarText(`(${before}) && (${condition})`, mustQuote)};
};

/** The change by which a job runs only when it is asked for; undefined: a person has to make it. */
const jobEdit = (text: string, job: YAMLMap.Parsed, condition: string): Edit | undefined => {
  const [first] = job.items as Entry[];
  if (first === undefined || job.anchor !== undefined) return undefined;
  const own = (job.items as Entry[]).find(({key}) => isScalar(key) && key.value === 'if');
  if (own !== undefined) return isScalar(own.value) ? replacedIf(text, own.value as Scalar.Parsed, condition, isInFlow(job)) : undefined;
  const start = first.key.range[0];
  if (isInFlow(job)) return {start, end: start, text: `if: ${JSON.stringify(condition)}, `};
  return {start, end: start, text: `if: ${condition}\n${' '.repeat(columnAt(text, start))}`};
};

/** A map's entry by its name; undefined: it has none. */
export const entryOf = (map: YAMLMap.Parsed, name: string): Entry | undefined =>
  (map.items as Entry[]).find(({key}) => isScalar(key) && String(key.value) === name);

/** The map that a workflow file is; undefined: it is none. */
export const rootOf = (text: string): YAMLMap.Parsed | undefined => {
  const documents = parseAllDocuments(text, {schema: 'failsafe', logLevel: 'silent', uniqueKeys: false});
  if ('empty' in documents || documents.length !== 1) return undefined;
  const contents = documents[0]?.errors.length === 0 ? documents[0].contents : null;
  return isMap(contents) ? (contents as YAMLMap.Parsed) : undefined;
};

/** Everything but what is meant to change; lines shift. */
const unchangedOf = ({jobs}: Workflow): string =>
  JSON.stringify(
    jobs.map(({if: _, ...job}) => job),
    (key, value: unknown) => (key === 'line' ? undefined : value),
  );

/** Whether every trigger is what it was but for the new input, and every job but for its condition. */
const isOnlySelected = (before: Workflow, after: Workflow): boolean => {
  const dispatch = after.triggers.find(({event}) => event === 'workflow_dispatch');
  if (dispatch?.inputs?.some(({name}) => name === selectorName) !== true || unchangedOf(before) !== unchangedOf(after)) return false;
  return before.triggers.every(({event, filters, inputs}) => {
    const now = after.triggers.find((one) => one.event === event);
    const others = now?.inputs?.filter(({name}) => event !== 'workflow_dispatch' || name !== selectorName);
    return JSON.stringify([filters, inputs]) === JSON.stringify([now?.filters, others]);
  });
};

/** A workflow's text as it is understood; undefined: it can't be. */
export const parsed = (text: string): Workflow | undefined => {
  const result = parseWorkflow({id: 0, name: '', path: 'workflow.yml', state: 'active', url: '', text});
  return 'workflow' in result ? result.workflow : undefined;
};

/**
 * The smallest change of a workflow's text by which a person who starts it chooses the marketplace; everything else, comments and order
 * included, stays. `publishing`: the jobs of this file that publish. Undefined: a person has to make it, or it is there.
 */
export const addSelector = (text: string, publishing: readonly PublishingJob[]): string | undefined => {
  const before = growsTooBig(text) ? undefined : parsed(text);
  const root = before === undefined ? undefined : rootOf(text);
  const on = root && entryOf(root, 'on');
  const jobs = root && entryOf(root, 'jobs')?.value;
  if (before === undefined || on === undefined || !isMap(jobs) || publishing.length === 0) return undefined;
  const wanted = wantedBy(before, publishing);
  const ids = [...new Set(publishing.map(({marketplace}) => marketplace))];
  const edits = [
    triggerEdit(text, on, ids),
    ...[...wanted].map(([id, those]) => {
      const job = entryOf(jobs as YAMLMap.Parsed, id)?.value;
      return isMap(job) ? jobEdit(text, job as YAMLMap.Parsed, conditionFor(those)) : undefined;
    }),
  ];
  const sure = edits.flatMap((edit) => edit ?? []);
  if (sure.length < edits.length) return undefined;
  const result = applied(text, sure);
  const after = parsed(result);
  return after !== undefined && isOnlySelected(before, after) ? result : undefined;
};
