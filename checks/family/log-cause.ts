import type {Cause, Confidence, Doable, Situation} from '../../src/model/diagnosis.ts';
import {isTelling} from '../../src/model/telling-line.ts';

/** A cause that a line of the failed step's log shows. */
type LogCause = {
  readonly id: string;
  readonly title: string;
  /** Without the flags `g` and `y`. */
  readonly pattern: RegExp;
  readonly confidence: Confidence;
  /** One order; a function where it depends on the line or the project. */
  readonly fix: string | ((match: RegExpExecArray, situation: Situation) => string);
  /** Absent: as every cause of that name has it. */
  readonly doable?: (match: RegExpExecArray) => Doable | undefined;
  readonly probe?: Cause['probe'];
};

/** Judges by the first line that matches; without a log it says nothing. */
export const logCause = ({id, title, pattern, confidence, fix, doable, probe}: LogCause): Cause => ({
  id,
  title,
  judge: (situation) => {
    for (const line of situation.log?.lines ?? []) {
      const match = isTelling(line) ? pattern.exec(line) : null;
      if (match === null) continue;
      const step = situation.log?.step;
      const where = step === undefined ? 'The log says' : `Step ${step.number} "${step.name}" says`;
      const can = doable?.(match);
      return {
        confidence,
        evidence: [`${where}: ${line.trim()}`],
        fix: typeof fix === 'string' ? fix : fix(match, situation),
        ...(can === undefined ? {} : {doable: can}),
      };
    }
    return undefined;
  },
  ...(probe === undefined ? {} : {probe}),
});

/** A cause that its own line of the log proves. */
export const shownCause = (id: string, title: string, pattern: RegExp, fix: string): Cause =>
  logCause({id, title, pattern, confidence: 'confirmed', fix});

/** A cause that its line makes likely, and that something else may have written. */
export const likelyCause = (id: string, title: string, pattern: RegExp, fix: string, probe?: Cause['probe']): Cause =>
  logCause({id, title, pattern, confidence: 'likely', fix, ...(probe === undefined ? {} : {probe})});
