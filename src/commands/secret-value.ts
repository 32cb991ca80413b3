import {Secret} from '../model/secret.ts';
import {secretValueFault} from '../model/secret-rules.ts';
import type {TokenStore} from '../model/token-store.ts';
import {tokenTextOf} from '../model/token-text.ts';
import type {Options} from './options.ts';
import type {Questions} from './questions.ts';
import {canAsk, type Surroundings} from './surroundings.ts';
import {WrongUse} from './wrong-use.ts';

export type ValueSources = {
  readonly options: Options;
  readonly surroundings: Surroundings;
  readonly questions: Questions;
  /** Where tokens were kept by an earlier run. */
  readonly kept: Pick<TokenStore, 'find'>;
};

/** A value with the handle that says where it comes from. */
export type FoundValue = {
  readonly handle: string;
  /** Absent: it is only read when the plan is agreed to, which it isn't in this run. */
  readonly value?: Secret;
  /** What was done to the value to make it fit. */
  readonly said: readonly string[];
};

const readAll = async (): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString('utf8');
};

const handleOf = (name: string, source: string): string => `${name} from ${source}`;

/** A value as it was meant, and fit for GitHub; refuses one that isn't. */
export const fitValue = (name: string, text: string, source: string): FoundValue => {
  const {value, said} = tokenTextOf(text, [name]);
  const fault = secretValueFault(value);
  if (fault !== undefined) throw new WrongUse(fault, `Give the value of ${name} by the prompt or on standard input.`);
  return {handle: handleOf(name, source), value: new Secret(value), said: said.map((what) => `${name}: ${what}`)};
};

const askForValue = async (name: string, {options, questions, kept}: ValueSources): Promise<FoundValue> => {
  const known = await kept.find(name);
  if (known !== undefined && (options.yes || (await questions.confirm(`The vault holds ${name} (${known.masked}). Set that one?`))))
    return {handle: handleOf(name, 'the vault'), value: known, said: []};
  return fitValue(name, await questions.secret(`Paste the value of ${name}:`), 'the prompt');
};

/** The value to set: kept or pasted where somebody can be asked, else from standard input; never from the command line. */
export const findValue = async (name: string, sources: ValueSources): Promise<FoundValue> => {
  const {options, surroundings, kept} = sources;
  const isAsked = canAsk(surroundings);
  if (options.dryRun || (!options.yes && !isAsked)) return {handle: handleOf(name, isAsked ? 'the prompt' : 'standard input'), said: []};
  if (isAsked) return askForValue(name, sources);
  const text = await (surroundings.readInput ?? readAll)();
  const known = text.trim() === '' ? await kept.find(name) : undefined;
  if (known !== undefined) return {handle: handleOf(name, 'the vault'), value: known, said: []};
  return fitValue(name, text, 'standard input');
};
