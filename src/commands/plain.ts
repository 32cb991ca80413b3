import {columnTitles, type Glyphs, glyphsFor, legible, shortNote, verdictWords} from '../flow/glyphs.ts';
import {countText} from '../flow/header.ts';
import {fittedWidths} from '../flow/layout.ts';
import {naturalWidths} from '../flow/natural-widths.ts';
import {isUnwanted, leftOutWords, nameOf, signOf, wordOf} from '../flow/not-offered.ts';
import type {Survey} from '../flow/survey.ts';
import {cut, padTo, widthOf} from '../flow/text-width.ts';
import {staleColumns} from '../flow/unanswered.ts';
import {columns as allColumns, type CellState, type Column} from '../model/cell.ts';
import {repositoryText} from '../model/project.ts';
import type {Row} from '../model/row.ts';
import {safeLine} from '../model/safe-text.ts';
import type {TerminalTraits} from '../model/terminal.ts';
import {waitingLines} from './waiting-text.ts';

/** Columns below which a list is printed instead of a table. */
const narrowest = 80;
const gap = 2;

const headingOf = ({project, rateLimit}: Survey, rows: readonly Row[]): string => {
  if (project === undefined) return '';
  const {repository, tag} = project;
  const low =
    rateLimit !== undefined && rateLimit.remaining < rateLimit.limit / 10
      ? `\nGitHub allows ${rateLimit.remaining} more requests until ${rateLimit.resetsAt}.`
      : '';
  return `${repositoryText(repository)} ${safeLine(tag)}: ${countText(rows, ', ')}${low}\n`;
};

/** As wide as what stands in them; where that is too much, the widest give way first. */
const cellWidths = (rows: readonly Row[], glyphs: Glyphs, room: number): Readonly<Record<Column, number>> => {
  const {columns: wanted} = naturalWidths(rows, glyphs);
  const widths = fittedWidths(
    allColumns.map((column) => wanted[column] + gap),
    room,
  );
  return Object.fromEntries(allColumns.map((column, index) => [column, (widths[index] ?? gap) - gap])) as Record<Column, number>;
};

const table = (rows: readonly Row[], glyphs: Glyphs, width: number): readonly string[] => {
  const titleWidth = Math.max(...rows.map((row) => widthOf(nameOf(row)))) + 2;
  const widths = cellWidths(rows, glyphs, width - titleWidth);
  const line = (first: string, textOf: (column: Column) => string) => {
    const cells = allColumns.map((column) => padTo(cut(textOf(column), widths[column], glyphs.ellipsis), widths[column]));
    return [padTo(first, titleWidth), ...cells].join(' '.repeat(gap)).trimEnd();
  };
  return [
    line('', (column) => columnTitles[column].full),
    ...rows.map((row) => {
      const lead = `${signOf(row, glyphs)} ${nameOf(row)}`;
      if (isUnwanted(row)) return `${padTo(lead, titleWidth)}${' '.repeat(gap)}${leftOutWords}`;
      return line(lead, (column) => shortNote(row.cells[column], widths[column], glyphs));
    }),
  ];
};

const list = (rows: readonly Row[], glyphs: Glyphs): readonly string[] =>
  rows.map((row) => `${signOf(row, glyphs)} ${nameOf(row)}: ${wordOf(row)}${row.version === null ? '' : `, serves ${row.version}`}`);

/** What decides a verdict, the nearest first. */
const decisive = ['published', 'workflow', 'run'] as const;

/** Why nothing can be said of a row: what could not be looked up, else what was seen instead. */
const whyUnknown = ({cells}: Row): readonly string[] => {
  const problem = decisive.map((column) => cells[column].problem).find((one) => one !== undefined);
  if (problem !== undefined) return [`  ${problem.what} ${problem.next}`];
  const cell = decisive.map((column) => cells[column]).find(({state}) => state === 'unknown') ?? cells.published;
  return (cell.evidence ?? []).map(({label}) => `  ${label}`);
};

