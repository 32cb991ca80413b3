/** How a task stands, by the word on the screen. */
export type ShownState = 'to do' | 'not known' | 'done' | 'waiting' | 'your word' | 'skipped' | 'left out';

/** What a person reads on a task's page. */
export type TaskSeen = {
  readonly kind: 'task';
  readonly row: string;
  readonly title: string;
  readonly state: ShownState;
  readonly isLooking: boolean;
  /** The keys in the footer. */
  readonly keys: readonly string[];
  /** The keys that open pages, each with its address. */
  readonly pages: readonly (readonly [key: string, url: string])[];
  readonly isDoable: boolean;
  readonly takesToken: boolean;
  /** `only`: nothing can be looked at; `looked`: the look could not tell. Absent: the word does not count. */
  readonly word?: 'only' | 'looked';
  readonly message: string;
};

/** Everything that the wizard can show, as far as whoever sits before it has to tell it apart. */
export type Seen =
  | TaskSeen
  | {readonly kind: 'token'; readonly isTesting: boolean; readonly keys: readonly string[]; readonly message: string}
  | {readonly kind: 'plan'; readonly state: 'shown' | 'running' | 'ended'; readonly title: string; readonly text: string}
  | {readonly kind: 'field'; readonly isEmpty: boolean}
  | {readonly kind: 'question'; readonly text: string}
  | {readonly kind: 'closing'; readonly text: string}
  | {readonly kind: 'else'};

const planStates = [
  ['shown', /^Nothing is done yet\. y carries it out/m],
  ['running', /^(?:It is being carried out|You have agreed)/m],
  ['ended', /^It has ended\. Any key goes back/m],
] as const;

const headOf = (lines: readonly string[]) =>
  /^\S+ (.+?): .*?(?: {2}(?:\d+ of )?(?:up to )?\d+ left| {2}nothing left)$/.exec(lines[1] ?? '');
const signOf = (lines: readonly string[]) =>
  /^\S+ (to do|not known|done|waiting|your word|skipped|left out) {2}(.+)$/.exec(lines.find((line, at) => at > 1 && line !== '') ?? '');

/** The steps that have a page, and the task's own page where no step has it. */
const pagesIn = (lines: readonly string[]): readonly (readonly [string, string])[] => {
  const pages: (readonly [string, string])[] = [];
  let key = '';
  for (const line of lines) {
    key = /^ {2}([1-9]) /.exec(line)?.[1] ?? (line.startsWith('    ') ? key : '');
    const own = /^ {2}o (https?:\S+)/.exec(line)?.[1];
    const url = own ?? /^ {4}(https?:\S+)/.exec(line)?.[1];
    if (url !== undefined && (own !== undefined || key !== '')) pages.push([own === undefined ? key : 'o', url]);
  }
  return pages;
};

const keysIn = (lines: readonly string[]): readonly string[] =>
  [...(lines.at(-1) ?? '').matchAll(/(?:^|· )(\S+) /g)].map(([, key = '']) => key);

const wordIn = (text: string): Pick<TaskSeen, 'word'> => {
  if (/^ {2}a Nothing that can be read tells/m.test(text)) return {word: 'only'};
  return /^ {2}a The look could not tell/m.test(text) ? {word: 'looked'} : {};
};

const taskIn = (lines: readonly string[], text: string, message: string): TaskSeen | undefined => {
  const [, row] = headOf(lines) ?? [];
  const [, state, title] = signOf(lines) ?? (text.includes('\nThis task is no longer due') ? ['', 'done', 'no longer due'] : []);
  if (row === undefined || state === undefined || title === undefined) return undefined;
  const isOpen = state === 'to do' || state === 'not known';
  return {
    kind: 'task',
    row,
    title,
    state: state as ShownState,
    isLooking:
      text.includes('It is being looked at.') ||
      /^(?:Looking|Planning)/.test(message) ||
      (isOpen && /^(?:Skipped for now|Your word is rem)/.test(message)),
    keys: keysIn(lines),
    pages: pagesIn(lines),
    isDoable: /^ {2}d Portcall can do this/m.test(text),
    takesToken: /^ {2}p Paste the token here/m.test(text),
    ...wordIn(text),
    message,
  };
};

/** What stands on a screen of the wizard. */
export const seenIn = (text: string): Seen => {
  const lines = text.split('\n');
  const message = lines.at(-2) ?? '';
  const question = [...text.matchAll(/^\? .*passphrase/gim)].at(-1);
  if (question !== undefined) return {kind: 'question', text: question[0]};
  if (/^Paste \S+ for /m.test(text)) return {kind: 'field', isEmpty: / empty$/m.test(text)};
  const [state] = planStates.find(([, sign]) => sign.test(text)) ?? [];
  if (state !== undefined) return {kind: 'plan', state, title: lines[1] ?? '', text};
  if (/^A new one, step by step$/m.test(text)) {
    return {kind: 'token', isTesting: /It is being (?:tested|looked for)/.test(text), keys: keysIn(lines), message};
  }
  if (/^(?:Nothing is left that only a person|(?:Up to )?\d+ tasks? (?:is|are) open again)/m.test(text)) return {kind: 'closing', text};
  return taskIn(lines, text, message) ?? {kind: 'else'};
};
