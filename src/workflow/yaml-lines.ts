import {yamlString} from '../model/quoting.ts';

/* What YAML would take for something else than text, in one of its versions. */
const otherThanText = /^(?:null|true|false|yes|no|on|off|y|n|~|[-+.]?[\d.][\d_.:eExXoO+-]*)$/i;
const isPlain = (text: string): boolean =>
  /^[A-Za-z0-9_./$][\x20-\x7e]*$/.test(text) && !/: |:$| #| $/.test(text) && !otherThanText.test(text);

/** A text as the value of a block mapping's key: plain where it can be, else between double quotes. */
export const scalarOf = (text: string): string => (isPlain(text) ? text : yamlString(text));

/** A mapping of texts below its key; nothing where it is empty. */
export const mappingLines = (key: string, entries: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(entries).length === 0
    ? []
    : [`${key}:`, ...Object.entries(entries).map(([name, value]) => `  ${scalarOf(name)}: ${scalarOf(value)}`)];

/* YAML holds no controls in a block, and takes these for line ends. */
const unfitForBlock = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udfff](?![\udc00-\udfff])/;

/** A text of several lines below its key. */
export const blockLines = (key: string, lines: readonly string[]): readonly string[] => {
  const own = lines.flatMap((line) => line.split('\n'));
  if (own.some((line) => unfitForBlock.test(line.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ''))))
    return [`${key}: ${yamlString(`${own.join('\n')}\n`)}`];
  return [`${key}: |`, ...own.map((line) => (line === '' ? '' : `  ${line}`))];
};

/** Lines so many columns in; empty ones stay empty. */
export const indentedBy = (columns: number, lines: readonly string[]): readonly string[] =>
  lines.map((line) => (line === '' ? '' : `${' '.repeat(columns)}${line}`));

/** One item of a block sequence. */
export const itemLines = ([first = '', ...rest]: readonly string[]): readonly string[] => [`- ${first}`, ...indentedBy(2, rest)];
