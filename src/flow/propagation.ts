import type {Propagation} from '../model/marketplace.ts';

const second = 1000;
const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A number of seconds in the largest unit that says it without a fraction worth telling: `20 seconds`, `5 minutes`, `4 hours`. */
export const durationText = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds));
  const [unit, length] = units.find(([, one]) => whole >= one && (whole % one === 0 || whole >= 5 * one)) ?? units[3];
  const count = Math.round(whole / length);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};

/** Where a version stands between the end of the job and the marketplace's answer. */
export type Visibility =
  /** It is early, or at least not late. */
  | {readonly kind: 'expected' | 'overdue'; readonly nextLook: number; readonly usually: string; readonly text: string}
  /** It should be visible by every rule that is known. */
  | {readonly kind: 'late'; readonly text: string};

/** The shortest pauses in seconds: while it is usual to see nothing yet, and after that. */
const shortest = {expected: 5, overdue: 15};

/* Short at first and longer with the time that has passed, so that a quick marketplace is seen at once and a slow one is not asked for nothing. */
const pauseAt = ({usually, atMost}: Propagation, passed: number): number =>
  passed < usually
    ? Math.min(Math.max(shortest.expected, passed / 3), Math.max(shortest.expected, usually / 5))
    : Math.min(Math.max(shortest.overdue, passed / 4), Math.max(shortest.overdue, atMost / 20));

const usuallyText = ({usually}: Propagation): string =>
  usually <= shortest.expected ? 'usually visible at once' : `usually visible within ${durationText(usually)}`;

/** When to look next for a version whose publish job ended at `endedAt`, and what to say until then; both are milliseconds since 1970. */
export const visibilityAt = (propagation: Propagation, endedAt: number, now: number): Visibility => {
  const {usually, atMost, because} = propagation;
  // The clock of the machine that ran the job may be ahead of this one.
  const passed = Math.max(0, (now - endedAt) / second);
  if (passed >= atMost) return {kind: 'late', text: `It should have been visible within ${durationText(atMost)} and is not: ${because}`};
  const nextLook = now + Math.min(pauseAt(propagation, passed), atMost - passed) * second;
  const next = `next look in ${durationText((nextLook - now) / second)}`;
  const text = usuallyText(propagation);
  if (passed < usually) return {kind: 'expected', nextLook, usually: text, text: `${text}, ${next}`};
  return {kind: 'overdue', nextLook, usually: text, text: `${text} and at most within ${durationText(atMost)}, ${next}`};
};
