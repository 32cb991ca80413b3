import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {optionsOf} from '../../src/commands/options.ts';
import type {Questions} from '../../src/commands/questions.ts';
import type {Surroundings} from '../../src/commands/surroundings.ts';
import {runTokens} from '../../src/commands/tokens-command.ts';
import {answerAurSsh} from '../../src/demo/aur-ssh.ts';
import {marketplaceIds} from '../../src/model/marketplace-id.ts';
import {tokenVerdicts} from '../../src/model/publication.ts';
import {revealSecret, Secret} from '../../src/model/secret.ts';
import type {TokenStore} from '../../src/model/token-store.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';
import {terminalTraits} from '../support/terminal-traits.ts';

let stage: Stage | undefined;
afterEach(async () => {
  await stage?.end();
  stage = undefined;
});

type Document = {readonly formatVersion: number; readonly tokens: readonly Record<string, unknown>[]};

const staged = async (now?: () => number) => {
  stage = await openStage(now === undefined ? {} : {now});
  const {world, portcall} = stage;
  return {stage, tokens: world.setting.tokens, portcall};
};

/** A person at a terminal who answers these things. */
const atTerminal = async (
  args: readonly string[],
  answers: {readonly paste?: string; readonly agrees?: boolean; readonly env?: Readonly<Record<string, string>>},
  over: Partial<Surroundings> = {},
  passphrase = '',
) => {
  const {served, home, world} = stage!;
  let [out, told] = ['', ''];
  const asked: string[] = [];
  const questions: Questions = {
    choose: async () => '',
    confirm: async (question) => {
      asked.push(question);
      return answers.agrees ?? false;
    },
    secret: async (question) => {
      asked.push(question);
      return question.startsWith('Paste') ? (answers.paste ?? '') : passphrase;
    },
  };
  const code = await runTokens(
    optionsOf([...args, '--repo', 'Michael-A-Kuykendall/contextlite']),
    {
      env: {PORTCALL_HOSTS: `*=${served.origin}`, PORTCALL_HOME: home, GITHUB_TOKEN: world.setting.tokens['GITHUB_TOKEN'], ...answers.env},
      cwd: home,
      print: (text) => {
        out += text;
      },
      tell: (text) => {
        told += text;
      },
      terminal: terminalTraits({columns: 120, rows: 40}),
      now: Date.now,
      isDemo: false,
      ...over,
    },
    questions,
  );
  return {code, out, told, asked};
};

describe('a token whose job reads it by another name than the usual one', () => {
  it('is told by both names', async () => {
    const {portcall} = await staged();
    const {out} = await portcall(['tokens', 'homebrew', 'npm']);
    expect(out).toContain('npm (NPM_TOKEN), Homebrew (TAP_GITHUB_TOKEN, which the job reads as HOMEBREW_GITHUB_API_TOKEN).');
  });
});

