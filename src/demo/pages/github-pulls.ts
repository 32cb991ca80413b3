import {addCommit, settle} from '../github/new-repository.ts';
import {type Commit, findRepository, type Repository, timeText} from '../github/state.ts';
import {contextlite} from '../marketplaces/project.ts';
import type {World} from '../world.ts';
import {actAtGitHub, refusalIn} from './github-act.ts';
import {addOnce, did, type Page, type PageOutcome, pagesOf, type Visit} from './page.ts';
import {loginOf, ownVersion} from './person.ts';

/** What the person proposes to a repository of others. */
type Proposal = {
  readonly title: string;
  readonly branch: string;
  readonly files: Readonly<Record<string, string>>;
  readonly labels: string[];
};

/* How Microsoft's bot marks a pull request before and after its author signed. */
const needsAgreement = 'Needs-CLA';
const tested = 'Validation-Completed';

const labelsAt: Readonly<Record<string, (world: World) => string[]>> = {
  'microsoft/winget-pkgs': (world) => ['New-Package', world.marketplaces.winget.agreed.includes(loginOf(world)) ? tested : needsAgreement],
  'nixos/nixpkgs': () => ['8.has: package (new)'],
};

const wingetProposal = (world: World, version: string): Proposal => {
  const id = `${contextlite.owner}.${contextlite.name}`;
  const folder = `manifests/${id[0]?.toLowerCase()}/${contextlite.owner}/${contextlite.name}/${version}`;
  const asset = `${contextlite.name}-${version}-windows-amd64.zip`;
  const head = `PackageIdentifier: ${id}\nPackageVersion: ${version}\n`;
  const installer = `InstallerType: zip\nInstallers:\n- Architecture: x64\n  InstallerUrl: ${contextlite.repository}/releases/download/v${version}/${asset}\n`;
  return {
    title: `New package: ${id} version ${version}`,
    branch: `${id}-${version}`,
    files: {
      [`${folder}/${id}.yaml`]: `${head}DefaultLocale: en-US\nManifestType: version\n`,
      [`${folder}/${id}.installer.yaml`]: `${head}${installer}ManifestType: installer\n`,
      [`${folder}/${id}.locale.en-US.yaml`]: `${head}PackageLocale: en-US\nShortDescription: ${contextlite.summary}\nManifestType: defaultLocale\n`,
    },
    labels: labelsAt['microsoft/winget-pkgs']?.(world) ?? [],
  };
};

const nixProposal = (_world: World, version: string): Proposal => ({
  title: `${contextlite.name}: init at ${version}`,
  branch: `${contextlite.name}-${version}`,
  files: {
    [`pkgs/by-name/${contextlite.name.slice(0, 2)}/${contextlite.name}/package.nix`]: `{buildGoModule}:\nbuildGoModule {\n  pname = "${contextlite.name}";\n  version = "${version}";\n}\n`,
  },
  labels: ['8.has: package (new)'],
});

const proposals: Readonly<Record<string, (world: World, version: string) => Proposal>> = {
  'microsoft/winget-pkgs': wingetProposal,
  'nixos/nixpkgs': nixProposal,
};

const findFork = ({github}: World, upstream: Repository, login: string): Repository | undefined =>
  [...github.repositories.values()].find(
    (one) =>
      one.owner.toLowerCase() === login.toLowerCase() && one.parent?.toLowerCase() === `${upstream.owner}/${upstream.name}`.toLowerCase(),
  );

/** Commits the files to a new branch of the person's fork; gives its name as the upstream knows it. */
const commitTo = (world: World, fork: Repository, base: Commit, {title, branch, files}: Proposal): string => {
  const written = Object.entries(files).map(([path, text]) => [path, Buffer.from(text)] as const);
  fork.branches.set(branch, base.sha);
  const date = timeText(world.setting.now());
  addCommit(fork, branch, {files: new Map([...base.files, ...written]), message: title, author: fork.owner, date});
  return `${fork.owner}:${branch}`;
};

