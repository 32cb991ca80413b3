import type {Cause, Confidence, Situation} from '../../src/model/diagnosis.ts';

/** A cause that a line of the failed step's log shows. */
type LogCause = {
  readonly id: string;
  readonly title: string;
  /** Without the flags `g` and `y`. */
  readonly pattern: RegExp;
  readonly confidence: Confidence;
  /** One order; a function where it depends on the line or the project. */
  readonly fix: string | ((match: RegExpExecArray, situation: Situation) => string);
};

/** Judges by the first line that matches; without a log it says nothing. */
export const logCause = ({id, title, pattern, confidence, fix}: LogCause): Cause => ({
  id,
  title,
  judge: (situation) => {
    for (const line of situation.log?.lines ?? []) {
      const match = pattern.exec(line);
      if (match === null) continue;
      const step = situation.log?.step;
      const where = step === undefined ? 'The log says' : `Step ${step.number} "${step.name}" says`;
      return {confidence, evidence: [`${where}: ${line.trim()}`], fix: typeof fix === 'string' ? fix : fix(match, situation)};
    }
    return undefined;
  },
});
