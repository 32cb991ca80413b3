import {ageOf} from '../flow/age.ts';
import {type Plan, type Step, stepText} from '../model/plan.ts';
import {safeLine} from '../model/safe-text.ts';

/** What is known of a plan's steps beside them. */
export type PlanDetails = {
  /** ISO time at which what a step overwrites or deletes was last set; undefined: it is not known, or nothing is there. */
  readonly setAt: (step: Step) => string | undefined;
  readonly now: number;
};

const agoOf = (at: string | undefined, now: number): string => {
  if (at === undefined) return '';
  const age = ageOf(at, now);
  return age === 'now' ? ' just now' : ` ${age} ago`;
};

const detailOf = (step: Step, {setAt, now}: PlanDetails): string => {
  switch (step.kind) {
    case 'set-secret': {
      const [, source] = / (from .+)$/.exec(step.value) ?? [];
      return `${source === undefined ? '' : `, ${source}`}${step.overwrites ? `; it overwrites the one set${agoOf(setAt(step), now)}` : '; none is there yet'}`;
    }
    case 'delete-secret':
      return `; it was set${agoOf(setAt(step), now)}`;
  }
};

/** A plan in words, one line for each step, without any value. */
export const planText = (plan: Plan, details: PlanDetails): string => {
  const steps = plan.steps.map((step, at) => `  ${at + 1}. ${stepText(step)}${detailOf(step, details)}.`);
  const undo = plan.undo ?? 'Nothing of it can be undone: GitHub shows the old value of a secret to nobody.';
  return `${[`${plan.title}:`, ...steps, undo].map((line) => `${/^ */.exec(line)?.[0] ?? ''}${safeLine(line)}`).join('\n')}\n`;
};
