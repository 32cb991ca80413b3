import {type RepositoryName, repositoryText} from './project.ts';

/** A tag and the commit that it stood at when the plan was made; what rests on it is not done once it has moved. */
export type PlannedTag = {readonly name: string; readonly commit: string};

/** One thing done with a run of a workflow. */
export type RunStep =
  | {
      readonly kind: 'run-workflow';
      readonly repository: RepositoryName;
      /** The workflow's file name, such as `publish.yml`. */
      readonly workflow: string;
      /** The branch or tag whose workflow file runs. */
      readonly ref: string;
      readonly inputs: Readonly<Record<string, string>>;
      /** Absent: it does not matter, or could not be looked up. */
      readonly tag?: PlannedTag;
    }
  /** Runs one job again, and those that need it. */
  | {
      readonly kind: 'rerun-job';
      readonly repository: RepositoryName;
      readonly run: number;
      readonly job: number;
      /** The job as the run shows it. */
      readonly name: string;
    }
  | {readonly kind: 'cancel-run'; readonly repository: RepositoryName; readonly run: number};

const kinds: Readonly<Record<RunStep['kind'], true>> = {'run-workflow': true, 'rerun-job': true, 'cancel-run': true};

export const isRunStep = (step: {readonly kind: string}): step is RunStep => Object.hasOwn(kinds, step.kind);

const inputsText = (inputs: Readonly<Record<string, string>>): string => {
  const given = Object.entries(inputs).map(([name, value]) => `${name} = ${value}`);
  return given.length === 0 ? '' : `, with ${given.join(', ')}`;
};

/** What a step does, in words and as an order. */
export const runStepText = (step: RunStep): string => {
  switch (step.kind) {
    case 'run-workflow':
      return `Run ${step.workflow} of ${repositoryText(step.repository)} on ${step.ref}${inputsText(step.inputs)}`;
    case 'rerun-job':
      return `Run the job “${step.name}” of run ${step.run} at ${repositoryText(step.repository)} again`;
    case 'cancel-run':
      return `Cancel run ${step.run} at ${repositoryText(step.repository)}`;
  }
};

/** What could be undone of it. */
export const undoOfRunStep = ({kind}: RunStep): string =>
  kind === 'cancel-run'
    ? 'A cancelled run can be run again within 30 days; what its jobs have published by then stays.'
    : 'The run can be cancelled with “portcall publish --cancel” until it has published; nothing that is published goes away with it.';
