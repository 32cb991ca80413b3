/** What happens at a time, in milliseconds of the simulated clock. */
type Timer = {readonly at: number; readonly happen: () => void};

export type Timers = {
  /** What comes first happens first; of two at the same time the one that was set first. */
  set(at: number, happen: () => void): void;
  /** Takes the first that is due by then; undefined: none is. */
  takeDue(now: number): Timer | undefined;
};

export const createTimers = (): Timers => {
  const timers: Timer[] = [];
  return {
    set: (at, happen) => {
      const after = timers.findIndex((timer) => timer.at > at);
      timers.splice(after < 0 ? timers.length : after, 0, {at, happen});
    },
    takeDue: (now) => ((timers[0]?.at ?? Number.POSITIVE_INFINITY) <= now ? timers.shift() : undefined),
  };
};
