import {columns} from '../model/cell.ts';
import type {Row} from '../model/row.ts';
import {columnTitles, type Glyphs, legible, verdictWords} from './glyphs.ts';
import {type Line, span, stateTones, verdictTones, withLead} from './lines.ts';
import {cut, widthOf} from './text-width.ts';

const toDoText = (row: Row): string => {
  const count = row.tasks.filter(({state}) => state !== 'done').length;
  return count === 0 ? '' : `: ${count} ${count === 1 ? 'task' : 'tasks'} for a person`;
};

/** What a row comes to, in one sentence without its name. */
export const verdictSentence = (row: Row, version: string): string => {
  const step = row.diagnosis.find((one) => one.step !== undefined)?.step;
  const serves = row.version === null ? 'nothing is served' : `serves ${row.version}`;
  switch (row.verdict) {
    case 'working':
      return `working, ${serves}`;
    case 'partial':
      return row.version === version ? `partial, ${serves}, not all of it` : `partial, ${serves} and not ${version}`;
    case 'waiting':
      return `waiting, ${serves} until then`;
    case 'broken':
      return step === undefined ? `broken, ${serves}` : `broken, "${step.name}" failed (step ${step.number})`;
    case 'not-set-up':
      return `${verdictWords['not-set-up']}${toDoText(row)}`;
    case 'unknown':
      return 'unknown, it could not be looked up';
  }
};

/** The cells that keep a row from working, each with its note and first evidence. */
const troubleLines = (row: Row, width: number, glyphs: Glyphs): readonly Line[] =>
  columns
    .filter((column) => ['problem', 'warning', 'to-do', 'unknown', 'waiting'].includes(row.cells[column].state))
    .flatMap((column) => {
      const {state, note, evidence, problem} = row.cells[column];
      const text = problem?.what ?? evidence?.[0]?.label ?? note;
      const lead = `  ${glyphs.state[state]} ${columnTitles[column].full}  `;
      return text === '' ? [] : withLead(span(lead, stateTones[state]), legible(text, glyphs), 'plain', width);
    });

/** The selected row below the grid: its verdict in words, then the best cause with its evidence and fix, else what is missing. */
export const summaryLines = (row: Row, version: string, width: number, glyphs: Glyphs): readonly Line[] => {
  const title = cut(`${legible(row.title, glyphs)}: ${legible(verdictSentence(row, version), glyphs)}`, width - 4, glyphs.ellipsis);
  const rule: Line = [
    span(`${glyphs.rule} `, 'muted'),
    span(title, verdictTones[row.verdict] === 'plain' ? 'strong' : verdictTones[row.verdict]),
    span(` ${glyphs.rule.repeat(Math.max(0, width - widthOf(title) - 3))}`, 'muted'),
  ];
  const [best] = row.diagnosis;
  if (best === undefined) return [rule, ...troubleLines(row, width, glyphs)];
  const [evidence] = best.evidence;
  return [
    rule,
    ...withLead(span(`  ${best.confidence}  `, 'warning'), legible(best.title, glyphs), 'strong', width),
    ...(evidence === undefined ? [] : withLead(span(`    ${glyphs.dot} `, 'muted'), legible(evidence, glyphs), 'plain', width)),
    ...withLead(span('    Fix: ', 'ok'), legible(best.fix, glyphs), 'plain', width),
  ];
};
