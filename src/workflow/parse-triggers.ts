import {isSequence} from '@actions/workflow-parser';
import type {WorkflowInput, WorkflowTrigger} from '../model/workflow.ts';
import {entriesOf, isTrue, type Token, textOf, textsOf} from './tokens.ts';

const toInput = (name: string, token: Token): WorkflowInput => {
  const entries = entriesOf(token);
  const preset = textOf(entries.get('default'));
  const description = textOf(entries.get('description'));
  const options = textsOf(entries.get('options'));
  return {
    name,
    type: textOf(entries.get('type')) ?? 'string',
    required: isTrue(entries.get('required')),
    ...(preset === undefined ? {} : {default: preset}),
    ...(description === undefined ? {} : {description}),
    ...(options.length === 0 ? {} : {options}),
  };
};

const filterNames = new Set(['types', 'branches', 'branches-ignore', 'tags', 'tags-ignore', 'paths', 'paths-ignore', 'workflows']);

const toTrigger = (event: string, token: Token): WorkflowTrigger => {
  // Only `schedule` holds a list, one entry for each cron line.
  if (isSequence(token)) return {event, filters: {}};
  const entries = entriesOf(token);
  const filters = [...entries].filter(([key]) => filterNames.has(key)).map(([key, value]) => [key, textsOf(value)]);
  const takesInputs = event === 'workflow_dispatch' || event === 'workflow_call';
  const inputs = [...entriesOf(entries.get('inputs'))].map(([name, value]) => toInput(name, value));
  return {event, filters: Object.fromEntries(filters), ...(takesInputs ? {inputs} : {})};
};

/** What `on:` says, whether it is one event, a list or a mapping. */
export const toTriggers = (token: Token | undefined): readonly WorkflowTrigger[] => {
  const entries = entriesOf(token);
  if (entries.size > 0) return [...entries].map(([event, value]) => toTrigger(event, value));
  return textsOf(token).map((event) => ({
    event,
    filters: {},
    ...(event === 'workflow_dispatch' || event === 'workflow_call' ? {inputs: []} : {}),
  }));
};
