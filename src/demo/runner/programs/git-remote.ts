import type {Shell} from '../shell/shell.ts';

/** A repository at GitHub, with the token that stands in its address; empty: none does. */
export type Remote = {readonly owner: string; readonly name: string; readonly token: string};

/** What an address of GitHub means; undefined: it is none. */
export const remoteOf = (url: string): Remote | undefined => {
  const [, credentials = '', owner, name] =
    /^(?:https:\/\/|git@|ssh:\/\/git@)(?:([^@/]+)@)?github\.com[/:]([^/]+)\/([^/]+?)(?:\.git)?\/?$/.exec(url) ?? [];
  return owner === undefined || name === undefined ? undefined : {owner, name, token: credentials.split(':').at(-1) ?? ''};
};

/** The address with what a credential helper answers; a helper reads the environment of the step that it runs in. */
export const answeredUrl = (url: string, helper: string | undefined, {variables}: Pick<Shell, 'variables'>): string => {
  const name = /password=\$\{?(\w+)/.exec(helper ?? '')?.[1];
  const token = name === undefined ? undefined : variables[name];
  return token === undefined ? url : url.replace(/^https:\/\/(?=github\.com\/)/, `https://x-access-token:${token}@`);
};
