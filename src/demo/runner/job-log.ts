import type {Annotation} from '../github/actions-state.ts';

/** A job's log while it is written, as GitHub's runners write it. */
export type JobLog = {
  /** Writes lines between two times; what is hidden in them shows as stars. */
  write(lines: readonly string[], from: number, to: number): void;
  /** Hides a text from here on. */
  hide(text: string): void;
  text(): string;
  readonly annotations: readonly Annotation[];
};

const levels = {error: 'failure', warning: 'warning', notice: 'notice'} as const;
const withoutEscapes = (text: string): string => text.replace(/%0D/gi, '\r').replace(/%0A/gi, '\n').replace(/%25/g, '%');

/** What a runner shows of a line that is a command to it. */
const shown = (line: string): {readonly line: string; readonly level?: keyof typeof levels; readonly message?: string} | undefined => {
  const [, command = '', message = ''] = /^(?:::|##\[)([a-z-]+)[^:\]]*(?:::|\])(.*)$/s.exec(line) ?? [];
  if (command === '') return {line};
  if (command === 'add-mask') return undefined;
  const level = levels[command as keyof typeof levels] === undefined ? undefined : (command as keyof typeof levels);
  const known = level !== undefined || ['group', 'endgroup', 'debug'].includes(command);
  return {
    line: known ? `##[${command}]${withoutEscapes(message)}` : line,
    ...(level === undefined ? {} : {level, message: withoutEscapes(message)}),
  };
};

const shortestHidden = 3;

export const createJobLog = (secrets: readonly string[]): JobLog => {
  const hidden = new Set<string>();
  const lines: string[] = [];
  const annotations: Annotation[] = [];
  let [last, count] = [0, 0];
  const stamp = (time: number): string => {
    count = time === last ? count + 1 : 0;
    last = time;
    return `${new Date(time).toISOString().slice(0, -1)}${String(Math.min(count * 7, 9999)).padStart(4, '0')}Z`;
  };
  const hide = (text: string): void => {
    for (const part of [text, ...text.split(/\r?\n/)]) if (part.trim().length >= shortestHidden) hidden.add(part.trim());
  };
  const masked = (text: string): string =>
    [...hidden].sort((one, other) => other.length - one.length).reduce((now, one) => now.replaceAll(one, '***'), text);
  secrets.forEach(hide);
  return {
    hide,
    annotations,
    write: (texts, from, to) => {
      texts.forEach((text, at) => {
        const mask = /^::add-mask::(.+)$/.exec(text)?.[1];
        if (mask !== undefined) hide(mask);
        const told = shown(text);
        if (told === undefined) return;
        const time = Math.max(last, Math.floor(Math.min(from + at, Math.max(to - 1, from))));
        lines.push(`${stamp(time)} ${masked(told.line)}`);
        if (told.level !== undefined && told.level !== undefined)
          annotations.push({level: levels[told.level], message: masked(told.message ?? ''), line: lines.length});
      });
    },
    text: () => `\ufeff${lines.join('\r\n')}\r\n`,
  };
};
