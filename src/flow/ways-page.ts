import type {Line} from './lines.ts';
import {emptyLine, span} from './lines.ts';
import {oneLine, type Paper, paragraph} from './paper.ts';
import type {WaySight, WaysSight} from './run-sight.ts';

/** A list with the line at which each of its entries begins. */
export type WaysPage = {readonly lines: readonly Line[]; readonly starts: readonly number[]};

const limitsOf = ({until, isByHand, isWaiting, isFinal}: WaySight): string =>
  [
    ...(isByHand ? ['By hand: its steps are shown.'] : []),
    ...(isWaiting ? ['It was asked for already: others decide.'] : []),
    ...(isFinal ? ["It can't be undone: a name is typed first."] : []),
    ...(until === undefined ? [] : [`Only until ${until.slice(0, 16).replace('T', ' ')} UTC.`]),
  ].join(' ');

const wayLines = (way: WaySight, isChosen: boolean, paper: Paper): readonly Line[] => {
  const limits = limitsOf(way);
  return [
    oneLine([span(isChosen ? `${paper.glyphs.selected} ` : '  ', 'strong'), span(way.title, isChosen ? 'strong' : 'plain')], paper),
    ...(limits === '' ? [] : paragraph(4, limits, way.isFinal ? 'warning' : 'muted', paper)),
    ...(way.leaves === '' ? [] : paragraph(4, `What stays: ${way.leaves}`, 'muted', paper)),
  ];
};

/** The ways to take a version back, the gentlest first. */
export const waysPage = (sight: WaysSight | undefined, chosen: number, paper: Paper): WaysPage => {
  if (sight === undefined) return {lines: paragraph(0, 'Nothing to take back is known.', 'plain', paper), starts: []};
  const lines: Line[] = [
    ...paragraph(0, `What can be taken back at ${sight.title}, the gentlest way first`, 'strong', paper),
    ...paragraph(0, 'Enter shows what a way does; nothing is done yet.', 'accent', paper),
    emptyLine,
  ];
  const starts: number[] = [];
  for (const [at, way] of sight.ways.entries()) {
    starts.push(lines.length);
    lines.push(...wayLines(way, at === chosen, paper));
  }
  return {lines, starts};
};
