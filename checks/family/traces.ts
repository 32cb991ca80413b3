import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, packageNameOf, type RepositoryName} from '../../src/model/project.ts';
import {apiOrigin, directorySchema, repositoryApi} from './github.ts';
import {chocolateyPage} from './moderation.ts';

/*
 * A trace is the cheapest question that shows that nothing of a guessed name is at a marketplace. Lists of an owner or of a whole marketplace are
 * the same question for every repository of a round, so that they are asked once for all of them.
 */

/** As many as one page of a list holds. */
const aPage = 100;

/** The names in a list; undefined: it could not be read, or goes on, so it proves no absence. */
type Names = readonly string[] | undefined;

const namesAt = async (lookup: Lookup, url: string): Promise<Names> => {
  const {status, text} = await lookup.reply(url, {accept: [200, 400, 401, 403, 404]});
  if (status === 404) return [];
  const {data} = z.array(z.object({name: z.string()})).safeParse(status === 200 ? parsed(text) : undefined);
  return data === undefined || data.length >= aPage ? undefined : data.map(({name}) => name.toLowerCase());
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Whether a list may hold what is looked for: one that can't be relied on may. */
const mayHold = (names: Names, isIt: (name: string) => boolean): boolean => names === undefined || names.some(isIt);

const repositoriesOf = (lookup: Lookup, {owner}: RepositoryName) =>
  namesAt(lookup, `${apiOrigin}/users/${encodeURIComponent(owner)}/repos?per_page=${aPage}`);

/** A formula in homebrew-core, or any tap of the owner's. */
export const findFormulaTrace = async (lookup: Lookup, project: Project): Promise<boolean> => {
  const formula = encodeURIComponent(packageNameOf(project, 'homebrew').name);
  const [own, core] = await Promise.all([
    repositoriesOf(lookup, project.repository),
    lookup.json(`https://formulae.brew.sh/api/formula/${formula}.json`, z.object({})),
  ]);
  return core !== undefined || mayHold(own, (name) => name.startsWith('homebrew-')) || (project.places ?? []).length > 0;
};

const bucketSchema = z.object({tree: z.array(z.object({path: z.string()})), truncated: z.boolean()});

const isInBucket = async (lookup: Lookup, name: string, file: string): Promise<boolean> => {
  const bucket = {owner: 'ScoopInstaller', name};
  const listed = await lookup.json(repositoryApi(bucket, '/git/trees/master:bucket'), bucketSchema);
  return listed === undefined || listed.truncated || listed.tree.some(({path}) => path.toLowerCase() === file);
};

/** A manifest in a shared bucket, or any bucket of the owner's. */
export const findManifestTrace = async (lookup: Lookup, project: Project): Promise<boolean> => {
  const file = `${packageNameOf(project, 'scoop').name.toLowerCase()}.json`;
  const [own, ...shared] = await Promise.all([
    repositoriesOf(lookup, project.repository),
    ...['Main', 'Extras'].map((name) => isInBucket(lookup, name, file)),
  ]);
  return shared.includes(true) || mayHold(own, (name) => name.startsWith('scoop-')) || (project.places ?? []).length > 0;
};

/** A package of the owner's at winget, out of the publisher's folder. */
export const findWingetTrace = async (lookup: Lookup, project: Project): Promise<boolean> => {
  const [publisher = '', first = ''] = packageNameOf(project, 'winget').name.split('.');
  const folder = `/contents/manifests/${publisher.charAt(0).toLowerCase()}/${encodeURIComponent(publisher)}`;
  const listed = await lookup.json(repositoryApi({owner: 'microsoft', name: 'winget-pkgs'}, folder), directorySchema);
  return listed?.some(({name}) => name.toLowerCase() === first.toLowerCase()) ?? false;
};

/** What comes into nixpkgs comes into its master branch first. */
export const findNixTrace = async (lookup: Lookup, project: Project): Promise<boolean> => {
  const {name} = packageNameOf(project, 'nix');
  const path = `pkgs/by-name/${encodeURIComponent(name.slice(0, 2).toLowerCase())}/${encodeURIComponent(name)}/package.nix`;
  return (await lookup.text(`https://raw.githubusercontent.com/NixOS/nixpkgs/master/${path}`)) !== undefined;
};

/** A package that was ever pushed has a page, whatever the feed hides. */
export const findChocolateyTrace = async (lookup: Lookup, project: Project): Promise<boolean> =>
  (await lookup.reply(chocolateyPage(packageNameOf(project, 'chocolatey').name), {accept: [200, 403, 404], method: 'HEAD'})).status !== 404;

export const findFlathubTrace = async (lookup: Lookup, project: Project): Promise<boolean> => {
  const ids = await lookup.json('https://flathub.org/api/v2/appstream', z.array(z.string()));
  const wanted = packageNameOf(project, 'flathub').name.toLowerCase();
  return ids?.some((id) => id.toLowerCase() === wanted) ?? true;
};

const imagesSchema = z.object({results: z.array(z.object({name: z.string()})), next: z.string().nullish()});

/** An image of the owner's at Docker Hub, out of the owner's list. */
export const findImageTrace = async (lookup: Lookup, name: string): Promise<boolean> => {
  const [namespace = '', image = ''] = name.toLowerCase().split('/');
  const address = `https://hub.docker.com/v2/namespaces/${encodeURIComponent(namespace)}/repositories?page_size=${aPage}`;
  const listed = await lookup.json(address, imagesSchema);
  return listed !== undefined && (typeof listed.next === 'string' || listed.results.some((one) => one.name.toLowerCase() === image));
};

/** An image of the owner's at GitHub, out of the owner's list; who may not read it looks at the image itself. */
export const findContainerTrace = async (lookup: Lookup, {owner}: RepositoryName, name: string): Promise<boolean> => {
  if (!lookup.hasGitHubToken) return true;
  const list = `${encodeURIComponent(owner)}/packages?package_type=container&per_page=${aPage}`;
  const asUser = await namesAt(lookup, `${apiOrigin}/users/${list}`);
  const names = asUser?.length === 0 ? await namesAt(lookup, `${apiOrigin}/orgs/${list}`) : asUser;
  return mayHold(names, (one) => one === name.toLowerCase());
};
