import {settle} from '../github/new-repository.ts';
import {findRepository, type Repository} from '../github/state.ts';
import {contextlite} from '../marketplaces/project.ts';
import {actAtGitHub, refusalIn} from './github-act.ts';
import {furnish} from './own-place.ts';
import {did, type Page, type PageOutcome, pagesOf, type Visit} from './page.ts';
import {loginOf} from './person.ts';

const findOwn = ({world, parts: [owner = '', name = '']}: Visit): Repository | undefined => {
  const found = findRepository(world.github, owner, name);
  return found?.owner.toLowerCase() === loginOf(world).toLowerCase() ? found : undefined;
};

const generate = (visit: Visit, template: string, name: string): PageOutcome => {
  const {world, query} = visit;
  const owner = query.get('owner') ?? loginOf(world);
  const there = findRepository(world.github, owner, name);
  if (there !== undefined) return furnish(visit, there) ?? did(`${owner}/${name} is there already.`);
  const refusal = refusalIn(actAtGitHub(world, 'POST', `/repos/${template}/generate`, {owner, name}));
  return did(refusal ?? `Created the public repository ${owner}/${name} from ${template}.`);
};

const create = (visit: Visit): PageOutcome => {
  const {world, query} = visit;
  const [name, owner] = [query.get('name'), query.get('owner') ?? loginOf(world)];
  const [templateOwner, templateName] = [query.get('template_owner'), query.get('template_name')];
  if (name === null) return did('The page waits for a name, and its address fills in none.');
  if (templateOwner !== null && templateName !== null) return generate(visit, `${templateOwner}/${templateName}`, name);
  const path = owner.toLowerCase() === loginOf(world).toLowerCase() ? '/user/repos' : `/orgs/${owner}/repos`;
  const description = query.get('description');
  const body = {name, auto_init: true, private: query.get('visibility') === 'private', ...(description === null ? {} : {description})};
  const there = findRepository(world.github, owner, name);
  if (there !== undefined) return furnish(visit, there) ?? did(`${owner}/${name} is there already.`);
  const refusal = refusalIn(actAtGitHub(world, 'POST', path, body));
  return did(refusal ?? `Created the public repository ${owner}/${name} with a README.`);
};

/** What people call a repository that they make from a template, where the address fills in no name. */
const usualNames: Readonly<Record<string, string>> = {'scoopinstaller/buckettemplate': 'scoop-bucket'};

const generateHere = (visit: Visit): PageOutcome => {
  const [owner = '', name = ''] = visit.parts;
  return generate(visit, `${owner}/${name}`, visit.query.get('name') ?? usualNames[`${owner}/${name}`.toLowerCase()] ?? contextlite.name);
};

const fork = (visit: Visit): PageOutcome | undefined => {
  const {world, parts} = visit;
  const [owner = '', name = ''] = parts;
  const upstream = findRepository(world.github, owner, name);
  if (upstream === undefined) return undefined;
  const full = `${upstream.owner}/${upstream.name}`;
  const found = findRepository(world.github, loginOf(world), name);
  if (found?.parent?.toLowerCase() === full.toLowerCase()) return did(`${loginOf(world)}/${found.name} is a fork of ${full} already.`);
  const refusal = refusalIn(actAtGitHub(world, 'POST', `/repos/${full}/forks`, {default_branch_only: true}));
  return did(refusal ?? `Forked ${full}, its branch ${upstream.defaultBranch} alone; GitHub makes the copy in the background.`);
};

/** The page of a tap or bucket of one's own, where the person adds what it still lacks. */
const furnishOwn = (visit: Visit): PageOutcome | undefined => {
  const repository = findOwn(visit);
  return repository && furnish(visit, repository);
};

/** Settings, Actions, General: the token of workflows may write, and workflows may run. */
const allowWriting = (visit: Visit): PageOutcome => {
  const repository = findOwn(visit);
  const name = visit.parts.slice(0, 2).join('/');
  if (repository === undefined) return did(`${loginOf(visit.world)} has no repository ${name}, so GitHub shows no settings of it.`);
  repository.workflowPermissions = 'write';
  repository.actions = {isEnabled: true, allowed: repository.actions.allowed};
  return did(`Gave the workflows of ${name} read and write permissions.`);
};

