import {readsUnlisted, type SecretName} from '../../model/repository.ts';
import {nearSecretOf} from '../../model/secret-likeness.ts';
import type {Finding} from '../../model/workflow.ts';
import type {BoundJob, Judge} from '../bound-job.ts';
import type {RunningJob} from '../running-job.ts';
import {stepText} from '../script.ts';
import {alternativesIn, secretsIn} from '../secret-names.ts';

/** The secrets that reach a job: an environment's only where the job runs in it, or in one that only a run can name. */
const reaching = (secrets: readonly SecretName[], {job}: RunningJob): readonly string[] =>
  secrets
    .filter(
      ({level, environment}) =>
        level !== 'environment' ||
        job.environment?.includes('${{') === true ||
        job.environment?.toLowerCase() === environment?.toLowerCase(),
    )
    .map(({name}) => name.toUpperCase());

/** Whether another secret does in its place, as in `secrets.A || secrets.B`. */
const hasStandIn = (name: string, texts: readonly string[], set: readonly string[]): boolean =>
  alternativesIn(texts).some(({names, hasFallback}) => names.includes(name) && (hasFallback || names.some((other) => set.includes(other))));

const textsOfJob = ({job}: RunningJob): readonly string[] => job.steps.map(stepText);

const aliasesOf = ({marketplace: {token}}: BoundJob): readonly (readonly string[])[] =>
  token === undefined ? [] : [token.names, ...(token.companions ?? [])];

/** A secret that may stand where nobody could look is not called missing. */
const notSeen = (name: string, {running}: BoundJob): Finding => ({
  kind: 'secret-not-seen',
  severity: 'warning',
  text: `The job reads the secret ${name}, which may stand where nothing could be listed.`,
  line: running.job.line,
});

const toFinding = (name: string, bound: BoundJob, secrets: readonly SecretName[]): Finding => {
  const {running} = bound;
  const elsewhere = secrets.find((secret) => secret.name.toUpperCase() === name);
  const isNeeded =
    bound.steps.length === 0 || secretsIn(bound.steps.map(stepText)).includes(name) || aliasesOf(bound).flat().includes(name);
  const shared = {severity: isNeeded ? 'problem' : 'warning', line: running.job.line} as const;
  if (elsewhere?.environment !== undefined)
    return {
      ...shared,
      kind: 'secret-not-set',
      text: `The job reads ${name}, which is set in the environment ${elsewhere.environment}, where the job doesn't run.`,
    };
  const near = nearSecretOf(name, reaching(secrets, running), aliasesOf(bound));
  return near === undefined
    ? {...shared, kind: 'secret-not-set', text: `The job reads the secret ${name}, which is not set.`}
    : {...shared, kind: 'secret-near-miss', text: `The job reads the secret ${name}, which is not set; ${near} is.`};
};

/** Secrets that a publishing job reads and that don't reach it. */
export const judgeSecrets: Judge = (bound, {knowledge: {secrets, unlistedSecrets = []}}) => {
  const {running} = bound;
  const notHanded = running.notHanded
    .filter((name) => bound.secrets.includes(name))
    .map(
      (name): Finding => ({
        kind: 'secret-not-set',
        severity: 'problem',
        text: `The called workflow reads the secret ${name}, and the job that calls it doesn't hand it over.`,
        line: running.job.line,
      }),
    );
  if (secrets === undefined) return notHanded;
  const set = reaching(secrets, running);
  const texts = textsOfJob(running);
  const missing = bound.secrets.filter((name) => !set.includes(name) && !running.notHanded.includes(name) && !hasStandIn(name, texts, set));
  const isWhole = !readsUnlisted(unlistedSecrets, running.job.environment);
  return [...notHanded, ...missing.map((name) => (isWhole ? toFinding(name, bound, secrets) : notSeen(name, bound)))];
};
