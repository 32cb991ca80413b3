import {zipOf} from '../contextlite/zip.ts';
import {findCommit} from '../github/git.ts';
import {type ChocolateyVersion, normalizedVersion} from '../marketplaces/chocolatey-state.ts';
import {contextlite} from '../marketplaces/project.ts';
import {held} from '../marketplaces/routes.ts';
import type {World} from '../world.ts';
import {did, make, type Page, type PageOutcome, pagesOf, showed, type Visit} from './page.ts';
import {ownProject, ownVersion} from './person.ts';

const user = 'michael-kuykendall';

const findAccount = ({marketplaces}: World) => marketplaces.chocolatey.accounts.find(({name}) => name === user);

const signUp = ({world}: Visit): PageOutcome => {
  if (findAccount(world) !== undefined) return did(`${user} has an account at Chocolatey already, so nothing was created.`);
  world.marketplaces.chocolatey.accounts.push({name: user, key: make.chocolatey()});
  return did(`Created the account ${user} at Chocolatey and confirmed its e-mail address.`);
};

/** An account has one key, which its page shows as often as it is opened. */
const showKey = (visit: Visit): PageOutcome => {
  const isNew = findAccount(visit.world) === undefined;
  if (isNew) signUp(visit);
  const account = findAccount(visit.world);
  if (account === undefined) return did('Chocolatey shows no account.');
  account.isKeyCopied = true;
  const said = isNew ? `Created the account ${user} at Chocolatey and copied its API key.` : `Copied the API key of ${user} at Chocolatey.`;
  return showed(said, 'CHOCOLATEY_API_KEY', account.key);
};

const folder = 'chocolatey/';

/** What `choco pack` makes of the project's own files. */
const packageOf = (world: World, version: string): Buffer => {
  const project = ownProject(world);
  const files = (project && findCommit(project, `v${version}`)?.files) ?? new Map<string, Buffer>();
  const own = [...files].filter(([path]) => path.startsWith(folder));
  return zipOf(own.map(([path, contents]) => ({name: path.slice(folder.length), contents})));
};

/** A moderator has no clock here: the next visit to the package's page finds that the checks passed and somebody approved it. */
const approve = (world: World, submitted: ChocolateyVersion): PageOutcome => {
  submitted.status = 'Approved';
  submitted.submittedStatus = 'Ready';
  submitted.isListed = true;
  submitted.validation = 'Passing';
  submitted.verification = 'Passing';
  submitted.approvedAt = new Date(world.setting.now()).toISOString();
  return did(`Read the moderator’s note: ${contextlite.name} ${submitted.version} is approved.`);
};

const findSubmitted = ({marketplaces}: World): ChocolateyVersion | undefined =>
  Object.values(held(marketplaces.chocolatey.packages, contextlite.name)?.versions ?? {}).find(({status}) => status === 'Submitted');

const upload = ({world}: Visit): PageOutcome => {
  const {packages} = world.marketplaces.chocolatey;
  if (findAccount(world) === undefined) return did('Nobody is signed in at Chocolatey, so nothing was uploaded.');
  const version = normalizedVersion(ownVersion(world));
  const submitted = findSubmitted(world);
  if (submitted !== undefined) return approve(world, submitted);
  const found = held(packages, contextlite.name);
  if (held(found?.versions, version) !== undefined) return did(`Chocolatey has ${contextlite.name} ${version} already.`);
  const {name: id, repository: projectUrl} = contextlite;
  const pack = found ?? {id, title: 'ContextLite', projectUrl, owners: [user], versions: {}};
  if (!pack.owners.includes(user)) return did(`${user} does not maintain ${id} at Chocolatey, so nothing was uploaded.`);
  packages[id] = pack;
  pack.versions[version] = {
    version,
    nupkg: packageOf(world, version),
    submittedAt: new Date(world.setting.now()).toISOString(),
    status: 'Submitted',
    submittedStatus: 'Pending',
    isListed: true,
    validation: 'Pending',
    verification: 'Pending',
    scan: 'NotFlagged',
  };
  return did(`Pushed ${id} ${version} to Chocolatey; it waits for moderation, which the next visit to its page finds done.`);
};

/** The one version that a person opens by its own page while it is listed is the one they want back. */
const unlist = (visit: Visit): PageOutcome => {
  const {world, parts} = visit;
  const [id = '', version = ''] = parts;
  const found = held(held(world.marketplaces.chocolatey.packages, id.toLowerCase())?.versions, version);
  if (found?.status !== 'Approved' || !found.isListed) return readPackage(visit);
  found.isListed = false;
  return did(`Unticked “Listed in search results” of ${id} ${version} at Chocolatey.`);
};

/** With the key in hand a person who finds the name free pushes the first package; before, they see that it is free. */
const readPackage = (visit: Visit): PageOutcome => {
  const {world, parts} = visit;
  const [id = ''] = parts;
  const submitted = id.toLowerCase() === contextlite.name ? findSubmitted(world) : undefined;
  if (submitted !== undefined) return approve(world, submitted);
  const isThere = held(world.marketplaces.chocolatey.packages, id.toLowerCase()) !== undefined;
  const mayPush = id.toLowerCase() === contextlite.name && findAccount(world)?.isKeyCopied === true;
  if (!isThere && mayPush) return upload(visit);
  return did(isThere ? `Read the page of ${id}; nobody asks for anything there.` : `Chocolatey has no package ${id}: the name is free.`);
};

export const chocolateyPages: readonly Page[] = pagesOf(
  ['community.chocolatey.org', 'push.chocolatey.org'],
  [
    [/^\/account\/register$/i, signUp],
    [/^\/account(?:\/.*)?$/i, showKey],
    [/^\/packages\/upload$/i, upload],
    [/^\/packages\/([^/]+)\/([^/]+)$/i, unlist],
    [/^\/packages\/([^/]+)$/i, readPackage],
  ],
);
