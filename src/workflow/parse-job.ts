import type {Permission, WorkflowJob} from '../model/workflow.ts';
import {toPermissions} from './parse-permissions.ts';
import {toSteps} from './parse-step.ts';
import {secretsIn} from './secret-names.ts';
import {allTexts, entriesOf, isTrue, type Token, textMapOf, textOf, textsOf} from './tokens.ts';

/** What the workflow says for all its jobs. */
export type WorkflowDefaults = {
  readonly env: Token | undefined;
  readonly permissions: Token | undefined;
};

const environmentOf = (token: Token | undefined): string | undefined => textOf(token) ?? textOf(entriesOf(token).get('name'));

const handsOf = (job: ReadonlyMap<string, Token>): Pick<WorkflowJob, 'hands'> => {
  if (!job.has('uses')) return {};
  const secrets = textOf(job.get('secrets')) === 'inherit' ? 'inherit' : textMapOf(job.get('secrets'));
  return {hands: {inputs: textMapOf(job.get('with')), secrets}};
};

/** Labels stand by themselves, in a list, or beside a group of machines. */
const labelsOf = (token: Token | undefined): Pick<WorkflowJob, 'runsOn'> => {
  const runsOn = textsOf(entriesOf(token).get('labels') ?? token);
  return runsOn.length === 0 ? {} : {runsOn};
};

const permissionsOf = (token: Token | undefined): {readonly permissions?: Readonly<Record<string, Permission>>} =>
  token === undefined ? {} : {permissions: toPermissions(token)};

export const toJob = (id: string, token: Token, defaults: WorkflowDefaults): WorkflowJob => {
  const job = entriesOf(token);
  const [condition, environment, calls] = [textOf(job.get('if')), environmentOf(job.get('environment')), textOf(job.get('uses'))];
  const env = {...textMapOf(defaults.env), ...textMapOf(job.get('env'))};
  return {
    id,
    name: textOf(job.get('name')) || id,
    needs: textsOf(job.get('needs')),
    ...(condition === undefined ? {} : {if: condition}),
    ...(environment === undefined ? {} : {environment}),
    ...labelsOf(job.get('runs-on')),
    ...permissionsOf(job.get('permissions') ?? defaults.permissions),
    continuesOnError: isTrue(job.get('continue-on-error')),
    ...(calls === undefined ? {} : {calls: calls.trim()}),
    ...handsOf(job),
    hasMatrix: entriesOf(job.get('strategy')).has('matrix'),
    steps: toSteps(job.get('steps'), env),
    secrets: secretsIn([...allTexts(defaults.env), ...allTexts(token)]),
    line: token.line ?? 1,
  };
};
