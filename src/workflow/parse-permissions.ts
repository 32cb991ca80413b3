import type {Permission} from '../model/workflow.ts';
import {entriesOf, type Token, textOf} from './tokens.ts';

const scopes = [
  'actions',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'issues',
  'models',
  'packages',
  'pages',
  'pull-requests',
  'repository-projects',
  'security-events',
  'statuses',
] as const;

/** What `read-all` and `write-all` stand for; an identity token can be written and never read. */
export const everyPermission = (right: 'read' | 'write'): Readonly<Record<string, Permission>> => ({
  ...Object.fromEntries(scopes.map((scope): [string, Permission] => [scope, scope === 'models' ? 'read' : right])),
  'id-token': right === 'write' ? 'write' : 'none',
});

const permissionOf = (text: string | undefined): Permission => (text === 'write' || text === 'read' ? text : 'none');

/** What a `permissions:` block grants; what it doesn't name is not granted. */
export const toPermissions = (token: Token): Readonly<Record<string, Permission>> => {
  const shorthand = textOf(token);
  if (shorthand === 'read-all') return everyPermission('read');
  if (shorthand === 'write-all') return everyPermission('write');
  return Object.fromEntries([...entriesOf(token)].map(([scope, value]): [string, Permission] => [scope, permissionOf(textOf(value))]));
};
