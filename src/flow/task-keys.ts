import type {Row, RowTask} from '../model/row.ts';
import {type Binding, isWebAddress, withRow, withTask} from './binding.ts';
import {mayAttest} from './wizard.ts';

const whyNotAttested = (task: RowTask): string | undefined => {
  if (task.state === 'attested') return 'You have said so already: press u to take it back.';
  return mayAttest(task) ? undefined : 'Your word is not needed here: press v, and a look tells whether it is done.';
};

const whyNotProven = ({onlyWord}: RowTask, {title, isProving}: Row): string | undefined => {
  if (onlyWord !== undefined) return 'Nothing that can be read tells: press a once you have done it.';
  return isProving ? `The tasks of ${title} are being looked at already.` : undefined;
};

const whyNotSkipped = ({state}: RowTask): string | undefined => {
  if (state === 'done') return 'It is done, so there is nothing to skip.';
  return state === 'skipped' ? 'It is skipped already: press u to take that back.' : undefined;
};

const whyNotDone = ({doable, stage}: RowTask): string | undefined => {
  if (doable !== undefined) return undefined;
  return stage === 'first-package'
    ? 'F makes the first package; nothing else of this can be done by itself.'
    : 'Portcall can do nothing of this by itself now.';
};

const isChosen = ({state}: RowTask): boolean => state === 'attested' || state === 'skipped' || state === 'not-for-project';

/** The keys of the wizard's page for one task, and those by which a choice is made or taken back. */
export const taskKeys: readonly Binding[] = [
  {
    command: 'browse-task',
    keys: ['o'],
    label: "Open the task's page in the browser.",
    short: 'page',
    places: ['task'],
    footer: 8,
    whyOff: withTask(({url}) => (isWebAddress(url) ? undefined : 'This task has no page on the web.')),
  },
  {
    command: 'browse-instruction',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    label: 'Open the page of the step with that number.',
    short: 'page of a step',
    places: ['task'],
    whyOff: withTask(({instructions}) => (instructions.some(({url}) => url !== undefined) ? undefined : 'No step has a page of its own.')),
  },
  {
    command: 'prove',
    keys: ['v', 'r'],
    label: 'Look whether this task is done.',
    short: 'look',
    places: ['task'],
    footer: 7,
    whyOff: withTask(whyNotProven),
  },
  {
    command: 'do-task',
    keys: ['d'],
    label: 'Let Portcall do it: its plan is shown first.',
    short: 'do it',
    places: ['task'],
    footer: 8,
    whyOff: withTask(whyNotDone),
  },
  {
    command: 'attest',
    keys: ['a'],
    label: 'Say that you have done this; only where nothing else tells.',
    short: 'I did it',
    places: ['task'],
    footer: 7,
    whyOff: withTask(whyNotAttested),
  },
  {
    command: 'skip',
    keys: ['x'],
    label: 'Skip this task for now.',
    short: 'skip',
    places: ['task'],
    footer: 5,
    whyOff: withTask(whyNotSkipped),
  },
  {
    command: 'leave-out',
    keys: ['X'],
    label: 'Leave the whole marketplace out of this project.',
    short: 'not for us',
    places: ['task'],
    footer: 2,
    whyOff: withRow(({isLeftOut, title}) => (isLeftOut ? `${title} is left out already: press u to take it in again.` : undefined)),
  },
  {
    command: 'take-back',
    keys: ['u'],
    label: 'Take back what you decided about this task or marketplace.',
    short: 'undo',
    places: ['task'],
    footer: 4,
    whyOff: withRow(({isLeftOut}, {task}) =>
      isLeftOut || (task !== undefined && isChosen(task)) ? undefined : 'You have decided nothing about this.',
    ),
  },
  {
    command: 'take-back',
    keys: ['u'],
    label: 'Take a marketplace that was left out into this project again.',
    short: 'take in',
    places: ['grid', 'page'],
    whyOff: withRow(({isLeftOut, title}) => (isLeftOut ? undefined : `${title} is not left out.`)),
  },
  {command: 'next-task', keys: ['n', 'right'], label: 'Open the next open task.', short: 'next', places: ['task'], footer: 9},
  {command: 'previous-task', keys: ['left'], label: 'Open the task before this one.', short: 'before', places: ['task']},
];
