import type {Cause, Situation} from '../../model/diagnosis.ts';
import {isRefusal} from '../../model/publication.ts';
import {failsWhere, hasFailed, logLine, says, sentences} from '../situation.ts';

const refusals = [
  /Bad credentials/i,
  /\bE401\b|authentication token seems to be invalid/i,
  /Invalid or non-existent authentication information|Invalid API Token/i,
  /incorrect username or password|insufficient[_ ]scopes?|access token has insufficient/i,
  /authentication failed|token rejected|token does not have the required permissions/i,
  /Permission denied \(publickey/i,
  /\b401\b.{0,8}(?:\(?Unauthorized|Invalid)|HTTP 401|status code.{0,40}\b401\b/i,
  /(?:token|PAT|credential|macaroon|api key).{0,40}\b(?:expired|revoked)\b/i,
];

const ageOf = ({secrets, job}: Situation): string | undefined => {
  const secret = secrets?.find((one) => job?.secrets.includes(one.name));
  return secret && `The secret ${secret.name} was last written on ${secret.updatedAt.slice(0, 10)}.`;
};

/** The marketplace does not take the credential. */
export const tokenRefused: Cause = {
  id: 'token-refused',
  title: 'The marketplace refuses the token.',
  judge: (situation) => {
    const {token, marketplace, job} = situation;
    const line = hasFailed(situation.run) ? logLine(situation, ...refusals) : undefined;
    const isRefused = token !== undefined && isRefusal(token.verdict);
    if (line === undefined && !isRefused) return undefined;
    return {
      confidence: line && isRefused ? 'confirmed' : line || failsWhere(situation) === 'at' ? 'likely' : 'possible',
      evidence: sentences(line && says(line), isRefused && token.note, ageOf(situation)),
      fix: `Make a new token for ${marketplace.title}, test it, and store it as ${job?.secrets[0] ? `the secret ${job.secrets[0]}` : 'the secret that the job reads'}.`,
    };
  },
};
