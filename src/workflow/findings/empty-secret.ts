import type {Finding, WorkflowStep} from '../../model/workflow.ts';
import {aboutStep, type Judge} from '../bound-job.ts';
import {secretsIn} from '../secret-names.ts';

const warning = {kind: 'skips-on-empty-secret', severity: 'warning'} as const;

/** The variables of a step that hold a secret, with the secret's name. */
const secretVariables = (step: WorkflowStep): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(step.env).flatMap(([name, value]) => {
      const secret = secretsIn([value])[0];
      return secret === undefined ? [] : [[name, secret] as const];
    }),
  );

const inCondition = (condition: string, variables: ReadonlyMap<string, string>): string | undefined => {
  for (const [, name] of condition.matchAll(/\benv\s*\.\s*(\w+)/g)) {
    const secret = variables.get(name ?? '');
    if (secret !== undefined) return secret;
  }
  return undefined;
};

const readInScript = (name: string | undefined, step: WorkflowStep, variables: ReadonlyMap<string, string>): string | undefined =>
  variables.get(name ?? '') ??
  secretsIn([`\${{ ${/\$\{\{\s*(secrets\.\w+)\s*\}\}/.exec(name ?? '')?.[1] ?? ''} }}`])[0] ??
  variables.get(step.env[name ?? ''] ?? '');

const emptiness = /(-z|-n|-not|!|IsNullOr(?:Empty|WhiteSpace)\()\s*"?(?:\$\{?(?:env:)?(\w+)[^\s"]*|(\$\{\{\s*secrets\.\w+\s*\}\}))/g;

/** The secret whose emptiness a script tests; undefined: none. */
const testedSecret = (step: WorkflowStep): {readonly secret: string; readonly at: number; readonly isWanted: boolean} | undefined => {
  const variables = secretVariables(step);
  for (const found of (step.run ?? '').matchAll(emptiness)) {
    const secret = readInScript(found[2] ?? found[3], step, variables);
    if (secret !== undefined) return {secret, at: found.index, isWanted: found[1] === '-n'};
  }
  return undefined;
};

/** Whether what follows the test ends the step well, or leaves publishing out without a word of failure. */
const endsWell = (script: string, at: number, isWanted: boolean): boolean => {
  const rest = script.slice(at);
  const branch = rest.split(/\n\s*(?:fi|else|elif|\})/, 1)[0] ?? '';
  if (isWanted) return !/\bexit\s+[1-9]|\bthrow\b/.test(rest);
  return /\bexit\s+0\b|\breturn\s+0\b|\bexit\s*(?:\n|;|$)|^\s*return\s*$/m.test(branch) && !/\bexit\s+[1-9]/.test(branch);
};

/** A step whose condition asks an earlier step that looked whether the secret is there. */
const askedBefore = (step: WorkflowStep, steps: readonly WorkflowStep[]): string | undefined => {
  const asked = [...(step.if ?? '').matchAll(/\bsteps\s*\.\s*([\w-]+)\s*\.\s*outputs\b/g)].map((found) => found[1]);
  const asking = steps.find(({id, run}) => id !== undefined && asked.includes(id) && /GITHUB_OUTPUT|set-output/.test(run ?? ''));
  return asking === undefined ? undefined : testedSecret(asking)?.secret;
};

const inStep = (step: WorkflowStep, steps: readonly WorkflowStep[]): Finding | undefined => {
  const secret = inCondition(step.if ?? '', secretVariables(step)) ?? askedBefore(step, steps);
  if (secret !== undefined)
    return aboutStep(step, {...warning, text: `The step is skipped, and the job stays green, when the secret ${secret} is empty.`});
  const tested = testedSecret(step);
  return tested !== undefined && endsWell(step.run ?? '', tested.at, tested.isWanted)
    ? aboutStep(step, {...warning, text: `The step ends well without publishing when the secret ${tested.secret} is empty.`})
    : undefined;
};

/** Publishing that is left out without a failure when its secret is not there. */
export const judgeEmptySecret: Judge = ({running, steps}) => steps.flatMap((step) => inStep(step, running.job.steps) ?? []);
