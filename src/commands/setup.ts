import {glyphsFor, legible} from '../flow/glyphs.ts';
import {emptySurvey, reduce} from '../flow/reduce.ts';
import {createStore} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import {nextStopOf, openCountOf} from '../flow/wizard.ts';
import {repositoryText} from '../model/project.ts';
import type {Row} from '../model/row.ts';
import {safeJson} from '../model/safe-text.ts';
import {beginSurvey} from './begin.ts';
import type {Options} from './options.ts';
import {openPlainDesk} from './plain-desk.ts';
import {createNumberedQuestions, hasLeft, type Questions} from './questions.ts';
import {setupAnswersOf} from './setup-answers.ts';
import {listText, setupDocument} from './setup-text.ts';
import {walkTasks} from './setup-walk.ts';
import {refuseInvisible, tellOfRepository} from './status.ts';
import {canAsk, exitCodes, type Surroundings} from './surroundings.ts';

/** 4 where GitHub wants a sign-in; else 3 where something could not be looked up; else 8 where a task is open. */
const exitCodeOf = ({repository: {about}}: Survey, rows: readonly Row[]): number => {
  if (about.problem?.kind === 'unauthorized') return exitCodes.signIn;
  if (about.problem !== undefined || rows.some(({verdict, isLeftOut}) => verdict === 'unknown' && !isLeftOut)) return exitCodes.unknown;
  return openCountOf(rows).tasks === 0 ? exitCodes.ok : exitCodes.waiting;
};

const wouldAsk = (rows: readonly Row[]): string => {
  const next = nextStopOf(rows);
  if (next === undefined) return '';
  const answers = setupAnswersOf(next, undefined).map(({name}) => `  ${name}\n`);
  return `Portcall would have asked what to do about the next task:\n${answers.join('')}Run it in a terminal to answer.\n`;
};

/** Looks at everything and at every task, and prints what is to be done. */
const printTasks = async (options: Options, surroundings: Surroundings): Promise<number> => {
  const {print, tell, terminal, now} = surroundings;
  const store = createStore(reduce, emptySurvey, {gatherFor: 0});
  const begun = await beginSurvey(options, surroundings, store);
  await begun.surveyor.look();
  refuseInvisible(store.get(), begun.isSignedIn);
  await begun.surveyor.prove(begun.setting.marketplaces.map(({id}) => id));
  const rows = begun.rowsOf(store.get(), now());
  tellOfRepository(store.get(), begun.repository, surroundings);
  await begun.remember();
  if (options.json) print(`${safeJson(setupDocument(rows))}\n`);
  else {
    const {repository = begun.repository, tag = ''} = store.get().project ?? {};
    const glyphs = glyphsFor(terminal);
    print(
      `${listText(`${repositoryText(repository)} ${tag}`, rows)
        .map((line) => legible(line, glyphs))
        .join('\n')}\n`,
    );
    tell(
      wouldAsk(rows)
        .split('\n')
        .map((line) => legible(line, glyphs))
        .join('\n'),
    );
  }
  return exitCodeOf(store.get(), rows);
};

/** Asks the person at the terminal, task by task. */
const askAboutTasks = async (options: Options, surroundings: Surroundings, questions: Questions): Promise<number> => {
  surroundings.print('Looking at everything first.\n');
  const plain = await openPlainDesk(options, surroundings, questions);
  try {
    return await walkTasks(plain);
  } catch (failure) {
    if (!hasLeft(failure)) throw failure;
    surroundings.tell('What was done and decided so far is kept; portcall setup goes on from here.\n');
    return exitCodes.interrupted;
  } finally {
    await plain.leave();
  }
};

/** Walks the tasks that only a person can do, in plain lines; where nobody can be asked, prints them. */
export const runSetup = (
  options: Options,
  surroundings: Surroundings,
  questions: Questions = createNumberedQuestions(surroundings.print),
): Promise<number> =>
  canAsk(surroundings) && !options.json ? askAboutTasks(options, surroundings, questions) : printTasks(options, surroundings);
