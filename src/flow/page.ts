import {type Cell, type Column, columns, type Evidence} from '../model/cell.ts';
import type {Diagnosis} from '../model/diagnosis.ts';
import type {ProblemRecord} from '../model/problem.ts';
import type {Row, TaskState} from '../model/row.ts';
import {ageOf} from './age.ts';
import {columnTitles, type Glyphs, legible, stateWords} from './glyphs.ts';
import {emptyLine, type Line, span, stateTones, type Tone, verdictTones, withLead} from './lines.ts';
import {isNotOffered, whyNotOffered, wordOf} from './not-offered.ts';
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

/** A sign that is its own word is not said twice. */
const signAndWord = (sign: string, word: string): string => (sign === word ? word : `${sign} ${word}`);

/** What was never looked up was not checked at any time. */
const isLookedUp = ({state}: Cell): boolean => state !== 'unchecked' && state !== 'not-offered';

const evidenceLines = (evidence: readonly Evidence[], paper: Paper): readonly Line[] =>
  evidence.flatMap(({label, url}) => [...paragraph(6, label, 'plain', paper), ...(url === undefined ? [] : address(8, url, paper))]);

const cellLines = (column: Column, row: Row, paper: Paper): readonly Line[] => {
  const {glyphs, now, width} = paper;
  const cell = row.cells[column];
  const isChecking = row.checking.includes(column);
  const age = cell.checkedAt === undefined || !isLookedUp(cell) ? undefined : ageOf(cell.checkedAt, now);
  const seen = age === undefined ? '' : age === 'now' ? 'checked just now' : `checked ${age} ago`;
  const about = [cell.note, isChecking ? 'being checked' : seen].filter((part) => part !== '').join(` ${glyphs.dot} `);
  const lead = padTo(`  ${padTo(columnTitles[column].full, 10)}${signAndWord(glyphs.state[cell.state], stateWords[cell.state])}`, 27);
  return [
    ...withLead(span(lead, stateTones[cell.state]), legible(about, glyphs), 'plain', width),
    ...evidenceLines(
      (cell.evidence ?? []).filter(({label}) => label !== whyNotOffered(row)?.label),
      paper,
    ),
    ...(cell.problem === undefined ? [] : problemLines(6, cell.problem, paper)),
  ];
};

const taskSigns = {done: ['ok', 'done'], 'to-do': ['to-do', 'to do'], unknown: ['unknown', 'not known']} as const;

const taskLines = (task: TaskState, paper: Paper): readonly Line[] => {
  const [state, word] = taskSigns[task.state];
  const lead = span(`  ${padTo(signAndWord(paper.glyphs.state[state], word), 11)} `, stateTones[state]);
  return [...withLead(lead, legible(task.title, paper.glyphs), 'plain', paper.width), ...address(6, task.url, paper)];
};

const titleLine = (row: Row, {glyphs}: Paper): Line => [
  span(`${glyphs.verdict[row.verdict]} ${wordOf(row)}`, verdictTones[row.verdict]),
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
  const refusal = whyNotOffered(row);
  const above = [
    titleLine(row, paper),
    ...address(2, row.page, paper),
    ...section('Why', refusal === undefined ? row.diagnosis.flatMap((one) => causeLines(one, paper)) : evidenceLines([refusal], paper)),
    ...section(
      'Cells',
      columns.flatMap((column) => cellLines(column, row, paper)),
    ),
    ...section('Tasks for a person', isNotOffered(row) ? [] : row.tasks.flatMap((task) => taskLines(task, paper))),
  ];
  if (row.log.length === 0) return {lines: above};
  const log = row.log.flatMap((line) => fold(legible(line, glyphs), Math.max(1, width - 2)).map((part): Line => [span('  '), span(part)]));
  return {lines: [...above, ...section(legible(logTitle(row), glyphs), log)], logAt: above.length + 1};
};
