import type {WorkflowStep} from '../../src/model/workflow.ts';

/** Whether a step's script runs something; comments and `echo` lines don't count. */
export const runs = (step: WorkflowStep, command: RegExp): boolean =>
  step.run !== undefined && scriptLines(step.run).some((line) => command.test(line));

/** Whether a step uses one of these actions, named without their ref. */
export const uses = (step: WorkflowStep, ...actions: readonly string[]): boolean => step.uses !== undefined && actions.includes(step.uses);

/** All the text a step gives to its script or action, for finding names and addresses in it. */
export const textOf = (step: WorkflowStep): string => [step.run ?? '', ...Object.values(step.with), ...Object.values(step.env)].join('\n');

/** An input that is spelled out; undefined: it is empty, or only a run knows it. */
export const plainInput = (text: string | undefined): string | undefined =>
  text === undefined || text === '' || text.includes('$') ? undefined : text;

/** A script's commands, one a line: continued lines joined, comments and printed text left out. */
export const scriptLines = (script: string): readonly string[] =>
  script
    .replace(/[\\`]\r?\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && !/^(echo|printf|Write-(Host|Output))\b(?!.*[|>&])/.test(line));
