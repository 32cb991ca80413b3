import type {Row, RowTask} from '../model/row.ts';
import {emptyLine, type Line, span} from './lines.ts';
import {signOf, toneOf, wordOf} from './not-offered.ts';
import {address, behind, evidenceLines, oneLine, type Paper, paragraph, section} from './paper.ts';
import {taskSign} from './task-signs.ts';
import {isBound, isFirstPackage, isOpen, mayAttest, stopsOf} from './wizard.ts';

/** A task with its row and all rows, of which it is one stop. */
export type TaskStop = {
  readonly row: Row;
  /** Absent: it is no longer due. */
  readonly task: RowTask | undefined;
  readonly rows: readonly Row[];
};

/** Where in the wizard's walk a task stands. */
const positionText = ({row, task, rows}: TaskStop): string => {
  const open = stopsOf(rows).filter((stop) => isOpen(stop.task));
  const at = open.findIndex((stop) => stop.row.id === row.id && stop.task.id === task?.id);
  if (open.length === 0) return 'nothing left';
  const count = `${isBound(open.map((stop) => stop.task)) ? 'up to ' : ''}${open.length}`;
  return at < 0 ? `${count} left` : `${at + 1} of ${count} left`;
};

const titleLine = (stop: TaskStop, paper: Paper): Line => {
  const {row} = stop;
  const verdict = span(`${signOf(row, paper.glyphs)} ${row.title}: ${wordOf(row)}`, toneOf(row));
  return oneLine([verdict, span(`  ${positionText(stop)}`, 'muted')], paper);
};

const stateLines = (row: Row, task: RowTask, paper: Paper): readonly Line[] => {
  const {text, tone} = taskSign(task, paper.glyphs);
  const about = row.isProving ? 'It is being looked at.' : task.note;
  return [
    ...behind(`${text}  `, tone, task.title, paper, 'strong'),
    ...(about === '' ? [] : paragraph(2, about, row.isProving ? 'muted' : 'plain', paper)),
  ];
};

const labelled = (label: string, text: string, paper: Paper): readonly Line[] =>
  text === '' ? [] : behind(`  ${label.padEnd(6)}`, 'muted', text, paper);

/** Steps on one page one after another name it once. */
const instructionLines = ({instructions}: RowTask, paper: Paper): readonly Line[] =>
  instructions.flatMap(({text, url, command}, index) => [
    ...behind(`  ${index + 1} `, 'accent', text, paper),
    ...(url === undefined || url === instructions[index - 1]?.url ? [] : address(4, url, paper)),
    ...(command === undefined ? [] : behind('    $ ', 'muted', command, paper, 'strong')),
  ]);

const pageLines = ({url, instructions}: RowTask, paper: Paper): readonly Line[] =>
  instructions.some((one) => one.url === url) ? [] : behind('  o ', 'accent', url, paper, 'accent');

const wordText = (task: RowTask): string | undefined => {
  if (task.onlyWord !== undefined) return `Nothing that can be read tells; your word stands. ${task.onlyWord}`;
  return mayAttest(task) && task.state !== 'attested' ? 'The look could not tell; your word stands until one can.' : undefined;
};

const helpOf = (task: RowTask, paper: Paper): readonly Line[] => {
  const word = wordText(task);
  return [
    ...(task.doable === undefined ? [] : behind('  d ', 'accent', `Portcall can do this: ${task.doable}`, paper)),
    ...(isFirstPackage(task) ? behind('  F ', 'accent', 'Portcall makes the files and shows how they are handed in.', paper) : []),
    ...(task.givesToken ? behind('  p ', 'accent', 'Paste the token here: it is tested before it is trusted.', paper) : []),
    ...(word === undefined ? [] : behind('  a ', 'accent', word, paper)),
  ];
};

/** One task of the wizard: where it stands, why it matters, what it costs, how it is done, and what was seen of it. */
export const taskLines = (stop: TaskStop, paper: Paper): readonly Line[] => {
  const {row, task} = stop;
  const title = titleLine(stop, paper);
  if (task === undefined) return [title, emptyLine, ...paragraph(0, 'This task is no longer due: n opens the next one.', 'plain', paper)];
  return [
    title,
    emptyLine,
    ...stateLines(row, task, paper),
    ...labelled('Why', task.why, paper),
    ...labelled('Cost', task.cost, paper),
    ...section('How', [...instructionLines(task, paper), ...pageLines(task, paper)], paper),
    ...section('With a key', helpOf(task, paper), paper),
    ...section('Seen', evidenceLines(task.evidence, paper), paper),
  ];
};
