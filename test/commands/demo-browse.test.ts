import {expect, it} from 'vitest';
import {runDemo} from '../../src/commands/demo.ts';
import {optionsOf} from '../../src/commands/options.ts';
import type {Surroundings} from '../../src/commands/surroundings.ts';
import {revealSecret} from '../../src/model/secret.ts';
import {terminalTraits} from '../support/terminal-traits.ts';

const surroundings: Surroundings = {
  env: {PATH: process.env.PATH, NPM_TOKEN: 'of-the-person', BROWSER: 'never-started'},
  cwd: process.cwd(),
  print: () => undefined,
  tell: () => undefined,
  terminal: terminalTraits({isInteractive: false}),
  now: Date.now,
  isDemo: false,
};

/** What the command inside a demo is given. */
const insideDemo = async (look: (inner: Surroundings) => Promise<void>): Promise<void> => {
  const args = ['demo', 'status'];
  await runDemo(optionsOf(args), args, surroundings, async (_, inner) => {
    await look(inner);
    return 0;
  });
};

const keyTarget = {host: 'aur.archlinux.org', user: 'aur', hostKey: ''};

it('opens simulated pages, whose tokens come as secrets and work in the same world', async () => {
  await insideDemo(async ({browse, env, askOverSsh}) => {
    const shown = await browse?.('https://aur.archlinux.org/account');
    const key = shown?.token?.value;
    if (key === undefined) throw new Error('No key was shown.');
    expect(JSON.stringify(shown)).toContain('[secret]');
    expect(shown?.said).not.toContain(revealSecret(key));
    expect((await askOverSsh?.(keyTarget, revealSecret(key), 'help'))?.code).toBe(0);
    expect((await askOverSsh?.(keyTarget, 'no key', 'help'))?.code).toBe(255);
    const npm = await browse?.('https://www.npmjs.com/settings/~/tokens');
    expect(npm?.token?.name).toBe('NPM_TOKEN');
    const registry = new URL(env.npm_config_registry ?? '');
    const whoami = await fetch(`${env.PORTCALL_HOSTS?.slice(2)}/${registry.host}${registry.pathname.replace(/\/$/, '')}/-/whoami`, {
      headers: {authorization: `Bearer ${npm?.token === undefined ? '' : revealSecret(npm.token.value)}`},
    });
    expect(await whoami.json()).toEqual({username: 'makuykendall'});
  });
});

it('has nothing to say of a page that nobody simulates, and gives the command no token but GitHub’s', async () => {
  await insideDemo(async ({browse, env}) => {
    expect(await browse?.('https://nobody.example/')).toBeUndefined();
    expect(await browse?.('file:///etc/passwd')).toBeUndefined();
    expect(Object.keys(env).filter((name) => /TOKEN|KEY|PAT$|CREDENTIALS/.test(name))).toEqual(['GITHUB_TOKEN']);
  });
});
