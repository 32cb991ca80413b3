import type {Marketplace} from '../../src/model/marketplace.ts';
import type {Project} from '../../src/model/project.ts';
import type {Task, TaskFacts, TaskProof, TaskSetting} from '../../src/model/task.ts';
import {against, type FakeReply, type FakeSetting} from './fake-lookup.ts';
import {projectOf} from './project.ts';

/** A marketplace's task, which must be there. */
export const taskOf = ({id, tasks}: Marketplace, taskId: string): Task => {
  const found = tasks.find((task) => task.id === taskId);
  if (found === undefined) throw new Error(`${id} has no task ${taskId}.`);
  return found;
};

type Given = {
  readonly project?: Project;
  readonly facts?: Partial<TaskFacts>;
  readonly login?: string;
  readonly proof?: TaskProof;
};

/** A setting signed in as octo, whose octo/tool it is. */
export const taskSettingOf = ({project = projectOf(), facts = {}, ...rest}: Given = {}): TaskSetting => ({
  project,
  login: 'octo',
  ...rest,
  facts: {tokenNames: [], ...facts},
});

/** What a task's own look tells, against a strict fake. */
export const proofOf = (
  task: Task,
  setting: TaskSetting,
  replies: Readonly<Record<string, FakeReply>>,
  fake?: FakeSetting,
): Promise<TaskProof> => {
  const prove = task.prove?.bind(task);
  if (prove === undefined) throw new Error(`${task.id} has nothing to look at.`);
  return against(replies, (lookup) => prove(lookup, setting), fake);
};

/** What the facts alone tell of a task. */
export const stateOf = (task: Task, facts: Partial<TaskFacts>): ReturnType<NonNullable<Task['state']>> =>
  task.state?.({tokenNames: [], ...facts});
