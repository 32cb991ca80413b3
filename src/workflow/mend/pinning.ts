import {isMap, isScalar, isSeq} from 'yaml';
import {entryOf, rootOf} from '../add-selector.ts';
import {type Edit, endOfLine, isInFlow} from '../edits.ts';
import type {ActionPins} from '../write-job.ts';
import type {Mend} from './mend.ts';
import {type Entry, edited, type MapNode, mapAt, scalarAt} from './places.ts';

/** An action, or a called workflow, that is named by something that can be moved. */
export type LooseUse = {readonly action: string; readonly version: string};

const use = /^([\w.-]+\/[\w.-]+(?:\/[\w./-]+)?)@([\w./+-]+)$/;
/* These have to be named by a tag, or their ref chooses what they do. */
const wantsTag = /^(?:slsa-framework\/slsa-github-generator|dtolnay\/rust-toolchain)\b/i;

const looseIn = (text: string): LooseUse | undefined => {
  const [, action, version] = use.exec(text.trim()) ?? [];
  if (action === undefined || version === undefined || /^[0-9a-f]{40}$/i.test(version) || wantsTag.test(action)) return undefined;
  return {action, version};
};

/** Every map in a file that may say `uses`: its jobs and their steps. */
const usersIn = (text: string): readonly MapNode[] => {
  const jobs = mapAt(rootOf(text), 'jobs');
  return ((jobs?.items ?? []) as Entry[]).flatMap(({value}) => {
    if (!isMap(value)) return [];
    const steps = entryOf(value as MapNode, 'steps')?.value;
    const own = isSeq(steps) ? steps.items.flatMap((step) => (isMap(step) ? [step as MapNode] : [])) : [];
    return [value as MapNode, ...own];
  });
};

/** What a file names by something else than a commit, each once. */
export const looseUsesIn = (text: string): readonly LooseUse[] => {
  const found = usersIn(text).flatMap((map) => {
    const uses = entryOf(map, 'uses')?.value;
    return isScalar(uses) ? (looseIn(String(uses.value)) ?? []) : [];
  });
  return [...new Map(found.map((one) => [`${one.action}@${one.version}`, one])).values()];
};

const pinnedEdit = (text: string, map: MapNode, pins: ActionPins): Edit | undefined => {
  const scalar = scalarAt(map, 'uses');
  const loose = scalar && looseIn(String(scalar.value));
  const commit = loose && pins.get(`${loose.action}@${loose.version}`);
  // In braces a comment would swallow what follows.
  if (scalar === undefined || loose === undefined || commit === undefined || isInFlow(map) || scalar.type !== 'PLAIN') return undefined;
  const [start, end] = scalar.range;
  const rest = text.slice(end, endOfLine(text, end));
  return rest.trim() === ''
    ? {start, end, text: `${loose.action}@${commit} # ${loose.version}`}
    : {start, end, text: `${loose.action}@${commit}`};
};

/** The actions of a file pinned by the commit that their version stands at. */
export const mendLooseUses = (path: string, text: string, pins: ActionPins): Mend | undefined => {
  const known = looseUsesIn(text).filter(({action, version}) => pins.has(`${action}@${version}`));
  if (known.length === 0) return undefined;
  return {
    kind: 'edit',
    id: `loose-actions ${path}`,
    title: 'Pin the actions by commit',
    why: 'A tag of an action can be moved to other code, which then runs with the workflow’s secrets. With this change each stands at the commit of today, with its version beside it.',
    file: path,
    apply: (current) => {
      const edits = usersIn(current).flatMap((map) => pinnedEdit(current, map, pins) ?? []);
      return edited(current, edits, [
        ['jobs', '*', 'uses'],
        ['jobs', '*', 'steps', '*', 'uses'],
      ]);
    },
  };
};
