import {type Cell, type Column, columns} from '../model/cell.ts';
import type {Diagnosis} from '../model/diagnosis.ts';
import type {ProblemRecord} from '../model/problem.ts';
import type {Row, RowTask} from '../model/row.ts';
import {ageOf} from './age.ts';
import {keyOfFix, offerText} from './fix-offer.ts';
import {columnTitles, type Glyphs, legible, stateWords} from './glyphs.ts';
import {type Line, span, stateTones, withLead} from './lines.ts';
import {isNotOffered, signOf, toneOf, whyNotOffered, wordOf} from './not-offered.ts';
import {address, behind, evidenceLines, oneLine, type Paper, paragraph, section, signAndWord} from './paper.ts';
import {taskSign} from './task-signs.ts';
import {fold, padTo} from './text-width.ts';

/** Everything known of one marketplace, in lines of one width. */
export type Page = {
  readonly lines: readonly Line[];
  /** The line at which the failed step's log begins; absent: no log was read. */
  readonly logAt?: number;
};

const problemLines = (indent: number, problem: ProblemRecord, paper: Paper): readonly Line[] => [
  ...paragraph(indent, problem.what, 'warning', paper),
  ...paragraph(indent, problem.next, 'plain', paper),
];

/** The key that does the fix, with what it does. */
const offerLines = (diagnosis: Diagnosis, row: Row, paper: Paper): readonly Line[] => {
  const {doable, cause} = diagnosis;
  if (doable === undefined) return [];
  const key = keyOfFix(row, diagnosis);
  return behind(`    ${key ?? ' '}    `, 'accent', offerText({doable, cause}), paper);
};

const causeLines = (diagnosis: Diagnosis, row: Row, paper: Paper): readonly Line[] => {
  const {glyphs, width} = paper;
  const tone = diagnosis.confidence === 'confirmed' ? 'problem' : 'warning';
  return [
    ...behind(padTo(`  ${diagnosis.confidence}`, 13), tone, diagnosis.title, paper, 'strong'),
    ...diagnosis.evidence.flatMap((line) => withLead(span(`    ${glyphs.dot} `, 'muted'), legible(line, glyphs), 'plain', width)),
    ...withLead(span('    Fix: ', 'ok'), legible(diagnosis.fix, glyphs), 'plain', width),
    ...offerLines(diagnosis, row, paper),
  ];
};

/** What was never looked up was not checked at any time. */
const isLookedUp = ({state}: Cell): boolean => state !== 'unchecked' && state !== 'not-offered';

const cellLines = (column: Column, row: Row, paper: Paper): readonly Line[] => {
  const {glyphs, now} = paper;
  const cell = row.cells[column];
  const isChecking = row.checking.includes(column);
  const age = cell.checkedAt === undefined || !isLookedUp(cell) ? undefined : ageOf(cell.checkedAt, now);
  const seen = age === undefined ? '' : age === 'now' ? 'checked just now' : `checked ${age} ago`;
  const about = [cell.note, isChecking ? 'being checked' : seen].filter((part) => part !== '').join(` ${glyphs.dot} `);
  const lead = padTo(`  ${padTo(columnTitles[column].full, 10)}${signAndWord(glyphs.state[cell.state], stateWords[cell.state])}`, 27);
  return [
    ...behind(lead, stateTones[cell.state], about, paper),
    ...evidenceLines(
      (cell.evidence ?? []).filter(({label}) => label !== whyNotOffered(row)?.label),
      paper,
    ),
    ...(cell.problem === undefined ? [] : problemLines(6, cell.problem, paper)),
  ];
};

/** A task with what the last look told and its page, while something is to be done about it. */
const taskLines = (task: RowTask, paper: Paper): readonly Line[] => {
  const {text, tone} = taskSign(task, paper.glyphs);
  const isClosed = task.state === 'done' || task.state === 'not-for-project';
  return [
    ...behind(`  ${padTo(text, 11)} `, tone, task.title, paper),
    ...(task.note === '' || isClosed ? [] : paragraph(6, task.note, 'muted', paper)),
    ...(isClosed ? [] : address(6, task.url, paper)),
  ];
};

const tasksOf = (row: Row, paper: Paper): readonly Line[] => {
  if (isNotOffered(row)) return [];
  if (row.isLeftOut) return paragraph(2, `You left ${row.title} out of this project: u takes it in again.`, 'muted', paper);
  return row.tasks.flatMap((task) => taskLines(task, paper));
};

const titleLine = (row: Row, paper: Paper): Line =>
  oneLine(
    [
      span(`${signOf(row, paper.glyphs)} ${wordOf(row)}`, toneOf(row)),
      span(`  ${row.title}`, 'strong'),
      span(row.version === null ? '' : `  serves ${row.version}`),
      span(row.isRemembered ? '  last known' : '', 'muted'),
    ],
    paper,
  );

const logTitle = (row: Row): string => {
  const step = row.diagnosis.find((one) => one.step !== undefined)?.step;
  return step === undefined ? 'Log' : `Log of step ${step.number}, ${step.name}`;
};

/** The page of one marketplace: causes and fixes, every cell with its evidence, tasks, and the failed step's log. */
export const pageOf = (row: Row, width: number, glyphs: Glyphs, now: number): Page => {
  const paper = {width, glyphs, now};
  const refusal = whyNotOffered(row);
  const above = [
    titleLine(row, paper),
    ...address(2, row.page, paper),
    ...section(
      'Why',
      refusal === undefined ? row.diagnosis.flatMap((one) => causeLines(one, row, paper)) : evidenceLines([refusal], paper),
      paper,
    ),
    ...section(
      'Cells',
      columns.flatMap((column) => cellLines(column, row, paper)),
      paper,
    ),
    ...section('Tasks for a person', tasksOf(row, paper), paper),
  ];
  if (row.log.length === 0) return {lines: above};
  const log = row.log.flatMap((line) => fold(legible(line, glyphs), Math.max(1, width - 2)).map((part): Line => [span('  '), span(part)]));
  return {lines: [...above, ...section(logTitle(row), log, paper)], logAt: above.length + 1};
};
