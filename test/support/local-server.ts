import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';

/** A program of somebody else's that serves HTTP on loopback while a test runs. */
export type LocalServer = {
  readonly origin: string;
  /** A folder that is gone when the server is. */
  readonly folder: string;
  close(): Promise<void>;
};

export type ServerPlan = {
  readonly command: string;
  readonly argsOf: (folder: string, port: number) => readonly string[];
  /** What is written into the folder beforehand, by file name. */
  readonly filesOf?: (folder: string, port: number) => Readonly<Record<string, string>>;
  /** Answers once it serves. */
  readonly path: string;
};

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const {port} = server.address() as {port: number};
      server.close(() => resolve(port));
    });
  });

const end = async (child: ChildProcess, folder: string): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
  await rm(folder, {recursive: true, force: true, maxRetries: 5});
};

/** Starts it in a folder of its own, with nothing of the person's environment, and waits until it answers. */
export const startServer = async ({command, argsOf, filesOf, path: asked}: ServerPlan): Promise<LocalServer> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'portcall-server-'));
  const port = await freePort();
  for (const [name, text] of Object.entries(filesOf?.(folder, port) ?? {})) await writeFile(path.join(folder, name), text);
  const env = {PATH: process.env.PATH ?? '', HOME: folder};
  const child = spawn(command, argsOf(folder, port), {cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe']});
  let said = '';
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece: Buffer) => {
      said = `${said}${piece}`.slice(-4000);
    });
  }
  const origin = `http://127.0.0.1:${port}`;
  const giveUp = AbortSignal.timeout(25_000);
  while (
    !(await fetch(`${origin}${asked}`).then(
      () => true,
      () => false,
    ))
  ) {
    if (failure !== undefined || child.exitCode !== null || giveUp.aborted) {
      await end(child, folder);
      throw new Error(`${command} does not serve: ${failure?.message ?? said}`);
    }
    await wait(100);
  }
  return {origin, folder, close: () => end(child, folder)};
};
