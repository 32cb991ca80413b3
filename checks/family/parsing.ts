import {parse} from 'smol-toml';
import {LineCounter, parseDocument} from 'yaml';
import type {FileFault} from '../../src/model/package-file.ts';

/** A parsed text, or why it can't be parsed. */
type Parsed = {readonly kind: 'parsed'; readonly value: unknown} | {readonly kind: 'unreadable'; readonly fault: FileFault};

/** YAML with every scalar as the text that is written: 1.10 is a version and no number. */
export const parseYaml = (text: string): Parsed => {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {lineCounter, logLevel: 'silent', schema: 'failsafe'});
  const [error] = document.errors;
  if (error === undefined) return {kind: 'parsed', value: document.toJS({maxAliasCount: 100})};
  return {
    kind: 'unreadable',
    fault: {what: `It can't be read as YAML: ${error.message.split('\n')[0]}`, line: lineCounter.linePos(error.pos[0]).line},
  };
};

export const parseJson = (text: string): Parsed => {
  try {
    return {kind: 'parsed', value: JSON.parse(text.replace(/^\uFEFF/, ''))};
  } catch (failure) {
    return {
      kind: 'unreadable',
      fault: {what: `It can't be read as JSON: ${failure instanceof Error ? failure.message : 'it is malformed'}`},
    };
  }
};

/** JSON as a value; undefined: the text is none. */
export const parsedJson = (text: string): unknown => {
  const parsed = parseJson(text);
  return parsed.kind === 'parsed' ? parsed.value : undefined;
};

/** TOML as a table; undefined: the text is none. */
export const parsedToml = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
};

export const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** A text that is there. */
export const asText = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined);
