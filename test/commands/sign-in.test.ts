import {chmod, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {findGitHubRights, rightsByScopes} from '../../checks/family/github-rights.ts';
import {findSignIn, missingRights, scopesToAsk, signInText, signInWithDevice} from '../../src/commands/sign-in.ts';
import {Secret} from '../../src/model/secret.ts';
import {findTokenOfGh} from '../../src/tools/gh.ts';
import type {Http} from '../../src/tools/http.ts';
import {against} from '../support/fake-lookup.ts';

const hosts = {own: {}, ofRepository: {}};
const store = {find: async (name: string) => (name === 'GH_TOKEN' ? new Secret('kept') : undefined), keep: async () => ''};
const never = async () => {
  throw new Error('gh is not to be asked.');
};

describe('GitHub’s token', () => {
  it('comes from the environment first, and gh is not asked', async () => {
    const env = {GITHUB_TOKEN: ' one\n', GH_TOKEN: 'two'};
    expect(await findSignIn({env, hosts, store, askGh: never})).toEqual({token: 'one', source: 'environment', name: 'GITHUB_TOKEN'});
    expect(await findSignIn({env: {GITHUB_TOKEN: '', GH_TOKEN: 'two'}, hosts, askGh: never})).toMatchObject({
      token: 'two',
      name: 'GH_TOKEN',
    });
  });

  it('comes from gh before the vault, and from the vault last', async () => {
    expect(await findSignIn({env: {}, hosts, store, askGh: async () => 'gho_x'})).toEqual({token: 'gho_x', source: 'gh'});
    const kept = await findSignIn({env: {}, hosts, store, askGh: async () => undefined});
    expect(kept).toEqual({token: 'kept', source: 'vault', name: 'GH_TOKEN'});
    expect(signInText(kept!)).toBe('GH_TOKEN in the vault');
    expect(await findSignIn({env: {}, hosts, askGh: async () => undefined})).toBeUndefined();
  });

  it.each([
    ['every host', {own: {'*': 'http://127.0.0.1:1'}, ofRepository: {}}],
    ['the API', {own: {'api.github.com': 'http://127.0.0.1:1'}, ofRepository: {}}],
    ['the API, by the repository’s own configuration', {own: {}, ofRepository: {'api.github.com': 'http://127.0.0.1:1'}}],
  ])('never comes from gh where %s lies elsewhere', async (_, mapped) =>
    expect(await findSignIn({env: {}, hosts: mapped, askGh: never})).toBeUndefined(),
  );

  it('is not asked for by a code where no app is configured', async () => {
    await expect(signInWithDevice({http: {} as Http, clientId: undefined, show: () => undefined, now: Date.now})).rejects.toThrow(/No app/);
    expect(scopesToAsk(['edit-releases'])).toEqual(['public_repo']);
    expect(scopesToAsk(['edit-releases', 'set-secrets'])).toEqual(['repo']);
  });
});

describe('gh', () => {
  const folders: string[] = [];
  afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, {recursive: true, force: true}))));
  const ghSaying = async (script: string) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'portcall-gh-'));
    folders.push(folder);
    await mkdir(path.join(folder, 'bin'));
    await writeFile(path.join(folder, 'bin', 'gh'), `#!/bin/sh\n${script}\n`);
    await chmod(path.join(folder, 'bin', 'gh'), 0o755);
    return {PATH: `${path.join(folder, 'bin')}:/usr/bin:/bin`, HOME: folder, NPM_TOKEN: 'npm-secret', GH_TOKEN: 'own'};
  };

  it('gives its token, without any other token in its environment', async () => {
    const env = await ghSaying('[ "$*" = "auth token --hostname github.com" ] && [ -z "$NPM_TOKEN$GH_TOKEN" ] && echo gho_abc');
    expect(await findTokenOfGh(env)).toBe('gho_abc');
  });

  it.each([
    ['is not signed in', 'echo "no oauth token" >&2; exit 1'],
    ['says something else', 'echo "Welcome to gh"'],
    ['says nothing', 'true'],
  ])('gives none where it %s', async (_, script) => expect(await findTokenOfGh(await ghSaying(script))).toBeUndefined());

  it('is no error where it is missing', async () => expect(await findTokenOfGh({PATH: '/nowhere'})).toBeUndefined());

  it('is waited for three seconds and no longer', async () => {
    const env = await ghSaying('exec sleep 30');
    const begun = Date.now();
    expect(await findTokenOfGh(env)).toBeUndefined();
    expect(Date.now() - begun).toBeLessThan(10_000);
  });
});

describe('what GitHub’s token may do', () => {
  const verdicts = (scopes: readonly string[]) =>
    Object.fromEntries(
      rightsByScopes(['set-secrets', 'set-organization-secrets', 'edit-workflows', 'fork'], scopes).map((one) => [one.action, one.verdict]),
    );

  it('stands in a classic token’s scopes', () => {
    expect(verdicts(['repo', 'workflow'])).toEqual({
      'set-secrets': 'granted',
      'set-organization-secrets': 'missing',
      'edit-workflows': 'granted',
      fork: 'granted',
    });
    expect(verdicts(['public_repo'])).toMatchObject({'set-secrets': 'missing', fork: 'granted'});
  });

  it('names the page that grants what is missing, with all that is needed ticked, or the order to gh', () => {
    const rights = rightsByScopes(['set-secrets', 'edit-workflows'], ['public_repo']);
    const page = 'https://github.com/settings/tokens/new?description=Portcall&scopes=public_repo,repo,workflow';
    expect(missingRights(rights, {token: 't', source: 'environment', name: 'GH_TOKEN'})).toEqual([
      `To set secrets of the repository the token lacks the scope repo: get it at ${page}.`,
      `To change workflow files the token lacks the scope workflow: get it at ${page}.`,
    ]);
    expect(missingRights(rights, {token: 't', source: 'gh'})[0]).toContain('gh auth refresh --hostname github.com --scopes repo');
  });

  it('is only known of a fine-grained token where it is refused a read', async () => {
    const user = 'https://api.github.com/user';
    const key = 'https://api.github.com/repos/octo/tool/actions/secrets/public-key';
    const rights = await against({[user]: {body: {login: 'octo'}}, [key]: {status: 403, body: {}}}, (lookup) =>
      findGitHubRights(lookup, {owner: 'octo', name: 'tool'}, ['set-secrets', 'edit-releases', 'propose-elsewhere']),
    );
    expect(rights.map(({verdict, page}) => [verdict, page])).toEqual([
      ['missing', 'https://github.com/settings/personal-access-tokens'],
      ['not-told', undefined],
      ['missing', expect.stringContaining('tokens/new')],
    ]);
    expect(await against({[user]: {status: 401}}, (lookup) => findGitHubRights(lookup, {owner: 'o', name: 't'}))).toEqual([]);
  });
});
