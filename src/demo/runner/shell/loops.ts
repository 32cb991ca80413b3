import type {Command, Script} from './script.ts';
import {type Bytes, LoopEnd, type Shell} from './shell.ts';

/** More than any script here needs; one that goes on for ever ends there. */
const mostRounds = 2000;

/** Runs one round of a loop; true: the loop is over. */
const endsLoop = (run: () => number): boolean => {
  try {
    run();
    return false;
  } catch (thrown) {
    if (thrown instanceof LoopEnd) return !thrown.goesOn;
    throw thrown;
  }
};

export const runFor = (
  {name, body}: Extract<Command, {kind: 'for'}>,
  values: readonly Bytes[],
  shell: Shell,
  run: (script: Script) => number,
): number => {
  shell.status = 0;
  for (const value of values) {
    shell.variables[name] = value;
    if (endsLoop(() => run(body))) break;
  }
  return shell.status;
};

/** `asks`: the failure of what is run is an answer. */
export const runWhile = (
  {test, body, isUntil}: Extract<Command, {kind: 'while'}>,
  shell: Shell,
  run: (script: Script, asks: boolean) => number,
): number => {
  let last = 0;
  for (let round = 0; round < mostRounds; round++) {
    if ((run(test, true) === 0) === isUntil) break;
    const isOver = endsLoop(() => run(body, false));
    last = shell.status;
    if (isOver) break;
  }
  return last;
};
