import {type Program, readAll, readBytes, toBytes, toText} from './shell.ts';
import {filteredBy} from './small-jq.ts';

/** What `-e` makes of the last value. */
const verdictOf = (values: readonly unknown[]): number => {
  if (values.length === 0) return 4;
  const last = values.at(-1);
  return last === undefined || last === null || last === false ? 1 : 0;
};

/** `jq` with the filters that scripts of releases use: `-r` writes texts without quotes, `-e` asks. */
export const jq: Program = (args, shell, {input, out, errors}) => {
  const [filter = '.', file] = args.filter((arg) => !/^-[a-z]+$/.test(arg));
  const bytes = file === undefined ? readAll(input) : readBytes(shell, file);
  if (bytes === undefined) {
    errors(`jq: error: Could not open file ${file}: No such file or directory\n`);
    return 2;
  }
  const has = (letter: string): boolean => args.some((arg) => /^-[a-z]+$/.test(arg) && arg.includes(letter));
  try {
    const values = filteredBy(JSON.parse(toText(bytes)), toText(filter));
    for (const value of values) out(toBytes(`${has('r') && typeof value === 'string' ? value : JSON.stringify(value ?? null)}\n`));
    return has('e') ? verdictOf(values) : 0;
  } catch {
    errors('jq: parse error: Invalid numeric literal at line 1, column 4\n');
    return 2;
  }
};