describe('portcall tokens', () => {
  it('prints the document of the contract, and no part of any token', async () => {
    const {portcall, tokens} = await staged();
    const {code, out} = await portcall(['tokens', '--json'], tokens);
    const document = JSON.parse(out) as Document;
    expect(document.formatVersion).toBe(1);
    expect(document.tokens.map(({marketplace}) => marketplace)).toEqual([...marketplaceIds]);
    for (const one of document.tokens) {
      expect(Object.keys(one).filter((key) => !['identity', 'rights', 'expires'].includes(key))).toEqual([
        'marketplace',
        'name',
        'source',
        'verdict',
        'note',
      ]);
      expect(tokenVerdicts).toContain(one['verdict']);
      expect(['environment', 'vault', 'gh', 'none']).toContain(one['source']);
      expect(one['source'] === 'none').toBe(one['verdict'] === 'missing');
    }
    const of = (id: string) => document.tokens.find(({marketplace}) => marketplace === id);
    expect(of('github-releases')).toMatchObject({name: 'GITHUB_TOKEN', verdict: 'valid', identity: 'Michael-A-Kuykendall'});
    expect(of('snapcraft')).toMatchObject({verdict: 'valid', expires: expect.stringMatching(/^\d{4}-/)});
    expect(of('pypi')).toMatchObject({verdict: 'valid-rights-unknown', rights: ['upload contextlite']});
    expect(of('docker-hub')).toMatchObject({verdict: 'valid', rights: ['pull', 'push']});
    expect(of('nix')).toMatchObject({verdict: 'missing', source: 'none'});
    // Visual Studio's token is tested against a publisher, which this project does not name.
    expect([of('vscode')?.['verdict'], code]).toEqual(['undetermined', 3]);
    for (const [name, token] of Object.entries(tokens)) if (name !== 'DOCKERHUB_USERNAME') expect(out).not.toContain(token.slice(4, 24));
  });

  it('prints a table with what is known and what could not be learnt, and what GitHub’s token may do', async () => {
    const {portcall, tokens} = await staged();
    const {code, out} = await portcall(['tokens', 'npm', 'github-releases'], {NPM_TOKEN: tokens['NPM_TOKEN']});
    expect(code).toBe(0);
    expect(out).toMatch(/^GitHub Releases +valid +Michael-A-Kuykendall +GITHUB_TOKEN \(environment\)$/m);
    expect(out).toMatch(/^npm +valid, rights unknown +makuykendall +NPM_TOKEN \(environment\)$/m);
    expect(out).toContain('rights: read-write on contextlite');
    expect(out).toContain('npm does not tell');
    expect(out).toContain('GitHub is asked with GITHUB_TOKEN in the environment.');
    expect(out).toContain('set secrets of the repository: yes');
    expect(out).toMatch(/lacks the scope admin:org: get it at https:\/\/github\.com\/settings\/tokens\/new\?/);
  });

  it.each([
    ['a refused one', {NPM_TOKEN: `npm_${'x'.repeat(36)}`}, 'npm', 'refused', 1],
    ['one of another marketplace', {NPM_TOKEN: `ghp_${'x'.repeat(36)}`}, 'npm', 'wrong marketplace', 1],
    ['none', {}, 'npm', 'No token found: npm (NPM_TOKEN)', 0],
  ])('ends with a code for %s', async (_, env, id, text, expected) => {
    const {portcall} = await staged();
    const {code, out} = await portcall(['tokens', id], env);
    expect(out).toContain(text);
    expect(code).toBe(expected);
  });

  it('cannot tell in an outage, and says so', async () => {
    const {stage: here, portcall, tokens} = await staged();
    here.world.faults.add({host: 'upload.pypi.org', effect: {kind: 'status', status: 503}});
    here.world.faults.add({host: 'crates.io', effect: {kind: 'status', status: 429}});
    const {code, out} = await portcall(['tokens', 'pypi', 'crates-io'], {
      PYPI_TOKEN: tokens['PYPI_TOKEN'],
      CARGO_REGISTRY_TOKEN: tokens['CARGO_REGISTRY_TOKEN'],
    });
    expect(out.match(/undetermined/g)?.length).toBe(2);
    expect(out).not.toContain('refused');
    expect(code).toBe(3);
  });

  it('refuses a word that is no marketplace, with the one that was meant', async () => {
    const {portcall} = await staged();
    expect(await portcall(['tokens', 'pypy'])).toMatchObject({code: 2, told: expect.stringContaining('Did you mean “pypi”?')});
  });

  it('still tests the others where GitHub is out of order', async () => {
    const {stage: here, portcall, tokens} = await staged();
    here.world.faults.add({host: 'api.github.com', effect: {kind: 'status', status: 500}});
    const {out} = await portcall(['tokens', 'npm'], {NPM_TOKEN: tokens['NPM_TOKEN']});
    expect(out).toContain('valid, rights unknown');
  });
});

describe('portcall tokens ID at a terminal', () => {
  it('takes a pasted token, says what it cleaned, tests it, and keeps it where that is wanted', async () => {
    const {tokens} = await staged();
    const kept = new Map<string, string>();
    const store: TokenStore = {
      find: async (name) => (kept.has(name) ? new Secret(kept.get(name)!) : undefined),
      keep: async (name, token) => {
        kept.set(name, revealSecret(token));
        return 'It is kept in the vault.';
      },
    };
    const paste = `export PYPI_API_TOKEN="${tokens['PYPI_TOKEN']}"\n`;
    const first = await atTerminal(['tokens', 'pypi'], {paste, agrees: true}, {store});
    expect(first.code).toBe(0);
    expect(first.out).toContain('The quotes around it were taken away.');
    expect(first.out).toContain('PYPI_API_TOKEN (pasted)');
    expect(first.out).toContain('It is kept in the vault.');
    expect(first.out).not.toContain(tokens['PYPI_TOKEN']!.slice(5, 30));
    expect(kept.get('PYPI_API_TOKEN')).toBe(tokens['PYPI_TOKEN']);
    const second = await atTerminal(['tokens', 'pypi'], {}, {store});
    expect(second).toMatchObject({code: 0, asked: []});
    expect(second.out).toContain('PYPI_API_TOKEN (vault)');
  });

  it('offers to keep nothing that is refused, and takes an empty paste for none', async () => {
    await staged();
    const store: TokenStore = {find: async () => undefined, keep: async () => 'kept'};
    const refused = await atTerminal(['tokens', 'npm'], {paste: `npm_${'x'.repeat(36)}`, agrees: true}, {store});
    expect([refused.code, refused.asked.length]).toEqual([1, 1]);
    const empty = await atTerminal(['tokens', 'npm'], {paste: '\n'}, {store});
    expect([empty.code, empty.asked.length]).toEqual([0, 1]);
    expect(empty.out).toContain('Nothing was pasted.');
  });

  it('finds again what an earlier run kept in the vault', async () => {
    const {tokens} = await staged();
    const env = {CI: '1'};
    const passphrase = 'a passphrase of some length';
    const first = await atTerminal(['tokens', 'npm'], {paste: tokens['NPM_TOKEN']!, agrees: true, env}, {}, passphrase);
    expect(first.code).toBe(0);
    const second = await atTerminal(['tokens', 'npm'], {env}, {}, passphrase);
    expect(second.out).toContain('NPM_TOKEN (vault)');
  });

  it('asks nobody with --json, or without a chosen marketplace', async () => {
    await staged();
    expect((await atTerminal(['tokens', 'npm', '--json'], {})).asked).toEqual([]);
    expect((await atTerminal(['tokens'], {})).asked).toEqual([]);
  });
});

