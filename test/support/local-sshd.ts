import {type ChildProcess, execFileSync, spawn, spawnSync} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir, userInfo} from 'node:os';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import type {SshTarget} from '../../src/tools/ssh.ts';
import {freePort} from './local-server.ts';

const program = ['/usr/sbin/sshd', '/usr/bin/sshd', '/usr/local/sbin/sshd'].find((place) => existsSync(place));

/** Why no sshd can be run here; undefined: one can. */
export const noSshd: string | undefined =
  program === undefined
    ? 'sshd is not installed'
    : spawnSync('ssh', ['-V']).error !== undefined || spawnSync('ssh-keygen', ['-?']).error !== undefined
      ? 'ssh is not installed'
      : undefined;

export type LocalSshd = {
  readonly target: SshTarget;
  /** A private key that is let in. */
  readonly key: string;
  /** Ends it and takes its folder away. */
  close(): Promise<void>;
};

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => resolve(true)).once('error', () => resolve(false));
    socket.once('data', () => socket.destroy());
  });

/* What the AUR answers, by its own wording; `isVerified` is its e-mail address. */
const aurScript = (isVerified: boolean): string => `#!/bin/sh
if [ -z "$SSH_ORIGINAL_COMMAND" ]; then
  echo 'Welcome to AUR, octo! Interactive shell is disabled.' >&2
  exit 1
fi
if [ "$SSH_ORIGINAL_COMMAND" = help ]; then
  printf 'Commands:\\n  help\\n  list-repos\\n' >&2
  exit 0
fi
${isVerified ? '' : "echo 'Your account email is not verified. Verify it from your profile on the AUR website before pushing.' >&2\nexit 1"}
echo "$SSH_ORIGINAL_COMMAND: invalid command: $SSH_ORIGINAL_COMMAND" >&2
exit 1
`;

const makeKey = (file: string): string => {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file]);
  return readFileSync(file, 'utf8');
};

export type SshdOptions = {
  readonly isVerified?: boolean;
  /** The shell script that answers whoever is let in; absent: one that speaks as the AUR does and knows no repository. */
  readonly script?: string;
};

/** A real sshd on 127.0.0.1 that lets one key in and answers as the AUR does. */
export const startSshd = async ({isVerified = true, script = aurScript(isVerified)}: SshdOptions = {}): Promise<LocalSshd> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'portcall-sshd-'));
  const at = (name: string) => path.join(folder, name);
  // Debian's sshd wants a folder to separate its rights in, where it runs as root.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', {recursive: true});
  makeKey(at('host'));
  const key = makeKey(at('user'));
  writeFileSync(at('authorized'), readFileSync(at('user.pub')), {mode: 0o600});
  writeFileSync(at('answer'), script);
  chmodSync(at('answer'), 0o755);
  chmodSync(folder, 0o755);
  const port = await freePort();
  const {username: user} = userInfo();
  const settings = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${at('host')}`,
    `AuthorizedKeysFile ${at('authorized')}`,
    `PidFile ${at('pid')}`,
    `ForceCommand ${at('answer')}`,
    'StrictModes no',
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'UsePAM no',
    'PrintMotd no',
  ];
  writeFileSync(at('config'), `${settings.join('\n')}\n`);
  const child: ChildProcess = spawn(program ?? '', ['-D', '-e', '-f', at('config')], {stdio: ['ignore', 'ignore', 'pipe']});
  let said = '';
  child.stderr?.on('data', (piece: Buffer) => {
    said += piece.toString();
  });
  const close = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null) {
      child.kill();
      await ended;
    }
    rmSync(folder, {recursive: true, force: true});
  };
  for (let tried = 0; !(await answers(port)); tried++) {
    if (tried > 100 || child.exitCode !== null) {
      await close();
      throw new Error(`sshd does not start: ${said}`);
    }
    await wait(50);
  }
  const hostKey = readFileSync(at('host.pub'), 'utf8').trim().split(' ').slice(0, 2).join(' ');
  return {target: {host: '127.0.0.1', port, user, hostKey}, key, close};
};
