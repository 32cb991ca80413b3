import type {CellState, Verdict} from '../model/cell.ts';
import {widthOf, wrap} from './text-width.ts';

/** What a piece of text means; the views turn it into the terminal's own colours. */
export type Tone = 'plain' | 'strong' | 'muted' | 'accent' | 'ok' | 'warning' | 'problem' | 'waiting';

export type Span = {readonly text: string; readonly tone: Tone};

/** One line of a screen, never wider than it was made for. */
export type Line = readonly Span[];

export const span = (text: string, tone: Tone = 'plain'): Span => ({text, tone});

/** A blank stands in it, or it would take no line at all. */
export const emptyLine: Line = [span(' ')];

export const lineText = (line: Line): string => line.map(({text}) => text).join('');

export const lineWidth = (line: Line): number => line.reduce((sum, {text}) => sum + widthOf(text), 0);

/** The line with neighbours of one tone, and blanks beside any, put together: every part costs time in every frame. */
export const merged = (line: Line): Line => {
  const parts: Span[] = [];
  for (const part of line) {
    const last = parts.at(-1);
    if (last !== undefined && (last.tone === part.tone || part.text.trim() === ''))
      parts[parts.length - 1] = span(last.text + part.text, last.tone);
    else parts.push(part);
  }
  return parts;
};

/** Prose behind a lead of its own tone; the lines after the first stand under the prose. */
export const withLead = (lead: Span, text: string, tone: Tone, width: number): readonly Line[] => {
  const leadWidth = widthOf(lead.text);
  const indent = ' '.repeat(leadWidth);
  return wrap(text, Math.max(1, width - leadWidth)).map((part, index) => [index === 0 ? lead : span(indent), span(part, tone)]);
};

export const stateTones: Readonly<Record<CellState, Tone>> = {
  ok: 'ok',
  warning: 'warning',
  problem: 'problem',
  waiting: 'waiting',
  'to-do': 'plain',
  'not-offered': 'muted',
  unknown: 'warning',
  unchecked: 'muted',
};

export const verdictTones: Readonly<Record<Verdict, Tone>> = {
  working: 'ok',
  waiting: 'waiting',
  broken: 'problem',
  partial: 'warning',
  'not-set-up': 'plain',
  unknown: 'warning',
};
