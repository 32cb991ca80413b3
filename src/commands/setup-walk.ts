import {isOpen, nextStopOf, openCountOf, stopsOf, type WalkPlace, type WizardStop} from '../flow/wizard.ts';
import type {ChoiceKind} from '../model/choice.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Row} from '../model/row.ts';
import type {PlainDesk} from './plain-desk.ts';
import {carryOutPlan, makeFiles} from './plain-plan.ts';
import {isUseful, offerToKeep, takePasted} from './plain-token.ts';
import {setupAnswersOf} from './setup-answers.ts';
import {countText, sightText, taskText} from './setup-text.ts';
import {exitCodes} from './surroundings.ts';

/** The same task while it is open, then the next one; undefined: nothing is left. */
const stopAt = (rows: readonly Row[], here: WalkPlace | undefined): WizardStop | undefined =>
  stopsOf(rows).find(({row, task}) => row.id === here?.id && task.id === here.task && isOpen(task)) ?? nextStopOf(rows, here);

const resultText = (rows: readonly Row[], {id, task: taskId}: WalkPlace): string => {
  const task = rows.find((row) => row.id === id)?.tasks.find((one) => one.id === taskId);
  if (task === undefined) return 'This task is no longer due.';
  const {state, note} = task;
  const told =
    state === 'done'
      ? 'A look shows it is done'
      : state === 'waiting'
        ? 'It waits for others'
        : state === 'to-do'
          ? 'Not done yet'
          : 'It could not be told';
  return state === 'done' || note === '' ? `${told}.` : `${told}: ${note}`;
};

const paste = async (plain: PlainDesk, {row}: WizardStop): Promise<void> => {
  const sight = await takePasted(plain, row, `Paste the token for ${row.title}:`);
  if (sight !== undefined && isUseful(sight) && sight.source === 'pasted') await offerToKeep(plain, row, sight);
};

const find = async ({desk, desks, print, work, now}: PlainDesk, {row: {id}}: WizardStop): Promise<void> => {
  await work(desk.findToken(id));
  const sight = desks.get().tokens[id];
  if (sight !== undefined) print(...sightText(sight, now()));
};

const look = async ({desk, print, rows, work}: PlainDesk, {row: {id}, task}: WizardStop): Promise<void> => {
  await work(desk.prove(id));
  print(resultText(rows(), {id, task: task.id}));
};

const choose = async (
  {desk, print, rows, work}: PlainDesk,
  {row: {id}, task}: WizardStop,
  kind: ChoiceKind,
  said: string,
): Promise<void> => {
  await work(desk.choose(id, task.id, kind));
  const chosen = rows()
    .find((row) => row.id === id)
    ?.tasks.find((one) => one.id === task.id);
  if (chosen?.state === kind) print(said);
};

/** What each answer comes to; leaving and pages stand apart. */
const works: Readonly<Record<string, (plain: PlainDesk, stop: WizardStop) => Promise<unknown>>> = {
  look,
  paste,
  find,
  set: async (plain, {row}) => {
    await plain.work(plain.desk.planSecret(row.id));
    return carryOutPlan(plain);
  },
  do: async (plain, {row, task}) => {
    await plain.work(plain.desk.planTask(row.id, task.id));
    return carryOutPlan(plain);
  },
  files: (plain, {row}) => makeFiles(plain, row.id),
  attest: (plain, stop) => choose(plain, stop, 'attested', 'Your word is remembered.'),
  skip: (plain, stop) => choose(plain, stop, 'skipped', 'Skipped for now.'),
  'leave-out': async ({desk, print, rows, work}, {row: {id, title}}) => {
    await work(desk.choose(id, undefined, 'not-for-project'));
    if (rows().some((row) => row.id === id && row.isLeftOut)) print(`${title} is left out of this project.`);
  },
};

const obey = async (plain: PlainDesk, stop: WizardStop, answer: string): Promise<unknown> => {
  if (!answer.startsWith('page:')) return works[answer]?.(plain, stop);
  const page = answer.slice('page:'.length);
  plain.print(`Opening ${page}`);
  return plain.work(plain.desk.browse(page, stop.row.id));
};

/** What was put off or left out, each with how it is taken up again. */
const putOff = (rows: readonly Row[]) => [
  ...rows.filter(({isLeftOut}) => isLeftOut).map((row) => ({name: `Take ${row.title} in again`, id: row.id, task: undefined})),
  ...stopsOf(rows)
    .filter(({task: {state}}) => state === 'skipped')
    .map(({row, task}) => ({name: `Take up again: ${row.title}: ${task.title}`, id: row.id, task: task.id})),
];

/** Nothing is open: what was put off may be taken up again. False: the person leaves. */
const takeUp = async ({desk, questions, rows, print, work}: PlainDesk): Promise<boolean> => {
  print(countText(rows()));
  const put = putOff(rows());
  if (put.length === 0) return false;
  const answers = put.map(({name}, index) => ({name, value: String(index)}));
  const answer = await questions.choose('Take up what was put off?', [{name: 'Leave', value: 'leave'}, ...answers]);
  const chosen = put[Number(answer)];
  if (chosen === undefined) return false;
  await work(desk.choose(chosen.id, chosen.task, undefined));
  return true;
};

/** Walks a person through the tasks, one question after another, until nothing is left or the person leaves; gives the exit code. */
export const walkTasks = async (plain: PlainDesk): Promise<number> => {
  const {desk, desks, questions, rows, print, work} = plain;
  const looked = new Set<MarketplaceId>();
  let here: WalkPlace | undefined;
  let shown = '';
  print(countText(rows()));
  for (;;) {
    const stop = stopAt(rows(), here);
    if (stop === undefined) {
      if (await takeUp(plain)) continue;
      return exitCodes.ok;
    }
    const {id, title} = stop.row;
    if (!looked.has(id)) {
      looked.add(id);
      print(`Looking which tasks of ${title} are done.`);
      await work(desk.prove(id));
      continue;
    }
    here = {id, task: stop.task.id, passed: [...looked]};
    const text = taskText(stop);
    if (shown !== text.join('\n')) print('', ...text);
    shown = text.join('\n');
    const answer = await questions.choose('What now?', setupAnswersOf(stop, desks.get().tokens[id]));
    if (answer === 'leave') return openCountOf(rows()).tasks === 0 ? exitCodes.ok : exitCodes.waiting;
    await obey(plain, stop, answer);
  }
};
