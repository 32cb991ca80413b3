import type {Evidence} from '../model/cell.ts';
import type {Row} from '../model/row.ts';
import {type Glyphs, stateWords, verdictWords} from './glyphs.ts';
import {stateTones, type Tone, verdictTones} from './lines.ts';

/** Whether a marketplace does not take what this project is, so that nothing is left to set up. */
export const isNotOffered = ({verdict, cells}: Row): boolean => verdict === 'not-set-up' && cells.published.state === 'not-offered';

/** Whether the person left it out of the project, and nothing is set up there. What is set up keeps its verdict. */
export const isUnwanted = ({verdict, isLeftOut}: Row): boolean => verdict === 'not-set-up' && isLeftOut;

export const leftOutWords = 'left out';

/** What a row comes to, in a word or two. */
export const wordOf = (row: Row): string => {
  if (isUnwanted(row)) return leftOutWords;
  return isNotOffered(row) ? stateWords['not-offered'] : verdictWords[row.verdict];
};

/** A row's name in a grid: one that is set up and yet left out says so beside its verdict. */
export const nameOf = (row: Row): string => (row.isLeftOut && !isUnwanted(row) ? `${row.title}, ${leftOutWords}` : row.title);

/** The sign before a row. */
export const signOf = (row: Row, glyphs: Glyphs): string => (isUnwanted(row) ? glyphs.state['not-offered'] : glyphs.verdict[row.verdict]);

/** The tone of that sign and its word. */
export const toneOf = (row: Row): Tone => (isUnwanted(row) ? stateTones['not-offered'] : verdictTones[row.verdict]);

/** Why a marketplace does not take this project; undefined: it does, or does not say. */
export const whyNotOffered = (row: Row): Evidence | undefined => (isNotOffered(row) ? row.cells.published.evidence?.[0] : undefined);
