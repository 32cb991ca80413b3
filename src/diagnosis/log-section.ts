import type {LogLine} from './line-reader.ts';

/** What a line of GitHub's log means. */
export type LogMark = 'step' | 'cleanup' | 'group' | 'end-of-group' | 'error' | 'text';

export type ReadLine = {
  readonly mark: LogMark;
  readonly text: string;
  /** Milliseconds since 1970; absent: the line carries no time. */
  readonly at?: number;
};

/** How much of a cut line's end is not shown: it may hold half of a credential. */
export const cutOff = 512;

const stamp = /^\ufeff?(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{1,9}Z) ?/;

/** A terminal shows what follows the last carriage return: the end of a progress bar. */
const shownPart = (text: string): string => (text.includes('\r') ? (text.split('\r').findLast((part) => part.trim() !== '') ?? '') : text);

const prefixed = (prefix: string, text: string): string =>
  text.toLowerCase().startsWith(prefix.toLowerCase()) ? text : `${prefix} ${text}`;

const markOf = (text: string): Pick<ReadLine, 'mark' | 'text'> => {
  if (text.startsWith('##[group]Run ')) return {mark: 'step', text: text.slice('##[group]'.length)};
  if (text.startsWith('##[group]')) return {mark: 'group', text: text.slice('##[group]'.length)};
  if (text.startsWith('##[endgroup]')) return {mark: 'end-of-group', text: ''};
  if (text.startsWith('##[error]')) return {mark: 'error', text: prefixed('Error:', text.slice('##[error]'.length))};
  if (text.startsWith('##[warning]')) return {mark: 'text', text: prefixed('Warning:', text.slice('##[warning]'.length))};
  if (text.startsWith('Post job cleanup.')) return {mark: 'cleanup', text};
  return {mark: 'text', text: text.replace(/^##\[(?:notice|debug|command|section)\]/, '')};
};

/** A line without its time, and what it means. What is left of a cut line loses its end, which may be half of a credential. */
export const readLine = (line: LogLine): ReadLine => {
  const time = stamp.exec(line.text);
  const rest = line.text.slice(time?.[0].length ?? 0);
  const read = markOf(shownPart(line.isCut ? rest.slice(0, -cutOff) : rest));
  const at = time?.[1] === undefined ? Number.NaN : Date.parse(time[1]);
  return Number.isNaN(at) ? read : {...read, at};
};

/** The last lines that were put in, oldest first. */
export const createRing = (size: number) => {
  let lines: string[] = [];
  return {
    add: (line: string): void => {
      lines.push(line);
      if (lines.length > size * 2) lines = lines.slice(-size);
    },
    takeAll: (): readonly string[] => {
      const taken = lines.slice(-size);
      lines = [];
      return taken;
    },
    get count() {
      return Math.min(lines.length, size);
    },
  };
};

export type Section = ReturnType<typeof createSection>;

/** One step's part of a log: its error annotations, each with the lines before it, and its last lines. */
export const createSection = (title: string, isCleanup: boolean, limit: number) => {
  const before = createRing(limit);
  const first: string[] = [];
  const later = createRing(Math.floor(limit / 3));
  const most = limit - Math.floor(limit / 3) - 1;
  let isLong = false;
  const keep = (line: string): void => {
    if (first.length < most) {
      first.push(line);
      return;
    }
    isLong ||= later.count === Math.floor(limit / 3);
    later.add(line);
  };
  return {
    title,
    isCleanup,
    /** In the header of a step GitHub prints its script, which is not what happened. */
    isInHeader: title !== '',
    hasError: false,
    /** When its lines were written; absent: they carry no time. */
    since: undefined as number | undefined,
    add: (line: string): void => before.add(line),
    addError(line: string): void {
      this.hasError = true;
      const room = Math.max(3, most - first.length - 1);
      for (const earlier of before.takeAll().slice(-room)) keep(earlier);
      keep(line);
    },
    /** The errors with what stands before them, else the last lines. */
    lines(): readonly string[] {
      if (!this.hasError) return before.takeAll();
      return [...first, ...(isLong ? ['…'] : []), ...later.takeAll()];
    },
  };
};
