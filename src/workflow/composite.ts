import {NoOperationTraceWriter} from '@actions/workflow-parser';
import {parseAction} from '@actions/workflow-parser/actions/action-parser';
import type {WorkflowFile, WorkflowStep} from '../model/workflow.ts';
import {failureOf, unparsable} from './parse.ts';
import {toSteps} from './parse-step.ts';
import {entriesOf, textOf} from './tokens.ts';

/** An action of this repository that is made of steps. */
export type CompositeAction = {
  /** The folder, such as `.github/actions/publish`, in lower case. */
  readonly folder: string;
  readonly steps: readonly WorkflowStep[];
  /** Values of the inputs that a caller leaves out. */
  readonly defaults: Readonly<Record<string, string>>;
};

export const isActionFile = (path: string): boolean => /(^|\/)action\.ya?ml$/i.test(path);

/** A composite action's steps; undefined: the file is no composite action, or doesn't parse. */
export const toCompositeAction = ({path, text}: WorkflowFile): CompositeAction | undefined => {
  if (text === undefined || unparsable(text) !== undefined) return undefined;
  try {
    const parsed = parseAction({name: path, content: text}, new NoOperationTraceWriter());
    // GitHub runs an action without a description all the same.
    if (failureOf(parsed, /^Required property is missing: description/) !== undefined) return undefined;
    const root = entriesOf(parsed.value);
    const runs = entriesOf(root.get('runs'));
    if (textOf(runs.get('using')) !== 'composite') return undefined;
    const defaults = [...entriesOf(root.get('inputs'))].map(([name, input]) => [name, textOf(entriesOf(input).get('default')) ?? '']);
    return {
      folder: path.replace(/\/?action\.ya?ml$/i, '').toLowerCase(),
      steps: toSteps(runs.get('steps'), {}),
      defaults: Object.fromEntries(defaults),
    };
  } catch {
    return undefined;
  }
};
