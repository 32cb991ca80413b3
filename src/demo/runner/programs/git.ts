import {addCommit} from '../../github/new-repository.ts';
import {afterPush} from '../../github/new-run.ts';
import {findRepository, timeText} from '../../github/state.ts';
import {connectionFault, headOf} from '../../marketplaces/aur-push.ts';
import {pushToAur} from '../actions/aur.ts';
import {ask, bodyBytes, type Place} from '../place.ts';
import {fullPath, type Program, readBytes, type Shell, type Streams} from '../shell/shell.ts';
import {answeredUrl, type Remote, remoteOf} from './git-remote.ts';

/** What git keeps of a clone: where it came from, where it stands, and what was committed since. */
type Clone = {url: string; branch: string; head: string; message: string};

const rootOf = (shell: Shell): string | undefined => {
  for (let folder = shell.folder; folder !== ''; folder = folder.slice(0, folder.lastIndexOf('/')))
    if (shell.disk.files.has(`${folder}/.git/config`)) return folder;
  return undefined;
};

const cloneAt = (shell: Shell, root: string): Clone => {
  const text = shell.disk.files.get(`${root}/.git/config`)?.toString('utf8') ?? '';
  const field = (name: string): string => new RegExp(`^${name} = (.*)$`, 'm').exec(text)?.[1] ?? '';
  return {url: field('url'), branch: field('branch'), head: field('head'), message: field('message')};
};

const keep = (shell: Shell, root: string, {url, branch, head, message}: Clone): void => {
  const text = `url = ${url}\nbranch = ${branch}\nhead = ${head}\nmessage = ${message.split('\n')[0]}\n`;
  shell.disk.files.set(`${root}/.git/config`, Buffer.from(text));
};

const filesAt = (shell: Shell, root: string): ReadonlyMap<string, Buffer> =>
  new Map(
    [...shell.disk.files]
      .filter(([path]) => path.startsWith(`${root}/`) && !path.slice(root.length).includes('/.git/'))
      .map(([path, contents]) => [path.slice(root.length + 1), contents]),
  );

const aurName = (url: string): string | undefined => /aur\.archlinux\.org[/:]([^/]+?)(?:\.git)?$/.exec(url)?.[1];

const keyIn = (shell: Shell): string =>
  [...shell.disk.files]
    .find(([path]) => /\/\.ssh\/[^/]+$/.test(path) && !path.endsWith('known_hosts') && !path.endsWith('config'))?.[1]
    .toString('utf8') ?? '';

/** The files of a package at the AUR, as it has them by now; empty: it has none of that name. */
const packagedFiles = (place: Place, name: string | undefined): ReadonlyMap<string, Buffer> =>
  new Map(Object.entries(place.marketplaces.aur.packages[name ?? '']?.files ?? {}).map(([path, text]) => [path, Buffer.from(text)]));

const withValue = ['-b', '--branch', '--depth', '-c', '--config'];

const clone = (place: Place, args: readonly string[], shell: Shell, {errors}: Streams): number => {
  const [plainUrl = '', folder] = args.filter((arg, at) => !arg.startsWith('-') && !withValue.includes(args[at - 1] ?? ''));
  const url = answeredUrl(
    plainUrl,
    args.find((arg) => arg.startsWith('credential.helper=')),
    shell,
  );
  const target = fullPath(
    shell,
    folder ??
      url
        .replace(/\.git$/, '')
        .split('/')
        .at(-1) ??
      'clone',
  );
  errors(`Cloning into '${target.split('/').at(-1)}'...\n`);
  const [remote, aur] = [remoteOf(url), aurName(url)];
  const refused = aur !== undefined && url.startsWith('ssh:') ? connectionFault(place.marketplaces.aur, keyIn(shell)) : undefined;
  if (refused !== undefined) {
    errors(`${refused}\n`);
    return 128;
  }
  const repository = remote && findRepository(place.github, remote.owner, remote.name);
  if (repository === undefined && aur === undefined) {
    errors(`remote: Repository not found.\nfatal: repository '${url}/' not found\n`);
    return 128;
  }
  const wanted = args[args.findIndex((arg) => arg === '-b' || arg === '--branch') + 1 || args.length];
  const branch = wanted ?? repository?.defaultBranch ?? 'master';
  const packaged = packagedFiles(place, aur);
  const served = place.marketplaces.aur.packages[aur ?? ''];
  const head = repository?.branches.get(branch) ?? (served === undefined ? '' : headOf(served));
  const files = repository?.commits.get(head)?.files ?? packaged;
  for (const [path, contents] of files) shell.disk.files.set(`${target}/${path}`, contents);
  keep(shell, target, {url, branch, head, message: ''});
  return 0;
};

const isChanged = (place: Place, shell: Shell, root: string): boolean => {
  const {url, head} = cloneAt(shell, root);
  const remote = remoteOf(url);
  const before =
    (remote && findRepository(place.github, remote.owner, remote.name)?.commits.get(head)?.files) ?? packagedFiles(place, aurName(url));
  const now = filesAt(shell, root);
  return before.size !== now.size || [...now].some(([path, contents]) => before.get(path)?.equals(contents) !== true);
};

