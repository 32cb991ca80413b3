import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {describe, expect, it} from 'vitest';
import {runDemoServe} from '../../src/commands/demo-serve.ts';
import {createWorld} from '../../src/demo/world.ts';

const execute = promisify(execFile);

const start = (faults?: string) => {
  const end = new AbortController();
  let text = '';
  const write = (more: string): void => {
    text += more;
  };
  const code = runDemoServe({write, end: end.signal, ...(faults === undefined ? {} : {faults})});
  return {code, end: () => end.abort(), text: () => text};
};

describe('portcall demo serve', () => {
  it('prints how to reach the world and the tokens it accepts, and ends when told', async () => {
    const run = start();
    await expect.poll(run.text).toContain('SNAPCRAFT_STORE_CREDENTIALS=');
    const lines = run.text().trimEnd().split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^GITHUB_TOKEN=\w+$/));
    const values = new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
    const origin = values.get('PORTCALL_HOSTS')?.replace('*=', '');
    const user = () =>
      fetch(`${origin}/api.github.com/user`, {headers: {authorization: `Bearer ${values.get('GITHUB_TOKEN')}`, 'user-agent': 'test'}});
    expect(((await (await user()).json()) as {login: string}).login).toBe('Michael-A-Kuykendall');
    run.end();
    expect(await run.code).toBe(0);
    await expect(user()).rejects.toThrow();
  });

  it('prints what a shell can source, every token as it is', async () => {
    const run = start();
    await expect.poll(run.text).toContain('SNAPCRAFT_STORE_CREDENTIALS=');
    const folder = await mkdtemp(path.join(tmpdir(), 'portcall-serve-'));
    try {
      await writeFile(path.join(folder, 'world.env'), run.text());
      const told = 'set -a; . ./world.env; exec "$0" -e "process.stdout.write(JSON.stringify(process.env))"';
      const {stdout} = await execute('sh', ['-c', told, process.execPath], {cwd: folder, env: {PATH: process.env.PATH}});
      const env = JSON.parse(stdout) as Record<string, string>;
      expect(env.AUR_SSH_KEY).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n(?:.+\n)+-----END OPENSSH PRIVATE KEY-----\n?$/);
      expect(env.PORTCALL_HOSTS).toMatch(/^\*=http:\/\/127\.0\.0\.1:\d+$/);
      expect(Object.keys(createWorld().setting.tokens).filter((name) => !env[name])).toEqual([]);
    } finally {
      await rm(folder, {recursive: true});
      run.end();
    }
    expect(await run.code).toBe(0);
  });

  it('refuses faults that it cannot read', async () => {
    const run = start('[{"host": 5}]');
    expect(await run.code).toBe(2);
    expect(run.text()).toContain('PORTCALL_DEMO_FAULTS');
  });

  it('starts with faults', async () => {
    const run = start('[{"host": "api.github.com", "effect": {"kind": "status", "status": 502}}]');
    await expect.poll(run.text).toContain('PORTCALL_HOSTS=');
    const origin = /PORTCALL_HOSTS=\*=(.+)/.exec(run.text())?.[1];
    expect((await fetch(`${origin}/api.github.com/user`)).status).toBe(502);
    run.end();
    expect(await run.code).toBe(0);
  });
});
