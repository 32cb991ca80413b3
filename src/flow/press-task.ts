import type {Row, RowTask} from '../model/row.ts';
import type {Command} from './binding.ts';
import type {Pressed} from './press.ts';
import {asking, browsing, looking, nothing, saying} from './pressed.ts';
import type {Stroke} from './strokes.ts';
import {cut} from './text-width.ts';
import type {View} from './view.ts';
import {isOpen, nextStopOf, stopsOf, type WalkPlace, type WizardStop} from './wizard.ts';

type Seen = Pick<View, 'screen' | 'rows'>;

/** The task that is open, with its row and the rows that were passed on the way; undefined: another place is open. */
const openTaskOf = ({screen: {place}}: Pick<View, 'screen'>): Required<WalkPlace> | undefined =>
  place.kind === 'task' ? {passed: [], ...place} : undefined;

/** Opens a task; whether it is done is looked at once for each visit of its row. */
const toStop = (view: Seen, {row, task}: WizardStop, isNext: boolean): Pressed => {
  const opened = {kind: 'task-opened', id: row.id, task: task.id, ...(isNext ? {isNext} : {})} as const;
  const isOnRow = openTaskOf(view)?.id === row.id;
  if (isOnRow || row.isProving) return {events: [opened]};
  const {events, ...request} = looking(`Looking which tasks of ${row.title} are done.`, {kind: 'prove', id: row.id});
  return {events: [opened, ...events], ...request};
};

/** Opens what the wizard chose; the closing page where nothing is left. */
const toChosen = (view: Seen, stop: WizardStop | undefined): Pressed =>
  stop === undefined ? {events: [{kind: 'closing-opened'}]} : toStop(view, stop, true);

/** The first task that is open. Pure. */
export const toFirst = (view: Seen): Pressed => toChosen(view, nextStopOf(view.rows));

/** The next task that is open: of the page's row first. */
const toWizard = (view: View, row: Row): Pressed => {
  const own =
    view.screen.place.kind === 'page' ? stopsOf(view.rows).find((stop) => stop.row.id === row.id && isOpen(stop.task)) : undefined;
  return own === undefined ? toFirst(view) : toChosen(view, own);
};

const toNext = (view: View): Pressed => {
  const here = openTaskOf(view);
  const stop = nextStopOf(view.rows, here);
  const isHere = stop !== undefined && stop.row.id === here?.id && stop.task.id === here.task;
  return isHere ? saying('This is the only task left.') : toChosen(view, stop);
};

const toPrevious = (view: View): Pressed => {
  const here = openTaskOf(view);
  const stops = stopsOf(view.rows);
  const stop = stops[stops.findIndex(({row, task}) => row.id === here?.id && task.id === here.task) - 1];
  return stop === undefined ? saying('No task stands before this one.') : toStop(view, stop, false);
};

const shortTitle = ({title}: RowTask): string => cut(title.replace(/\.$/, ''), 44, '…');

const passedWords = (task: RowTask | undefined): string => {
  if (task === undefined) return 'The task before this one is no longer due.';
  return `${task.state === 'waiting' ? 'Waits for others' : 'Found done, nothing was changed'}: ${shortTitle(task)}.`;
};

/**
 * Where the wizard goes on to by itself: the task that it chose proves to be no longer open, before a key was pressed there. Undefined: it
 * stays. Pure.
 */
export const onwardOf = (view: Seen): Pressed | undefined => {
  const {place} = view.screen;
  const row = place.kind === 'task' && place.isUntouched === true ? view.rows.find(({id}) => id === place.id) : undefined;
  if (place.kind !== 'task' || row === undefined || row.isProving || row.checking.length > 0) return undefined;
  const task = row.tasks.find(({id}) => id === place.task);
  if (task !== undefined && isOpen(task)) return undefined;
  const {events, ...rest} = toChosen(view, nextStopOf(view.rows, openTaskOf(view)));
  return {events: [...events, {kind: 'said', message: {text: passedWords(task), tone: 'ok'}}], ...rest};
};

const toInstruction = ({id}: Row, task: RowTask, stroke: Stroke): Pressed => {
  const step = task.instructions[Number(stroke) - 1];
  if (step === undefined) return saying(`There is no step ${stroke}.`);
  return step.url === undefined ? saying(`Step ${stroke} has no page of its own: o opens the page of the task.`) : browsing(step.url, id);
};

const takenBack = (row: Row, task: RowTask | undefined): Pressed =>
  row.isLeftOut || task === undefined
    ? asking(`${row.title} is taken into this project again.`, {kind: 'choose', id: row.id})
    : asking('What you decided about this task is taken back.', {kind: 'choose', id: row.id, task: task.id});

const chosen = (command: 'attest' | 'skip' | 'leave-out', row: Row, task: RowTask | undefined): Pressed => {
  const {id, title} = row;
  if (command === 'leave-out')
    return asking(`${title} is left out of this project. u takes it back, n goes on.`, {kind: 'choose', id, choice: 'not-for-project'});
  if (task === undefined) return nothing;
  return command === 'attest'
    ? asking('Your word is remembered. u takes it back, n goes on.', {kind: 'choose', id, task: task.id, choice: 'attested'})
    : asking('Skipped for now. u takes it back, n goes on.', {kind: 'choose', id, task: task.id, choice: 'skipped'});
};

const proving = ({id}: Row, task: RowTask): Pressed => ({
  events: [{kind: 'said', message: {text: 'Looking whether this is done.', tone: 'plain', isPassing: true, proves: {id, task: task.id}}}],
  request: {kind: 'prove', id},
});

/** What the commands that concern the open task alone come to. */
const pressedOnOne = (command: Command, row: Row, task: RowTask): Pressed | undefined => {
  switch (command) {
    case 'browse-task':
      return browsing(task.url, row.id);
    case 'prove':
      return proving(row, task);
    case 'do-task':
      return asking(`Planning: ${shortTitle(task)}.`, {kind: 'plan-task', id: row.id, task: task.id});
    default:
      return undefined;
  }
};

/** What the wizard's commands come to; undefined: the command is none of them. */
export const pressedOnTask = (command: Command, view: View, row: Row, task: RowTask | undefined): Pressed | undefined => {
  switch (command) {
    case 'wizard':
      return toWizard(view, row);
    case 'next-task':
      return toNext(view);
    case 'previous-task':
      return toPrevious(view);
    case 'take-back':
      return takenBack(row, task);
    case 'attest':
    case 'skip':
    case 'leave-out':
      return chosen(command, row, task);
    default:
      return task === undefined ? undefined : pressedOnOne(command, row, task);
  }
};

/** What a number means in a task: the page of the step that has it. */
export const pressedOnInstruction = (stroke: Stroke, row: Row, task: RowTask | undefined): Pressed =>
  task === undefined ? nothing : toInstruction(row, task, stroke);
