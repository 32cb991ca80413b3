import {contextlite} from '../marketplaces/project.ts';
import {normalizedName} from '../marketplaces/pypi-state.ts';
import {held} from '../marketplaces/routes.ts';
import {addOnce, did, make, type Page, type PageOutcome, pagesOf, showed, type Visit} from './page.ts';
import {ownPublisher, publisherText} from './person.ts';

const user = contextlite.publisher;

const signUp = ({world}: Visit): PageOutcome =>
  did(
    addOnce(world.marketplaces.pypi.users, user)
      ? `Created the account ${user} at PyPI and confirmed its e-mail address.`
      : `${user} has an account at PyPI already, so nothing was created.`,
  );

const secure = ({world}: Visit): PageOutcome =>
  did(
    addOnce(world.marketplaces.pypi.secured, user)
      ? `Turned on two-factor sign-in for ${user} and kept the recovery codes.`
      : `Two-factor sign-in is on for ${user} already, as PyPI asks of everybody.`,
  );

/** A token for one project can be made only once that project is there. */
const makeToken = ({world}: Visit): PageOutcome => {
  const {projects, tokens} = world.marketplaces.pypi;
  const isThere = held(projects, contextlite.name)?.roles.some((one) => one.user === user) === true;
  const secret = make.pypi(isThere ? contextlite.name : undefined);
  tokens.push({secret, user, ...(isThere ? {projects: [contextlite.name]} : {})});
  return showed(`Made a token of ${user} for ${isThere ? `project ${contextlite.name}` : 'the entire account'}.`, 'PYPI_TOKEN', secret);
};

const trust = ({world, query, parts: [name = '']}: Visit): PageOutcome => {
  const project = held(world.marketplaces.pypi.projects, normalizedName(name));
  if (!project?.roles.some((one) => one.user === user && one.role === 'Owner')) return did(`${user} owns no project ${name} at PyPI.`);
  const publisher = ownPublisher(world, query);
  const isKnown = project.publishers.some((one) => JSON.stringify(one) === JSON.stringify(publisher));
  if (!isKnown) project.publishers.push(publisher);
  return did(`${isKnown ? `${name} trusts` : `Made ${name} trust`} ${publisherText(publisher)}${isKnown ? ' already' : ''}.`);
};

/** For a project that the first upload will make; one that is there has a page of its own for it. */
const trustBefore = (visit: Visit): PageOutcome => {
  const {world, query} = visit;
  const name = query.get('project_name') ?? contextlite.name;
  const {projects, pendingPublishers} = world.marketplaces.pypi;
  if (held(projects, normalizedName(name)) !== undefined) return trust({...visit, parts: [name]});
  const publisher = ownPublisher(world, query);
  pendingPublishers[normalizedName(name)] = publisher;
  return did(`Named ${publisherText(publisher)} as pending publisher; its first upload will make project ${name}.`);
};

/** The newest version that stands, which is the one that somebody wants back. */
const yank = ({world, parts: [name = '']}: Visit): PageOutcome => {
  const project = held(world.marketplaces.pypi.projects, normalizedName(name));
  if (!project?.roles.some((one) => one.user === user)) return did(`${user} has no project ${name} at PyPI.`);
  const [version, release] = Object.entries(project.releases).findLast(([, {isYanked}]) => !isYanked) ?? [];
  if (release === undefined) return did(`Every release of ${name} is yanked already.`);
  release.isYanked = true;
  release.yankedReason = 'taken back';
  return did(`Yanked ${name} ${version} at PyPI.`);
};

export const pypiPages: readonly Page[] = pagesOf('pypi.org', [
  [/^\/account\/(?:register|login)$/, signUp],
  [/^\/manage\/account\/(?:two-factor|totp-provision|webauthn-provision)$/, secure],
  [/^\/manage\/account\/token$/, makeToken],
  [/^\/manage\/account\/publishing$/, trustBefore],
  [/^\/manage\/project\/([^/]+)\/settings\/publishing$/, trust],
  [/^\/manage\/project\/([^/]+)\/releases$/, yank],
]);
