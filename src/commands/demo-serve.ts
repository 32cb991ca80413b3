import {readFaults} from '../demo/faults.ts';
import {serveWorld} from '../demo/serve.ts';
import {createWorld} from '../demo/world.ts';

export type DemoServeOptions = {
  /** Absent: any free one. */
  readonly port?: number;
  /** How many small repositories stand beside the demo's own; absent: none. */
  readonly smallRepositories?: number;
  /** Before each answer; absent: 0. */
  readonly latencyMs?: number;
  /** npm's registry as the user configured it; absent: its usual name. */
  readonly npmRegistry?: string;
  /** Faults from the start, as a JSON list; absent: none. `PORTCALL_DEMO_FAULTS` holds it on the command line. */
  readonly faults?: string;
  readonly write: (text: string) => void;
  /** Where the order to end comes from; absent: this process's signals. */
  readonly end?: AbortSignal;
};

const signalled = (end: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (end?.aborted) resolve();
    end?.addEventListener('abort', () => resolve(), {once: true});
    if (end) return;
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });

/** As a shell and a program that reads `NAME=value` both take it; in quotes, and over several lines, only where a shell needs it. */
const lineOf = (name: string, value: string): string =>
  /^[A-Za-z0-9_@%+=:,./*-]+$/.test(value) ? `${name}=${value}\n` : `${name}='${value.replaceAll("'", "'\\''")}'\n`;

/** Serves a fresh simulated world until it is ended; prints how to reach it and the tokens that it accepts. */
export const runDemoServe = async (options: DemoServeOptions): Promise<number> => {
  const text = options.faults ?? process.env.PORTCALL_DEMO_FAULTS;
  const faults = text === undefined ? [] : readFaults(text);
  if (!faults) {
    options.write(
      'The faults are not a JSON list of {"host": …, "effect": {"kind": …}}. Write PORTCALL_DEMO_FAULTS so, or leave it out.\n',
    );
    return 2;
  }
  const world = createWorld({
    faults,
    smallRepositories: options.smallRepositories ?? 0,
    ...(options.npmRegistry === undefined ? {} : {npmRegistry: options.npmRegistry}),
  });
  const served = await serveWorld(world, {port: options.port ?? 0, latencyMs: options.latencyMs ?? 0});
  options.write(lineOf('PORTCALL_HOSTS', `*=${served.origin}`));
  for (const [name, value] of Object.entries(world.setting.tokens)) options.write(lineOf(name, value));
  await signalled(options.end);
  await served.close();
  return 0;
};
