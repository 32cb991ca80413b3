import {type Cell, cellOf} from '../../model/cell.ts';
import type {Known} from '../../model/known.ts';
import type {ProblemKind, ProblemRecord} from '../../model/problem.ts';

const shortProblems: Readonly<Record<ProblemKind, string>> = {
  unauthorized: 'sign in',
  forbidden: 'no access',
  'rate-limited': 'rate limit',
  unreachable: 'no answer',
  'unexpected-answer': 'odd answer',
  refused: 'refused',
  bug: 'our mistake',
};

/** A cell without an answer: a refusal is a problem, everything else that went wrong is ignorance. */
const unansweredCell = (problem: ProblemRecord | undefined): Cell =>
  problem === undefined
    ? cellOf('unchecked', '')
    : {...cellOf(problem.kind === 'refused' ? 'problem' : 'unknown', shortProblems[problem.kind]), problem};

/** The cell of one fact: what was known stays while a look runs or fails, and the failure stands beside it. */
export const cellFrom = <T>(known: Known<T>, toCell: (value: T) => Cell): Cell => {
  if (known.value === undefined) return unansweredCell(known.problem);
  const cell = toCell(known.value);
  return {
    ...cell,
    ...(known.at === undefined ? {} : {checkedAt: known.at}),
    ...(known.problem === undefined ? {} : {problem: known.problem}),
  };
};

/** A cell that needs several facts: without one of them it says why that one is missing. */
export const cellFromAll = (known: readonly Known<unknown>[], toCell: () => Cell): Cell => {
  const missing = known.find(({value}) => value === undefined);
  if (missing !== undefined) return unansweredCell(missing.problem);
  const times = known.flatMap(({at}) => (at === undefined ? [] : [at])).sort();
  const problem = known.find((one) => one.problem !== undefined)?.problem;
  const [oldest] = times;
  return {...toCell(), ...(oldest === undefined ? {} : {checkedAt: oldest}), ...(problem === undefined ? {} : {problem})};
};
