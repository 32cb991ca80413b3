import type {RepositoryName} from '../../src/model/project.ts';
import type {WorkflowJob, WorkflowStep} from '../../src/model/workflow.ts';
import {runs, scriptLines, textOf, uses} from './steps.ts';

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

/* Where a script names a repository: in an address, to `gh`, or in a path of GitHub's API. */
const addressed = /(?:github\.com[/:]|\brepos\/|\brepo\s+clone\s+|(?:--repo|-R)[\s=]+)["']?([\w-]+)\/([\w.-]+?)(?:\.git)?(?=["'\s/]|$)/g;
const spelt = /^([\w-]+)\/([\w.-]+)$/g;

/** The repository of such a name that a step fetches, pushes to or hands to its action; undefined: the step spells none. */
export const repositoryNamedIn = (step: WorkflowStep, name: RegExp): RepositoryName | undefined => {
  const given = [...Object.values(step.with), ...Object.values(step.env)].map((text) => text.trim());
  const found = [
    ...given.flatMap((text) => [...text.matchAll(spelt), ...text.matchAll(addressed)]),
    ...scriptLines(step.run ?? '').flatMap((line) => [...line.matchAll(addressed)]),
  ];
  return found.map(([, owner = '', repository = '']) => ({owner, name: repository})).find((one) => name.test(one.name));
};

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
