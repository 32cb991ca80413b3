import {type Cause, confidences, type Decided, type Judgement, type Situation} from '../model/diagnosis.ts';
import type {Lookup} from '../model/lookup.ts';
import {Problem} from '../model/problem.ts';
import {hasFailed} from './situation.ts';

/** More questions are not worth asking about one failure. */
const mostProbes = 3;

type Open = {readonly cause: Cause; readonly judged: Judgement};

/** The causes that the facts point to without confirming them and that can be asked about, the likelier first. */
const openOf = (situation: Situation, causes: readonly Cause[]): readonly Open[] =>
  causes
    .flatMap((cause): readonly Open[] => {
      const judged = cause.probe === undefined ? undefined : cause.judge(situation);
      return judged === undefined || judged.confidence === 'confirmed' ? [] : [{cause, judged}];
    })
    .sort((one, other) => confidences.indexOf(one.judged.confidence) - confidences.indexOf(other.judged.confidence))
    .filter((one, index, all) => all.findIndex(({cause}) => cause.id === one.cause.id) === index)
    .slice(0, mostProbes);

/** What could not be asked leaves a cause as open as it was, and says so. */
const asked = async (lookup: Lookup, situation: Situation, {cause, judged}: Open): Promise<Judgement | 'ruled-out'> => {
  try {
    return (await cause.probe?.(lookup, situation, judged)) ?? 'ruled-out';
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    return {...judged, evidence: [...judged.evidence, `What would decide it could not be asked: ${thrown.message}`]};
  }
};

/** Runs the probes of the causes that a failed job's signature left open, all at once; they only read. */
export const findDecided = async (lookup: Lookup, situation: Situation, causes: readonly Cause[]): Promise<Decided> => {
  if (!hasFailed(situation.run) || situation.log === undefined) return {};
  const open = openOf(situation, causes);
  const answers = await Promise.all(open.map(async (one) => [one.cause.id, await asked(lookup, situation, one)] as const));
  return Object.fromEntries(answers);
};
