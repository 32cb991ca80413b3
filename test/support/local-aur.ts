import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {SshTarget} from '../../src/tools/ssh.ts';
import {noSshd, startSshd} from './local-sshd.ts';
import {serveOnLoopback} from './loopback.ts';

/** Why no AUR can be played here; undefined: one can. */
export const noAur: string | undefined =
  noSshd ?? (spawnSync('git', ['--version']).error === undefined ? undefined : 'git is not installed');

/* What the AUR's own hook refuses. */
const hook = `#!/bin/sh
while read -r old new ref; do
  if [ "$ref" != refs/heads/master ]; then echo "error: pushing to a branch other than master is restricted" >&2; exit 1; fi
  for file in .SRCINFO PKGBUILD; do
    git cat-file -e "$new:$file" 2>/dev/null || { echo "error: missing $file" >&2; exit 1; }
  done
done
`;

const scriptFor = (folder: string, name: string): string => `#!/bin/sh
case "$SSH_ORIGINAL_COMMAND" in
  "git-upload-pack '/${name}.git'") exec git upload-pack '${folder}' ;;
  "git-receive-pack '/${name}.git'") exec git receive-pack '${folder}' ;;
esac
echo "error: invalid command: $SSH_ORIGINAL_COMMAND" >&2
exit 1
`;

const fieldIn = (text: string, name: string): string => new RegExp(`^\\s*${name} = (.*)$`, 'm').exec(text)?.[1] ?? '';

/** What the AUR's search says of a package, all of it from the file that was pushed. */
const resultOf = (text: string): object => ({
  Name: fieldIn(text, 'pkgname'),
  PackageBase: fieldIn(text, 'pkgbase'),
  Version: `${fieldIn(text, 'pkgver')}-${fieldIn(text, 'pkgrel')}`,
  Description: fieldIn(text, 'pkgdesc'),
  URL: fieldIn(text, 'url'),
  Maintainer: 'octo',
  OutOfDate: null,
});

export type LocalAur = {
  /** The pages and the search, answered from what was pushed. */
  readonly site: string;
  /** Where it answers over SSH. */
  readonly target: SshTarget;
  /** A private key that is let in. */
  readonly key: string;
  /** What git and ssh are told so that aur.archlinux.org is this machine. */
  readonly environment: (variables: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  /** The commits that were pushed, newest first. */
  commits(): readonly string[];
  /** A file of the newest commit; undefined: it is not there. */
  pushed(file: string): string | undefined;
  /** Runs git in the repository itself. */
  git(...args: readonly string[]): string;
  close(): Promise<void>;
};

/** A real sshd with a real git repository on 127.0.0.1 that plays the AUR for one package. */
export const startAur = async (name: string): Promise<LocalAur> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'portcall-aur-'));
  const repository = path.join(folder, 'package.git');
  const git = (...args: readonly string[]) => spawnSync('git', ['--git-dir', repository, ...args], {encoding: 'utf8'});
  execFileSync('git', ['init', '-q', '--bare', '--initial-branch=master', repository]);
  const hookFile = path.join(repository, 'hooks/pre-receive');
  writeFileSync(hookFile, hook);
  chmodSync(hookFile, 0o755);
  const sshd = await startSshd({script: scriptFor(repository, name)});
  const {host, port, user, hostKey} = sshd.target;
  const known = path.join(folder, 'known_hosts');
  writeFileSync(known, `[${host}]:${port} ${hostKey}\n`);
  const pushed = (file: string): string | undefined => {
    const {status, stdout} = git('show', `master:${file}`);
    return status === 0 ? stdout : undefined;
  };
  const front = await serveOnLoopback(({url = ''}, response) => {
    const {pathname} = new URL(url, 'http://aur');
    const text = pushed('.SRCINFO');
    if (pathname === '/rpc/v5/info') {
      const results = text === undefined ? [] : [resultOf(text)];
      response.writeHead(200, {'content-type': 'application/json'});
      response.end(JSON.stringify({version: 5, type: 'multiinfo', resultcount: results.length, results}));
    } else if (pathname === '/cgit/aur.git/plain/.SRCINFO' && text !== undefined) response.end(text);
    else response.writeHead(404).end();
  });
  const options = `-F /dev/null -o UserKnownHostsFile=${known} -o IdentitiesOnly=yes -o BatchMode=yes`;
  return {
    site: front.origin,
    key: sshd.key,
    target: sshd.target,
    environment: ({GIT_SSH_COMMAND: command = 'ssh'}) => ({
      GIT_SSH_COMMAND: `${command.replace(/-o UserKnownHostsFile=\S+/, '')} ${options}`,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: `url.ssh://${user}@${host}:${port}/.insteadOf`,
      GIT_CONFIG_VALUE_0: 'ssh://aur@aur.archlinux.org/',
      GIT_CONFIG_KEY_1: `url.${repository}.insteadOf`,
      GIT_CONFIG_VALUE_1: `https://aur.archlinux.org/${name}.git`,
    }),
    pushed,
    git: (...args) => git(...args).stdout.trim(),
    commits: () => git('log', '--format=%s', 'master').stdout.split('\n').filter(Boolean),
    close: async () => {
      await front.close();
      await sshd.close();
      rmSync(folder, {recursive: true, force: true});
    },
  };
};
