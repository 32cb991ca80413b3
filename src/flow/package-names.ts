import type {Configuration} from '../model/configuration.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {PackageFile} from '../model/package-file.ts';
import type {PackageName, Project, RepositoryName} from '../model/project.ts';
import type {Publication} from '../model/publication.ts';
import type {PublishingJob, WorkflowUnderstanding} from '../model/workflow.ts';

export type NamedFile = {readonly name: string; readonly path: string};

/** Several packages of one kind, of which nothing tells which one is meant. */
export type PackageChoice = {readonly marketplace: MarketplaceId; readonly title: string; readonly packages: readonly NamedFile[]};

export type FoundPackages = {readonly packages: Project['packages']; readonly choices: readonly PackageChoice[]};

/** What package names are taken from. */
export type PackageSources = {
  readonly marketplaces: readonly Marketplace[];
  readonly files: Partial<Readonly<Record<MarketplaceId, readonly PackageFile[]>>>;
  /** Undefined: the workflows are not known. */
  readonly understanding: WorkflowUnderstanding | undefined;
  readonly configuration: Configuration;
  readonly repository: RepositoryName;
  /** False: some of the files or workflows could not be read, so a guess has no ground; absent: all were. */
  readonly isAllRead?: boolean;
};

const depthOf = (path: string): number => path.split('/').length;

const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/');

/** Files that name a package, the shallowest first. */
const namedFiles = (files: readonly PackageFile[] | undefined): readonly NamedFile[] =>
  (files ?? [])
    .flatMap(({name, path}) => (name === undefined || name === '' ? [] : [{name, path}]))
    .sort((one, other) => depthOf(one.path) - depthOf(other.path));

const isCalled = (name: string, other: string): boolean => name.toLowerCase() === other.toLowerCase();

/** A scope or an owner before a slash, or before a dot as winget writes it, is not part of the name. */
const isCalledAs = (name: string, repository: RepositoryName): boolean =>
  isCalled(name, repository.name) ||
  isCalled(name.split('/').at(-1) ?? '', repository.name) ||
  isCalled(name, `${repository.owner}.${repository.name}`);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whether a job works in the folder of a file, or speaks of the file itself. */
const speaksOf = ({job}: PublishingJob, {path}: NamedFile): boolean => {
  const folder = folderOf(path);
  if (folder === '') return false;
  const mention = new RegExp(`(?:^|[\\s"'=:/])(?:\\./)?${escaped(folder)}(?:/|["'\\s;&)]|$)`, 'm');
  return job.steps.some((step) => mention.test([step.run ?? '', ...Object.values(step.with)].join('\n')));
};

/** Of several packages of a kind the one that is published; undefined: nothing tells. */
const chosenFile = (files: readonly NamedFile[], jobs: readonly PublishingJob[], repository: RepositoryName): NamedFile | undefined => {
  const [first] = files;
  if (first === undefined || files.every(({name}) => isCalled(name, first.name))) return first;
  const byName = files.find(({name}) => jobs.some(({packageName}) => packageName !== undefined && isCalled(packageName, name)));
  if (byName) return byName;
  const spoken = files.filter((file) => jobs.some((job) => speaksOf(job, file)));
  const [only] = spoken;
  if (only && spoken.every(({name}) => isCalled(name, only.name))) return only;
  return files.find(({name}) => isCalledAs(name, repository));
};

const fromConfiguration = (sources: PackageSources, id: MarketplaceId): PackageName | undefined => {
  const configured = sources.configuration.packages?.[id];
  if (configured === undefined) return undefined;
  const name = configured.name ?? sources.files[id]?.find(({path}) => path === configured.path)?.name;
  if (name === undefined) return undefined;
  return configured.path === undefined ? {name, from: 'configuration'} : {name, from: 'configuration', path: configured.path};
};

const fromWorkflow = (jobs: readonly PublishingJob[]): PackageName | undefined => {
  const job = jobs.find(({packageName}) => packageName !== undefined);
  return job?.packageName === undefined ? undefined : {name: job.packageName, from: 'workflow', path: job.workflow.path};
};

/** Whether a workflow names the place of a package too: `owner/tap/formula` where the file says `formula`, or the tap alone. */
const saysMore = (written: PackageName | undefined, file: NamedFile | undefined): boolean => {
  const parts = written?.name.split('/') ?? [];
  return (
    file !== undefined && parts.length > 1 && !file.name.includes('/') && (parts.length === 2 || isCalled(parts.at(-1) ?? '', file.name))
  );
};

const guessed = ({usualName}: Marketplace, {repository, isAllRead = true}: PackageSources): PackageName => ({
  name: usualName?.(repository) ?? repository.name.toLowerCase(),
  from: 'guess',
  ...(isAllRead ? {} : {isUnfounded: true}),
});

const found = (marketplace: Marketplace, sources: PackageSources): {readonly name: PackageName; readonly choice?: PackageChoice} => {
  const {understanding, repository, files} = sources;
  const configured = fromConfiguration(sources, marketplace.id);
  if (configured) return {name: configured};
  const jobs = (understanding?.jobs ?? [])
    .filter((job) => job.marketplace === marketplace.id)
    .sort((one, other) => Number(other.isEnabled) - Number(one.isEnabled));
  const named = namedFiles(files[marketplace.id]);
  const file = chosenFile(named, jobs, repository);
  const written = fromWorkflow(jobs);
  const isInPlace = marketplace.publishedBy?.needsRepository === true && saysMore(written, file);
  if (file && !isInPlace) return {name: {name: file.name, from: 'file', path: file.path}};
  if (written) return {name: written};
  const name = guessed(marketplace, sources);
  return named.length === 0 ? {name} : {name, choice: {marketplace: marketplace.id, title: marketplace.title, packages: named}};
};

/**
 * What the project is called at every marketplace: by the configuration, else by its files, else by the workflow that publishes, else a guess. Of
 * several packages of a kind the one that the publishing workflow names is taken, then the one called like the repository; else it is a choice to
 * ask about.
 */
export const packagesOf = (sources: PackageSources): FoundPackages => {
  const all = sources.marketplaces.map((marketplace) => ({id: marketplace.id, ...found(marketplace, sources)}));
  return {
    packages: Object.fromEntries(all.map(({id, name}) => [id, name])),
    choices: all.flatMap(({choice}) => choice ?? []),
  };
};

/** What was looked for under a name that has no ground is not called absent. */
export const withoutFalseAbsence = (publication: Publication, project: Project, id: MarketplaceId): Publication => {
  const isUnfounded = project.packages[id]?.isUnfounded === true;
  if (!isUnfounded || publication.version.kind !== 'absent' || publication.serves !== null) return publication;
  const why = `The package files could not all be read, so its name here is only guessed: ${publication.name}.`;
  return {...publication, version: {kind: 'not-visible', why}};
};
