/** One request that reached the simulated world. */
export type LoggedRequest = {
  readonly method: string;
  readonly host: string;
  /** With the query, as sent. */
  readonly path: string;
  /** Whether it carried credentials: an Authorization header or a marketplace's own header for keys. */
  readonly authorized: boolean;
  /** Whether it named an ETag it holds. */
  readonly conditional: boolean;
  /** What was answered; 0: nothing was (silence, or a reset connection). */
  readonly status: number;
  /** Kind of the fault that struck; absent: none did. */
  readonly fault?: string;
  /** True when nobody simulates the host. */
  readonly unserved?: true;
};

export type RequestLog = {
  /** Oldest first; at most as many as the log holds. */
  all(): readonly LoggedRequest[];
  /** How many were ever logged. */
  count(): number;
  clear(): void;
  write(request: LoggedRequest): void;
};

/** Keeps the newest `limit` requests. */
export const createRequestLog = (limit = 20_000): RequestLog => {
  let kept: LoggedRequest[] = [];
  let total = 0;
  return {
    all: () => kept.slice(-limit),
    count: () => total,
    clear: () => {
      kept = [];
      total = 0;
    },
    write: (request) => {
      total += 1;
      kept.push(request);
      if (kept.length >= limit * 2) kept = kept.slice(-limit);
    },
  };
};
