import type {Evidence} from '../model/cell.ts';
import type {Row} from '../model/row.ts';
import {stateWords, verdictWords} from './glyphs.ts';

/** Whether a marketplace does not take what this project is, so that nothing is left to set up. */
export const isNotOffered = ({verdict, cells}: Row): boolean => verdict === 'not-set-up' && cells.published.state === 'not-offered';

/** What a row comes to, in a word or two. */
export const wordOf = (row: Row): string => (isNotOffered(row) ? stateWords['not-offered'] : verdictWords[row.verdict]);

/** Why a marketplace does not take this project; undefined: it does, or does not say. */
export const whyNotOffered = (row: Row): Evidence | undefined => (isNotOffered(row) ? row.cells.published.evidence?.[0] : undefined);
