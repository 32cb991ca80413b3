import type {Evidence} from '../model/cell.ts';
import {type Glyphs, legible} from './glyphs.ts';
import {emptyLine, type Line, span, type Tone, withLead} from './lines.ts';
import {cut, fold, widthOf} from './text-width.ts';

/** What a page's lines are made for. */
export type Paper = {readonly width: number; readonly glyphs: Glyphs; readonly now: number};

type Sheet = Pick<Paper, 'width' | 'glyphs'>;

/** Columns of prose below which a lead stands on a line of its own. */
const leastProse = 14;

/** Parts side by side in one line, cut where they don't fit. */
export const oneLine = (parts: Line, {width, glyphs}: Sheet): Line => {
  let room = width;
  return parts.flatMap(({text, tone}) => {
    const shown = cut(legible(text, glyphs), room, glyphs.ellipsis);
    room -= widthOf(shown);
    return shown === '' ? [] : [span(shown, tone)];
  });
};

/** Prose, indented. */
export const paragraph = (indent: number, text: string, tone: Tone, {width, glyphs}: Sheet): readonly Line[] =>
  withLead(span(' '.repeat(indent)), legible(text, glyphs), tone, width);

/** Prose behind a lead of its own tone; under it where the lead leaves too little room. */
export const behind = (lead: string, leadTone: Tone, text: string, paper: Sheet, tone: Tone = 'plain'): readonly Line[] => {
  const {width, glyphs} = paper;
  if (width - widthOf(lead) >= leastProse) return withLead(span(lead, leadTone), legible(text, glyphs), tone, width);
  return [oneLine([span(lead.trimEnd(), leadTone)], paper), ...(text === '' ? [] : paragraph(4, text, tone, paper))];
};

/** An address in whole pieces, so that it can be copied. */
export const address = (indent: number, url: string, {width, glyphs}: Paper): readonly Line[] =>
  fold(legible(url, glyphs), Math.max(1, width - indent)).map((part) => [span(' '.repeat(indent)), span(part, 'accent')]);

/** A title over its lines; nothing where there are none. */
export const section = (title: string, lines: readonly Line[], paper: Paper): readonly Line[] =>
  lines.length === 0 ? [] : [emptyLine, oneLine([span(title, 'strong')], paper), ...lines];

/** A sign that is its own word is not said twice. */
export const signAndWord = (sign: string, word: string): string => (sign === word ? word : `${sign} ${word}`);

export const evidenceLines = (evidence: readonly Evidence[], paper: Paper): readonly Line[] =>
  evidence.flatMap(({label, url}) => [...paragraph(6, label, 'plain', paper), ...(url === undefined ? [] : address(8, url, paper))]);
