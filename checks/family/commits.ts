import type {WorkflowJob, WorkflowStep} from '../../src/model/workflow.ts';
import {runs, textOf, uses} from './steps.ts';

const commits = (step: WorkflowStep): boolean =>
  runs(step, /\bgit\b.*\bpush\b/) ||
  runs(step, /\bgh api\b.*(?:PUT|POST).*\/contents\/|\bcurl\b.*-X ?PUT.*\/contents\//) ||
  uses(
    step,
    'stefanzweifel/git-auto-commit-action',
    'endbug/add-and-commit',
    'ad-m/github-push-action',
    'peter-evans/create-pull-request',
    'cpina/github-action-push-to-another-repository',
    'dmnemec/copy_file_to_another_repo_action',
  );

/** Whether a step pushes commits, in a job that names a repository like this one in the step itself or fetched it before. */
export const pushesTo = (step: WorkflowStep, job: WorkflowJob, repository: RegExp): boolean =>
  commits(step) &&
  (repository.test(textOf(step)) ||
    job.steps.some(
      (other) =>
        other.line <= step.line &&
        ((uses(other, 'actions/checkout') && repository.test(other.with['repository'] ?? '')) ||
          (runs(other, /\b(?:git|gh repo) clone\b/) && repository.test(textOf(other)))),
    ));