describe('the key of the AUR', () => {
  it('is tried over SSH when it is asked for, and not among all', async () => {
    const {tokens} = await staged();
    const key = tokens['AUR_SSH_KEY']!;
    const commands: string[] = [];
    const askOverSsh: Surroundings['askOverSsh'] = async (target, secret, command) => {
      commands.push(`${target.user}@${target.host} ${command}`);
      return answerAurSsh(key, 'octo', secret, command);
    };
    const chosen = await atTerminal(['tokens', 'aur'], {env: {AUR_SSH_KEY: key}}, {askOverSsh});
    expect(chosen.out).toMatch(/^AUR +valid +octo +AUR_SSH_KEY \(environment\)$/m);
    expect(commands).toEqual(['aur@aur.archlinux.org help', 'aur@aur.archlinux.org verify-email-probe', 'aur@aur.archlinux.org ']);
    const spelt = await atTerminal(['tokens', 'aur'], {env: {AUR_SSH_KEY: key.replaceAll('\n', '\\n')}}, {askOverSsh});
    expect(spelt.out).toContain('valid');
    const cut = await atTerminal(['tokens', 'aur'], {env: {AUR_SSH_KEY: key.trimEnd()}}, {askOverSsh});
    expect(cut.out).toContain('no line break at its end');
    expect(cut.code).toBe(0);
    commands.length = 0;
    expect((await atTerminal(['tokens'], {env: {AUR_SSH_KEY: key}}, {askOverSsh})).out).toContain('portcall tokens aur');
    expect(commands).toEqual([]);
  });

  it('goes nowhere while requests for the AUR are sent elsewhere', async () => {
    const {tokens, portcall} = await staged();
    const {out} = await portcall(['tokens', 'aur'], {AUR_SSH_KEY: tokens['AUR_SSH_KEY']});
    expect(out).toContain('not testable');
    expect(out).toContain('sent elsewhere');
  });
});

describe('portcall tokens --calendar', () => {
  it('tells owner, scope, age and end of every credential and secret', async () => {
    const now = Date.parse('2026-11-01T12:00:00Z');
    const {portcall, tokens} = await staged(() => now);
    const {code, out} = await portcall(['tokens', '--calendar'], {...tokens});
    expect(code).toBe(0);
    expect(out).toMatch(/VS Code Marketplace +VSCE_PAT \(environment\) .*ends at the latest in 29 days, on 2026-12-01/);
    expect(out).toMatch(/Snap Store +SNAPCRAFT_STORE_CREDENTIALS \(environment\) +makuykendall +ends in 36\d days/);
    expect(out).toMatch(/npm +NPM_TOKEN \(secret of the repository\) +set \d+ days? ago +ends at the latest in \d+ days/);
    expect(out).toContain('rights: pull, push');
  });

  it('ends with 1 within three days, and writes a calendar that it takes for its own', async () => {
    const {portcall, stage: here, tokens} = await staged(() => Date.parse('2026-11-29T12:00:00Z'));
    const env = {VSCE_PAT: tokens['VSCE_PAT']};
    const file = path.join(here.home, 'ends.ics');
    expect((await portcall(['tokens', '--ics', 'ends.ics', '--dry-run'], env)).code).toBe(1);
    await expect(readFile(file, 'utf8')).rejects.toThrow();
    expect(await portcall(['tokens', '--ics', 'ends.ics'], env)).toMatchObject({code: 1, told: expect.stringContaining('ends.ics')});
    expect(await readFile(file, 'utf8')).toContain('DTSTART;VALUE=DATE:20261201');
    expect((await portcall(['tokens', '--ics', 'ends.ics'], env)).code).toBe(1);
    await writeFile(file, 'BEGIN:VCALENDAR\nmine\n');
    expect(await portcall(['tokens', '--ics', 'ends.ics'], env)).toMatchObject({code: 2});
    expect(await readFile(file, 'utf8')).toContain('mine');
  });

  it('says that the secrets are left out where GitHub does not show them', async () => {
    const {portcall, tokens} = await staged();
    const result = await portcall(['tokens', 'npm', '--calendar'], {GITHUB_TOKEN: undefined, NPM_TOKEN: tokens['NPM_TOKEN']});
    expect(result.told).toContain('left out');
    expect(result.out).toContain('no end is known');
  });
});
