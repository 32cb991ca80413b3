import {toProblem} from '../model/problem.ts';
import type {TaskProof} from '../model/task.ts';
import type {FactName, FactValue, SurveyEvent} from './event.ts';

export type ProbeContext = {readonly dispatch: (event: SurveyEvent) => void; readonly now: () => string};

/** Runs one look at the world and tells what came of it. A failed look is caught here and nowhere else; undefined: it failed. */
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

/** Looks whether one task is done. A look that fails says why and proves nothing, so that the proofs of the other tasks stand. */
export const runProof = async (prove: () => Promise<TaskProof>): Promise<TaskProof> => {
  try {
    return await prove();
  } catch (thrown) {
    const {message, next} = toProblem(thrown);
    return {state: 'unknown', note: `${message} ${next}`};
  }
};
