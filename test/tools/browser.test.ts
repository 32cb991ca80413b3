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
      DISPLAY: ':0',
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
    await openInBrowser('http://example.org', {platform: 'linux', env: {PATH: folder, DISPLAY: ':0'}});
    expect(await started(folder)).toBe('xdg-open\nhttp://example.org/\ngio\nopen\nhttp://example.org/\n');
  });

  it('says where there is none, with the address to open', async () => {
    const folder = await openers();
    await expect(openInBrowser('https://example.org', {platform: 'linux', env: {PATH: folder, DISPLAY: ':0'}})).rejects.toMatchObject({
      kind: 'unreachable',
      next: 'Open https://example.org/ yourself.',
    });
  });

  it('starts what BROWSER names and nothing else, with the address in its place or last', async () => {
    const folder = await openers(['mine', 0], ['xdg-open', 0]);
    const open = (BROWSER: string) =>
      openInBrowser('https://example.org/a?b=1', {platform: 'linux', env: {PATH: folder, BROWSER, NPM_TOKEN: 't'}});
    await open('mine');
    await open(`"${folder}/mine" --url=%s '--profile=my own' $HOME`);
    expect(await started(folder)).toBe('mine\nhttps://example.org/a?b=1\nmine\n--url=https://example.org/a?b=1\n--profile=my own\n$HOME\n');
    expect(await readFile(path.join(folder, 'env'), 'utf8')).not.toContain('NPM_TOKEN');
  });

  it('takes several programs between colons, the first that opens', async () => {
    const folder = await openers(['first', 1], ['second', 0]);
    await openInBrowser('https://example.org', {platform: 'linux', env: {PATH: folder, BROWSER: 'absent:first:second'}});
    expect(await started(folder)).toBe('first\nhttps://example.org/\nsecond\nhttps://example.org/\n');
  });

  it('runs no shell for BROWSER, and says so where it can’t be started', async () => {
    const folder = await openers(['xdg-open', 0]);
    const env = {PATH: folder, DISPLAY: ':0', BROWSER: `touch ${folder}/made; xdg-open`};
    await expect(openInBrowser('https://example.org/', {platform: 'linux', env})).rejects.toMatchObject({
      message: 'The program that BROWSER names could not open the page.',
      next: 'Open https://example.org/ yourself.',
    });
    expect(await started(folder)).toBe('');
  });

  it('starts nothing on a machine without a screen, where an opener would fall back to a browser for terminals', async () => {
    const folder = await openers(['xdg-open', 0]);
    const opened = openInBrowser('https://example.org/', {platform: 'linux', env: {PATH: folder, BROWSER: ' '}});
    await expect(opened).rejects.toMatchObject({kind: 'unreachable'});
    expect(await started(folder)).toBe('');
    await openInBrowser('https://example.org/', {platform: 'linux', env: {PATH: folder, WAYLAND_DISPLAY: 'wayland-0'}});
    expect(await started(folder)).toContain('xdg-open');
  });

  it('does not wait for a browser that stays, and lets none of its output through', async () => {
    const folder = await openers();
    const staying = path.join(folder, 'staying');
    await writeFile(staying, '#!/bin/sh\necho noise\necho noise >&2\n/bin/sleep 8\n');
    await chmod(staying, 0o755);
    const before = performance.now();
    await openInBrowser('https://example.org/', {platform: 'linux', env: {PATH: folder, BROWSER: staying}});
    expect(performance.now() - before).toBeLessThan(7000);
  }, 10_000);

  it.each(['file:///etc/passwd', 'javascript:alert(1)', '--help', 'vscode://x', ''])('refuses %j', async (url) => {
    const folder = await openers(['xdg-open', 0]);
    await expect(openInBrowser(url, {platform: 'linux', env: {PATH: folder, DISPLAY: ':0'}})).rejects.toMatchObject({kind: 'refused'});
    expect(await started(folder)).toBe('');
  });
});
