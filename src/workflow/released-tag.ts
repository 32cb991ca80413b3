import type {Workflow, WorkflowInput} from '../model/workflow.ts';
import {inputChoices} from './inputs.ts';

/** Made-up, so that it is known again in what an input is given. */
const sample = {tag: 'v0.0.0', version: '0.0.0'};

const stringOf = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** What an input that names the release says about the tag; undefined: it names something else. */
const fromInput = (input: WorkflowInput, text: string, tagPrefix: string): string | undefined => {
  const [choice] = inputChoices([input], text, [], sample);
  if (choice === undefined || !choice.isFixed) return undefined;
  const own = `inputs.${input.name}`;
  if (choice.values[0] === sample.tag || tagPrefix === '') return own;
  return /[{}]/.test(tagPrefix) ? undefined : `inputs.${input.name} && format(${stringOf(`${tagPrefix}{0}`)}, inputs.${input.name})`;
};

/** The tag that a run of a workflow is about, as an expression without `${{ }}`. */
export const tagExpressionOf = ({triggers, file: {text = ''}}: Workflow, tagPrefix: string): string => {
  const inputs = triggers.find(({event}) => event === 'workflow_dispatch')?.inputs ?? [];
  const asked = inputs.map((input) => fromInput(input, text, tagPrefix)).find((one) => one !== undefined);
  const isOfRelease = triggers.some(({event}) => event === 'release');
  const isOfOther = triggers.some(({event}) => !['release', 'workflow_dispatch'].includes(event));
  return [
    ...(asked === undefined ? [] : [asked]),
    ...(isOfRelease ? ['github.event.release.tag_name'] : []),
    ...(isOfOther || asked === undefined ? ['github.ref_name'] : []),
  ].join(' || ');
};
