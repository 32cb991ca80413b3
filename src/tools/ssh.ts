import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import type {SshAnswer} from '../model/marketplace.ts';
import {Problem} from '../model/problem.ts';

/** Where a connection goes; its host key is pinned, so nobody else can answer in its place. */
export type SshTarget = {
  readonly host: string;
  /** Absent: 22. */
  readonly port?: number;
  readonly user: string;
  /** The host's key as a line of known_hosts has it, without the host. */
  readonly hostKey: string;
};

/** Runs one command over SSH with a key that was handed in; an empty one asks for the greeting alone. */
export type SshAsker = (target: SshTarget, key: string, command: string) => Promise<SshAnswer>;

/** Seconds until a host that says nothing counts as silent. */
const patience = 15;

/** What ssh is told so that nothing but this key and this host key counts. */
const optionsFor = (folder: string, {host, port = 22}: SshTarget): readonly string[] => [
  // Whatever the person's own configuration says of this host, nothing but this key and this host key counts.
  ...['-F', 'none', '-T', '-p', String(port), '-i', path.join(folder, 'key')],
  ...[
    'IdentitiesOnly=yes',
    'IdentityAgent=none',
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
    `UserKnownHostsFile="${path.join(folder, 'known_hosts')}"`,
    'GlobalKnownHostsFile=none',
    `HostKeyAlias=${host}`,
    'UpdateHostKeys=no',
    'PreferredAuthentications=publickey',
    'ClearAllForwardings=yes',
    `ConnectTimeout=${patience}`,
    'LogLevel=ERROR',
  ].flatMap((option) => ['-o', option]),
];

/* A child that reads the person's tokens out of its environment would be one place too many. */
export const plainEnvironment = (): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    ['PATH', 'HOME', 'SystemRoot', 'TMPDIR', 'TEMP'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  ),
  LC_ALL: 'C',
});

const missing = () =>
  new Problem('unreachable', 'There is no ssh on this machine, so no key can be tested.', 'Install OpenSSH and try again.');

/**
 * Lends a key to the ssh program. It lies in a file that its owner alone reads, in a folder that is taken away afterwards; line ends are put right,
 * since ssh refuses a key without the last one.
 */
export const withSshKey = async <T>(
  target: SshTarget,
  key: string,
  use: (options: readonly string[], folder: string) => Promise<T>,
  purpose = 'ssh',
): Promise<T> => {
  const folder = await mkdtemp(path.join(tmpdir(), `portcall-${purpose}-`));
  try {
    await writeFile(path.join(folder, 'key'), `${key.replace(/\r\n?/g, '\n').trim()}\n`, {mode: 0o600});
    await writeFile(path.join(folder, 'known_hosts'), `${target.host} ${target.hostKey}\n`, {mode: 0o600});
    return await use(optionsFor(folder, target), folder);
  } finally {
    await rm(folder, {recursive: true, force: true, maxRetries: 3});
  }
};

/** Runs one command with the ssh program. */
export const askOverSsh: SshAsker = (target, key, command) =>
  withSshKey(target, key, async (options) => {
    const ended = await execa('ssh', [...options, `${target.user}@${target.host}`, ...(command === '' ? [] : [command])], {
      env: plainEnvironment(),
      extendEnv: false,
      stdin: 'ignore',
      all: true,
      reject: false,
      timeout: (patience + 10) * 1000,
      maxBuffer: 100_000,
    });
    if (ended.code === 'ENOENT') throw missing();
    return {text: ended.all ?? '', code: ended.timedOut ? null : (ended.exitCode ?? null)};
  });
