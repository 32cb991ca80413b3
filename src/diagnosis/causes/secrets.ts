import type {Cause, Situation} from '../../model/diagnosis.ts';
import {readsUnlisted} from '../../model/repository.ts';
import {nearSecretOf} from '../../model/secret-likeness.ts';
import {failedStepOf, failsWhere, findingOf, hasFailed, isPublished, logLine, says, sentences, writtenStep} from '../situation.ts';

const emptySecret = [
  /Username and password required/i,
  /No keyring found/i,
  /no token found, please run/i,
  /ENEEDAUTH|need auth|This command requires you to be logged in/i,
  /(?:input required and not supplied|parameter .{0,40}required).{0,60}(?:token|password|key|secret)/i,
  /(?:token|password|api[- _]?key|secret|credentials?)\b.{0,30}\b(?:is|are|was)\s(?:empty|missing|not (?:set|provided|defined))/i,
  /An API key was not found/i,
  /password cannot be empty|Cannot perform an interactive login/i,
  /error in libcrypto|Load key .{0,80}invalid format/i,
];

/** The secrets that reach the job: an environment's only where the job runs in it. Undefined: not known. */
const reaching = ({secrets, job}: Situation): readonly string[] | undefined =>
  secrets
    ?.filter((secret) => secret.level !== 'environment' || secret.environment === job?.job.environment)
    .map((secret) => secret.name.toUpperCase());

const notSet = (situation: Situation): readonly string[] => {
  const names = reaching(situation);
  if (!names || !situation.job || readsUnlisted(situation.unlistedSecrets ?? [], situation.job.job.environment)) return [];
  return situation.job.secrets.filter((name) => name !== 'GITHUB_TOKEN' && !names.includes(name.toUpperCase()));
};

/** A secret that is set, that no workflow reads, and whose name is almost the one that is read. */
const nearMiss = (situation: Situation): {readonly read: string; readonly set: string} | undefined => {
  const isRead = new Set(situation.understanding?.readSecrets.map((secret) => secret.name.toUpperCase()));
  for (const read of notSet(situation)) {
    const set = nearSecretOf(
      read,
      (reaching(situation) ?? []).filter((name) => !isRead.has(name)),
    );
    if (set) return {read, set};
  }
  return undefined;
};

const stepReadsSecret = (situation: Situation): boolean => {
  const failed = failedStepOf(situation.run);
  const written = failed && writtenStep(situation, failed);
  return (
    written !== undefined &&
    /\bsecrets\s*[.[]/.test([written.run, ...Object.values(written.with), ...Object.values(written.env)].join('\n'))
  );
};

const confidenceOf = (situation: Situation, line: string | undefined, isKnownMissing: boolean): 'confirmed' | 'likely' | 'possible' => {
  if (line !== undefined) return isKnownMissing ? 'confirmed' : 'likely';
  return failsWhere(situation) === 'at' || stepReadsSecret(situation) || !hasFailed(situation.run) ? 'likely' : 'possible';
};

/** Only a job that could publish is held back by a secret. */
const isHeldBack = (situation: Situation): boolean =>
  situation.job?.isEnabled === true && (hasFailed(situation.run) || !isPublished(situation));

/** The workflow reads one name, and the secret is set under another. */
export const secretMisnamed: Cause = {
  id: 'secret-misnamed',
  title: 'The workflow reads a secret under one name, and it is set under another.',
  judge: (situation) => {
    const finding = findingOf(situation, 'secret-near-miss');
    const near = nearMiss(situation);
    if (!isHeldBack(situation) || (!finding && !near)) return undefined;
    const line = logLine(situation, ...emptySecret);
    return {
      confidence: confidenceOf(situation, line, true),
      evidence: sentences(
        finding?.text,
        near && `The job reads ${near.read}, which is not set; ${near.set} is set, and no workflow reads it.`,
        line && says(line),
      ),
      fix: near
        ? `Set the secret again under the name ${near.read}, or let the workflow read ${near.set}.`
        : 'Set the secret under the name that the workflow reads, or let the workflow read the name that is set.',
    };
  },
};

/** The job reads a secret that isn't there. */
export const secretMissing: Cause = {
  id: 'secret-missing',
  title: 'A secret that the job reads is not set.',
  judge: (situation) => {
    if (!isHeldBack(situation) && !hasFailed(situation.run)) return undefined;
    const near = nearMiss(situation);
    const names = notSet(situation).filter((name) => name !== near?.read);
    const finding = findingOf(situation, 'secret-near-miss') ? undefined : findingOf(situation, 'secret-not-set');
    const line = hasFailed(situation.run) ? logLine(situation, ...emptySecret) : undefined;
    const isKnownMissing = names.length > 0 || finding !== undefined;
    if (!isKnownMissing && (line === undefined || near)) return undefined;
    const wanted = names[0] ?? situation.job?.secrets[0];
    return {
      confidence: confidenceOf(situation, line, isKnownMissing),
      evidence: sentences(
        names.length > 0 && `The job reads ${names.join(' and ')}, and no secret of that name is set.`,
        names.length === 0 && finding?.text,
        line && says(line),
      ),
      fix: wanted ? `Set the secret ${wanted} for this repository.` : 'Set the secret that the step reads for this repository.',
      ...(isKnownMissing ? {} : {title: 'The step gets an empty secret.'}),
    };
  },
};
