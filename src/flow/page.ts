import {type Cell, type Column, columns} from '../model/cell.ts';
import type {Diagnosis} from '../model/diagnosis.ts';
import type {ProblemRecord} from '../model/problem.ts';
import type {Row, TaskState} from '../model/row.ts';
import {ageOf} from './age.ts';
import {columnTitles, type Glyphs, legible, stateWords, verdictWords} from './glyphs.ts';
import {emptyLine, type Line, span, stateTones, type Tone, verdictTones, withLead} from './lines.ts';
import {fold, padTo} from './text-width.ts';

/** Everything known of one marketplace, in lines of one width. */
export type Page = {
  readonly lines: readonly Line[];
  /** The line at which the failed step's log begins; absent: no log was read. */
  readonly logAt?: number;
};

type Paper = {readonly width: number; readonly glyphs: Glyphs; readonly now: number};

const paragraph = (indent: number, text: string, tone: Tone, {width, glyphs}: Paper): readonly Line[] =>
  withLead(span(' '.repeat(indent)), legible(text, glyphs), tone, width);

const address = (indent: number, url: string, {width, glyphs}: Paper): readonly Line[] =>
  fold(legible(url, glyphs), Math.max(1, width - indent)).map((part) => [span(' '.repeat(indent)), span(part, 'accent')]);

const section = (title: string, lines: readonly Line[]): readonly Line[] =>
  lines.length === 0 ? [] : [emptyLine, [span(title, 'strong')], ...lines];

const problemLines = (indent: number, problem: ProblemRecord, paper: Paper): readonly Line[] => [
  ...paragraph(indent, problem.what, 'warning', paper),
  ...paragraph(indent, problem.next, 'plain', paper),
];

const causeLines = (diagnosis: Diagnosis, paper: Paper): readonly Line[] => {
  const {glyphs, width} = paper;
  const tone = diagnosis.confidence === 'confirmed' ? 'problem' : 'warning';
  return [
    ...withLead(span(padTo(`  ${diagnosis.confidence}`, 13), tone), legible(diagnosis.title, glyphs), 'strong', width),
    ...diagnosis.evidence.flatMap((line) => withLead(span(`    ${glyphs.dot} `, 'muted'), legible(line, glyphs), 'plain', width)),
    ...withLead(span('    Fix: ', 'ok'), legible(diagnosis.fix, glyphs), 'plain', width),
  ];
};

const cellLines = (column: Column, cell: Cell, isChecking: boolean, paper: Paper): readonly Line[] => {
  const {glyphs, now, width} = paper;
  const age = cell.checkedAt === undefined ? undefined : ageOf(cell.checkedAt, now);
  const seen = age === undefined ? '' : age === 'now' ? 'checked just now' : `checked ${age} ago`;
  const about = [cell.note, isChecking ? 'being checked' : seen].filter((part) => part !== '').join(` ${glyphs.dot} `);
  const lead = padTo(`  ${padTo(columnTitles[column].full, 10)}${glyphs.state[cell.state]} ${stateWords[cell.state]}`, 27);
  return [
    ...withLead(span(lead, stateTones[cell.state]), legible(about, glyphs), 'plain', width),
    ...(cell.evidence ?? []).flatMap(({label, url}) => [
      ...paragraph(6, label, 'plain', paper),
      ...(url === undefined ? [] : address(8, url, paper)),
    ]),
    ...(cell.problem === undefined ? [] : problemLines(6, cell.problem, paper)),
  ];
};

const taskSigns = {done: ['ok', 'done'], 'to-do': ['to-do', 'to do'], unknown: ['unknown', 'not known']} as const;

const taskLines = (task: TaskState, paper: Paper): readonly Line[] => {
  const [state, word] = taskSigns[task.state];
  const lead = span(`  ${paper.glyphs.state[state]} ${padTo(word, 10)}`, stateTones[state]);
  return [...withLead(lead, legible(task.title, paper.glyphs), 'plain', paper.width), ...address(6, task.url, paper)];
};

const titleLine = (row: Row, {glyphs}: Paper): Line => [
  span(`${glyphs.verdict[row.verdict]} ${verdictWords[row.verdict]}`, verdictTones[row.verdict]),
  span(`  ${legible(row.title, glyphs)}`, 'strong'),
  span(row.version === null ? '' : `  serves ${legible(row.version, glyphs)}`),
  span(row.isRemembered ? '  last known' : '', 'muted'),
];

const logTitle = (row: Row): string => {
  const step = row.diagnosis.find((one) => one.step !== undefined)?.step;
  return step === undefined ? 'Log' : `Log of step ${step.number}, ${step.name}`;
};

/** The page of one marketplace: causes and fixes, every cell with its evidence, tasks, and the failed step's log. */
export const pageOf = (row: Row, width: number, glyphs: Glyphs, now: number): Page => {
  const paper = {width, glyphs, now};
  const above = [
    titleLine(row, paper),
    ...address(2, row.page, paper),
    ...section(
      'Why',
      row.diagnosis.flatMap((one) => causeLines(one, paper)),
    ),
    ...section(
      'Cells',
      columns.flatMap((column) => cellLines(column, row.cells[column], row.checking.includes(column), paper)),
    ),
    ...section(
      'Tasks for a person',
      row.tasks.flatMap((task) => taskLines(task, paper)),
    ),
  ];
  if (row.log.length === 0) return {lines: above};
  const log = row.log.flatMap((line) => fold(legible(line, glyphs), Math.max(1, width - 2)).map((part): Line => [span('  '), span(part)]));
  return {lines: [...above, ...section(legible(logTitle(row), glyphs), log)], logAt: above.length + 1};
};
