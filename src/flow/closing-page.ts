import type {Row, RowTask} from '../model/row.ts';
import {type Line, span, verdictTones} from './lines.ts';
import {isNotOffered, whyNotOffered, wordOf} from './not-offered.ts';
import {address, behind, oneLine, type Paper, paragraph, section} from './paper.ts';
import {taskSign} from './task-signs.ts';
import {openCountOf, openTasksText} from './wizard.ts';

const isIn = (row: Row): boolean => !row.isLeftOut && !isNotOffered(row);

const isSettled = ({state}: RowTask): boolean => state === 'done' || state === 'attested';

const rowLine = (row: Row, paper: Paper): Line =>
  oneLine([span(`  ${paper.glyphs.verdict[row.verdict]} `, verdictTones[row.verdict]), span(`${row.title}: ${wordOf(row)}`)], paper);

/** The tasks of one state, each with its row. */
const tasksLines = (rows: readonly Row[], state: RowTask['state'], paper: Paper): readonly Line[] =>
  rows.filter(isIn).flatMap((row) =>
    row.tasks
      .filter((task) => task.state === state)
      .flatMap((task) => {
        const {text, tone} = taskSign(task, paper.glyphs);
        return behind(`  ${text} `, tone, `${row.title}: ${task.title}`, paper);
      }),
  );

const refusalLines = (row: Row, paper: Paper): readonly Line[] => {
  const refusal = whyNotOffered(row);
  return [
    ...behind(
      `  ${paper.glyphs.state['not-offered']} `,
      'muted',
      `${row.title}: ${refusal?.label ?? 'it does not take this project.'}`,
      paper,
    ),
    ...(refusal?.url === undefined ? [] : address(4, refusal.url, paper)),
  ];
};

const openingText = (rows: readonly Row[]): string => {
  const {tasks} = openCountOf(rows);
  if (tasks === 0) return 'Nothing is left that only a person can do.';
  const text = openTasksText(rows).replace(/^up/, 'Up');
  return tasks === 1 ? `${text} is open again: w opens it.` : `${text} are open again: w opens the next.`;
};

/** The wizard's end: what is set up, what waits, what was put off, and what is not offered, with the reason. */
export const closingLines = (rows: readonly Row[], paper: Paper): readonly Line[] => {
  const ready = rows.filter((row) => isIn(row) && row.tasks.every(isSettled));
  const leftOut = rows.filter(({isLeftOut}) => isLeftOut);
  const refused = rows.filter((row) => isNotOffered(row) && !row.isLeftOut);
  return [
    ...paragraph(0, openingText(rows), 'strong', paper),
    ...section(
      'Set up, and what each has come to',
      ready.map((row) => rowLine(row, paper)),
      paper,
    ),
    ...section('Waiting for others', tasksLines(rows, 'waiting', paper), paper),
    ...section('On your word alone', tasksLines(rows, 'attested', paper), paper),
    ...section('Skipped', [...tasksLines(rows, 'skipped', paper), ...tasksLines(rows, 'not-for-project', paper)], paper),
    ...section(
      'Left out of this project',
      leftOut.flatMap((row) => behind(`  ${paper.glyphs.state['not-offered']} `, 'muted', row.title, paper)),
      paper,
    ),
    ...section(
      'Not offered',
      refused.flatMap((row) => refusalLines(row, paper)),
      paper,
    ),
  ];
};
