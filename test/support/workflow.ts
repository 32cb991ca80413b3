import type {WorkflowJob, WorkflowStep} from '../../src/model/workflow.ts';

export const stepOf = (over: Partial<WorkflowStep>): WorkflowStep => ({
  name: 'Publish',
  with: {},
  env: {},
  continuesOnError: false,
  line: 1,
  ...over,
});

export const jobOf = (steps: readonly WorkflowStep[], over: Partial<WorkflowJob> = {}): WorkflowJob => ({
  id: 'publish',
  name: 'publish',
  needs: [],
  continuesOnError: false,
  hasMatrix: false,
  steps,
  secrets: [],
  line: 1,
  ...over,
});
