import * as z from 'zod';
import {repositoryApi} from '../../checks/family/github.ts';
import {findPaths} from '../../checks/family/repository-tree.ts';
import {findForkState} from '../../checks/family/standing-fork.ts';
import {wholeTextOfContents} from '../../checks/repository/contents.ts';
import type {StandingPlace} from '../flow/submission-plan.ts';
import type {FilePlace, FirstFile, ProgramFacts} from '../model/first-package.ts';
import type {Lookup} from '../model/lookup.ts';
import {Problem} from '../model/problem.ts';
import type {RepositoryName} from '../model/project.ts';
import {lookAtAur} from './first-package-aur.ts';

/** A place with what was found there, and what of the files stands in it, by path. */
export type LookedPlace = {readonly place: StandingPlace; readonly standing: ReadonlyMap<string, string>};

/** What a place is looked at with. */
export type PlaceLook = {
  readonly lookup: Lookup;
  readonly facts: ProgramFacts;
  readonly files: readonly FirstFile[];
  /** Whoever is signed in to GitHub; absent: nobody. */
  readonly login?: string;
};

const schema = z.object({default_branch: z.string(), private: z.boolean().optional()});

const textsAt = async (
  {lookup, files}: PlaceLook,
  repository: RepositoryName,
  reference?: string,
): Promise<ReadonlyMap<string, string>> => {
  const texts = await Promise.all(
    files.map(async ({path}) => [path, await wholeTextOfContents(lookup, repository, path, reference)] as const),
  );
  return new Map(texts.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])));
};

/** Only what the repository's own list names is read. */
const inProject = async (look: PlaceLook): Promise<LookedPlace> => {
  const {facts, files} = look;
  const there = new Set(facts.paths);
  const standing = await textsAt({...look, files: files.filter(({path}) => there.has(path))}, facts.project.repository);
  return {place: {kind: 'project', base: facts.defaultBranch}, standing};
};

const inOwn = async (look: PlaceLook, place: Extract<FilePlace, {kind: 'own'}>): Promise<LookedPlace> => {
  const {lookup, login} = look;
  const {repository} = place;
  const isOrganization = login?.toLowerCase() !== repository.owner.toLowerCase();
  const found = await lookup.json(repositoryApi(repository), schema);
  const none: ReadonlyMap<string, string> = new Map();
  if (found === undefined) return {place: {kind: 'own', place, is: 'absent', isOrganization}, standing: none};
  if (found.private === true) return {place: {kind: 'own', place, is: 'private'}, standing: none};
  if ((await findPaths(lookup, repository, 'HEAD')).paths.length === 0)
    return {place: {kind: 'own', place, is: 'empty', isOrganization}, standing: none};
  return {place: {kind: 'own', place, is: 'there', branch: found.default_branch}, standing: await textsAt(look, repository)};
};

const inUpstream = async (look: PlaceLook, place: Extract<FilePlace, {kind: 'upstream'}>): Promise<LookedPlace> => {
  const {lookup, login} = look;
  if (login === undefined)
    throw new Problem(
      'unauthorized',
      'Nobody is signed in to GitHub, so it is not known whose fork to propose from.',
      'Set GITHUB_TOKEN, or sign in with `gh auth login`.',
    );
  const source = {...place.upstream, branch: place.base};
  const [fork, standing] = await Promise.all([findForkState(lookup, login, source), textsAt(look, place.upstream, place.base)]);
  return {place: {kind: 'upstream', place, owner: login, fork}, standing};
};

const inAur = async ({lookup, files}: PlaceLook, place: Extract<FilePlace, {kind: 'aur'}>): Promise<LookedPlace> => {
  const {base, standing} = await lookAtAur(lookup, place, files);
  return {place: {kind: 'aur', place, ...(base === undefined ? {} : {base})}, standing};
};

/** Looks what stands where the files go. */
export const lookAtPlace = async (look: PlaceLook, place: FilePlace): Promise<LookedPlace> => {
  switch (place.kind) {
    case 'project':
      return inProject(look);
    case 'own':
      return inOwn(look, place);
    case 'upstream':
      return inUpstream(look, place);
    case 'aur':
      return inAur(look, place);
  }
};
