import * as z from 'zod';
import type {License, ProgramFacts, ProgramFault, SourceArchive} from '../../src/model/first-package.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import {Problem} from '../../src/model/problem.ts';
import {type Asset, type Project, type RepositoryName, repositoryText} from '../../src/model/project.ts';
import {plainLine} from '../../src/model/quoting.ts';
import type {SourceTree} from '../../src/model/source-tree.ts';
import {textOfBase64} from '../family/base64.ts';
import {type ExaminedAsset, examined} from '../family/examined-asset.ts';
import {apiOrigin, repositoryApi, repositoryPage} from '../family/github.ts';
import {mayHoldProgram} from '../family/released-names.ts';
import {commandOf, programsOf} from '../family/released-programs.ts';
import {findPaths} from '../family/repository-tree.ts';

const describedSchema = z.object({
  description: z.string().nullish(),
  homepage: z.string().nullish(),
  topics: z.array(z.string()).default([]),
  default_branch: z.string(),
  private: z.boolean(),
  language: z.string().nullish(),
  owner: z.object({login: z.string()}),
});
type Described = z.infer<typeof describedSchema>;

const licenseSchema = z.object({
  path: z.string(),
  content: z.string().default(''),
  license: z.object({spdx_id: z.string().nullish()}).nullish(),
});

/** GitHub's word for a licence that it does not recognise. */
const unrecognised = 'NOASSERTION';

const findLicense = async (lookup: Lookup, repository: RepositoryName): Promise<License> => {
  const found = await lookup.json(repositoryApi(repository, '/license'), licenseSchema);
  if (found === undefined) return {};
  const spdx = found.license?.spdx_id;
  const text = textOfBase64(found.content);
  return {
    ...(typeof spdx !== 'string' || spdx === '' || spdx === unrecognised ? {} : {spdx}),
    path: found.path,
    ...(text === undefined ? {} : {text}),
  };
};

const findAuthor = async (lookup: Lookup, login: string): Promise<string> => {
  const url = `${apiOrigin}/users/${encodeURIComponent(login)}`;
  const name = (await lookup.json(url, z.object({name: z.string().nullish()})))?.name;
  return plainLine(name ?? '') || login;
};

const findSource = async (lookup: Lookup, {repository, tag}: Project): Promise<SourceArchive | undefined> => {
  const url = repositoryPage(repository, `/archive/refs/tags/${tag.split('/').map(encodeURIComponent).join('/')}.tar.gz`);
  const sha256 = (await lookup.digest(url, ['sha256']))?.hex.sha256;
  return sha256 === undefined ? undefined : {url, sha256};
};

/** The address that GitHub shows for the project, where it is one; the repository's own page otherwise. */
const homepageOf = ({homepage}: Described, repository: RepositoryName): string => {
  const text = homepage?.trim() ?? '';
  const url = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return repositoryPage(repository);
  return url.pathname === '/' && url.search === '' && url.hash === '' ? url.origin : url.href;
};

const languageOf = (paths: readonly string[], {language}: Described): ProgramFacts['language'] => {
  const [isGo, isRust] = ['go.mod', 'Cargo.toml'].map((path) => paths.includes(path));
  if (isGo && isRust) return language === 'Rust' ? 'rust' : 'go';
  return isGo ? 'go' : isRust ? 'rust' : 'other';
};

/** Who sees a draft or a private repository at all gets its files from the API, and nobody from their public address. */
const isHidden = ({private: isPrivate}: Described, {release}: Project): boolean => isPrivate || release?.isDraft === true;

const examine = async (lookup: Lookup, asset: Asset, throughApi: boolean): Promise<ExaminedAsset | ProgramFault> => {
  const fault = (what: string): ProgramFault => ({asset: asset.name, what});
  if (!asset.isUploaded) return fault(`${asset.name} was never uploaded to its end.`);
  const listing =
    throughApi && asset.apiUrl !== undefined
      ? await lookup.listing(asset.apiUrl, asset.name, {headers: {accept: 'application/octet-stream'}})
      : await lookup.listing(asset.url, asset.name);
  if (listing === undefined) return fault(`GitHub lists ${asset.name} and does not serve it.`);
  const found = examined(asset, listing);
  return typeof found === 'string' ? fault(found) : found;
};

