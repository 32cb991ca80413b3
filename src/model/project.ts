import type {MarketplaceId} from './marketplace-id.ts';

export type RepositoryName = {readonly owner: string; readonly name: string};

/** What a package is called at a marketplace, and how that is known. */
export type PackageName = {
  readonly name: string;
  /** `guess`: nothing names it, so it is taken from the repository's name; a hit must be shown to belong to this project. */
  readonly from: 'configuration' | 'file' | 'workflow' | 'guess';
  /** The file or workflow that names it; absent: none does. */
  readonly path?: string;
  /** True of a guess made although not everything that could name the package was read: its absence proves nothing. */
  readonly isUnfounded?: true;
};

/** A file of a release, as GitHub lists it. */
export type Asset = {
  readonly name: string;
  readonly size: number;
  /** False while an upload is unfinished or failed. */
  readonly isUploaded: boolean;
  /** Lower-case hex computed by GitHub; absent for uploads before mid-2025. */
  readonly sha256?: string;
  readonly url: string;
  /** Where GitHub's API gives it to those who may see a private repository; absent: not known. */
  readonly apiUrl?: string;
};

export type Release = {
  readonly id: number;
  readonly tag: string;
  readonly url: string;
  readonly isDraft: boolean;
  readonly isPrerelease: boolean;
  readonly isImmutable: boolean;
  /** ISO time; absent for a draft. */
  readonly publishedAt?: string;
  readonly assets: readonly Asset[];
};

/** What is being published: enough to ask every marketplace about it. */
export type Project = {
  readonly repository: RepositoryName;
  /** The git tag as it is written, such as `v1.2.3`. */
  readonly tag: string;
  /** The version inside the tag, such as `1.2.3`. */
  readonly version: string;
  /** Absent for a marketplace: not known yet. */
  readonly packages: Partial<Record<MarketplaceId, PackageName>>;
  /** Further repositories that it publishes in, such as its tap or its bucket; absent: none is named. */
  readonly places?: readonly RepositoryName[];
  /** Absent: the tag has no release, or it could not be read. */
  readonly release?: Release;
  /** True where a published release takes no more files; absent: not known, or not so. */
  readonly hasImmutableReleases?: true;
  /** True: it is looked at beside other repositories, so that a bare guess is worth one question and no search. Absent: alone. */
  readonly isOneOfMany?: true;
};

/* Numbers with dots come before a single one, and a name that ends in digits, as base64 does, is no version. */
const versionShapes = [
  /(?:^|[/_@-])v?\.?(\d+(?:\.\d+)+(?:[-+.][0-9a-z.+-]+)?)$/i,
  /(?:^|[/_@-])v?\.?(\d+(?:[-+.][0-9a-z.+-]+)?)$/i,
  /(\d+(?:\.\d+)+(?:[-+.][0-9a-z.+-]+)?)$/i,
];

/** The version inside a tag: `v1.2.3`, `cli/v1.2.3` and `release-1.2.3` all give `1.2.3`. */
export const versionOfTag = (tag: string): string => versionShapes.map((shape) => shape.exec(tag)?.[1]).find(Boolean) ?? tag;

export const repositoryText = (repository: RepositoryName): string => `${repository.owner}/${repository.name}`;

/** Whether two projects are one tag of one repository. */
export const isSameProject = (one: Project, other: Project): boolean =>
  one.tag === other.tag && repositoryText(one.repository) === repositoryText(other.repository);

/** The name the project has at a marketplace; the repository's own name where nothing else is known. */
export const packageNameOf = (project: Project, id: MarketplaceId): PackageName =>
  project.packages[id] ?? {name: project.repository.name.toLowerCase(), from: 'guess'};
