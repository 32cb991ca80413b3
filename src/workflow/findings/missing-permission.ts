import type {Permission} from '../../model/workflow.ts';
import {aboutStep, type Judge} from '../bound-job.ts';
import type {RepositoryKnowledge} from '../knowledge.ts';
import {everyPermission} from '../parse-permissions.ts';
import type {RunningJob} from '../running-job.ts';

const rank = {none: 0, read: 1, write: 2} as const;

type Permissions = Readonly<Record<string, Permission>>;

/** What the job's token may do; undefined: the repository's default decides, and it isn't known. */
const grantedTo = ({job}: RunningJob, {policy}: RepositoryKnowledge): Permissions | undefined => {
  if (job.permissions !== undefined) return job.permissions;
  if (policy === undefined) return undefined;
  // The default never grants an identity token.
  return policy.defaultPermission === 'write' ? {...everyPermission('write'), 'id-token': 'none'} : {contents: 'read', packages: 'read'};
};

/** Rights that a publishing step needs and the job's token lacks. */
export const judgePermissions: Judge = ({running, marketplace, steps}, {knowledge}) => {
  const granted = grantedTo(running, knowledge);
  const told = new Set<string>();
  return steps.flatMap((step) =>
    Object.entries(marketplace.publishedBy?.permissions?.(step, running.job) ?? {}).flatMap(([scope, wanted]) => {
      // Without a block nobody can have granted an identity token, whatever the default is.
      const right = granted?.[scope] ?? (granted === undefined && scope !== 'id-token' ? wanted : 'none');
      if (rank[right] >= rank[wanted] || told.has(scope)) return [];
      told.add(scope);
      const from = running.job.permissions === undefined ? "the repository's default" : '`permissions:`';
      const text = `Publishing needs \`${scope}: ${wanted}\`, and ${from} gives ${right === 'none' ? 'none' : `only ${right}`}.`;
      return [aboutStep(step, {kind: 'missing-permission', severity: 'problem', text})];
    }),
  );
};