/** As many downloads at once as a line carries without one waiting for another. */
const atOnce = 3;

/** One after the other in each of several rows, so that no more than that many archives are open at a time. */
const inRows = async <T, R>(all: readonly T[], run: (one: T) => Promise<R>): Promise<readonly R[]> => {
  const results: R[] = [];
  const left = [...all.entries()];
  const row = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) results[next[0]] = await run(next[1]);
  };
  await Promise.all(Array.from({length: atOnce}, row));
  return results;
};

const whyNothing = ({tag, release}: Project, candidates: readonly Asset[]): string | undefined => {
  if (release === undefined) return `${tag} has no release yet, so that there is no program to put into a package.`;
  if (release.assets.length === 0) return `The release ${tag} has no files.`;
  const names = release.assets.slice(0, 4).map(({name}) => name);
  return candidates.length === 0 ? `No file of the release ${tag} is a program or an archive with one (${names.join(', ')}).` : undefined;
};

type FoundPrograms = Pick<ProgramFacts, 'command' | 'programs' | 'alternatives' | 'faults'>;

const findPrograms = async (
  lookup: Lookup,
  project: Project,
  described: Described,
  {command: wanted}: ProgramOptions,
): Promise<FoundPrograms> => {
  const candidates = (project.release?.assets ?? []).filter(({name}) => mayHoldProgram(name, project.repository.name));
  const nothing = whyNothing(project, candidates);
  const looked = await inRows(candidates, (asset) => examine(lookup, asset, isHidden(described, project)));
  const assets = looked.flatMap((one) => ('executables' in one ? [one] : []));
  const command = wanted ?? commandOf(assets, project);
  const {programs, alternatives, faults} = programsOf(assets, {command, version: project.version});
  return {
    command,
    programs,
    ...(alternatives.length === 0 ? {} : {alternatives}),
    faults: [...(nothing === undefined ? [] : [{what: nothing}]), ...looked.flatMap((one) => ('what' in one ? [one] : [])), ...faults],
  };
};

export type ProgramOptions = {
  /** The repository's files; absent: they are asked of GitHub. */
  readonly tree?: Pick<SourceTree, 'paths'>;
  /** What people type; absent: it is read off the programs. */
  readonly command?: string;
  /** True: the tag's own source is fetched and hashed too. Absent: it isn't. */
  readonly withSource?: true;
};

const notVisible = (lookup: Lookup, repository: RepositoryName) =>
  new Problem(
    'refused',
    `GitHub has no repository ${repositoryText(repository)} that is visible here.`,
    lookup.hasGitHubToken
      ? 'Check the spelling, and that the token may see it.'
      : 'Check the spelling; if it is private, set GITHUB_TOKEN.',
  );

/** Everything that a first package is made from: what GitHub says of the repository, and the programs found by listing what was released. */
export const findProgramFacts = async (lookup: Lookup, project: Project, options: ProgramOptions = {}): Promise<ProgramFacts> => {
  const {repository} = project;
  const described = await lookup.json(repositoryApi(repository), describedSchema);
  if (described === undefined) throw notVisible(lookup, repository);
  const [{paths}, license, author, source, found] = await Promise.all([
    options.tree?.paths() ?? findPaths(lookup, repository, described.default_branch),
    findLicense(lookup, repository),
    findAuthor(lookup, described.owner.login),
    options.withSource === true ? findSource(lookup, project) : undefined,
    findPrograms(lookup, project, described, options),
  ]);
  return {
    project,
    ...found,
    description: plainLine(described.description ?? '').replace(/(?<!\.)\.$/, ''),
    homepage: homepageOf(described, repository),
    license,
    author,
    topics: described.topics,
    defaultBranch: described.default_branch,
    language: languageOf(paths, described),
    ...(source === undefined ? {} : {source}),
    paths,
  };
};
