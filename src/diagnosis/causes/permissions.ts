import type {Cause, Situation} from '../../model/diagnosis.ts';
import {failsWhere, findingOf, hasFailed, logLine, says, sentences} from '../situation.ts';

const refusedRights = [
  /Resource not accessible by integration/i,
  /ACTIONS_ID_TOKEN_REQUEST_URL|missing or insufficient OIDC token permissions|requires "write" access to the "id-token" permission/i,
  /refusing to allow a .{0,40} to create or update workflow/i,
];
/* Said as well of a package that hangs on another repository: it counts where the job is known to lack the right. */
const refusedPackage = /permission_denied: write_package|installation not allowed to (?:write|create)/i;
const refusedPush = [/Permission to (\S+?)(?:\.git)? denied to github-actions/i, /remote: Write access to repository not granted/i];

const rightsOf = ({job, policy}: Situation): string | undefined => {
  if (!job) return undefined;
  if (job.job.permissions === undefined) {
    return (
      policy &&
      `Neither the job nor the workflow says what its token may do, and the repository's default is “${policy.defaultPermission}”.`
    );
  }
  const granted = Object.entries(job.job.permissions).map(([name, right]) => `${name}: ${right}`);
  return `The job's token has ${granted.length === 0 ? 'no rights' : granted.join(', ')}.`;
};

/** The job's own token may not do what the step does. */
export const permissionMissing: Cause = {
  id: 'permission-missing',
  title: 'The job’s own token lacks a permission that publishing needs.',
  judge: (situation) => {
    const finding = findingOf(situation, 'missing-permission');
    const line = logLine(situation, ...refusedRights) ?? (finding && logLine(situation, refusedPackage));
    if (!hasFailed(situation.run) || (!finding && !line) || (line && findingOf(situation, 'cross-repository-token'))) return undefined;
    return {
      confidence: line ? 'confirmed' : failsWhere(situation) === 'at' && situation.log === undefined ? 'likely' : 'possible',
      evidence: sentences(line && says(line), finding?.text, rightsOf(situation)),
      fix: `Add what is missing under “permissions:” of the job “${situation.job?.job.id ?? situation.run?.name}”, such as “${permissionFor(situation, line)}: write”.`,
    };
  },
};

const permissionFor = (situation: Situation, line: string | undefined): string => {
  const named = /\b(contents|packages|id-token|pull-requests|attestations)\b/.exec(
    findingOf(situation, 'missing-permission')?.text ?? '',
  )?.[1];
  if (named) return named;
  if (line && /id.token/i.test(line)) return 'id-token';
  return line && /package/i.test(line) ? 'packages' : 'contents';
};

/** The job pushes elsewhere with a token that reaches its own repository alone. */
export const crossRepositoryToken: Cause = {
  id: 'cross-repository-token',
  title: 'The job writes to another repository with its own repository’s token, which reaches no other.',
  judge: (situation) => {
    const finding = findingOf(situation, 'cross-repository-token');
    const line = logLine(situation, ...refusedPush, /Resource not accessible by integration/i);
    const isOther = line !== undefined && refusedPush.some((pattern) => pattern.test(line));
    if (!hasFailed(situation.run) || (!finding && !isOther)) return undefined;
    return {
      confidence:
        line && finding ? 'confirmed' : line || (failsWhere(situation) === 'at' && situation.log === undefined) ? 'likely' : 'possible',
      evidence: sentences(line && says(line), finding?.text),
      fix: 'Make a token with “Contents: read and write” on that one repository, store it as a secret, and let the step use it.',
    };
  },
};
