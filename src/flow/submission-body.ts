import type {TemplateQuestion} from '../model/first-package.ts';
import type {Project} from '../model/project.ts';
import {plainLine} from '../model/quoting.ts';

/** What a pull request in the project's own repository says. */
export const proposalBody = (title: string, {version, tag}: Project, notes: readonly string[]): string =>
  [
    `The files by which ${title} gets its first package, made from the release ${tag}: the version ${version}, its files and their digests.`,
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `- ${plainLine(note)}`)]),
    '',
    'Nothing is published by merging this.',
    '',
  ].join('\n');

const isYes = (answer: string): boolean => /^(?:y|yes)$/i.test(answer.trim());
const isNo = (answer: string): boolean => /^(?:|n|no)$/i.test(answer.trim());

const answered = ({text, isInWords}: TemplateQuestion, answer: string): string => {
  if (isInWords === true) return `### ${plainLine(text)}\n\n${plainLine(answer)}\n`;
  if (isYes(answer)) return `- [x] ${plainLine(text)}`;
  return isNo(answer) ? `- [ ] ${plainLine(text)}` : `- ${plainLine(text)}\n\n  ${plainLine(answer)}\n`;
};

/** The fewest characters that say why. */
const leastWords = 4;

/** Whether an answer says something where words are asked for. */
export const isAnswered = ({isInWords}: TemplateQuestion, answer: string): boolean =>
  isInWords !== true || plainLine(answer).trim().length >= leastWords;

/** A pull request's template with the person's answers: a yes ticks the box, a no leaves it, and other words stand below it. */
export const templateBody = (questions: readonly TemplateQuestion[], answers: readonly string[]): string =>
  questions.map((question, at) => `${answered(question, answers[at] ?? '')}\n`).join('');
