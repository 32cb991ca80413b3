/** One way in which a service can misbehave. */
export type FaultEffect =
  | {
      readonly kind: 'status';
      readonly status: number;
      /** Seconds; absent: no Retry-After. */
      readonly retryAfter?: number;
    }
  /** 200 and a web page where JSON was due. */
  | {readonly kind: 'html'}
  /** 200 and JSON of another shape. */
  | {readonly kind: 'other-json'}
  /** The true answer, broken off half-way. */
  | {readonly kind: 'cut-off'}
  /** The connection stays open and nothing comes. */
  | {readonly kind: 'silence'}
  /** The connection is reset before any answer. */
  | {readonly kind: 'reset'}
  | {
      readonly kind: 'huge';
      /** Absent: 1 GB. */
      readonly bytes?: number;
    }
  | {
      readonly kind: 'redirect';
      /** Scheme and host that take the request over, such as `https://elsewhere.example`; the path stays. */
      readonly to: string;
    }
  /** GitHub's answer to a caller that is too fast. */
  | {
      readonly kind: 'secondary-limit';
      /** Seconds; absent: 60. */
      readonly retryAfter?: number;
    };

export type Fault = {
  /** The public host it strikes; `*` is every host. */
  readonly host: string;
  /** A regular expression over path and query; absent: every path. */
  readonly path?: string;
  /** Such as PUT; absent: every method. */
  readonly method?: string;
  /** How often it strikes; absent: always. */
  readonly times?: number;
  readonly effect: FaultEffect;
};

/** The faults that are switched on; the first that fits strikes. */
export type FaultBoard = {
  list(): readonly Fault[];
  set(faults: readonly Fault[]): void;
  add(fault: Fault): void;
  clear(): void;
  /** Counts as a strike. */
  strike(host: string, pathAndQuery: string, method?: string): FaultEffect | undefined;
};

const fits = (fault: Fault, host: string, path: string, method: string | undefined): boolean =>
  (fault.host === '*' || fault.host === host) &&
  (fault.method === undefined || method === undefined || fault.method === method) &&
  (fault.path === undefined || new RegExp(fault.path).test(path));

export const createFaultBoard = (initial: readonly Fault[] = []): FaultBoard => {
  let active: {fault: Fault; left: number}[] = [];
  const entryOf = (fault: Fault) => ({fault, left: fault.times ?? Number.POSITIVE_INFINITY});
  const board: FaultBoard = {
    list: () => active.map((entry) => entry.fault),
    set: (faults) => {
      active = faults.map(entryOf);
    },
    add: (fault) => {
      active.push(entryOf(fault));
    },
    clear: () => {
      active = [];
    },
    strike: (host, path, method) => {
      const entry = active.find((one) => one.left > 0 && fits(one.fault, host, path, method));
      if (!entry) return undefined;
      entry.left -= 1;
      return entry.fault.effect;
    },
  };
  board.set(initial);
  return board;
};

const kinds = ['status', 'html', 'other-json', 'cut-off', 'silence', 'reset', 'huge', 'redirect', 'secondary-limit'];
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isOptional = (value: unknown, type: 'number' | 'string'): boolean => value === undefined || typeof value === type;

const isExpression = (text: unknown): boolean => {
  if (text === undefined) return true;
  if (typeof text !== 'string') return false;
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
};

const isEffect = (value: unknown): value is FaultEffect => {
  if (!isRecord(value) || !kinds.includes(String(value.kind))) return false;
  if (value.kind === 'status' && typeof value.status !== 'number') return false;
  if (value.kind === 'redirect' && !/^https?:\/\/[^/]+$/.test(String(value.to))) return false;
  return isOptional(value.retryAfter, 'number') && isOptional(value.bytes, 'number');
};

const isFault = (value: unknown): value is Fault =>
  isRecord(value) &&
  typeof value.host === 'string' &&
  isExpression(value.path) &&
  isOptional(value.method, 'string') &&
  isOptional(value.times, 'number') &&
  isEffect(value.effect);

/** Faults written as a JSON list, from the environment or the control path; undefined: the text is no such list. */
export const readFaults = (text: string): readonly Fault[] | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(isFault) ? value : undefined;
  } catch {
    return undefined;
  }
};
