import type {DemoReply} from '../service.ts';
import {archived, hiddenFrom, lacksPermission, notFound, signInNeeded, unreadable} from './refusals.ts';
import type {Call, RepositoryCall} from './route.ts';
import {bodyOf, type SentBody} from './sent-body.ts';
import type {Account, Token} from './state.ts';
import {hasScope, holds, mayPush, type Right} from './viewer.ts';

/** A call of somebody who may make it, with its body. */
export type Writing<C extends Call = RepositoryCall> = C & {readonly account: Account; readonly token: Token; readonly body: SentBody};

const scopes = 'public_repo, repo';

/** Answers whoever is signed in with a token that may write somewhere at all. */
export const toSignedIn =
  <C extends Call>(may: (token: Token, call: C) => DemoReply | undefined, answer: (writing: Writing<C>) => DemoReply) =>
  (call: C): DemoReply => {
    const {viewer} = call;
    if (viewer.kind !== 'somebody') return signInNeeded();
    const {token, account} = viewer;
    if (token.kind === 'classic' && !hasScope(token, 'public_repo')) return hiddenFrom(scopes);
    const refusal = may(token, call);
    if (refusal) return refusal;
    const body = bodyOf(call);
    return body ? answer({...call, account, token, body}) : unreadable();
  };

const rightTo = (permission: string): Right => ({scope: 'public_repo', permission, isForWriting: true});

/** Undefined: the token holds the permission over the repository. */
const lacking = (permission: string, token: Token, {repository}: RepositoryCall): DemoReply | undefined =>
  holds(token, repository, rightTo(permission)) ? undefined : lacksPermission(`${permission}=write`);

/** Answers those who may push, with a token that holds the fine-grained permission; an archived repository takes nothing. */
export const toWriters = (permission: string, answer: (writing: Writing) => DemoReply) =>
  toSignedIn<RepositoryCall>(
    (token, call) => lacking(permission, token, call) ?? (mayPush(call.viewer, call.repository) ? undefined : notFound()),
    (writing) => (writing.repository.isArchived ? archived() : answer(writing)),
  );

/** Answers everybody who may read the repository. */
export const toReaders = (permission: string, answer: (writing: Writing) => DemoReply) =>
  toSignedIn<RepositoryCall>(
    (token, call) => lacking(permission, token, call),
    (writing) => (writing.repository.isArchived ? archived() : answer(writing)),
  );

/** Undefined: a fine-grained token may make and change repositories of its own account. */
export const lacksAdministration = (token: Token): DemoReply | undefined =>
  token.kind === 'classic' || token.permissions['administration'] === 'write' ? undefined : lacksPermission('administration=write');

export const isWorkflow = (path: string): boolean => path.startsWith('.github/workflows/');

export const mayWriteWorkflows = (token: Token): boolean =>
  token.kind === 'classic' ? token.scopes.includes('workflow') : token.permissions['workflows'] === 'write';

/** GitHub hides from a token without the right that workflows can be written; undefined: nothing speaks against it. */
export const workflowRefusal = (token: Token, paths: readonly string[]): DemoReply | undefined => {
  if (!paths.some(isWorkflow) || mayWriteWorkflows(token)) return undefined;
  return token.kind === 'classic' ? notFound() : lacksPermission('contents=write,workflows=write');
};
