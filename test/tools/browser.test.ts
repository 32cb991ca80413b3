import {chmod, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {openInBrowser} from '../../src/tools/browser.ts';

const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, {recursive: true, force: true}))));

/** A folder of programs that write down how they were started. */
const openers = async (...programs: readonly (readonly [name: string, exitCode: number])[]): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'portcall-browser-'));
  folders.push(folder);
  for (const [name, exitCode] of programs) {
    const file = path.join(folder, name);
    await writeFile(
      file,
      `#!/bin/sh\nprintf '%s\\n' "${name}" "$@" >> ${folder}/started\n/usr/bin/env > ${folder}/env\nexit ${exitCode}\n`,
    );
    await chmod(file, 0o755);
  }
  return folder;
};

const started = (folder: string) => readFile(path.join(folder, 'started'), 'utf8').catch(() => '');

describe('opening a page', () => {
  it('starts the platform’s opener with the address as one argument and no token', async () => {
    const folder = await openers(['xdg-open', 0]);
    const env = {
      PATH: folder,
      HOME: '/h',
      GITHUB_TOKEN: 'a',
      NPM_TOKEN: 'b',
      CHOCOLATEY_API_KEY: 'c',
      AUR_SSH_KEY: 'd',
      VSCE_PAT: 'e',
      SNAPCRAFT_STORE_CREDENTIALS: 'f',
    };
    await openInBrowser('https://example.org/a?b=$(c)&d="e" f', {platform: 'linux', env});
    expect(await started(folder)).toBe('xdg-open\nhttps://example.org/a?b=$(c)&d=%22e%22%20f\n');
    const passedOn = await readFile(path.join(folder, 'env'), 'utf8');
    expect(passedOn).toContain('HOME=/h');
    expect(passedOn).not.toMatch(/TOKEN|_KEY|_PAT|CREDENTIALS/);
  });

  it('tries the next where one fails', async () => {
    const folder = await openers(['xdg-open', 3], ['gio', 0]);
    await openInBrowser('http://example.org', {platform: 'linux', env: {PATH: folder}});
    expect(await started(folder)).toBe('xdg-open\nhttp://example.org/\ngio\nopen\nhttp://example.org/\n');
  });

  it('says where there is none, with the address to open', async () => {
    const folder = await openers();
    await expect(openInBrowser('https://example.org', {platform: 'linux', env: {PATH: folder}})).rejects.toMatchObject({
      kind: 'unreachable',
      next: 'Open https://example.org/ yourself.',
    });
  });

  it.each(['file:///etc/passwd', 'javascript:alert(1)', '--help', 'vscode://x', ''])('refuses %j', async (url) => {
    const folder = await openers(['xdg-open', 0]);
    await expect(openInBrowser(url, {platform: 'linux', env: {PATH: folder}})).rejects.toMatchObject({kind: 'refused'});
    expect(await started(folder)).toBe('');
  });
});
