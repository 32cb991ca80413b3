import {safeLine} from '../model/safe-text.ts';
import type {WorkflowFile} from '../model/workflow.ts';
import {additionsOf} from '../workflow/additions.ts';
import type {Mend} from '../workflow/mend/mend.ts';
import {mendsOf} from '../workflow/mend/mends.ts';
import {publishWorkflowPath} from '../workflow/write-workflow.ts';
import {briefDiffOf} from './line-diff.ts';
import type {Options} from './options.ts';
import type {PublishWork} from './publish-work.ts';
import {canAsk} from './surroundings.ts';
import type {WorkflowGround} from './workflow-ground.ts';

/** One change as it is shown and printed. */
export type ShownChange = {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly file: string;
  /** Empty: no change of the text mends it. */
  readonly diff: string;
  /** False: a person has to do it; `instead` says how. */
  readonly applies: boolean;
  readonly instead?: string;
};

/** What the changes came to. */
export type Chosen = {
  readonly changes: readonly ShownChange[];
  /** Those that were agreed to. */
  readonly taken: readonly ShownChange[];
  /** Every file as it shall be, by its path. */
  readonly texts: ReadonlyMap<string, string>;
};

const prefixOf = ({project: {tag, version}}: WorkflowGround): string => tag.slice(0, Math.max(0, tag.indexOf(version)));

/** Every change, mends before additions. Where marketplaces are named, only what concerns them. */
const changesIn = (ground: WorkflowGround, {options}: PublishWork): readonly Mend[] => {
  const {only, except} = options;
  const isMeant = ({concerns}: Mend): boolean =>
    concerns === undefined ? only === undefined : concerns.some((id) => (only === undefined || only.includes(id)) && !except.includes(id));
  return [...mendsOf(ground).filter(isMeant), ...additionsOf(ground.wanted, prefixOf(ground), ground)];
};

const isTakenUnasked = ({yes, dryRun, json}: Options): boolean => yes || dryRun || json;

const indentedDiff = (diff: string): readonly string[] =>
  diff.split('\n').map((line) => `    ${/^ */.exec(line)?.[0] ?? ''}${safeLine(line, 2000)}`);

/** The plan shows what is taken; a change is shown by itself where it is asked for by itself, or no plan follows. */
const isShown = ({options, surroundings}: PublishWork): boolean =>
  options.output !== undefined || (!isTakenUnasked(options) && canAsk(surroundings));

const show = (work: PublishWork, {title, why, file, diff, instead}: ShownChange): void => {
  const {say} = work;
  say(`${safeLine(title, 500)} (${safeLine(file, 500)})`);
  say(`  ${safeLine(why, 2000)}`);
  for (const line of diff === '' || !isShown(work) ? [] : indentedDiff(diff)) say(line);
  if (instead !== undefined) say(`  ${safeLine(instead, 2000)}`);
  say('');
};

const isTaken = async ({options, surroundings, questions}: PublishWork): Promise<boolean> =>
  isTakenUnasked(options) || !canAsk(surroundings) || questions.confirm('Take this change?');

const textOf = (path: string, texts: ReadonlyMap<string, string>, files: readonly WorkflowFile[]): string =>
  texts.get(path) ?? files.find((file) => file.path === path)?.text ?? '';

/** Goes through the changes one after the other, each on what those before it left. */
export const chooseChanges = async (work: PublishWork, ground: WorkflowGround): Promise<Chosen> => {
  const texts = new Map<string, string>();
  const changes: ShownChange[] = [];
  const taken: ShownChange[] = [];
  for (const mend of changesIn(ground, work)) {
    const {id, title, why, file} = mend;
    const before = textOf(file, texts, ground.files);
    const after = mend.kind === 'edit' ? mend.apply(before) : undefined;
    // One that an earlier change has mended along.
    if (mend.kind === 'edit' && after === undefined) continue;
    // Nothing is started that nobody wanted.
    if (id.startsWith('start ') && !texts.has(publishWorkflowPath)) continue;
    const diff = after === undefined ? '' : briefDiffOf(before, after).join('\n');
    const change = {id, title, why, file, diff, applies: after !== undefined, ...(mend.kind === 'advice' ? {instead: mend.instead} : {})};
    changes.push(change);
    show(work, change);
    if (after === undefined || !(await isTaken(work))) continue;
    texts.set(file, after);
    taken.push(change);
  }
  return {changes, taken, texts};
};
