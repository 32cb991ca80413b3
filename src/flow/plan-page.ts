import type {PlanSight} from './desk.ts';
import {legible} from './glyphs.ts';
import {emptyLine, type Line, span, type Tone} from './lines.ts';
import {behind, type Paper, paragraph} from './paper.ts';
import type {PlanPlace} from './place.ts';
import {endOf, fold} from './text-width.ts';

type Told = {readonly text: string; readonly tone: Tone};

/** The lines of a file stand this deep below their step, each with the blanks that it has in the file. */
const ofFile = /^ {7}(?= *\S)/;

/** A line of a file stays as it is; prose is broken between words, under its own beginning and beside its number. */
const toldLines = ({text, tone}: Told, paper: Paper): readonly Line[] => {
  if (ofFile.test(text) || /^[+-]/.test(text))
    return fold(legible(text.replace(ofFile, '  '), paper.glyphs), Math.max(1, paper.width - 2)).map(
      (part): Line => [span('  '), span(part, tone)],
    );
  const [, blanks = '', number = '', prose = ''] = /^( *)(\d+\. )?(.*)$/s.exec(text) ?? [];
  const indent = 2 + Math.min(blanks.length, 8);
  return number === '' ? paragraph(indent, prose, tone, paper) : behind(`${' '.repeat(indent)}${number}`, tone, prose, paper, tone);
};

const questionLines = ({typedName}: PlanSight, {typed, isAgreed}: PlanPlace, paper: Paper): readonly Line[] => {
  if (isAgreed === true) return paragraph(0, 'You have agreed: it is about to begin.', 'accent', paper);
  if (typedName === undefined) return paragraph(0, 'Nothing is done yet. y carries it out, n drops it.', 'accent', paper);
  const {width, glyphs} = paper;
  return [
    ...paragraph(0, `Nothing is done yet. Type ${typedName} and press enter to carry it out.`, 'warning', paper),
    [span('  '), span(endOf(legible(typed, glyphs), width - 3), 'strong'), span(glyphs.cursor)],
  ];
};

const stateLines = (plan: PlanSight, place: PlanPlace, paper: Paper): readonly Line[] => {
  switch (plan.state) {
    case 'shown':
      return questionLines(plan, place, paper);
    case 'running':
      return paragraph(0, 'It is being carried out: keys wait until it has ended.', 'waiting', paper);
    case 'looking':
      return paragraph(0, 'Looking afresh, to decide; esc leaves.', 'waiting', paper);
    case 'told':
      return [];
    case 'ended':
      return paragraph(
        0,
        `It has ended. ${plan.url === undefined ? 'Any key' : 'o opens the page, esc'} goes back; the marketplace is looked at again.`,
        'accent',
        paper,
      );
  }
};

/** A plan before, while and after it is carried out: what it asks or came to stands first, what it does below. */
export const planLines = (plan: PlanSight | undefined, place: PlanPlace, paper: Paper): readonly Line[] => {
  if (plan === undefined) return paragraph(0, 'Nothing is planned any more.', 'plain', paper);
  const outcomes = plan.outcomes.flatMap((one) => toldLines(one, paper));
  return [
    ...paragraph(0, plan.title, 'strong', paper),
    ...stateLines(plan, place, paper),
    ...outcomes,
    ...(plan.lines.length === 0 ? [] : [emptyLine]),
    ...plan.lines.flatMap((one) => toldLines(one, paper)),
  ];
};
