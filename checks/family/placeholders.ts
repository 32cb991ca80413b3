import type {FileFault} from '../../src/model/package-file.ts';

/* GitHub's own `${{ … }}` is an expression and no placeholder. */
const signs: readonly RegExp[] = [
  /\b[A-Z0-9_]*PLACEHOLDER[A-Z0-9_]*\b/,
  /(["'])placeholder\1/i,
  /\d+\.\d+\.\d+-placeholder\b/i,
  /\b(?:REPLACE_(?:ME|WITH|THIS)[A-Z0-9_]*|REPLACEME|CHANGE_?ME|FIX_?ME_[A-Z0-9_]+|YOUR_[A-Z0-9_]+|INSERT_[A-Z0-9_]*HERE|TO_BE_FILLED|TBD_[A-Z0-9_]+)\b/,
  /<(?:sha-?(?:1|256|512)|md5|hash|checksum here|your[ _-][^>]*|insert[ _-][^>]*|replace[ _-][^>]*)>/i,
  /(?<!\$)\{\{\s*\.?[A-Za-z_][A-Za-z_. -]*\}\}/,
  /(?<![0-9a-f])(?:0{64}|0{128}|0{40})(?![0-9a-f])/i,
  /__[A-Z][A-Z0-9_]*(?:VERSION|SHA256|SHA512|CHECKSUM|HASH|URL)[A-Z0-9_]*__|__(?:VERSION|SHA256|SHA512|CHECKSUM|HASH|URL)__/,
];

const isComment = (line: string): boolean => /^\s*(?:#|\/\/|<!--|;|\*)/.test(line);

/** The first thing in a text that stands where a real value should; undefined: none. */
const placeholderIn = (text: string): string | undefined => {
  for (const sign of signs) {
    const found = sign.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Every line of a file that holds a value nobody filled in; comments don't count. */
export const placeholderFaults = (text: string): readonly FileFault[] =>
  text.split(/\r?\n/).flatMap((line, at) => {
    const found = isComment(line) ? undefined : placeholderIn(line);
    if (found === undefined) return [];
    const placeholder = found.slice(0, 40);
    return [
      {what: `${placeholder}${found === placeholder ? '' : '…'} is a placeholder that was never filled in.`, line: at + 1, placeholder},
    ];
  });