/** Why the log of a failed job is not shown; empty: it is, or none was wanted. */
const logProblem = ({log, cells: {run}}: Row): readonly string[] =>
  log.length > 0 || run.state !== 'problem' || run.problem === undefined ? [] : [`    no log: ${run.problem.what} ${run.problem.next}`];

/** What is wrong with one row, in a few lines; empty: nothing is. */
export const explanation = (row: Row): readonly string[] => {
  const failed = row.diagnosis.find(({step}) => step !== undefined)?.step;
  const head = `${row.title}: ${verdictWords[row.verdict]}${failed === undefined ? '' : `, step ${failed.number} "${failed.name}" failed`}`;
  if (row.verdict === 'unknown') return [head, ...whyUnknown(row)];
  if (row.diagnosis.length === 0 || row.verdict === 'not-set-up') return [];
  return [
    head,
    ...row.diagnosis.flatMap(({confidence, title, evidence, fix}) => [
      `  ${confidence}: ${title}`,
      ...evidence.map((seen) => `    seen: ${seen}`),
      `    fix: ${fix}`,
    ]),
    ...row.log.slice(-8).map((line) => `    | ${line}`),
    ...logProblem(row),
  ];
};

const troubled: ReadonlySet<CellState> = new Set(['problem', 'warning', 'unknown']);
const mostReasons = 3;

/** Why the comparison with the release did not end well; empty: it did, or there was none. */
const comparison = ({title, cells: {integrity}}: Row): readonly string[] => {
  if (!troubled.has(integrity.state)) return [];
  const {problem, evidence = [], note} = integrity;
  const failure = problem === undefined ? [] : [`  ${problem.what} ${problem.next}`];
  return [`${title}: integrity, ${note}`, ...failure, ...evidence.slice(0, mostReasons).map(({label}) => `  ${label}`)];
};

/** What an earlier look had answered and the last one could not; empty: everything was answered again. */
const staleness = (row: Row): readonly string[] =>
  staleColumns(row).flatMap((column, index) => {
    const {problem} = row.cells[column];
    const head = index === 0 ? [`${row.title}: not all of it could be looked up again`] : [];
    return problem === undefined ? head : [...head, `  ${columnTitles[column].full}: ${problem.what} ${problem.next}`];
  });

/** What ends soon or has ended, a line each, with how it is replaced. */
const endings = (rows: readonly Row[]): readonly string[] =>
  rows.flatMap(({id, title, ends = []}) => ends.map(({text}) => `${title}: ${text} portcall tokens ${id} --rotate replaces it.`));

/** The rows as a table below its heading, or as a list without one where there is no room or nobody sees columns. */
export const gridLines = (
  rows: readonly Row[],
  glyphs: Glyphs,
  {columns, isScreenReader}: TerminalTraits,
): {readonly heading: readonly string[]; readonly lines: readonly string[]} => {
  if (rows.length === 0) return {heading: [], lines: []};
  if (columns < narrowest || isScreenReader) return {heading: [], lines: list(rows, glyphs)};
  const [heading = '', ...lines] = table(rows, glyphs, columns);
  return {heading: [heading], lines};
};

/** Everything that people should know of some rows, in groups of lines. */
export const explanations = (rows: readonly Row[]): readonly (readonly string[])[] => [
  endings(rows),
  ...rows.flatMap((row) => [explanation(row), comparison(row), staleness(row)]),
];

/** The grid as lines of plain text, for pipes and, as a list, for screen readers: every sign stands beside a word of the explanations below. */
export const plainGrid = (survey: Survey, rows: readonly Row[], terminal: TerminalTraits): string => {
  const glyphs = glyphsFor(terminal);
  const {heading, lines: body} = gridLines(rows, glyphs, terminal);
  const waiting = waitingLines(rows, Date.parse(survey.checkedAt ?? ''));
  const told = [waiting, ...explanations(rows)].filter((lines) => lines.length > 0);
  const lines = [...headingOf(survey, rows).split('\n'), ...heading, ...body, ...told.flatMap((those) => ['', ...those])];
  return `${lines.map((line) => legible(line, glyphs)).join('\n')}\n`;
};
