import {entryOf} from '../add-selector.ts';
import {renameSecret} from '../rename-secret.ts';
import {scalarOf} from '../yaml-lines.ts';
import {withLines, withoutEntry} from './failures.ts';
import {advice, type Found, type Mending} from './mend.ts';
import {type Entry, edited, insertedAfter, insertedBehind, jobAt, mapAt, scalarAt, stepAt} from './places.ts';

const nameIn = (text: string): string | undefined => /reads (?:the secret )?([A-Z_][A-Z0-9_]*)/.exec(text)?.[1];

/** A secret that is not set, set in another environment, or not handed over. */
export const mendMissingSecret: Mending = (found) => {
  const {finding, job} = found;
  const name = nameIn(finding.text);
  if (name === undefined) return undefined;
  const environment = /set in the environment (.+), where/.exec(finding.text)?.[1];
  if (environment !== undefined) return inEnvironment(found, environment);
  if (/doesn't hand it over/.test(finding.text))
    return {
      kind: 'edit',
      title: `Hand ${name} to the workflow that ${job} calls`,
      why: `${finding.text} With this change it does.`,
      apply: (text) => handedOver(text, job, name),
    };
  return advice(`Set the secret ${name}`, finding.text, `Set it with \`portcall secret set ${name}\`.`);
};

const inEnvironment = ({finding, job, one}: Found, environment: string): ReturnType<Mending> => {
  const title = `Run ${job} in the environment ${environment}`;
  if (one.job.environment !== undefined) return advice(title, finding.text, 'Set the secret in the environment that the job runs in.');
  return {
    kind: 'edit',
    title,
    why: `${finding.text} With this change it runs there; a trusted publisher that names no environment still lets it in.`,
    apply: (text) => {
      const node = jobAt(text, job);
      const line = `environment: ${scalarOf(environment)}`;
      return node && edited(text, [insertedBehind(text, node, ['runs-on', 'needs', 'name'], [line], line)], [['jobs', job, 'environment']]);
    },
  };
};

const handedOver = (text: string, job: string, name: string): string | undefined => {
  const node = jobAt(text, job);
  if (node === undefined) return undefined;
  const allowed = [['jobs', job, 'secrets']];
  const line = `${name}: \${{ secrets.${name} }}`;
  const flow = `${name}: '\${{ secrets.${name} }}'`;
  if (entryOf(node, 'secrets') === undefined)
    return edited(text, [insertedBehind(text, node, ['uses'], ['secrets:', `  ${line}`], `secrets: {${flow}}`)], allowed);
  const secrets = mapAt(node, 'secrets');
  const last = secrets && (secrets.items as Entry[]).at(-1);
  return secrets === undefined || last === undefined
    ? undefined
    : edited(text, [insertedAfter(text, secrets, last, [line], flow)], allowed);
};

/** A secret that is set under a name that comes near. */
export const mendNearMiss: Mending = ({finding}) => {
  const [, wrong, right] = /reads the secret (\S+), which is not set; (\S+) is\./.exec(finding.text) ?? [];
  if (wrong === undefined || right === undefined) return undefined;
  return {
    kind: 'edit',
    title: `Read the secret ${right} by its name`,
    why: `${finding.text} With this change the workflow reads ${right}.`,
    apply: (text) => {
      const after = renameSecret(text, wrong, right);
      return after === text ? undefined : after;
    },
  };
};

const endsWell = /\b(exit|return)(\s+0)?(?=\s*(?:[;}]|$))/;

/** Turns the first good end behind a test for emptiness into a failure. */
const failingAfterTest = (text: string, found: Found): string | undefined => {
  let isBehind = false;
  let isDone = false;
  return withLines(text, found, (line) => {
    const test = line.search(/(?:-z|-not|!|IsNullOr\w+\()\s*["$]/);
    isBehind ||= test >= 0;
    if (!isBehind || isDone || !endsWell.test(line.slice(Math.max(0, test)))) return line;
    isDone = true;
    return line.slice(0, Math.max(0, test)) + line.slice(Math.max(0, test)).replace(endsWell, '$1 1');
  });
};

/** Whether a step's condition asks for nothing but that the secret is there. */
const asksForSecretAlone = (condition: string): boolean =>
  /^(?:\$\{\{)?\s*env\s*\.\s*\w+\s*(?:!=\s*'')?\s*(?:\}\})?$/.test(condition.trim());

/** Publishing that is left out without a failure when its secret is empty. */
export const mendEmptySecret: Mending = (found) => {
  const {finding, one, step} = found;
  const name = /the secret (\S+) is empty/.exec(finding.text)?.[1] ?? 'the secret';
  const title = `Fail where ${name} is empty`;
  const why = `${finding.text} With this change it fails, so that it is seen.`;
  const condition = step === undefined ? undefined : one.job.steps[step]?.if;
  if (/^The step is skipped/.test(finding.text))
    return condition !== undefined && asksForSecretAlone(condition)
      ? {kind: 'edit', title, why, apply: (text) => failingCondition(text, found, name)}
      : advice(title, finding.text, `Let the step run without that condition, and let it end with \`exit 1\` where ${name} is empty.`);
  return {kind: 'edit', title, why, apply: (text) => failingAfterTest(text, found)};
};

/** Without the condition; a script tests for itself whether the variable is empty. */
const failingCondition = (text: string, found: Found, name: string): string | undefined => {
  const {one, step, job} = found;
  const variable = /env\s*\.\s*(\w+)/.exec((step === undefined ? undefined : one.job.steps[step]?.if) ?? '')?.[1];
  const without = withoutEntry(text, found, 'if');
  if (without === undefined || variable === undefined || step === undefined) return without;
  const script = scalarAt(stepAt(jobAt(without, job), step), 'run');
  if (script?.type !== 'BLOCK_LITERAL') return without;
  const test = `: "\${${variable}:?The secret ${name} is empty}"`;
  const shell = one.job.steps[step]?.shell;
  if (shell === 'pwsh' || shell === 'powershell' || one.job.runsOn?.some((label) => /windows/i.test(label)) === true) return without;
  const first = (line: string): string => `${/^ */.exec(line)?.[0] ?? ''}${test}\n${line}`;
  return withLines(without, found, (line, index) => (index === 0 ? first(line) : line)) ?? without;
};
