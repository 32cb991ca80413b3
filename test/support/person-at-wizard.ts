import {setTimeout as wait} from 'node:timers/promises';
import {type Seen, seenIn, type TaskSeen} from './task-screen.ts';
import type {Terminal} from './tmux.ts';

/** One thing that the person did: at which task, on what kind of screen, by which key. */
export type Deed = {readonly at: string; readonly on: Seen['kind']; readonly deed: string};

/** What is at hand once a page was done with. */
export type FromPage = 'nothing' | 'a token to paste' | 'a token in hand';

/** Who sits before the wizard: reads the screen, presses what it names, and does on each page what is to be done there. */
export type Person = {
  readonly terminal: Terminal;
  /** Opens a page by a key, and gives what it gave once all is done there. */
  readonly open: (press: () => Promise<void>) => Promise<FromPage>;
  /** Holds the last token that a page showed; absent: pages show none. */
  readonly clipboard?: string;
  readonly passphrase: string;
  /** Everything done so far, in order. */
  readonly deeds: Deed[];
  /** Hears of each screen before the person acts on it, and of a plan that was just agreed to; true: the person acts no more. */
  readonly isTakenAway: (seen: Seen, at: string) => boolean | Promise<boolean>;
};

/** What was done at one task, so that nothing is done there twice. */
type Stop = {readonly name: string; readonly opened: Set<string>; has: FromPage; readonly tried: Set<string>};

type Actable = Exclude<Seen, {kind: 'closing' | 'else'}>;

const opensPage = /^[o1-9]$/;
const lookEvery = 30;
const patience = 20_000;
const mostDeeds = 500;

/** What only files can do that Portcall does not make yet. */
const isBeyond = ({title}: TaskSeen): boolean => /^(?:Add a job|See that the job)/.test(title);

const isBusy = (seen: Seen): boolean => {
  if (seen.kind === 'task') return seen.isLooking;
  if (seen.kind === 'token') return seen.isTesting || /^(?:Keeping|Planning)/.test(seen.message);
  return seen.kind === 'else' || (seen.kind === 'plan' && seen.state === 'running');
};

/** What a screen says, without how fresh it is: that changes by itself. */
const wordsOf = (text: string): string => text.replace(/ *(?:\S )?(?:last known|checked|checking)\b[^\n]*(?=\n[^\n]*$)/, '');

/** The screen once it stands still, says something else than before, and nothing is looked at. */
export const restingScreen = async (terminal: Terminal, before: string): Promise<{readonly seen: Seen; readonly words: string}> => {
  const giveUp = Date.now() + patience;
  for (let last = ''; ; await wait(lookEvery)) {
    const text = (await terminal.lines()).join('\n');
    const words = wordsOf(text);
    if (words === last && words !== before && !isBusy(seenIn(text))) return {seen: seenIn(text), words};
    if (Date.now() > giveUp) throw new Error(`The screen never came to rest. It shows:\n${text}`);
    last = words;
  }
};

/** True the first time that it is tried at this task. */
const isFresh = ({tried}: Stop, deed: string): boolean => !tried.has(deed) && tried.add(deed) !== undefined;

/** The key for the token in hand: set it, keep it, go back; each once at a task. */
const tokenKey = (keys: readonly string[], stop: Stop): string =>
  ['s', 'e'].find((key) => keys.includes(key) && isFresh(stop, key)) ?? 'Escape';

/** A page of a step that was not opened yet; the task's own where no step has one. */
const pageKey = ({pages}: TaskSeen, {opened}: Stop): string | undefined => {
  const ofSteps = pages.filter(([key]) => key !== 'o');
  const [key, url] = (ofSteps.length > 0 ? ofSteps : pages).find((page) => !opened.has(page[1])) ?? [];
  if (url !== undefined) opened.add(url);
  return key;
};

const taskKey = (seen: TaskSeen, stop: Stop): string => {
  const {state, word, keys} = seen;
  if (state !== 'to do' && state !== 'not known') return 'n';
  if (isBeyond(seen)) return 'x';
  if (seen.isDoable && isFresh(stop, 'd')) return 'd';
  const page = pageKey(seen, stop);
  if (page !== undefined) return page;
  if (seen.takesToken && stop.has === 'a token to paste' && isFresh(stop, 'p')) return 'p';
  if (keys.includes('s') && stop.has === 'a token in hand' && isFresh(stop, 's')) return 's';
  if (word === 'only') return 'a';
  if (isFresh(stop, 'v')) return 'v';
  return word === 'looked' ? 'a' : 'x';
};

/** Does what a person does who reads this screen; gives what that was. */
const act = async ({terminal, passphrase, clipboard = '', open}: Person, seen: Actable, stop: Stop): Promise<string> => {
  const press = async (key: string): Promise<string> => {
    await (key.length > 1 ? terminal.press(key) : terminal.type(key));
    return key;
  };
  if (seen.kind === 'question') await terminal.type(passphrase);
  if (seen.kind === 'question' || (seen.kind === 'field' && !seen.isEmpty)) return press('Enter');
  if (seen.kind === 'field') {
    await terminal.paste(clipboard);
    return 'pastes';
  }
  if (seen.kind === 'plan') return press(seen.state === 'shown' ? 'y' : 'Enter');
  if (seen.kind === 'token') return press(tokenKey(seen.keys, stop));
  const key = taskKey(seen, stop);
  if (!opensPage.test(key)) return press(key);
  const given = await open(async () => void (await press(key)));
  if (given !== 'nothing') stop.has = given;
  return key;
};

const freshStop = (name: string): Stop => ({name, opened: new Set(), has: 'nothing', tried: new Set()});

const stopAt = (seen: Seen, last: Stop): Stop => {
  const name = seen.kind === 'task' && seen.state !== 'done' ? `${seen.row}: ${seen.title}` : last.name;
  return last.name === name ? last : freshStop(name);
};

/** Walks on until nothing is left or the person is taken away; gives which. */
export const walkOn = async (person: Person): Promise<'at the end' | 'taken away'> => {
  const {terminal, deeds, isTakenAway} = person;
  let stop = freshStop('');
  for (let before = ''; deeds.length < mostDeeds; ) {
    const {seen, words} = await restingScreen(terminal, before);
    stop = stopAt(seen, stop);
    if (await isTakenAway(seen, stop.name)) return 'taken away';
    if (seen.kind === 'closing') return 'at the end';
    if (seen.kind === 'else') continue;
    const deed = await act(person, seen, stop);
    deeds.push({at: stop.name, on: seen.kind, deed});
    if (seen.kind === 'plan' && deed === 'y' && (await isTakenAway({...seen, state: 'running'}, stop.name))) return 'taken away';
    // A page that is opened may leave the screen as it was.
    before = seen.kind === 'task' && opensPage.test(deed) ? '' : words;
  }
  throw new Error(`The wizard does not end. The last deeds:\n${JSON.stringify(deeds.slice(-10), undefined, 1)}`);
};
