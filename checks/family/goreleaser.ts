import {parse} from 'yaml';
import * as z from 'zod';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import type {PackageFile} from '../../src/model/package-file.ts';

const words = z.string().catch('');
/** A list of entries, each with only what is read of it; an empty entry takes every usual value. */
const entries = <S extends z.ZodRawShape>(shape: S) =>
  z.preprocess(
    (value) =>
      (Array.isArray(value) ? value : value == null ? [] : [value]).map((one) => one ?? {}).filter((one) => typeof one === 'object'),
    z.array(z.object(shape)).catch([]),
  );
const repository = z.object({owner: words, name: words}).catch({owner: '', name: ''});
const named = {name: words};

const schema = z.object({
  project_name: words,
  builds: entries({binary: words}),
  brews: entries({...named, repository}),
  homebrew_casks: entries({...named, repository}),
  scoops: entries({...named, repository}),
  winget: entries({...named, package_identifier: words, publisher: words}),
  aurs: entries(named),
  aur_sources: entries(named),
  nix: entries({...named, repository}),
  snapcrafts: entries(named),
  chocolateys: entries(named),
  dockers: entries({image_templates: z.array(words).catch([])}),
  dockers_v2: entries({images: z.array(words).catch([])}),
  npms: entries(named),
});

type Goreleaser = z.infer<typeof schema>;

/** The template words that stand for the project's name; any other leaves a name unknown. */
const filledIn = (text: string, project: string): string | undefined => {
  const filled = text.replace(/\{\{-?\s*\.ProjectName\s*-?\}\}/g, project).trim();
  return filled === '' || filled.includes('{{') ? undefined : filled;
};

const firstName = (list: readonly {readonly name?: string}[] | undefined, project: string): string | undefined => {
  const [first] = list ?? [];
  return first === undefined ? undefined : filledIn(first.name || project, project);
};

type Placed = {readonly name: string; readonly repository: {readonly owner: string; readonly name: string}};

/** `owner/repository/name` where the repository that is written to is named, as tap and bucket are. */
const placedName = (list: readonly Placed[], project: string, shorten: (repository: string) => string): string | undefined => {
  const name = firstName(list, project);
  const place = list[0]?.repository;
  const [owner, repository] = [filledIn(place?.owner ?? '', project), filledIn(place?.name ?? '', project)];
  return name === undefined || owner === undefined || repository === undefined ? name : `${owner}/${shorten(repository)}/${name}`;
};

const withoutPrefix = (repository: string): string => repository.replace(/^homebrew-/, '');

/** GoReleaser puts `-bin` behind the name of a package of built programs that lacks it. */
const aurName = ({aurs, aur_sources}: Goreleaser, project: string): string | undefined => {
  const built = firstName(aurs, project);
  if (built !== undefined) return built.endsWith('-bin') ? built : `${built}-bin`;
  return firstName(aur_sources, project);
};

const wingetName = ({winget}: Goreleaser, project: string): string | undefined => {
  const [first] = winget;
  if (first === undefined) return undefined;
  if (first.package_identifier) return filledIn(first.package_identifier, project);
  const name = filledIn(first.name || project, project);
  const publisher = filledIn(first.publisher, project)?.replace(/\s+/g, '');
  return name === undefined || publisher === undefined ? undefined : `${publisher}.${name}`;
};

/** An image's name without its registry and tag, where it lies at one of these registries; Docker Hub needs none. */
const imageAt = ({dockers, dockers_v2}: Goreleaser, project: string, registry: RegExp): string | undefined => {
  const images = [...dockers.flatMap(({image_templates}) => image_templates), ...dockers_v2.flatMap(({images: all}) => all)];
  for (const image of images) {
    const bare = filledIn(image.replace(/:(?:[^/{}]|\{\{.*?\}\})*$/, ''), project);
    if (bare !== undefined && registry.test(bare)) return bare.replace(registry, '');
  }
  return undefined;
};

const atDockerHub = /^(?:(?:index\.)?docker\.io\/(?=[^/]+\/[^/]+$)|(?=[^./:]+\/[^/]+$))/;
const atGitHub = /^ghcr\.io\//;

const read = (text: string): Goreleaser | undefined => {
  try {
    return schema.parse(parse(text, {logLevel: 'error'}));
  } catch {
    return undefined;
  }
};

const projectOf = ({project_name, builds}: Goreleaser): string =>
  project_name || builds.find(({binary}) => binary && !binary.includes('{{'))?.binary || '';

/** Whether a path is GoReleaser's configuration. */
export const isGoreleaserFile = (path: string): boolean => /^\.?(?:config\/)?goreleaser\.ya?ml$/.test(path);

/** What GoReleaser's configuration calls the project at each marketplace it publishes to. One that a template makes up is left out. */
export const goreleaserNames = (text: string): Partial<Record<MarketplaceId, string>> => {
  const file = read(text);
  if (file === undefined) return {};
  const project = projectOf(file);
  const names: Readonly<Partial<Record<MarketplaceId, string | undefined>>> = {
    'docker-hub': imageAt(file, project, atDockerHub),
    chocolatey: firstName(file.chocolateys, project),
    homebrew: placedName(file.homebrew_casks, project, withoutPrefix) ?? placedName(file.brews, project, withoutPrefix),
    aur: aurName(file, project),
    snapcraft: firstName(file.snapcrafts, project),
    'github-packages': imageAt(file, project, atGitHub),
    npm: firstName(file.npms, project),
    scoop: placedName(file.scoops, project, (bucket) => bucket),
    winget: wingetName(file, project),
    nix: firstName(file.nix, project),
  };
  return Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined)) as Partial<Record<MarketplaceId, string>>;
};

/** The same as package files, one for each marketplace. */
export const goreleaserFiles = (path: string, text: string): Partial<Record<MarketplaceId, PackageFile>> =>
  Object.fromEntries(Object.entries(goreleaserNames(text)).map(([id, name]) => [id, {path, name, faults: []}]));
