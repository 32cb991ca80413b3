import {mkdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import type {SshAnswer} from '../model/marketplace.ts';
import {Problem} from '../model/problem.ts';
import {shellWord} from '../model/quoting.ts';
import {plainEnvironment, type SshTarget, withSshKey} from './ssh.ts';

/** A repository behind SSH, and the key that opens it. */
export type SshRepository = {
  readonly target: SshTarget;
  readonly key: string;
  /** From the host's root, without a slash before it. */
  readonly path: string;
};

/** Who stands in a commit. */
export type CommitAuthor = {readonly name: string; readonly email: string};

/** A copy of a repository, for one commit. */
export type SshCheckout = {
  /** What a file holds; undefined: it is not there. */
  read(path: string): Promise<string | undefined>;
  /** Makes one commit here and gives its id; nobody else sees it yet. */
  commit(files: readonly {readonly path: string; readonly after: string}[], message: string, author: CommitAuthor): Promise<string>;
  push(branch: string): Promise<SshAnswer>;
};

/** Git over SSH with a key that was handed in. */
export type SshGit = {
  /** Where a branch stands; no `head` with the code 0: there is no such branch. */
  findHead(repository: SshRepository, branch: string): Promise<SshAnswer & {readonly head?: string}>;
  /** Fetches the newest commit of a branch, or begins an empty repository where none is named, and takes the copy away afterwards. */
  withCheckout<T>(
    repository: SshRepository,
    from: {readonly branch?: string; readonly problemOf: (answer: SshAnswer) => Problem},
    use: (checkout: SshCheckout) => Promise<T>,
  ): Promise<T>;
};

const patience = 60_000;

/* Whatever the person's own configuration says of addresses, hooks, signatures and line ends, it is not for this commit. */
const settings = ['core.hooksPath=/dev/null', 'core.autocrlf=false', 'commit.gpgSign=false', 'push.gpgSign=false', 'protocol.allow=never'];
const options = [...settings, 'protocol.ssh.allow=always', 'core.fsmonitor=false', 'ssh.variant=ssh'].flatMap((setting) => ['-c', setting]);

type Ran = SshAnswer & {readonly out: string};
type Git = (...args: readonly string[]) => Promise<Ran>;

const gitIn =
  (folder: string, environment: Readonly<Record<string, string>>): Git =>
  async (...args) => {
    const ended = await execa('git', [...options, ...args], {
      cwd: folder,
      env: {...plainEnvironment(), ...environment},
      extendEnv: false,
      stdin: 'ignore',
      all: true,
      reject: false,
      timeout: patience,
      maxBuffer: 1_000_000,
    });
    if (ended.code === 'ENOENT') throw new Problem('unreachable', 'There is no git on this machine.', 'Install git and try again.');
    return {text: ended.all ?? '', out: ended.stdout ?? '', code: ended.timedOut ? null : (ended.exitCode ?? null)};
  };

const quietly = (home: string, ssh: readonly string[]): Readonly<Record<string, string>> => ({
  HOME: home,
  XDG_CONFIG_HOME: home,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: path.join(home, 'no-configuration'),
  GIT_TERMINAL_PROMPT: '0',
  GIT_SSH_COMMAND: ['ssh', ...ssh].map(shellWord).join(' '),
});

const addressOf = ({target, path: place}: SshRepository): string => `ssh://${target.user}@${target.host}/${place}`;

const must = async (ran: Promise<Ran>): Promise<Ran> => {
  const ended = await ran;
  if (ended.code === 0) return ended;
  throw new Problem(
    'bug',
    `git fails on this machine: ${ended.text.trim().split('\n').at(-1) ?? ''}.`,
    'Run it again, and report it if it stays so.',
  );
};

const checkoutAt = (folder: string, git: Git, address: string, authored: (author: CommitAuthor) => Git): SshCheckout => ({
  read: (file) =>
    readFile(path.join(folder, file), 'utf8').catch((failure: NodeJS.ErrnoException) => {
      if (failure.code === 'ENOENT') return undefined;
      throw failure;
    }),
  commit: async (files, message, author) => {
    for (const {path: file, after} of files) {
      await mkdir(path.dirname(path.join(folder, file)), {recursive: true});
      await writeFile(path.join(folder, file), after);
    }
    await must(git('add', '--force', '--', ...files.map(({path: file}) => file)));
    await must(authored(author)('commit', '--quiet', `--message=${message}`));
    return (await must(git('rev-parse', 'HEAD'))).out.trim();
  },
  push: (branch) => git('push', '--porcelain', address, `HEAD:refs/heads/${branch}`),
});

const withKeyOf = <T>({target, key}: SshRepository, use: (ssh: readonly string[], home: string) => Promise<T>): Promise<T> =>
  withSshKey(target, key, use, 'git');

/** With the git and ssh programs of this machine. */
export const sshGit: SshGit = {
  findHead: (repository, branch) =>
    withKeyOf(repository, async (ssh, home) => {
      const ran = await gitIn(home, quietly(home, ssh))('ls-remote', addressOf(repository), `refs/heads/${branch}`);
      const head = ran.code === 0 ? /^([0-9a-f]{40,64})\t/m.exec(ran.out)?.[1] : undefined;
      return {text: ran.text, code: ran.code, ...(head === undefined ? {} : {head})};
    }),
  withCheckout: (repository, {branch, problemOf}, use) =>
    withKeyOf(repository, async (ssh, home) => {
      const folder = path.join(home, 'checkout');
      await mkdir(folder);
      const environment = quietly(home, ssh);
      const git = gitIn(folder, environment);
      await must(git('init', '--quiet'));
      await must(git('symbolic-ref', 'HEAD', `refs/heads/${branch ?? 'master'}`));
      if (branch !== undefined) {
        const fetched = await git('fetch', '--quiet', '--depth', '1', addressOf(repository), `refs/heads/${branch}`);
        if (fetched.code !== 0) throw problemOf(fetched);
        await must(git('reset', '--quiet', '--hard', 'FETCH_HEAD'));
      }
      const authored = ({name, email}: CommitAuthor): Git =>
        gitIn(folder, {
          ...environment,
          ...{GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email},
        });
      return use(checkoutAt(folder, git, addressOf(repository), authored));
    }),
};
