import type {Asset, Project, RepositoryName} from './project.ts';
import type {PublishJob} from './publish-job.ts';
import type {SubmissionStep} from './submission-steps.ts';

export type ProgramSystem = 'linux' | 'macos' | 'windows';
/** In Go's words; `386` is 32-bit x86. */
export type ProgramArchitecture = 'amd64' | 'arm64' | '386';

/** How a released file holds its program. `binary`: it is the program itself. */
export type ArchiveFormat = 'tar.gz' | 'tar.xz' | 'tar.bz2' | 'tar.zst' | 'zip' | 'binary';

/** What a Linux program needs of the C library; `static`: nothing. `least`: the oldest glibc that has every symbol it asks for, such as `2.17`. */
export type LibraryNeed = {readonly kind: 'static'} | {readonly kind: 'musl'} | {readonly kind: 'glibc'; readonly least?: string};

/** The program for one platform, as it was found by listing the released file that holds it. */
export type ReleasedProgram = {
  readonly system: ProgramSystem;
  readonly architecture: ProgramArchitecture;
  readonly asset: Asset;
  /** Of the asset, lower-case hex: GitHub's own, or computed from the download. */
  readonly sha256: string;
  readonly format: ArchiveFormat;
  /** Where the program lies in the archive, with `/`, the wrapping folder included; of a bare binary the asset's own name. */
  readonly path: string;
  /** The one folder that everything in the archive lies in; empty: there is none. */
  readonly folder: string;
  /** Whether the archive marks it as executable; zips made on Windows and bare binaries don't. */
  readonly isExecutable: boolean;
  /** Of a Linux program; absent: another system, or its head could not be read. */
  readonly library?: LibraryNeed;
  /** Every other file in the archive, by path. */
  readonly besides: readonly string[];
};

/** Why a released file, or a platform, gives no program. */
export type ProgramFault = {
  /** The asset's name; absent: it concerns the release. */
  readonly asset?: string;
  /** One sentence. */
  readonly what: string;
};

export type License = {
  /** An SPDX expression, such as `MIT`; absent: GitHub recognises none. */
  readonly spdx?: string;
  /** The file in the repository, and its text; absent: there is none. */
  readonly path?: string;
  readonly text?: string;
};

/** Where the tag's own source can be fetched; its bytes are those GitHub makes of the tag today. */
export type SourceArchive = {readonly url: string; readonly sha256: string};

/** Everything the first files are made from. All text in it comes from outside: whoever writes it into a file quotes it (`quoting.ts`). */
export type ProgramFacts = {
  readonly project: Project;
  /** What people type. */
  readonly command: string;
  /** One line without a full stop at its end, of any length; empty: GitHub has none, and a person has to write it. */
  readonly description: string;
  readonly homepage: string;
  readonly license: License;
  /** Who makes it, as GitHub shows the owner: the name, else the login. */
  readonly author: string;
  readonly topics: readonly string[];
  readonly defaultBranch: string;
  /** One per platform, in the order linux, macos, windows and amd64, arm64, 386. */
  readonly programs: readonly ReleasedProgram[];
  /** Further programs for those platforms that need another C library, such as musl's beside glibc's; absent: none. */
  readonly alternatives?: readonly ReleasedProgram[];
  readonly faults: readonly ProgramFault[];
  /** What it is built with, by the files at the repository's root. */
  readonly language: 'go' | 'rust' | 'other';
  /** Absent: not looked up, or GitHub did not give it. */
  readonly source?: SourceArchive;
  /** Every path in the repository. */
  readonly paths: readonly string[];
};

export type FirstFile = {readonly path: string; readonly contents: string; readonly isExecutable?: true};

/** Where the files of a marketplace stand. */
export type FilePlace =
  /** In the project's own repository; they come there by a pull request. */
  | {readonly kind: 'project'}
  /** In a repository of the maintainer's that people install from: a tap, a bucket. It is made where it is not there. */
  | {readonly kind: 'own'; readonly repository: RepositoryName; readonly description: string; readonly topics: readonly string[]}
  /** In the marketplace's repository, by a fork and a pull request. */
  | {readonly kind: 'upstream'; readonly upstream: RepositoryName; readonly base: string; readonly branch: string; readonly title: string}
  /** In the package's own repository at the AUR. */
  | {readonly kind: 'aur'; readonly package: string};

/** What a marketplace's pull-request template asks of the person; nobody but the person answers it. */
export type TemplateQuestion = {
  /** As the template has it. */
  readonly text: string;
  /** How one finds out, in one sentence; absent: the question says it. */
  readonly how?: string;
  /** It is answered in words, and without them nothing is opened. Absent: a yes or a no answers it. */
  readonly isInWords?: true;
};

export type FirstFiles =
  | {
      readonly kind: 'files';
      readonly place: FilePlace;
      readonly files: readonly [FirstFile, ...FirstFile[]];
      /** What a person has to know or to look at before it goes out: a shortened description, a platform that is left out; sentences. */
      readonly notes: readonly string[];
    }
  /** It can't be made, or would be refused; one sentence each. */
  | {readonly kind: 'blocked'; readonly because: string; readonly next: string};

/** A program that goes into a package as it is; it is fetched, held against its digest and unpacked when the package is built. */
export type EmbeddedProgram = {
  /** Where it lies in the package. */
  readonly path: string;
  readonly url: string;
  /** Of the asset. */
  readonly sha256: string;
  readonly format: ArchiveFormat;
  /** Where it lies in the asset. */
  readonly member: string;
};

/** One way in which the first package can be written where a marketplace knows several, such as `embed` and `download`; the first is the usual one. */
export type PackageVariant = {readonly id: string; readonly title: string};

/** How the first package of a marketplace is written and handed in. Everything in it is pure. */
export type FirstPackage = {
  /** Absent: there is one way. */
  readonly variants?: readonly [PackageVariant, ...PackageVariant[]];
  /** `variant`: one of `variants`; absent: the usual one. */
  filesOf(facts: ProgramFacts, variant?: string): FirstFiles;
  /**
   * How the first version is handed in once its files stand, out of those files as they stand then; undefined: it can't be. Absent: where the files stand
   * is all of it.
   */
  submission?(facts: ProgramFacts, files: readonly FirstFile[]): SubmissionStep | undefined;
  /** What the pull-request template upstream asks; absent: there is none. */
  readonly questions?: readonly TemplateQuestion[];
  /** The job that publishes every later version, and the first where no person has to; undefined: none is needed. */
  job?(facts: ProgramFacts): PublishJob | undefined;
};
