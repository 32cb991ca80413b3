import type {Lookup} from './lookup.ts';
import type {Project} from './project.ts';
import type {Publication, Publisher} from './publication.ts';
import type {TaskProof, TaskSetting} from './task.ts';
import type {PublishingJob} from './workflow.ts';

/** One field of the form by which a workflow is trusted. */
export type TrustField = {
  /** As the form names it. */
  readonly label: string;
  /** Empty: it is left empty. */
  readonly value: string;
};

/** How a workflow publishes by its own identity, so that a long-lived token can go away. */
export type TrustedPublishing = {
  /** The page with the form; without a publication that for any package, where there is one. */
  formUrl(project: Project, publication?: Publication): string;
  fields(project: Project, job: PublishingJob, publication?: Publication): readonly TrustField[];
  /** True: the form is there only once a first version is published; false: a publisher can wait for its package. */
  readonly needsPackageFirst: boolean;
  /** The oldest clients that can do it, such as "npm 11.5.1". */
  readonly clients: readonly string[];
  /** Why the job, as its text stands, could not publish so: each reason with what mends it, in one sentence. Empty: it could. Pure. */
  whyNot(job: PublishingJob, project: Project): readonly string[];
  /** Looks whether a workflow is trusted, or published so. Absent: nothing that can be read tells. */
  prove?(lookup: Lookup, setting: TaskSetting): Promise<TaskProof>;
};

/** A workflow file without its folders, as every form wants it. */
export const fileNameOf = (path: string): string => path.split('/').at(-1) ?? path;

/** Whether a publisher names another workflow file than the one that the job is in: its next version will be refused. */
export const namesOtherFile = ({workflow, definedIn}: PublishingJob, publisher: Publisher): boolean =>
  publisher.workflow !== undefined && ![workflow.path, definedIn ?? workflow.path].map(fileNameOf).includes(fileNameOf(publisher.workflow));
