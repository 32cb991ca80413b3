import {readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import {type Document, isMap, isNode, isScalar, LineCounter, parseDocument} from 'yaml';
import type {z} from 'zod';
import {type Configuration, configurationKeys, configurationSchema} from '../model/configuration.ts';
import {marketplaceIds} from '../model/marketplace-id.ts';
import {nearMissOf} from '../model/near-miss.ts';
import {Problem} from '../model/problem.ts';
import {configurationFile, findConfigurationFolder} from './configuration-place.ts';
import {ConfigurationProblem} from './configuration-problem.ts';

type Issue = z.core.$ZodIssue;
type Keys = readonly PropertyKey[];

const largest = 1_000_000;

/** Where a value may have several forms, what is wrong with the one that was probably meant: the one that got furthest. */
const deepest = (issue: Issue): Issue => {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().map(deepest);
  const found = inner.sort(
    (one, other) =>
      other.path.length - one.path.length || Number(other.code === 'unrecognized_keys') - Number(one.code === 'unrecognized_keys'),
  )[0];
  return found === undefined ? issue : {...found, path: [...issue.path, ...found.path]};
};

/** Where a key or its value begins in the file; the nearest thing around it where it has no place of its own. */
const offsetOf = (document: Document, keys: Keys, isKey: boolean): number => {
  const parent = keys.length < 2 ? document.contents : document.getIn(keys.slice(0, -1), true);
  const last = keys.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(({key}) => String(isNode(key) ? key.toJSON() : key) === String(last));
    const [key, value] = [pair?.key, pair?.value];
    if (!isKey && isNode(value) && value.range && value.range[0] !== value.range[1]) return value.range[0];
    if (isNode(key) && key.range) return key.range[0];
  }
  const node = keys.length === 0 ? document.contents : document.getIn(keys, true);
  if (isNode(node) && node.range) return node.range[0];
  return keys.length === 0 ? 0 : offsetOf(document, keys.slice(0, -1), isKey);
};

const knownKeys = (keys: Keys): readonly string[] => {
  if (keys.length === 0) return configurationKeys;
  if (keys.length === 1 && keys[0] === 'packages') return marketplaceIds;
  return keys.length === 2 && keys[0] === 'packages' ? ['name', 'path'] : [];
};

const valueAt = (document: Document, keys: Keys): unknown => (keys.length === 0 ? undefined : document.getIn(keys));

/** A value as the file spells it: 1.0 is not the number 1 to the person who wrote it. */
const spelledAt = (document: Document, keys: Keys, value: unknown): string => {
  const node = document.getIn(keys, true);
  return typeof value !== 'string' && isScalar(node) && node.source !== undefined ? node.source : String(value);
};

/** What is wrong, in a sentence, and what would be right. */
const explain = (
  document: Document,
  issue: Issue,
): {readonly keys: Keys; readonly isKey: boolean; readonly what: string; readonly next: string} => {
  const wrongKey =
    issue.code === 'unrecognized_keys' ? issue.keys[0] : issue.code === 'invalid_key' ? String(issue.path.at(-1)) : undefined;
  if (wrongKey !== undefined) {
    const parent = issue.code === 'invalid_key' ? issue.path.slice(0, -1) : issue.path;
    const known = knownKeys(parent);
    const near = nearMissOf(wrongKey, known);
    const next = near ? `Write “${near}”.` : `Choose among ${known.join(', ')}.`;
    return {keys: [...parent, wrongKey], isKey: true, what: `there is no key “${wrongKey}” here.`, next};
  }
  const value = valueAt(document, issue.path);
  const name = issue.path.length === 0 ? 'the file' : `“${issue.path.map(String).join('.')}”`;
  const near = typeof value === 'string' && issue.code === 'invalid_value' ? nearMissOf(value, marketplaceIds) : undefined;
  const shown =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? ` is “${spelledAt(document, issue.path, value)}”, which can't be.`
      : value === null
        ? ' is empty.'
        : ' is not what it should be.';
  return {keys: issue.path, isKey: false, what: `${name}${shown}`, next: near ? `Write “${near}”.` : issue.message};
};

/** Understands the text of a `portcall.yaml`, or throws what is wrong with it and where. */
export const parseConfiguration = (text: string, file = configurationFile): Configuration => {
  const lines = new LineCounter();
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false, logLevel: 'error'});
  const placeOf = (offset: number) => {
    const {line, col} = lines.linePos(offset);
    return {path: file, line: Math.max(1, line), column: Math.max(1, col)};
  };
  const [error] = document.errors;
  if (error)
    throw new ConfigurationProblem(
      placeOf(error.pos[0]),
      `this is not YAML: ${error.message}.`,
      'Correct the line, and mind the spaces before it.',
    );
  const read = valueIn(document, placeOf(0));
  const result = configurationSchema.safeParse(read ?? {});
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue === undefined) return {};
  const {keys, isKey, what, next} = explain(document, deepest(issue));
  throw new ConfigurationProblem(placeOf(offsetOf(document, keys, isKey)), what, next);
};

/** Aliases of aliases can stand for more than fits into memory; the parser then refuses. */
const valueIn = (document: Document, place: ConstructorParameters<typeof ConfigurationProblem>[0]): unknown => {
  try {
    return document.toJS();
  } catch {
    throw new ConfigurationProblem(place, 'its aliases refer to each other without end.', 'Write the values out.');
  }
};

/** Reads the `portcall.yaml` of the repository that the folder lies in; an empty configuration where there is none. */
export const readConfiguration = async (folder: string): Promise<Configuration> => {
  const file = path.join(await findConfigurationFolder(folder), configurationFile);
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return {};
  if (!found.isFile() || found.size > largest) {
    throw new Problem('refused', `${file} is no file that a person wrote.`, 'Take it away, and run “portcall init”.');
  }
  try {
    return parseConfiguration(await readFile(file, 'utf8'), file);
  } catch (failure) {
    if (failure instanceof Problem) throw failure;
    throw new Problem(
      'refused',
      `${file} could not be read: ${failure instanceof Error ? failure.message : String(failure)}.`,
      'Look at its rights.',
    );
  }
};
