import {isAnswered} from '../flow/submission-body.ts';
import type {TemplateQuestion} from '../model/first-package.ts';
import {safeLine} from '../model/safe-text.ts';
import {questionLines} from './first-package-text.ts';
import type {Options} from './options.ts';
import {canAsk, type Surroundings} from './surroundings.ts';

/** How a person is asked what an upstream asks. */
export type Asking = {
  readonly options: Options;
  readonly surroundings: Surroundings;
  readonly askText: (question: string) => Promise<string>;
  readonly say: (text: string) => void;
};

/** Asks what an upstream asks of whoever opens a pull request, one question after the other. Undefined: nobody answers, so the questions are shown. */
export const hearAnswers = async (
  {options, surroundings, askText, say}: Asking,
  where: string,
  questions: readonly TemplateQuestion[],
): Promise<readonly string[] | undefined> => {
  if (options.yes || options.json || options.dryRun || !canAsk(surroundings)) {
    say(`  ${where} asks whoever opens a pull request there, and nobody else can answer:`);
    for (const {text} of questionLines(questions)) say(text);
    return undefined;
  }
  say(`  ${where} asks you. Answer y or n, or in your own words:`);
  const answers: string[] = [];
  for (const question of questions) {
    if (question.how !== undefined) say(`  ${safeLine(question.how, 1000)}`);
    const answer = await askText(safeLine(question.text, 1000));
    if (!isAnswered(question, answer)) {
      say('  Without that answer no pull request is opened: the branch alone is prepared.');
      return undefined;
    }
    answers.push(answer);
  }
  return answers;
};
