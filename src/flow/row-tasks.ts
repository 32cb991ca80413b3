import type {Cell, Column} from '../model/cell.ts';
import type {Choice} from '../model/choice.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {RowTask, TaskStateWord} from '../model/row.ts';
import {safeLine} from '../model/safe-text.ts';
import {type Task, type TaskProof, type TaskSetting, taskStages} from '../model/task.ts';

/** Everything that bears on the tasks of one row. */
export type TaskCircumstances = {
  readonly setting: TaskSetting;
  readonly cells: Readonly<Record<Column, Cell>>;
  /** By the task's id. */
  readonly proofs: Readonly<Record<string, TaskProof>>;
  /** True: the tasks were looked at one by one, whatever each look told. Absent: they were not. */
  readonly wasLookedAt?: true;
  readonly choices: readonly Choice[];
};

const byCell: Partial<Readonly<Record<Cell['state'], TaskProof['state']>>> = {
  ok: 'done',
  'to-do': 'to-do',
  problem: 'to-do',
  waiting: 'waiting',
};

/** What a look told: its own proof first, then the facts, then the column. Undefined: nothing is to be done now. */
const lookedUp = (task: Task, {setting, cells, proofs}: TaskCircumstances): TaskProof | undefined => {
  const told = task.state?.(setting.facts);
  if (told === 'not-due') return undefined;
  const proof = proofs[task.id];
  if (proof !== undefined) return proof;
  const cell = task.shownBy === undefined ? undefined : cells[task.shownBy];
  const note = cell?.evidence?.[0]?.label ?? cell?.note ?? '';
  return {state: told ?? (cell === undefined ? undefined : byCell[cell.state]) ?? 'unknown', note: told === undefined ? note : ''};
};

/** What is proven counts more than what the person said; what the person put off counts more than that it is open. */
const stateOf = (proven: TaskProof['state'], choice: Choice | undefined): TaskStateWord => {
  if (choice === undefined || proven === 'done') return proven;
  return choice.kind === 'attested' && proven !== 'unknown' ? proven : choice.kind;
};

/** The last thing the person said of a task, or of the whole marketplace. */
const choiceFor = (choices: readonly Choice[], marketplace: Marketplace, task: Task): Choice | undefined =>
  choices.findLast((one) => one.marketplace === marketplace.id && (one.task === undefined || one.task === task.id));

const rowTaskOf = (marketplace: Marketplace, task: Task, circumstances: TaskCircumstances): RowTask | undefined => {
  const {setting, choices, proofs, wasLookedAt} = circumstances;
  const {project, facts} = setting;
  const seen = lookedUp(task, circumstances);
  if (seen === undefined) return undefined;
  const proof = proofs[task.id];
  const doable = task.planSteps?.({...setting, ...(proof === undefined ? {} : {proof})})?.title;
  return {
    id: task.id,
    stage: task.stage,
    title: safeLine(typeof task.title === 'string' ? task.title : task.title(facts)),
    state: stateOf(seen.state, choiceFor(choices, marketplace, task)),
    url: safeLine(task.url(project), 2000),
    why: safeLine(task.why ?? '', 400),
    cost: safeLine(task.cost ?? '', 200),
    instructions: (task.instructions?.(setting) ?? []).map(({text, url, command}) => ({
      text: safeLine(text, 400),
      ...(url === undefined ? {} : {url: safeLine(url, 2000)}),
      ...(command === undefined ? {} : {command: safeLine(command, 400)}),
    })),
    note: safeLine(seen.note, 400),
    evidence: seen.evidence ?? [],
    ...(task.onlyWord === undefined ? {} : {onlyWord: safeLine(task.onlyWord, 400)}),
    givesToken: task.givesToken === true,
    ...(doable === undefined ? {} : {doable: safeLine(doable, 200)}),
    ...(wasLookedAt === undefined ? {} : {wasLookedAt}),
    ...(task.prove === undefined || wasLookedAt === true || proof !== undefined ? {} : {awaitsLook: true}),
  };
};

/** The tasks that are due or done, in the order in which they are done. Pure. */
export const rowTasksOf = (marketplace: Marketplace, circumstances: TaskCircumstances): readonly RowTask[] =>
  taskStages.flatMap((stage) =>
    marketplace.tasks.flatMap((task) => {
      const row = (task.stage ?? 'account') === stage ? rowTaskOf(marketplace, task, circumstances) : undefined;
      return row === undefined ? [] : [row];
    }),
  );
