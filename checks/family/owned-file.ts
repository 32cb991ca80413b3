import {z} from 'zod';
import {evidenceOf} from '../../src/model/cell.ts';
import type {Lookup, LookupOptions} from '../../src/model/lookup.ts';
import {Problem} from '../../src/model/problem.ts';
import {type Project, type RepositoryName, repositoryText} from '../../src/model/project.ts';
import type {Account, NextAction, Publication} from '../../src/model/publication.ts';
import {isSameRepository, repositoryApi, repositoryPage} from './github.ts';
import {findPaths} from './repository-tree.ts';

/** GitHub's contents as the file's own bytes. */
const raw: LookupOptions = {headers: {accept: 'application/vnd.github.raw+json'}};
const placeSchema = z.object({full_name: z.string(), private: z.boolean().optional()});

/** The project's further repositories that fit, and then the owner's of these usual names. */
export const withFurther = (
  {repository: {owner}, places = []}: Project,
  fits: (repository: RepositoryName) => boolean,
  usual: readonly string[],
): readonly RepositoryName[] => {
  const named = places.filter(fits);
  return [...named, ...usual.map((name) => ({owner, name})).filter((one) => !named.some((other) => isSameRepository(one, other)))];
};

/** A repository that people install from, as far as this reader sees it. */
export type Place = {readonly repository: RepositoryName; readonly name: string; readonly isPrivate: boolean};

const findPlace = async (lookup: Lookup, repository: RepositoryName): Promise<Place | undefined> => {
  const found = await lookup.json(repositoryApi(repository), placeSchema);
  return found && {repository, name: found.full_name, isPrivate: found.private === true};
};

export const namesOf = (repositories: readonly RepositoryName[]): string => repositories.map(repositoryText).join(' or ');

/** The account is the first of these repositories that can be seen. */
export const findPlaceAccount = async (
  lookup: Lookup,
  what: 'tap' | 'bucket',
  repositories: readonly RepositoryName[],
): Promise<Account> => {
  const places = await Promise.all(repositories.map((one) => findPlace(lookup, one)));
  const place = places.find((one) => one !== undefined);
  if (place === undefined) return {kind: 'absent', note: `There is no ${what} ${namesOf(repositories)} that can be seen.`};
  const {name, isPrivate, repository} = place;
  const evidence = [evidenceOf(name, repositoryPage(repository))];
  return isPrivate
    ? {kind: 'exists', name, note: `The ${what} is private, so nobody else can install from it.`, evidence}
    : {kind: 'owns', name, evidence};
};

type OwnedFile = {readonly text: string; readonly place: Place; readonly path: string; readonly page: string};

const cutOff = (repository: RepositoryName) =>
  new Problem(
    'unexpected-answer',
    `GitHub cuts off its list of the files in ${repositoryText(repository)}, so nothing is known of those left out.`,
    'Look into the repository yourself.',
  );

const findAt = async (
  lookup: Lookup,
  repository: RepositoryName,
  pathIn: (paths: readonly string[]) => string | undefined,
): Promise<OwnedFile | undefined> => {
  const place = await findPlace(lookup, repository);
  if (place === undefined) return undefined;
  const {paths, isIncomplete} = await findPaths(lookup, repository, 'HEAD');
  const path = pathIn(paths);
  if (path === undefined && isIncomplete) throw cutOff(repository);
  if (path === undefined) return undefined;
  const text = await lookup.text(repositoryApi(repository, `/contents/${path.split('/').map(encodeURIComponent).join('/')}`), raw);
  return text === undefined ? undefined : {text, place, path, page: repositoryPage(repository, `/blob/HEAD/${path}`)};
};

/** The file that `pathIn` picks out of the first repository that has it; a repository that isn't there costs one request. */
export const findOwned = async (
  lookup: Lookup,
  repositories: readonly RepositoryName[],
  pathIn: (paths: readonly string[]) => string | undefined,
): Promise<OwnedFile | undefined> =>
  (await Promise.all(repositories.map((one) => findAt(lookup, one, pathIn)))).find((one) => one !== undefined);

const makePublic = (name: string): NextAction => ({action: `Make ${name} public.`, whose: 'yours'});

/** A publication out of a file, as people get it: from a private repository nobody gets anything. */
export const servedFrom = ({repository, isPrivate}: Place, publication: Publication): Publication => {
  if (!isPrivate) return publication;
  const {version, evidence} = publication;
  const [name, url] = [repositoryText(repository), repositoryPage(repository, '/settings')];
  const isServed = version.kind === 'published' || version.kind === 'partial';
  return {
    ...publication,
    serves: null,
    version: isServed
      ? {kind: 'waiting', for: `you to make ${name} public: nobody else can install from it`, url, next: makePublic(name)}
      : version,
    evidence: [...evidence, evidenceOf(`${name} is private, so nobody else can install from it.`, url)],
  };
};
