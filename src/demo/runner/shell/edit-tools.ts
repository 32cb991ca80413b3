import {jq} from './jq.ts';
import {type Bytes, type Program, readAll, readBytes, writeBytes} from './shell.ts';
import {basicSource} from './text-tools.ts';

type Edit = {
  /** Lines that it is about: a number, `$`, or a pattern; absent: all. */
  readonly only?: RegExp | number | 'last';
  /** It is about all lines from there up to the next that this fits; absent: about those alone. */
  readonly until?: RegExp;
  readonly kind: 's' | 'd' | 'p';
  readonly from?: RegExp;
  readonly to?: string;
  /** Whether a line that it changed is shown though nothing else is. */
  readonly prints?: boolean;
};

const replacementOf = (text: string): string =>
  text.replace(/\\[\s\S]|&|\$/g, (found) => {
    if (found === '$') return '$$';
    if (found === '&') return '$$&'.slice(1);
    return /\\\d/.test(found) ? `$${found[1]}` : found === '\\n' ? '\n' : (found[1] ?? '');
  });

const editOf = (script: string, isExtended: boolean): Edit | undefined => {
  const expression = (source: string, flags = ''): RegExp => new RegExp(isExtended ? source : basicSource(source), flags);
  const [, address, end, command = ''] = /^\s*(\d+|\$|\/(?:\\.|[^/\\])+\/)?(?:,\/((?:\\.|[^/\\])+)\/)?\s*([\s\S]*)$/.exec(script) ?? [];
  const first =
    address === undefined
      ? {}
      : {only: address === '$' ? ('last' as const) : /^\d/.test(address) ? Number(address) : expression(address.slice(1, -1))};
  const only = end === undefined ? first : {...first, until: expression(end)};
  if (command.startsWith('d') || command.startsWith('p')) return {...only, kind: command[0] as 'd' | 'p'};
  const mark = command[1] ?? '/';
  const [, from = '', to = '', flags = ''] =
    new RegExp(`^s\\${mark}((?:\\\\[\\s\\S]|[^\\${mark}\\\\])*)\\${mark}((?:\\\\[\\s\\S]|[^\\${mark}\\\\])*)\\${mark}([gIip]*)`).exec(
      command,
    ) ?? [];
  if (!command.startsWith('s')) return undefined;
  const plain = from.replaceAll(`\\${mark}`, mark);
  return {
    ...only,
    kind: 's',
    from: expression(plain, flags.toLowerCase().replace(/[^gi]/g, '')),
    to: replacementOf(to.replaceAll(`\\${mark}`, mark)),
    prints: flags.includes('p'),
  };
};

/** The lines that an edit is about. */
const meantBy = ({only, until}: Edit, lines: readonly string[]): readonly boolean[] => {
  let isInside = false;
  return lines.map((line, at) => {
    const isFirst =
      only === undefined || (only === 'last' ? at === lines.length - 1 : typeof only === 'number' ? only === at + 1 : only.test(line));
    const isMeant = isInside || isFirst;
    // The line that begins a range can't end it.
    if (until !== undefined) isInside = isInside ? !until.test(line) : isFirst;
    return isMeant;
  });
};

const edited = (bytes: Bytes, edits: readonly Edit[], isQuiet: boolean): Bytes => {
  const lines = bytes.replace(/\n$/, '').split('\n');
  const end = bytes.endsWith('\n') ? '\n' : '';
  const meant = edits.map((edit) => meantBy(edit, lines));
  const changed = lines.flatMap((line, at) => {
    let now: string | undefined = line;
    let isPrinted = !isQuiet;
    for (const [index, {kind, from, to = '', prints}] of edits.entries()) {
      if (meant[index]?.[at] !== true || now === undefined) continue;
      if (kind === 'd') now = undefined;
      else if (kind === 'p') isPrinted = true;
      else if (from) {
        if (prints && now.search(from) >= 0) isPrinted = true;
        now = now.replace(from, to);
      }
    }
    return now === undefined || !isPrinted ? [] : [now];
  });
  return changed.length === 0 ? '' : `${changed.join('\n')}${end}`;
};

/** `sed` with the commands `s`, `d` and `p`; `-i` takes an empty ending as macOS wants it. */
const sed: Program = (args, shell, streams) => {
  const scripts: string[] = [];
  const paths: string[] = [];
  let [isInPlace, isExtended, isQuiet] = [false, false, false];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '-e') scripts.push(args[++at] ?? '');
    else if (arg === '') continue;
    else if (/^-[A-Za-z]+(\.\w+)?$/.test(arg))
      [isInPlace, isExtended, isQuiet] = [isInPlace || arg.includes('i'), isExtended || /[Er]/.test(arg), isQuiet || arg.includes('n')];
    else if (scripts.length === 0) scripts.push(arg);
    else paths.push(arg);
  }
  const edits = scripts.flatMap((script) => script.split(/;(?=\s*(?:s|d|\/|\d))/)).map((script) => editOf(script, isExtended));
  if (edits.includes(undefined)) {
    streams.errors('sed: -e expression #1, char 1: unknown command\n');
    return 1;
  }
  const known = edits as readonly Edit[];
  if (paths.length === 0) streams.out(edited(readAll(streams.input), known, isQuiet));
  for (const path of paths) {
    const bytes = readBytes(shell, path);
    if (bytes === undefined) {
      streams.errors(`sed: can't read ${path}: No such file or directory\n`);
      return 2;
    }
    if (isInPlace) writeBytes(shell, path, edited(bytes, known, isQuiet));
    else streams.out(edited(bytes, known, isQuiet));
  }
  return 0;
};

/** `awk` for the one thing that scripts of releases use it for: `{print $N}`. */
const awk: Program = (args, shell, streams) => {
  const [script = '', path] = args.filter((arg) => !arg.startsWith('-'));
  const separator = args.find((arg) => arg.startsWith('-F'))?.slice(2);
  const fields = [...script.matchAll(/\$(NF|\d+)/g)].map(([, field = '0']) => field);
  const bytes = path === undefined ? readAll(streams.input) : (readBytes(shell, path) ?? '');
  for (const line of bytes.replace(/\n$/, '').split('\n')) {
    const words = separator === undefined ? line.trim().split(/\s+/) : line.split(separator);
    streams.out(
      `${fields.map((field) => (field === '0' ? line : field === 'NF' ? (words.at(-1) ?? '') : (words[Number(field) - 1] ?? ''))).join(' ')}\n`,
    );
  }
  return 0;
};

/** The tools that change text. */
export const editTools: Readonly<Record<string, Program>> = {sed, awk, gawk: awk, jq};
