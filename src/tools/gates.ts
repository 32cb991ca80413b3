import type {Problem} from '../model/problem.ts';

/** At most so many requests at once to one host; a host whose limit is used up stays closed until it says otherwise. */
export type Gates = {
  /** Resolves when a place is free, with how to leave it; throws while the host is closed. */
  enter(host: string): Promise<() => void>;
  closeUntil(host: string, time: number | undefined, why: Problem): void;
};

const places = 8;
const shortestClosure = 60_000;

type Gate = {inside: number; readonly queue: (() => void)[]; closedUntil: number; why: Problem | undefined};

export const createGates = (now: () => number = Date.now): Gates => {
  const gates = new Map<string, Gate>();
  const gateOf = (host: string): Gate => {
    const gate = gates.get(host) ?? {inside: 0, queue: [], closedUntil: 0, why: undefined};
    gates.set(host, gate);
    return gate;
  };
  const refuseWhileClosed = (gate: Gate) => {
    if (gate.why !== undefined && now() < gate.closedUntil) throw gate.why;
  };
  return {
    enter: async (host) => {
      const gate = gateOf(host);
      refuseWhileClosed(gate);
      if (gate.inside >= places) await new Promise<void>((open) => gate.queue.push(open));
      else gate.inside++;
      const leave = () => {
        const next = gate.queue.shift();
        if (next === undefined) gate.inside--;
        else next();
      };
      try {
        refuseWhileClosed(gate);
      } catch (closed) {
        leave();
        throw closed;
      }
      return leave;
    },
    closeUntil: (host, time, why) => {
      const gate = gateOf(host);
      gate.closedUntil = Math.max(gate.closedUntil, time ?? now() + shortestClosure);
      gate.why = why;
    },
  };
};
