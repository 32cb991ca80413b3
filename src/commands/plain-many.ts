import {glyphsFor, legible} from '../flow/glyphs.ts';
import {countText} from '../flow/header.ts';
import {repositoryText} from '../model/project.ts';
import {safeLine} from '../model/safe-text.ts';
import type {TerminalTraits} from '../model/terminal.ts';
import {explanations, gridLines} from './plain.ts';
import type {SurveyedRepository} from './survey-many.ts';
import {waitingLines} from './waiting-text.ts';

const nameOf = (one: SurveyedRepository): string => {
  const tag = one.kind === 'looked-at' ? one.survey.project?.tag : undefined;
  return `${repositoryText(one.repository)}${tag === undefined ? '' : ` ${safeLine(tag)}`}`;
};

/** What is told of one repository below the grid; empty: nothing. */
const toldOf = (one: SurveyedRepository): readonly string[] => {
  if (one.kind === 'not-looked-at') return [];
  const waiting = waitingLines(one.rows, Date.parse(one.survey.checkedAt ?? ''));
  const groups = [waiting, ...explanations(one.rows)].filter((lines) => lines.length > 0);
  return groups.length === 0 ? [] : ['', `== ${nameOf(one)}`, ...groups.flatMap((lines) => ['', ...lines])];
};

const rowsOf = (one: SurveyedRepository) => (one.kind === 'looked-at' ? one.rows : []);

/** The lines of the whole grid, with each repository's name above its own. */
const grouped = (all: readonly SurveyedRepository[], lines: readonly string[]): readonly string[] => {
  let at = 0;
  return all.flatMap((one) => {
    if (one.kind === 'not-looked-at') return ['', `${nameOf(one)}: not looked at. ${one.problem.what}`];
    const own = lines.slice(at, at + one.rows.length);
    at += one.rows.length;
    return ['', `${nameOf(one)}: ${countText(one.rows, ', ')}`, ...own];
  });
};

/** Several repositories as one table, grouped by repository, and what is wrong in each below it. */
export const plainGridOfMany = (all: readonly SurveyedRepository[], terminal: TerminalTraits): string => {
  const glyphs = glyphsFor(terminal);
  const rows = all.flatMap(rowsOf);
  const {heading, lines} = gridLines(rows, glyphs, terminal);
  const missing = all.filter(({kind}) => kind === 'not-looked-at').length;
  const head = `${all.length} repositories${missing === 0 ? '' : `, ${missing} not looked at`}: ${countText(rows, ', ')}`;
  const text = [head, ...heading, ...grouped(all, lines), ...all.flatMap(toldOf)];
  return `${text.map((line) => legible(line, glyphs)).join('\n')}\n`;
};
