import type {TaskProof} from '../model/task.ts';
import {fileNameOf, namesOtherFile} from '../model/trusted-publishing.ts';
import type {Finding, PublishingJob} from '../model/workflow.ts';

/**
 * A publisher that an earlier version came from and that names another workflow file than the job's, which breaks the next release; undefined:
 * none was seen. Which file a version came from takes a question of its own, so only a task's proof tells, and never the survey.
 */
export const publisherFindingOf = (proofs: Readonly<Record<string, TaskProof>>, job: PublishingJob): Finding | undefined => {
  const seen = Object.values(proofs).flatMap(({publisher}) => publisher ?? []);
  const other = seen.find((publisher) => namesOtherFile(job, publisher));
  if (other?.workflow === undefined) return undefined;
  const text = `The trusted publisher of ${other.version} names ${fileNameOf(other.workflow)}, and the job is in ${fileNameOf(job.workflow.path)} now: the next release is refused until it names that.`;
  return {kind: 'publisher-names-other-file', severity: 'warning', text};
};
