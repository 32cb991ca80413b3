import type {PlacedFile} from '../flow/first-files.ts';
import type {SubmissionChoice} from '../flow/submission-plan.ts';
import type {TemplateQuestion} from '../model/first-package.ts';
import {safeLine} from '../model/safe-text.ts';
import type {FoundPackage} from './first-package-found.ts';
import {briefDiffOf} from './line-diff.ts';
import type {PlanLine} from './plan-text.ts';

type Tone = PlanLine['tone'];

const lineOf = (depth: number, text: string, tone: Tone = 'plain'): PlanLine => ({
  text: `${' '.repeat(depth)}${safeLine(text, 2000)}` as PlanLine['text'],
  tone,
});

const actionWords: Readonly<Record<PlacedFile['action'], string>> = {
  create: 'new',
  update: 'what is faulty in it is filled in',
  same: 'stays as it stands',
};

/** A line of a difference keeps its own blanks. */
const differenceLine = (line: string): PlanLine =>
  lineOf(4 + (/^ */.exec(line)?.[0].length ?? 0), line, line.startsWith('+') ? 'ok' : line.startsWith('-') ? 'problem' : 'muted');

/** How ours would differ from a file that somebody has written: it is shown, and not done. */
const differenceOf = ({action, before, contents, ours}: PlacedFile): readonly PlanLine[] =>
  action === 'create' || before === undefined || contents === ours
    ? []
    : [
        lineOf(4, 'Portcall would have written it otherwise, which is left to you:', 'muted'),
        ...briefDiffOf(contents, ours).map(differenceLine),
      ];

const fileLines = (file: PlacedFile): readonly PlanLine[] => [
  lineOf(2, `${file.path}: ${actionWords[file.action]}`),
  ...file.faults.map(({what, line}) => lineOf(4, `${line === undefined ? '' : `Line ${line}: `}${what}`, 'warning')),
  ...differenceOf(file),
];

/** The files of a package and what is to be known of them; what is written stands in the plan. */
export const packageLines = ({files, notes}: FoundPackage): readonly PlanLine[] => [
  ...files.flatMap(fileLines),
  ...notes.map((note) => lineOf(2, note, 'muted')),
];

/** Why nothing is planned; none: something is. */
export const choiceLines = (choice: SubmissionChoice): readonly PlanLine[] => {
  if (choice.kind === 'plans') return choice.leaves.map((text) => lineOf(2, text, 'accent'));
  const tone: Tone = choice.kind === 'blocked' ? 'problem' : 'plain';
  const next = choice.kind === 'blocked' ? choice.next : choice.kind === 'wait' ? choice.url : undefined;
  return [lineOf(2, choice.because, tone), ...(next === undefined ? [] : [lineOf(2, next, 'accent')])];
};

/** The questions of a template, for whoever can't be asked now. */
export const questionLines = (questions: readonly TemplateQuestion[]): readonly PlanLine[] =>
  questions.flatMap(({text, how}) => [lineOf(4, `? ${text}`), ...(how === undefined ? [] : [lineOf(6, how, 'muted')])]);
