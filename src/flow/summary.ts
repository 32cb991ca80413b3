import {columns} from '../model/cell.ts';
import type {Diagnosis} from '../model/diagnosis.ts';
import type {Row} from '../model/row.ts';
import {columnTitles, type Glyphs, legible} from './glyphs.ts';
import {type Line, type Span, span, stateTones, type Tone, withLead} from './lines.ts';
import {isNotOffered, isUnwanted, toneOf, whyNotOffered, wordOf} from './not-offered.ts';
import {cut, widthOf} from './text-width.ts';
import {isOpen, tasksText} from './wizard.ts';

type Paper = {readonly width: number; readonly height: number; readonly glyphs: Glyphs};

const toDoText = ({tasks}: Row): string => (tasks.some(isOpen) ? `, ${tasksText(tasks)} for a person` : '');

/** What a row comes to, in words without its name. */
export const verdictSentence = (row: Row, version: string): string => {
  if (isUnwanted(row)) return 'left out of this project, u takes it in again';
  return `${ownSentence(row, version)}${row.isLeftOut ? ', left out of this project' : ''}`;
};

const ownSentence = (row: Row, version: string): string => {
  const step = row.diagnosis.find((one) => one.step !== undefined)?.step;
  const serves = row.version === null ? 'nothing is served' : `${row.version} is served`;
  switch (row.verdict) {
    case 'working':
      return `working, ${serves}`;
    case 'partial':
      return row.version === version ? `partial, ${serves} and not all of it` : `partial, ${serves} and ${version} is not`;
    case 'waiting':
      return `waiting, ${serves} until then`;
    case 'broken':
      return step === undefined ? `broken, ${serves}` : `broken, "${step.name}" failed (step ${step.number})`;
    case 'not-set-up':
      return isNotOffered(row) ? wordOf(row) : `${wordOf(row)}${toDoText(row)}`;
    case 'unknown':
      return 'unknown, it could not be looked up';
  }
};

type Part = {readonly lead: Span; readonly text: string; readonly tone: Tone};

/** The parts whole where they fit; else the first whole and the others cut to a line each; else all of them cut. */
const fitted = (parts: readonly Part[], {width, height, glyphs}: Paper): readonly Line[] => {
  const whole = ({lead, text, tone}: Part) => withLead(lead, legible(text, glyphs), tone, width);
  const short = ({lead, text, tone}: Part): Line => [
    lead,
    span(cut(legible(text, glyphs), width - widthOf(lead.text), glyphs.ellipsis), tone),
  ];
  const all = parts.flatMap(whole);
  if (all.length <= height) return all;
  const [first, ...others] = parts;
  const withFirst = [...(first === undefined ? [] : whole(first)), ...others.map(short)];
  return withFirst.length <= height ? withFirst : parts.map(short);
};

const causeParts = ({confidence, title, evidence, fix}: Diagnosis, glyphs: Glyphs): readonly Part[] => [
  {lead: span(`  ${confidence}  `, 'warning'), text: title, tone: 'strong'},
  ...evidence.slice(0, 1).map((seen): Part => ({lead: span(`    ${glyphs.dot} `, 'muted'), text: seen, tone: 'plain'})),
  {lead: span('    Fix: ', 'ok'), text: fix, tone: 'plain'},
];

const troubles = new Set(['problem', 'warning', 'to-do', 'unknown', 'waiting']);

/** The cells that keep a row from working, each with its problem, its first evidence or its note. */
const troubleParts = (row: Row, glyphs: Glyphs): readonly Part[] =>
  columns
    .filter((column) => troubles.has(row.cells[column].state))
    .flatMap((column) => {
      const {state, note, evidence, problem} = row.cells[column];
      const text = problem?.what ?? evidence?.[0]?.label ?? note;
      const lead = span(`  ${glyphs.state[state]} ${columnTitles[column].full}  `, stateTones[state]);
      return text === '' ? [] : [{lead, text, tone: 'plain' as const}];
    });

/** The selected row below the grid: its verdict in words, then its best cause with evidence and fix, else what is missing. */
export const summaryLines = (row: Row, version: string, paper: Paper): readonly Line[] => {
  const {width, height, glyphs} = paper;
  const title = cut(`${legible(row.title, glyphs)}: ${legible(verdictSentence(row, version), glyphs)}`, width - 4, glyphs.ellipsis);
  const tone = toneOf(row);
  const rule: Line = [
    span(`${glyphs.rule} `, 'muted'),
    span(title, tone === 'plain' ? 'strong' : tone),
    span(` ${glyphs.rule.repeat(Math.max(0, width - widthOf(title) - 3))}`, 'muted'),
  ];
  const [best] = row.diagnosis;
  const refusal = whyNotOffered(row);
  const parts: readonly Part[] =
    refusal !== undefined
      ? [{lead: span('  '), text: refusal.label, tone: 'plain'}]
      : best === undefined
        ? isUnwanted(row)
          ? []
          : troubleParts(row, glyphs)
        : causeParts(best, glyphs);
  return [rule, ...fitted(parts, {width, height: height - 1, glyphs})];
};
