import {isMap, type YAMLMap} from 'yaml';
import type {Workflow} from '../model/workflow.ts';
import {entryOf, parsed, rootOf} from './add-selector.ts';
import {applied, columnAt, isInFlow} from './edits.ts';
import {growsTooBig} from './yaml-size.ts';

/** Everything but what one job waits for; lines shift. */
const besidesNeeds = ({jobs, triggers}: Workflow, id: string): string =>
  JSON.stringify([triggers, jobs.map((job) => (job.id === id ? {...job, needs: []} : job))], (key, value: unknown) =>
    key === 'line' ? undefined : value,
  );

/** Whether a job waits for another, directly or through others. */
const waitsFor = ({jobs}: Workflow, id: string, other: string, seen: readonly string[] = []): boolean =>
  (jobs.find((job) => job.id === id)?.needs ?? []).some(
    (one) => one === other || (!seen.includes(one) && waitsFor({jobs} as Workflow, one, other, [...seen, id])),
  );

/**
 * The smallest change of a workflow's text by which a job that waits for nothing waits for another. Undefined: a person has to make it, it
 * waits already, or the two would wait for each other.
 */
export const addNeeds = (text: string, id: string, needed: string): string | undefined => {
  const before = growsTooBig(text) ? undefined : parsed(text);
  const jobs = rootOf(text);
  const all = jobs && entryOf(jobs, 'jobs')?.value;
  const job = isMap(all) ? entryOf(all as YAMLMap.Parsed, id)?.value : undefined;
  if (before === undefined || !isMap(job) || id === needed) return undefined;
  const own = job as YAMLMap.Parsed;
  const [first] = own.items;
  if (first === undefined || own.anchor !== undefined || entryOf(own, 'needs') !== undefined) return undefined;
  if (!before.jobs.some((one) => one.id === needed) || waitsFor(before, needed, id)) return undefined;
  const start = first.key.range[0];
  const added = isInFlow(own) ? `needs: ${needed}, ` : `needs: ${needed}\n${' '.repeat(columnAt(text, start))}`;
  const result = applied(text, [{start, end: start, text: added}]);
  const after = parsed(result);
  if (after === undefined || besidesNeeds(before, id) !== besidesNeeds(after, id)) return undefined;
  return after.jobs.find((one) => one.id === id)?.needs.join() === needed ? result : undefined;
};
