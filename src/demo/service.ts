/** A request as a simulated service gets it; the host is the public one it was meant for. */
export type DemoRequest = {
  readonly method: string;
  readonly host: string;
  /** As sent, percent-encoding kept; without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export type DemoReply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON; absent: no body. */
  readonly body?: string | Buffer | object;
};

/** One simulated service: it obeys the documented rules of the real one, refusals included. */
export type DemoService = {
  /** One that ends in `*` stands for all that begin so. */
  readonly hosts: readonly string[];
  /** Undefined: no such address (sent as a plain 404). */
  answer(request: DemoRequest): DemoReply | undefined;
};

/** What every simulated service shares. */
export type DemoSetting = {
  /** Milliseconds since 1970, the simulated now. */
  now(): number;
  /** The tokens this world accepts from its start, by secret name. Random; its pages make more of them. */
  readonly tokens: Readonly<Record<string, string>>;
  /** The bytes of a release asset of the demo project, by tag and file name; undefined: there is none. */
  asset(tag: string, name: string): Buffer | undefined;
};
