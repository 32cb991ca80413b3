import type {RepositoryName} from '../model/project.ts';
import type {StartedJob} from '../model/start.ts';
import type {PublishingJob, WorkflowFile} from '../model/workflow.ts';
import {isActionFile} from './composite.ts';
import {runningJobsOf} from './follow.ts';
import {parseWorkflow} from './parse.ts';

/** The jobs of a workflow that need this one, directly or through others: GitHub runs them again with it. */
export const findDependants = (
  target: PublishingJob,
  files: readonly WorkflowFile[],
  publishing: readonly PublishingJob[],
  repository: RepositoryName,
): readonly StartedJob[] => {
  const workflows = files.flatMap((file) => {
    const result = isActionFile(file.path) ? undefined : parseWorkflow(file);
    return result !== undefined && 'workflow' in result ? [result.workflow] : [];
  });
  const running = runningJobsOf({workflows, actions: [], knowledge: {repository}}).filter(
    ({workflow}) => workflow.file.path === target.workflow.path,
  );
  const ids = new Set([target.job.id]);
  for (let size = 0; size < ids.size; ) {
    size = ids.size;
    for (const {job} of running) if (job.needs.some((need) => ids.has(need))) ids.add(job.id);
  }
  return running
    .filter(({job}) => ids.has(job.id) && job.id !== target.job.id)
    .map(({job}) => ({
      name: job.name,
      isCertain: false,
      publishes: publishing
        .filter((one) => one.job.id === job.id && one.workflow.path === target.workflow.path)
        .map(({marketplace}) => marketplace),
    }));
};
