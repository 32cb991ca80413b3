import type {Run} from './actions-state.ts';
import type {Repository} from './state.ts';
import {parsedAt} from './workflow-files.ts';

/** The jobs of these names and all that need them, in the file that the run goes by. */
export const dependentsOf = (repository: Repository, run: Run, names: readonly string[]): readonly string[] => {
  const commit = repository.commits.get(run.sha);
  const workflow = repository.workflows.find(({id}) => id === run.workflowId);
  const jobs = (commit && workflow && parsedAt(commit, workflow)?.jobs) ?? [];
  const nameOf = (id: string): string => jobs.find((job) => job.id === id)?.name ?? id;
  const all = new Set(names);
  for (let before = -1; before !== all.size; ) {
    before = all.size;
    for (const job of jobs) if (job.needs.some((need) => all.has(nameOf(need)) || all.has(need))) all.add(job.name);
  }
  return [...all];
};
