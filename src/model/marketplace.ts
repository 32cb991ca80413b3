import type {Cause} from './diagnosis.ts';
import type {FirstPackage} from './first-package.ts';
import type {InstallTest} from './install-test.ts';
import type {Lookup} from './lookup.ts';
import type {MarketplaceId} from './marketplace-id.ts';
import type {PackageFile} from './package-file.ts';
import type {Project, RepositoryName} from './project.ts';
import type {Account, Integrity, Publication, TokenTest} from './publication.ts';
import type {Rollback} from './rollback.ts';
import type {Task} from './task.ts';
import type {TrustedPublishing} from './trusted-publishing.ts';
import type {Permission, WorkflowJob, WorkflowStep} from './workflow.ts';

/** How a marketplace's credential is named, made, sent and tested. */
export type TokenUse = {
  /** Names of the secret: the usual one first, then those seen in the wild. */
  readonly names: readonly [string, ...string[]];
  /** Names that must be set beside it, such as a user name, the usual one first in each list; absent: none. */
  readonly companions?: readonly (readonly [string, ...string[]])[];
  readonly makeAt: string;
  /** The least rights that publish, in the marketplace's own words. */
  readonly leastRights: string;
  /** Where it may be sent, such as `https://upload.example`; `npm` stands for npm's registry as the user configured it. */
  readonly origins: readonly string[];
  /**
   * The headers that carry it. Pure; called by the tools alone. `companions` by usual name, where known. `origin`: where it goes, of those that
   * are declared; absent: the first.
   */
  authorize(secret: string, companions: Readonly<Record<string, string>>, origin?: string): Readonly<Record<string, string>>;
  /**
   * What the secret's text alone shows, before any request: a foreign shape or an expiry ends the test there; undefined: nothing decisive.
   * Without a project only what holds for every project is said.
   */
  readLocally?(secret: string, project?: Project): TokenTest | undefined;
  /** What the text tells beside any test; a marketplace's own answer counts more. Absent: nothing. */
  hintsOf?(secret: string): TokenHints;
  /** Tests without side effects, through a lookup that sends it (`as: 'token'`). Absent: `untestable` says why. */
  test?(lookup: Lookup, project: Project): Promise<TokenTest>;
  /** Finds out what the test left open, by more questions than a survey of everything asks; absent: nothing more can be learnt. */
  testClosely?(lookup: Lookup, project: Project, known: TokenTest): Promise<TokenTest>;
  /** Why no test exists; absent when `test` is there. */
  readonly untestable?: string;
  /** A test by a connection over SSH, which a survey does not make; absent: it is no key. */
  readonly overSsh?: SshUse;
  /** How an aged part is renewed; absent: nothing ages. */
  readonly renewal?: Renewal;
  /** A rule by which such credentials end; absent: none is known. */
  readonly lifetime?: Lifetime;
};

/** A part of a credential is exchanged for a fresh one, in memory; what is stored stays good. Pure but for its use by the tools. */
export type Renewal = {
  readonly url: string;
  /** The JSON that is sent; undefined: the credential has no such part. */
  bodyOf(secret: string): string | undefined;
  /** The credential with the part that the answer brought; undefined: it brought none. */
  renewedBy(secret: string, answer: string): string | undefined;
};

/** What a credential's text tells of itself. */
export type TokenHints = Pick<TokenTest, 'identity' | 'rights' | 'expires'>;

/** When every credential of a kind ends at the latest. */
export type Lifetime = {
  /** Days after it was made; absent: no such limit. */
  readonly days?: number;
  /** ISO date on which that limit was introduced: what is older was made without it. Absent: it always was. */
  readonly from?: string;
  /** ISO date on which all of them end; absent: none is announced. */
  readonly endsOn?: string;
  /** The rule in one sentence. */
  readonly because: string;
};

