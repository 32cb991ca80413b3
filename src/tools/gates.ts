import type {Problem} from '../model/problem.ts';

/** At most so many requests at once to one host; a host whose limit is used up stays closed until it says otherwise. */
export type Gates = {
  /** Resolves when a place is free, with how to leave it; throws while the host is closed. */
  enter(host: string): Promise<() => void>;
  closeUntil(host: string, time: number | undefined, why: Problem): void;
  /** Tells whether the host answered; one that is silent again and again closes for a moment, so that not everybody waits for it in turn. */
  heard(host: string, silence?: Problem): void;
};

const places = 16;
const shortestClosure = 60_000;
const mostSilences = 3;
const pauseOfSilence = 5_000;

type Gate = {inside: number; readonly queue: (() => void)[]; closedUntil: number; why: Problem | undefined; silences: number};

const close = (gate: Gate, until: number, why: Problem) => {
  if (until <= gate.closedUntil) return;
  gate.closedUntil = until;
  gate.why = why;
};

/** Waits for a place; gives how to leave it. */
const takePlace = async (gate: Gate): Promise<() => void> => {
  if (gate.inside >= places) await new Promise<void>((open) => gate.queue.push(open));
  else gate.inside++;
  return () => {
    const next = gate.queue.shift();
    if (next === undefined) gate.inside--;
    else next();
  };
};

export const createGates = (now: () => number = Date.now): Gates => {
  const gates = new Map<string, Gate>();
  const gateOf = (host: string): Gate => {
    const gate = gates.get(host) ?? {inside: 0, queue: [], closedUntil: 0, why: undefined, silences: 0};
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
      const leave = await takePlace(gate);
      try {
        refuseWhileClosed(gate);
      } catch (closed) {
        leave();
        throw closed;
      }
      return leave;
    },
    closeUntil: (host, time, why) => close(gateOf(host), time ?? now() + shortestClosure, why),
    heard: (host, silence) => {
      const gate = gateOf(host);
      gate.silences = silence === undefined ? 0 : gate.silences + 1;
      if (silence !== undefined && gate.silences >= mostSilences) close(gate, now() + pauseOfSilence, silence);
    },
  };
};
