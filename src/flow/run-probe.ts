import {toProblem} from '../model/problem.ts';
import type {FactName, FactValue, SurveyEvent} from './event.ts';

export type ProbeContext = {readonly dispatch: (event: SurveyEvent) => void; readonly now: () => string};

/** Runs one look at the world and tells what came of it. The only place where a failed look is caught; undefined: it failed. */
export const runProbe = async <N extends FactName>(
  name: N,
  find: () => Promise<FactValue<N>>,
  {dispatch, now}: ProbeContext,
): Promise<FactValue<N> | undefined> => {
  dispatch({kind: 'fact-checking', name});
  try {
    const value = await find();
    dispatch({kind: 'fact-found', name, value, at: now()});
    return value;
  } catch (thrown) {
    dispatch({kind: 'fact-failed', name, problem: toProblem(thrown).record(), at: now()});
    return undefined;
  }
};
