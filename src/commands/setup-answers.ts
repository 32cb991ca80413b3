import {isWebAddress} from '../flow/binding.ts';
import type {TokenSight} from '../flow/desk.ts';
import {mayServe} from '../flow/token-keys.ts';
import {isFirstPackage, mayAttest, type WizardStop} from '../flow/wizard.ts';

/** What can be answered to “What now?”; a value that begins with `page:` names the page. */
export type SetupAnswer = {readonly name: string; readonly value: string};

/** Each page once: the task's own, and those of its steps. */
const pageAnswers = ({task: {url, instructions}}: WizardStop): readonly SetupAnswer[] => {
  const names = new Map<string, string>();
  instructions.forEach((step, index) => {
    if (step.url !== undefined && !names.has(step.url)) names.set(step.url, `Open the page of step ${index + 1}: ${step.url}`);
  });
  if (!names.has(url)) names.set(url, `Open its page: ${url}`);
  return [...names].filter(([page]) => isWebAddress(page)).map(([page, name]) => ({name, value: `page:${page}`}));
};

const isInHand = ({source, test}: TokenSight): boolean => source !== undefined && (test === undefined || mayServe(test.verdict));

const tokenAnswers = ({row, task}: WizardStop, sight: TokenSight | undefined): readonly SetupAnswer[] => {
  if (row.token === undefined || !(task.givesToken || task.stage === 'secret')) return [];
  const hasToken = sight !== undefined && isInHand(sight);
  return [
    {name: 'Paste the token', value: 'paste'},
    ...(hasToken ? [] : [{name: 'Look for the token in the environment and the vault', value: 'find'}]),
    ...(hasToken && row.cells.secret.state !== 'not-offered'
      ? [{name: `Set the secret to the token in hand${sight.masked === undefined ? '' : ` (${sight.masked})`}`, value: 'set'}]
      : []),
  ];
};

/** What a person can do about a task now. Pure. */
export const setupAnswersOf = (stop: WizardStop, sight: TokenSight | undefined): readonly SetupAnswer[] => {
  const {row, task} = stop;
  return [
    ...pageAnswers(stop),
    ...(task.onlyWord === undefined ? [{name: 'Look whether it is done', value: 'look'}] : []),
    ...tokenAnswers(stop, sight),
    ...(task.doable === undefined ? [] : [{name: `Let Portcall do it: ${task.doable}`, value: 'do'}]),
    ...(isFirstPackage(task) ? [{name: 'Make the first package: its files and the plan are shown first', value: 'files'}] : []),
    ...(mayAttest(task) ? [{name: 'I have done this', value: 'attest'}] : []),
    {name: 'Skip it for now', value: 'skip'},
    {name: `Not for this project: leave ${row.title} out`, value: 'leave-out'},
    {name: 'Leave', value: 'leave'},
  ];
};