/** What came of one command over SSH. */
export type SshAnswer = {
  /** What the command printed on both its outputs. */
  readonly text: string;
  /** Null: it was ended, mostly because nothing came for too long. */
  readonly code: number | null;
};

/** Where an SSH key is tested, and how; `ask` runs one command there that changes nothing. */
export type SshUse = {
  readonly host: string;
  readonly user: string;
  /** The host's own key as a line of known_hosts has it, without the host. */
  readonly hostKey: string;
  test(ask: (command: string) => Promise<SshAnswer>): Promise<TokenTest>;
};

/** The files in a repository that say what is published here. Pure. */
export type PackageFileReader = {
  /** By path alone, as listed from the repository's root with `/`. */
  matches(path: string): boolean;
  /** Undefined: the file is not this marketplace's after all. */
  read(path: string, text: string): PackageFile | undefined;
};

/** By what a workflow job is recognised as publishing here. Pure. */
export type PublishingSigns = {
  /** What in a step publishes here, such as "runs `npm publish`"; undefined: it doesn't. */
  publishes(step: WorkflowStep, job: WorkflowJob): string | undefined;
  /** Matched against a job's id and name when no step, action or secret tells. */
  readonly jobNames: RegExp;
  /** The package's id where a step spells it; undefined: it doesn't. */
  packageName?(step: WorkflowStep): string | undefined;
  /** Rights of the job's own token that publishing needs; absent: none beyond reading. */
  permissions?(step: WorkflowStep, job: WorkflowJob): Readonly<Record<string, Permission>>;
  /** True when the row commits to a repository that people install from (tap, bucket): committing elsewhere then publishes nothing. */
  readonly needsRepository?: boolean;
};

/** Why a marketplace does not take this kind of software. */
export type NotOffered = {readonly why: string; readonly url: string};

/** How long it takes from the end of a publish job until people see the version, in seconds. */
export type Propagation = {
  readonly usually: number;
  /** After this it counts as not served although it should be. */
  readonly atMost: number;
  /** Why so long, and how that is known: one sentence. */
  readonly because: string;
};

/** One place where people install from. A capability that it lacks is left out, never stubbed. */
export type Marketplace = {
  readonly id: MarketplaceId;
  readonly title: string;
  /** The marketplace's own publishing guide. */
  readonly docs: string;
  readonly tasks: readonly Task[];
  /** What it serves. `verdict` words and colours are not its business. */
  findPublication(lookup: Lookup, project: Project): Promise<Publication>;

  /**
   * The question that shows at the least cost that nothing of a guessed name is there: false. True: it may be, so the whole look follows. It is put
   * first where many repositories are looked at; absent: the whole look costs no more.
   */
  findTrace?(lookup: Lookup, project: Project): Promise<boolean>;

  /** The package's id where nothing names it; absent: the repository's name in lower case. */
  usualName?(repository: RepositoryName): string;
  readonly token?: TokenUse;
  readonly packageFiles?: PackageFileReader;
  readonly publishedBy?: PublishingSigns;
  /** How a workflow publishes without a long-lived token; absent: it can't. */
  readonly trustedPublishing?: TrustedPublishing;
  findAccount?(lookup: Lookup, project: Project): Promise<Account>;
  /** Downloads what is served and compares it; absent: there is nothing to compare, and `noIntegrity` says why. */
  verifyPublication?(lookup: Lookup, project: Project, publication: Publication): Promise<Integrity>;
  readonly noIntegrity?: string;
  /** Absent: not known, so it is looked for once. */
  readonly propagation?: Propagation;
  /** How a person's install is tried on this machine; absent: it can't be. */
  readonly installTest?: InstallTest;
  /** Undefined: it takes this kind of software. */
  eligibility?(project: Project): NotOffered | undefined;
  readonly causes?: readonly Cause[];
  /** How its first package is written and handed in; absent: it can't be. */
  readonly firstPackage?: FirstPackage;
  /** What of a published version can be taken back; absent: nothing. */
  readonly rollback?: Rollback;
};