/** What the page of a branch is about, such as `master...owner:name:branch`; undefined: no branch of theirs is chosen there. */
const chosenIn = ({github}: World, comparison: string): {readonly head: string; readonly title: string} | undefined => {
  const [, owner = '', name = '', branch = ''] = /^.+?\.\.\.([^:]+):([^:]+):(.+)$/.exec(comparison) ?? [];
  const fork = findRepository(github, owner, name);
  const commit = fork?.commits.get(fork.branches.get(branch) ?? '');
  return commit && {head: `${owner}:${branch}`, title: commit.message};
};

/** Opens the pull request for the branch that is chosen on the page. */
const proposeChosen = (world: World, upstream: Repository, {head, title}: {readonly head: string; readonly title: string}): PageOutcome => {
  const full = `${upstream.owner}/${upstream.name}`;
  const sent = {title, body: 'Every box of the template is ticked.', head, base: upstream.defaultBranch};
  const refusal = refusalIn(actAtGitHub(world, 'POST', `/repos/${full}/pulls`, sent));
  const pull = upstream.pulls.at(-1);
  if (refusal !== undefined || pull === undefined) return did(refusal ?? `Nothing was opened at ${full}.`);
  pull.labels = labelsAt[full.toLowerCase()]?.(world) ?? [];
  return did(`Opened pull request ${pull.number} at ${full}: ${pull.title}.`);
};

/** Opens a pull request by hand, from a branch of the person's own fork. */
const propose = ({world, parts: [owner = '', name = '', comparison = '']}: Visit): PageOutcome | undefined => {
  const full = `${owner}/${name}`;
  const upstream = findRepository(world.github, owner, name);
  const chosen = chosenIn(world, comparison);
  if (upstream !== undefined && chosen !== undefined) return proposeChosen(world, upstream, chosen);
  const proposalOf = proposals[full.toLowerCase()];
  if (upstream === undefined || proposalOf === undefined) return undefined;
  const login = loginOf(world);
  const open = upstream.pulls.find((one) => one.author === login && one.state === 'open');
  if (open !== undefined) return did(`Pull request ${open.number} at ${full} is open already: ${open.title}.`);
  const fork = findFork(world, upstream, login);
  if (fork === undefined) return did(`${login} has no fork of ${full} to propose from, so nothing was opened.`);
  const base = fork.commits.get(settle(fork, world.setting.now()).branches.get(upstream.defaultBranch) ?? '');
  if (base === undefined) return did(`GitHub is still copying ${full}, so nothing was opened; try again in a moment.`);
  const proposal = proposalOf(world, ownVersion(world));
  const head = commitTo(world, fork, base, proposal);
  const sent = {title: proposal.title, body: 'Every box of the template is ticked.', head, base: upstream.defaultBranch};
  const refusal = refusalIn(actAtGitHub(world, 'POST', `/repos/${full}/pulls`, sent));
  const pull = upstream.pulls.at(-1);
  if (refusal !== undefined || pull === undefined) return did(refusal ?? `Nothing was opened at ${full}.`);
  pull.labels = proposal.labels;
  return did(`Opened pull request ${pull.number} at ${full}: ${pull.title}.`);
};

/** The bot takes off the label that waited for the signature, and tests what it held back. */
const agree = ({world}: Visit): PageOutcome => {
  const login = loginOf(world);
  const isNew = addOnce(world.marketplaces.winget.agreed, login);
  const upstream = findRepository(world.github, 'microsoft', 'winget-pkgs');
  for (const pull of upstream?.pulls ?? []) {
    if (pull.author === login) pull.labels = pull.labels.map((label) => (label === needsAgreement ? tested : label));
  }
  return did(isNew ? `${login} signed Microsoft’s agreement for contributions.` : `${login} has signed Microsoft’s agreement before.`);
};

/** The pages by which something is proposed to others. */
export const githubPullPages: readonly Page[] = [
  ...pagesOf('github.com', [[/^\/([^/]+)\/([^/]+)\/compare(?:\/(.*))?$/, propose]]),
  ...pagesOf('cla.opensource.microsoft.com', [[/^\/microsoft\/winget-pkgs$/, agree]]),
];
