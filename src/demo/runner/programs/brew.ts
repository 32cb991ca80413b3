import {actAs} from '../../github/act-as.ts';
import {addCommit, settle} from '../../github/new-repository.ts';
import {afterPush} from '../../github/new-run.ts';
import {findRepository, type Repository, timeText} from '../../github/state.ts';
import {sha256} from '../../marketplaces/project.ts';
import {ask, askOn, bodyBytes, type Place} from '../place.ts';
import {type Program, readBytes, type Shell, type Streams} from '../shell/shell.ts';

/** Homebrew's people and machines take days; these take so many simulated seconds. */
const reviewSeconds = 60;

const bottleSeconds = 20;

const formulaPath = (name: string): string => `Formula/${name[0]}/${name}.rb`;

/** The formula's file in the project, wherever it keeps it. */
const formulaIn = (shell: Shell, name: string): string | undefined => {
  const path = [...shell.disk.files.keys()].find((file) => file.endsWith(`/${name}.rb`));
  return path === undefined ? undefined : readBytes(shell, path);
};

const tapOf = (place: Place): Repository | undefined => {
  const {owner, name} = place.repository;
  return findRepository(place.github, owner, 'homebrew-tap') ?? findRepository(place.github, owner, `homebrew-${name}`);
};

const isKnown = (place: Place, name: string): boolean => ask(place, `https://formulae.brew.sh/api/formula/${name}.json`).status === 200;

const fail = ({errors}: Streams, text: string): number => {
  errors(`Error: ${text}\n`);
  return 1;
};

/** Every archive that a formula names, with the digest that it promises. */
const downloadsIn = (formula: string): readonly {readonly url: string; readonly digest: string}[] =>
  [...formula.matchAll(/url "([^"]+)"\s+sha256 "([^"]*)"/g)].map(([, url = '', digest = '']) => ({url, digest}));

/** What brew finds wrong when it fetches what a formula names; undefined: nothing. */
const downloadFault = (place: Place, formula: string): string | undefined => {
  for (const {url, digest} of downloadsIn(formula)) {
    const reply = askOn(place, url);
    if (reply.status !== 200) return `Download failed: ${url}\ncurl: (22) The requested URL returned error: ${reply.status}`;
    const actual = sha256(bodyBytes(reply));
    if (actual !== digest) return `SHA256 mismatch\nExpected: ${digest}\n  Actual: ${actual}`;
  }
  return undefined;
};

/** Writes a formula into the person's own tap. */
const bumpTap = (place: Place, tap: Repository, name: string, formula: string, login: string, version: string): void => {
  const before = tap.commits.get(tap.branches.get(tap.defaultBranch) ?? '')?.files ?? new Map<string, Buffer>();
  const files = new Map(before).set(`Formula/${name}.rb`, Buffer.from(formula, 'latin1'));
  const date = timeText(place.setting.now());
  addCommit(tap, tap.defaultBranch, {files, message: `${name} ${version}`, author: login, date});
  tap.pushedAt = date;
  afterPush(place.github, tap, `refs/heads/${tap.defaultBranch}`, login, place.setting.now());
};

const serve = (place: Place, name: string, formula: string, version: string): void => {
  const [first] = downloadsIn(formula);
  const known = place.marketplaces.homebrew.formulae[name];
  place.marketplaces.homebrew.formulae[name] = {
    name,
    desc: /desc "([^"]*)"/.exec(formula)?.[1] ?? '',
    homepage: /homepage "([^"]*)"/.exec(formula)?.[1] ?? '',
    ...known,
    bottles: {},
    version,
    source: {url: first?.url ?? '', sha256: first?.digest ?? ''},
  };
};

/** homebrew-core's machines have built it for the usual systems. */
const addBottles = (place: Place, name: string, version: string): void => {
  const formula = place.marketplaces.homebrew.formulae[name];
  const systems = ['arm64_tahoe', 'arm64_sequoia', 'sonoma', 'x86_64_linux', 'arm64_linux'];
  const bottle = (system: string) => {
    const digest = sha256(`${name} ${version} ${system}`);
    return [system, {url: `https://ghcr.io/v2/homebrew/core/${name}/blobs/sha256:${digest}`, sha256: digest}] as const;
  };
  if (formula?.version === version) formula.bottles = Object.fromEntries(systems.map(bottle));
};

