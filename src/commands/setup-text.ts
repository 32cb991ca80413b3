import type {TokenSight} from '../flow/desk.ts';
import {glyphsFor} from '../flow/glyphs.ts';
import {isNotOffered, whyNotOffered, wordOf} from '../flow/not-offered.ts';
import {taskSign} from '../flow/task-signs.ts';
import {expiryText, verdictWords} from '../flow/token-page.ts';
import {isOpen, nextStopOf, openCountOf, openTasksText, stopsOf, type WizardStop} from '../flow/wizard.ts';
import type {Row, RowTask, TaskStateWord} from '../model/row.ts';

const glyphs = glyphsFor({hasUnicode: true});

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** One task whole: where it stands, why, at what cost, how, and what was seen of it. */
export const taskText = ({row, task}: WizardStop): readonly string[] => {
  const {title, note, why, cost, instructions, url, evidence, doable} = task;
  const steps = instructions.flatMap((step, index) => [
    `  ${index + 1}. ${step.text}`,
    // A page that several steps are done on is named once.
    ...(step.url === undefined || step.url === instructions[index - 1]?.url ? [] : [`     ${step.url}`]),
    ...(step.command === undefined ? [] : [`     $ ${step.command}`]),
  ]);
  return [
    `${row.title} (${wordOf(row)}): ${title}`,
    `  ${taskSign(task, glyphs).text}${note === '' ? '' : `: ${note}`}`,
    ...(why === '' ? [] : [`  Why: ${why}`]),
    ...(cost === '' ? [] : [`  Cost: ${cost}`]),
    ...steps,
    ...(instructions.some((step) => step.url === url) ? [] : [`  Page: ${url}`]),
    ...(doable === undefined ? [] : [`  Portcall can do this: ${doable}`]),
    ...evidence.map((seen) => `  Seen: ${seen.label}${seen.url === undefined ? '' : ` ${seen.url}`}`),
  ];
};

const settledWords: Partial<Readonly<Record<TaskStateWord, string>>> = {
  done: 'done',
  attested: 'on your word',
  waiting: 'waiting for others',
  skipped: 'skipped',
  'not-for-project': 'left out',
};

const settledText = (tasks: readonly RowTask[]): readonly string[] => {
  const parts = Object.entries(settledWords).flatMap(([state, word]) => {
    const count = tasks.filter((task) => task.state === state).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return parts.length === 0 ? [] : [`  ${parts.join(', ')}`];
};

const openText = (task: RowTask): readonly string[] => [
  `  ${taskSign(task, glyphs).text}  ${task.title}`,
  `    ${task.url}${task.instructions.length === 0 ? '' : ` (${counted(task.instructions.length, 'step')})`}`,
];

const rowText = (row: Row): readonly string[] => [
  '',
  `${row.title}: ${wordOf(row)}`,
  ...row.tasks.filter(isOpen).flatMap(openText),
  ...settledText(row.tasks),
];

const refusedText = (rows: readonly Row[]): readonly string[] =>
  rows.flatMap((row) => {
    const {label = 'It does not take this project.', url} = whyNotOffered(row) ?? {};
    return isNotOffered(row) && !row.isLeftOut
      ? ['', `${row.title}: not offered`, `  ${label}`, ...(url === undefined ? [] : [`  ${url}`])]
      : [];
  });

const leftOutText = (rows: readonly Row[]): readonly string[] => {
  const out = rows.filter(({isLeftOut}) => isLeftOut).map(({title}) => title);
  return out.length === 0 ? [] : ['', `Left out of this project: ${out.join(', ')}.`];
};

/** How many tasks are open, in one sentence. */
export const countText = (rows: readonly Row[]): string => {
  const {tasks, rows: count} = openCountOf(rows);
  if (tasks === 0) return 'Nothing is left that only a person can do.';
  return `${openTasksText(rows)} for a person, at ${counted(count, 'marketplace')}.`;
};

/** Every task in the wizard's order, by row; the next one whole. */
export const listText = (heading: string, rows: readonly Row[]): readonly string[] => {
  const ordered = [...new Set(stopsOf(rows).map(({row}) => row))];
  const next = nextStopOf(rows);
  return [
    `${heading}: ${countText(rows)}`,
    ...ordered.flatMap(rowText),
    ...refusedText(rows),
    ...leftOutText(rows),
    ...(next === undefined ? [] : ['', 'Next', ...taskText(next)]),
  ];
};

/** The document of `setup --json`: every task in the wizard's order, and the next one. */
export const setupDocument = (rows: readonly Row[]) => {
  const next = nextStopOf(rows);
  return {
    formatVersion: 1,
    tasks: stopsOf(rows).map(({row, task: {id, title, state, url, why, cost, instructions}}) => ({
      marketplace: row.id,
      id,
      title,
      state,
      url,
      why,
      cost,
      steps: instructions,
    })),
    next: next === undefined ? null : {marketplace: next.row.id, id: next.task.id},
  };
};

/** What is known of the token in hand; never any part of it but its last characters. */
export const sightText = ({name, masked, said, test}: TokenSight, now: number): readonly string[] => {
  if (test === undefined) return said;
  const {verdict, note, identity, rights, expires} = test;
  const ends = expiryText(expires, now);
  return [
    ...said,
    `${name}${masked === undefined || masked === '…' ? '' : ` (${masked})`}: ${verdictWords[verdict]}. ${note}`,
    ...(identity === undefined ? [] : [`  It belongs to ${identity}.`]),
    ...(rights === undefined ? [] : [`  Rights: ${rights.length === 0 ? 'none' : rights.join(', ')}.`]),
    ...(ends === undefined ? [] : [`  Ends: ${ends}.`]),
  ];
};