/** The button that brings a fork's branch up to its upstream. */
const sync = (visit: Visit): PageOutcome | undefined => {
  const repository = findOwn(visit);
  const branch = visit.parts[2] ?? '';
  if (repository === undefined || repository.parent === null) return undefined;
  const full = `${repository.owner}/${repository.name}`;
  if (!settle(repository, visit.world.setting.now()).branches.has(branch)) return did(`${full} has no branch ${branch} yet.`);
  const refusal = refusalIn(actAtGitHub(visit.world, 'POST', `/repos/${full}/merge-upstream`, {branch}));
  return did(refusal ?? `Brought branch ${branch} of ${full} up to ${repository.parent}.`);
};

/** Settings, General: releases that are published can no longer be changed. */
const makeImmutable = (visit: Visit): PageOutcome => {
  const repository = findOwn(visit);
  const name = visit.parts.slice(0, 2).join('/');
  if (repository === undefined) return did(`${loginOf(visit.world)} has no repository ${name}, so GitHub shows no settings of it.`);
  repository.hasImmutableReleases = true;
  return did(`Ticked “Enable release immutability” in the settings of ${name}.`);
};

const enableWorkflow = (visit: Visit): PageOutcome => {
  const repository = findOwn(visit);
  const name = visit.parts.slice(0, 2).join('/');
  const disabled = repository?.workflows.filter(({state}) => state.startsWith('disabled')) ?? [];
  const chosen = disabled.find(({path}) => path.endsWith(`/${visit.parts[2]}`)) ?? disabled[0];
  if (chosen === undefined) return did(`Looked at the workflows of ${name}; none is disabled.`);
  chosen.state = 'active';
  return did(`Enabled the workflow ${chosen.name} of ${name}.`);
};

/** A package's page and its settings: everybody may see it, and the project's workflows may write it. */
const openPackage = ({world, parts: [owner = '', type = '', name = '']}: Visit): PageOutcome => {
  const found = world.github.packages.find(
    (one) => one.owner.toLowerCase() === owner.toLowerCase() && one.type === type && one.name === name,
  );
  if (found === undefined) return did(`GitHub has no package ${owner}/${name} yet: the first push makes it.`);
  found.visibility = 'public';
  const writer = `${contextlite.owner}/${contextlite.name}`;
  found.writers = [...new Set([...(found.writers ?? []), writer])];
  const image = world.marketplaces.githubPackages.images[`${owner}/${name}`.toLowerCase()];
  if (type === 'container' && image !== undefined) image.isPublic = true;
  return did(`Made the package ${owner}/${name} public and gave ${writer} the right to write it.`);
};

/** The pages by which repositories are made and set up. */
export const githubRepositoryPages: readonly Page[] = pagesOf('github.com', [
  [/^\/new$/, create],
  [/^\/(?:users|orgs)\/([^/]+)\/packages\/([^/]+)\/([^/]+)\/settings$/, openPackage],
  [/^\/([^/]+)\/[^/]+\/pkgs\/([^/]+)\/([^/]+)$/, openPackage],
  [/^\/([^/]+)\/([^/]+)\/generate$/, generateHere],
  [/^\/([^/]+)\/([^/]+)\/fork$/, fork],
  [/^\/([^/]+)\/([^/]+)\/settings\/actions$/, allowWriting],
  [/^\/([^/]+)\/([^/]+)\/settings$/, makeImmutable],
  [/^\/([^/]+)\/([^/]+)\/tree\/(.+)$/, sync],
  [/^\/([^/]+)\/([^/]+)$/, furnishOwn],
  [/^\/([^/]+)\/([^/]+)\/actions(?:\/workflows\/([^/]+))?$/, enableWorkflow],
]);
