import {checkoutLines} from '../contextlite/log-lines.ts';
import {deployToAur} from './actions/aur.ts';
import {buildAndPush, signInToRegistry} from './actions/docker.ts';
import {uploadPackages} from './actions/pypi.ts';
import {makeRelease} from './actions/release.ts';
import {packSnap, publishSnap} from './actions/snap.ts';
import {releaseToWinget} from './actions/winget.ts';
import type {Place} from './place.ts';
import {fullPath, type Shell, type Streams, toBytes} from './shell/shell.ts';
import {runnerNames, systemFor} from './standing.ts';

type Inputs = Readonly<Record<string, string>>;

/** What an action does; gives its exit code. */
export type Action = (inputs: Inputs, shell: Shell, streams: Streams, place: Place) => number;

const say = ({out}: Streams, ...lines: readonly string[]): number => {
  for (const line of lines) out(toBytes(`${line}\n`));
  return 0;
};

/** Fetches a repository's files; another one's with the token that was given. */
const checkOut: Action = (inputs, shell, streams, place) => {
  const {repository, ref = ''} = inputs;
  const isOwn = repository === undefined || repository.toLowerCase() === `${place.repository.owner}/${place.repository.name}`.toLowerCase();
  const target = isOwn ? place.repository : place.github.repositories.get(repository.toLowerCase());
  const name = ref.replace(/^refs\/(heads|tags)\//, '');
  const sha = name === '' ? undefined : (target?.branches.get(name) ?? target?.tags.get(name) ?? name);
  const usual = isOwn ? place.commit.sha : (target?.branches.get(target.defaultBranch) ?? '');
  const commit = target?.commits.get(sha ?? usual);
  if (target === undefined || commit === undefined) {
    streams.out(
      target === undefined
        ? '##[error]Not Found - https://docs.github.com/rest/repos/repos#get-a-repository\n'
        : `##[error]A branch or tag with the name '${ref}' could not be found\n`,
    );
    return 1;
  }
  const folder = fullPath(shell, inputs['path'] ?? '.');
  shell.disk.folders.add(folder);
  for (const [path, contents] of commit.files) shell.disk.files.set(`${folder}/${path}`, contents);
  const origin = `https://x-access-token:${inputs['token'] || place.ownToken}@github.com/${target.owner}/${target.name}`;
  shell.disk.files.set(
    `${folder}/.git/config`,
    Buffer.from(`url = ${origin}\nbranch = ${name || target.defaultBranch}\nhead = ${commit.sha}\n`),
  );
  const job = {id: place.job.name, runner: runnerNames[systemFor(place.job.labels[0] ?? '')], steps: []};
  return isOwn
    ? say(streams, ...checkoutLines(job, place.run.branch, commit.sha, commit.message.split('\n')[0]))
    : say(streams, `Syncing repository: ${target.owner}/${target.name}`, commit.sha);
};

const setUpNode: Action = (inputs, shell, streams) => {
  if (inputs['registry-url'] !== undefined)
    shell.disk.files.set(
      '/home/runner/.npmrc',
      Buffer.from(`//registry.example/:_authToken=\${NODE_AUTH_TOKEN}\nregistry=${inputs['registry-url']}\n`),
    );
  return say(streams, `Found in cache @ /opt/hostedtoolcache/node/${inputs['node-version'] ?? '20'}.19.4/x64`, 'Environment details');
};

const setUp: Action = (inputs, _shell, streams) => {
  const [name, version] = Object.entries(inputs).find(([key]) => key.endsWith('-version')) ?? [];
  return name === undefined ? 0 : say(streams, `Successfully set up ${name.replace('-version', '')} (${version})`);
};

const nothing: Action = () => 0;

const actions: readonly (readonly [name: RegExp, action: Action])[] = [
  [/^actions\/checkout$/, checkOut],
  [/^actions\/setup-node$/, setUpNode],
  [/^actions\/setup-/, setUp],
  [/^docker\/login-action$/, signInToRegistry],
  [/^docker\/build-push-action$/, buildAndPush],
  [/^(softprops\/action-gh-release|ncipollo\/release-action)$/, makeRelease],
  [/^pypa\/gh-action-pypi-publish$/, uploadPackages],
  [/^(snapcore|canonical)\/action-build$/, packSnap],
  [/^(snapcore|canonical)\/action-publish$/, publishSnap],
  [/^ksxgithub\/github-actions-deploy-aur$/, deployToAur],
  [/^vedantmgoyal9\/winget-releaser$/, releaseToWinget],
];

/** What an action does, by its name without a version; one that nobody knows here does nothing and succeeds. */
export const actionFor =
  (uses: string, place: Place) =>
  (inputs: Inputs, shell: Shell, streams: Streams): number =>
    (actions.find(([name]) => name.test(uses))?.[1] ?? nothing)(inputs, shell, streams, place);