const commit = (place: Place, args: readonly string[], shell: Shell, root: string, {out}: Streams): number => {
  const at = args.findIndex((arg) => /^-[a-z]*m$|^--message$/.test(arg));
  const message =
    at < 0 ? (/^--message=(.*)$/.exec(args.find((arg) => arg.startsWith('--message=')) ?? '')?.[1] ?? '') : (args[at + 1] ?? '');
  if (!isChanged(place, shell, root) && !args.includes('--allow-empty')) {
    out(`On branch ${cloneAt(shell, root).branch}\nnothing to commit, working tree clean\n`);
    return 1;
  }
  keep(shell, root, {...cloneAt(shell, root), message: message || 'Update'});
  out(`[${cloneAt(shell, root).branch} 1a2b3c4] ${message}\n 1 file changed\n`);
  return 0;
};

/** What GitHub says to a push with that token; undefined: it takes it. */
const pushFault = (place: Place, {owner, name, token}: Remote): string | undefined => {
  const full = `${owner}/${name}`;
  const refused = (who: string): string =>
    `remote: Permission to ${full}.git denied to ${who}.\nfatal: unable to access 'https://github.com/${full}/': The requested URL returned error: 403\n`;
  if (token === place.ownToken) {
    const isOwn = full.toLowerCase() === `${place.repository.owner}/${place.repository.name}`.toLowerCase();
    return isOwn && place.permissions['contents'] === 'write' ? undefined : refused('github-actions[bot]');
  }
  const headers: Readonly<Record<string, string>> =
    token === '' ? {} : {authorization: `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`};
  const reply = ask(place, `https://github.com/${full}.git/info/refs?service=git-receive-pack`, {headers});
  if (reply.status === 200) return undefined;
  if (reply.status === 403) return refused(/denied to (\S+)\.$/.exec(bodyBytes(reply).toString('utf8'))?.[1] ?? 'nobody');
  if (reply.status === 404) return `remote: Repository not found.\nfatal: repository 'https://github.com/${full}/' not found\n`;
  return `remote: Invalid username or token. Password authentication is not supported for Git operations.\nfatal: Authentication failed for 'https://github.com/${full}/'\n`;
};

const push = (place: Place, args: readonly string[], shell: Shell, root: string, {errors}: Streams): number => {
  const named = args.find((arg) => arg.includes('://'));
  const {url, branch, message} = cloneAt(shell, root);
  const [remote, aur] = [remoteOf(named ?? url), aurName(named ?? url)];
  const files = filesAt(shell, root);
  if (aur !== undefined) {
    const fault = pushToAur(
      place,
      keyIn(shell),
      aur,
      Object.fromEntries([...files].map(([path, contents]) => [path, contents.toString('utf8')])),
    );
    errors(`${fault ?? `To ssh://aur.archlinux.org/${aur}.git\n   HEAD -> master`}\n`);
    return fault === undefined ? 0 : 1;
  }
  const repository = remote && findRepository(place.github, remote.owner, remote.name);
  const fault = remote === undefined ? `fatal: '${url}' does not appear to be a git repository\n` : pushFault(place, remote);
  if (fault !== undefined || repository === undefined) {
    errors(fault ?? 'remote: Repository not found.\n');
    return 128;
  }
  if (message === '') {
    errors('Everything up-to-date\n');
    return 0;
  }
  const now = place.setting.now();
  const sha = addCommit(repository, branch, {files, message, author: 'github-actions[bot]', date: timeText(now)});
  repository.pushedAt = timeText(now);
  keep(shell, root, {url, branch, head: sha, message: ''});
  // What the job's own token pushes starts nothing.
  if (remote?.token !== place.ownToken) afterPush(place.github, repository, `refs/heads/${branch}`, repository.owner, now);
  errors(`To https://github.com/${repository.owner}/${repository.name}\n   ${branch} -> ${branch}\n`);
  return 0;
};

/** `git`: clones, commits and pushes; what it adds is all that lies there. */
export const createGit =
  (place: Place): Program =>
  (given, shell, streams) => {
    const at = given.indexOf('-C');
    const inner = at < 0 ? shell : {...shell, folder: fullPath(shell, given[at + 1] ?? '.')};
    const [command = '', ...args] = given.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
    if (command === 'clone') return clone(place, args, inner, streams);
    const root = rootOf(inner);
    if (['config', 'add', 'fetch', 'tag', 'pull', 'checkout', 'switch', 'init', '--version'].includes(command)) return 0;
    if (root === undefined) {
      streams.errors('fatal: not a git repository (or any of the parent directories): .git\n');
      return 128;
    }
    if (command === 'diff') return Number(args.some((arg) => arg === '--quiet' || arg === '--exit-code') && isChanged(place, inner, root));
    if (command === 'status' && isChanged(place, inner, root)) streams.out(' M changed\n');
    if (command === 'commit') return commit(place, args, inner, root, streams);
    if (command === 'push') return push(place, args, inner, root, streams);
    if (command === 'rev-parse') streams.out(`${cloneAt(inner, root).head}\n`);
    if (command === 'describe') streams.out(`${place.run.branch}\n`);
    return readBytes(inner, `${root}/.git/config`) === undefined ? 128 : 0;
  };
