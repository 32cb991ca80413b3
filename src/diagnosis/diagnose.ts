import {type Cause, confidences, type Diagnosis, type Judgement, type Situation} from '../model/diagnosis.ts';
import {type SafeText, safeLine} from '../model/safe-text.ts';
import {unknownFailure} from './causes/unknown-failure.ts';
import {doableOf} from './doable.ts';
import {failedStepOf, hasFailed} from './situation.ts';

const most = 5;

/** What the title says already is told once, unless nothing else is seen. */
const withoutTitle = (evidence: readonly SafeText[], title: SafeText): readonly SafeText[] => {
  const others = evidence.filter((sentence) => sentence !== title);
  return others.length > 0 ? others : evidence;
};

/** A judgement as its probe left it; undefined: the facts don't point here, or the probe ruled it out. */
const decidedOf = ({decided, log}: Situation, {id}: Cause, judgement: Judgement | undefined): Judgement | undefined => {
  const answer = judgement && log && decided?.[id];
  return answer === 'ruled-out' ? undefined : (answer ?? judgement);
};

const judged = (situation: Situation, causes: readonly Cause[]): readonly Diagnosis[] => {
  const failed = failedStepOf(situation.run);
  return causes.flatMap((cause): readonly Diagnosis[] => {
    const judgement = decidedOf(situation, cause, cause.judge(situation));
    if (!judgement) return [];
    const title = safeLine(judgement.title ?? cause.title);
    const doable = judgement.doable ?? doableOf(cause.id, situation);
    const diagnosis = {
      cause: cause.id,
      title,
      confidence: judgement.confidence,
      evidence: withoutTitle(
        judgement.evidence.map((sentence) => safeLine(sentence)),
        title,
      ),
      fix: safeLine(judgement.fix),
      ...(doable === undefined ? {} : {doable}),
    };
    return [failed ? {...diagnosis, step: {number: failed.number, name: safeLine(failed.name, 200)}} : diagnosis];
  });
};

/** One of each kind: a marketplace's own cause stands for the general one of the same id. */
const withoutRepeats = (diagnoses: readonly Diagnosis[]): readonly Diagnosis[] =>
  diagnoses.filter((one, index) => diagnoses.findIndex((other) => other.cause === one.cause) === index);

/**
 * The causes that the facts support, best first: by confidence, then in the order of the catalogue, which names the more specific first. A
 * failed run always yields at least one.
 */
export const diagnose = (situation: Situation, causes: readonly Cause[]): readonly Diagnosis[] => {
  const found = judged(situation, causes)
    .map((diagnosis, index) => ({diagnosis, index}))
    .sort((a, b) => confidences.indexOf(a.diagnosis.confidence) - confidences.indexOf(b.diagnosis.confidence) || a.index - b.index)
    .map(({diagnosis}) => diagnosis);
  if (found.length > 0 || !hasFailed(situation.run)) return withoutRepeats(found).slice(0, most);
  return judged(situation, [unknownFailure]);
};
