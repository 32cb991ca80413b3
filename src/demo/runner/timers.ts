/** What happens at a time, in milliseconds of the simulated clock. */
type Timer = {readonly at: number; readonly happen: () => void; readonly isOfWorld: boolean};

export type Timers = {
  /** What comes first happens first; of two at the same time the one that was set first. */
  set(at: number, happen: () => void): void;
  /** The same for what the world does by itself, and no machine. */
  setWorld(at: number, happen: () => void): void;
  /** Takes the first that is due by then; undefined: none is. */
  takeDue(now: number): Timer | undefined;
  /** The same of what the world does by itself alone. */
  takeWorld(by: number): Timer | undefined;
};

export const createTimers = (): Timers => {
  const timers: Timer[] = [];
  const add = (timer: Timer): void => {
    const after = timers.findIndex(({at}) => at > timer.at);
    timers.splice(after < 0 ? timers.length : after, 0, timer);
  };
  return {
    set: (at, happen) => add({at, happen, isOfWorld: false}),
    setWorld: (at, happen) => add({at, happen, isOfWorld: true}),
    takeWorld: (by) => {
      const found = timers.findIndex(({at, isOfWorld}) => isOfWorld && at <= by);
      return found < 0 ? undefined : timers.splice(found, 1)[0];
    },
    takeDue: (now) => ((timers[0]?.at ?? Number.POSITIVE_INFINITY) <= now ? timers.shift() : undefined),
  };
};
