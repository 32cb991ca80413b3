import {execa} from 'execa';
import type {RepositoryName} from '../model/project.ts';
import {newestTagOf} from './git-tags.ts';
import {harmlessEnvironment} from './harmless-environment.ts';

export type Remote = {
  readonly name: string;
  /** As git would use it, with every `insteadOf` carried out. */
  readonly url: string;
  /** Absent: it does not lie at GitHub. */
  readonly repository?: RepositoryName;
};

/** A checkout of a repository on this machine. */
export type Checkout = {
  readonly root: string;
  readonly remotes: readonly Remote[];
  /** The remote that releases come from; absent: none lies at GitHub. */
  readonly repository?: RepositoryName;
  /** The tag of the commit that is checked out; absent: it has none. */
  readonly currentTag?: string;
  /** The current tag, else the newest that looks like a version; absent: there is none. */
  readonly newestTag?: string;
};

/* A repository's own configuration can name programs; these settings keep reading from starting them, or from asking anybody. */
const harmless = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.pager=cat'];
const quietly = {GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C'};

/** What git prints; undefined: git is missing, or says no. */
export const runGit = async (folder: string, args: readonly string[]): Promise<string | undefined> => {
  const ended = await execa('git', [...harmless, ...args], {
    cwd: folder,
    env: {...harmlessEnvironment(process.env), ...quietly},
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: 20_000,
  });
  return ended.failed ? undefined : ended.stdout;
};

/* `github.com-work` is how people name a second SSH key; `gh:` and `github:` are usual short forms. */
const address =
  /^(?:(?:https?|ssh|git|git\+ssh|git\+https):\/\/(?:[^@/]*@)?(?:www\.|ssh\.)?github\.com(?:-[\w.-]+)?(?::\d+)?\/|(?:[\w.-]+@)?(?:ssh\.)?github\.com(?:-[\w.-]+)?:\/?|(?:gh|github):(?:\/\/)?)([A-Za-z0-9][A-Za-z0-9-]*)\/([A-Za-z0-9._-]+?)(?:\.git)?\/*$/i;

/** The repository that an address of a remote means; undefined: it does not lie at GitHub. */
export const gitHubRepositoryOf = (url: string): RepositoryName | undefined => {
  const [, owner, name] = address.exec(url.trim()) ?? [];
  return owner === undefined || name === undefined || /^\.+$/.test(name) ? undefined : {owner, name};
};

const remotesOf = (printed: string): readonly Remote[] =>
  printed.split('\n').flatMap((line): readonly Remote[] => {
    const [, name, url] = /^(\S+)\t(.+) \(fetch\)(?: \[.*\])?$/.exec(line) ?? [];
    if (name === undefined || url === undefined) return [];
    const repository = gitHubRepositoryOf(url);
    return [repository === undefined ? {name, url} : {name, url, repository}];
  });

/** Releases come from the repository that was forked, where there is one; GitHub's own client marks it. */
const releasing = (remotes: readonly Remote[], marked: string | undefined): Remote | undefined => {
  const atGitHub = remotes.filter(({repository}) => repository !== undefined);
  const order = [marked, 'upstream', 'github', 'origin'];
  return order.map((name) => atGitHub.find((remote) => remote.name === name)).find((remote) => remote !== undefined) ?? atGitHub[0];
};

const markedRemote = (printed: string | undefined): string | undefined =>
  printed?.split('\n').flatMap((line) => /^remote\.(.+)\.gh-resolved base$/.exec(line)?.[1] ?? [])[0];

/** The checkout that a folder lies in, with its remotes and tags; undefined: it lies in none, or there is no git. */
export const findCheckout = async (folder: string): Promise<Checkout | undefined> => {
  const root = await runGit(folder, ['rev-parse', '--show-toplevel']).catch(() => undefined);
  if (!root) return undefined;
  const [remotesPrinted, resolved, here, all] = await Promise.all([
    runGit(root, ['remote', '-v']),
    runGit(root, ['config', '--get-regexp', '^remote\\..*\\.gh-resolved$']),
    runGit(root, ['tag', '--points-at', 'HEAD', '--sort=-version:refname']),
    runGit(root, ['for-each-ref', 'refs/tags', '--sort=-creatordate', '--count=500', '--format=%(refname:strip=2)']),
  ]);
  const remotes = remotesOf(remotesPrinted ?? '');
  const repository = releasing(remotes, markedRemote(resolved))?.repository;
  const currentTag = newestTagOf((here ?? '').split('\n'));
  const newestTag = currentTag ?? newestTagOf((all ?? '').split('\n'));
  return {
    root,
    remotes,
    ...(repository === undefined ? {} : {repository}),
    ...(currentTag === undefined ? {} : {currentTag}),
    ...(newestTag === undefined ? {} : {newestTag}),
  };
};