/** Opens the pull request at homebrew-core from a fork of the token's owner; its people merge it a while later. */
const propose = (place: Place, name: string, formula: string, token: string, version: string, {out}: Streams): string | undefined => {
  const core = findRepository(place.github, 'Homebrew', 'homebrew-core');
  const act = actAs(place.github, place.setting, token);
  if (core === undefined || act === undefined)
    return 'HOMEBREW_GITHUB_API_TOKEN may be invalid or expired; check: https://github.com/settings/tokens';
  const forked = act.call('POST', '/repos/Homebrew/homebrew-core/forks', {});
  if (forked.status >= 400) return `Unable to fork: ${JSON.stringify(forked.body)}`;
  const {owner, name: forkName} = {owner: act.login, name: (forked.body as {name: string}).name};
  const fork = findRepository(place.github, owner, forkName);
  if (fork === undefined) return 'Unable to fork';
  if (fork.arriving) settle(fork, fork.arriving.at);
  const base = core.commits.get(core.branches.get(core.defaultBranch) ?? '');
  const branch = `bump-${name}-${version}`;
  if (base === undefined) return 'Unable to fork';
  fork.commits.set(base.sha, base);
  fork.branches.set(branch, base.sha);
  const files = new Map(base.files).set(formulaPath(name), Buffer.from(formula, 'latin1'));
  addCommit(fork, branch, {files, message: `${name} ${version}`, author: owner, date: timeText(place.setting.now())});
  const isNew = !isKnown(place, name);
  const sent = {
    title: `${name} ${version}${isNew ? ' (new formula)' : ''}`,
    head: `${owner}:${branch}`,
    base: core.defaultBranch,
    body: 'Created with `brew bump-formula-pr`.',
  };
  const opened = act.call('POST', '/repos/Homebrew/homebrew-core/pulls', sent);
  if (opened.status >= 400) return `Unable to open a pull request: ${JSON.stringify(opened.body)}`;
  const pull = core.pulls.at(-1);
  out(`https://github.com/Homebrew/homebrew-core/pull/${pull?.number}\n`);
  place.later(reviewSeconds * 1000, () => {
    if (pull?.state !== 'open') return;
    const date = timeText(place.setting.now());
    Object.assign(pull, {state: 'closed', mergedAt: date, closedAt: date, updatedAt: date});
    addCommit(core, core.defaultBranch, {files, message: sent.title, author: 'BrewTestBot', date});
    serve(place, name, formula, version);
    place.later(bottleSeconds * 1000, () => addBottles(place, name, version));
  });
  return undefined;
};

const bump = (place: Place, args: readonly string[], shell: Shell, streams: Streams): number => {
  const at = args.indexOf('--version');
  const named = args.find((arg, index) => !arg.startsWith('-') && index !== at + 1) ?? '';
  const name = named.split('/').at(-1) ?? named;
  const version = at < 0 ? (/--version=(\S+)/.exec(args.join(' '))?.[1] ?? place.run.branch.replace(/^v/, '')) : (args[at + 1] ?? '');
  const formula = formulaIn(shell, name);
  const tap = tapOf(place);
  const token = shell.variables['HOMEBREW_GITHUB_API_TOKEN'] ?? '';
  if (formula === undefined) return fail(streams, `No available formula with the name "${name}".`);
  if (token === '')
    return fail(
      streams,
      'No GitHub credentials found in the macOS Keychain, GitHub CLI or the environment.\nHOMEBREW_GITHUB_API_TOKEN is not set.',
    );
  const fault = downloadFault(place, formula);
  if (fault !== undefined) return fail(streams, fault);
  const act = actAs(place.github, place.setting, token);
  if (act === undefined)
    return fail(streams, 'HOMEBREW_GITHUB_API_TOKEN may be invalid or expired; check:\n  https://github.com/settings/tokens');
  streams.out(`==> Downloading ${downloadsIn(formula)[0]?.url ?? ''}\n==> replace version with "${version}"\n`);
  if (tap !== undefined) {
    bumpTap(place, tap, name, formula, act.login, version);
    streams.out(`https://github.com/${tap.owner}/${tap.name}/commits/${tap.defaultBranch}\n`);
    return 0;
  }
  const refused = propose(place, name, formula, token, version, streams);
  return refused === undefined ? 0 : fail(streams, refused);
};

/** `brew`: knows what homebrew-core and the person's own tap hold. */
export const createBrew =
  (place: Place): Program =>
  ([command = '', ...args], shell, streams) => {
    const name = args.find((arg) => !arg.startsWith('-')) ?? '';
    if (command === 'update') streams.out('Already up-to-date.\n');
    if (command === 'bump-formula-pr') return bump(place, args, shell, streams);
    if (command !== 'info') return 0;
    if (!isKnown(place, name)) return fail(streams, `No available formula with the name "${name}".`);
    streams.out(`==> ${name}: stable ${place.marketplaces.homebrew.formulae[name]?.version}\n`);
    return 0;
  };
