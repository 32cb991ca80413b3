import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {findRepository} from '../../src/demo/github/state.ts';
import {openWorld, repositoryPath} from '../support/demo-world.ts';

const page = 'https://github.com/Michael-A-Kuykendall/contextlite';
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portcall-demo-'));
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

type Release = {assets: {name: string; digest: string; size: number; browser_download_url: string; url: string}[]};

describe("a release's files", () => {
  it('are six, open, and are what their digests say', async () => {
    const {ask, askGitHub} = await openWorld();
    const {assets} = (await (await askGitHub(`${repositoryPath}/releases/tags/v1.0.35`)).json()) as Release;
    expect(assets.map((asset) => asset.name)).toEqual([
      'contextlite-1.0.35-linux-amd64.tar.gz',
      'contextlite-1.0.35-linux-arm64.tar.gz',
      'contextlite-1.0.35-darwin-amd64.tar.gz',
      'contextlite-1.0.35-darwin-arm64.tar.gz',
      'contextlite-1.0.35-windows-amd64.zip',
      'contextlite-1.0.35-windows-arm64.zip',
    ]);
    expect(new Set(assets.map((asset) => asset.digest)).size).toBe(6);
    for (const asset of assets) {
      const moved = await ask(asset.browser_download_url);
      expect(moved.status).toBe(302);
      const bytes = Buffer.from(await (await ask(moved.headers.get('location') ?? '')).arrayBuffer());
      expect([bytes.length, `sha256:${createHash('sha256').update(bytes).digest('hex')}`]).toEqual([asset.size, asset.digest]);
      writeFileSync(path.join(folder, asset.name), bytes);
    }
  });

  it('open with the ordinary tools', () => {
    const listed = execFileSync('tar', ['-tvzf', path.join(folder, 'contextlite-1.0.35-linux-amd64.tar.gz')], {encoding: 'utf8'});
    expect(listed).toMatch(/-rwxr-xr-x .* contextlite\n/);
    execFileSync('tar', ['-xzf', path.join(folder, 'contextlite-1.0.35-linux-amd64.tar.gz'), '-C', folder]);
    if (process.platform === 'linux' && process.arch === 'x64')
      expect(execFileSync(path.join(folder, 'contextlite'), {encoding: 'utf8'})).toBe('contextlite 1.0.35 linux/amd64\n');
    const zip = path.join(folder, 'contextlite-1.0.35-windows-amd64.zip');
    expect(openZip(zip)).toContain('contextlite.exe');
  });

  it('are also served by their number in the API, to those who ask for bytes', async () => {
    const {askGitHub, ask} = await openWorld();
    const {assets} = (await (await askGitHub(`${repositoryPath}/releases/latest`)).json()) as Release;
    const api = new URL(assets[0]?.url ?? '').pathname;
    const moved = await askGitHub(api, {headers: {accept: 'application/octet-stream'}});
    expect(moved.status).toBe(302);
    expect((await ask(moved.headers.get('location') ?? '')).status).toBe(200);
  });

  it('are missing with nine bytes of text where there is none', async () => {
    const {ask} = await openWorld();
    const missing = await ask(`${page}/releases/download/v1.0.36/contextlite-1.0.36-linux-amd64.tar.gz`);
    expect([missing.status, await missing.text()]).toEqual([404, 'Not Found']);
  });
});

/** Python stands in where unzip is not installed. */
const openZip = (file: string): string => {
  try {
    return execFileSync('unzip', ['-l', file], {encoding: 'utf8'});
  } catch {
    return execFileSync('python3', ['-m', 'zipfile', '-l', file], {encoding: 'utf8'});
  }
};

describe('the storage host', () => {
  it('refuses whoever sends credentials, a wrong signature, and a signature that is over', async () => {
    let now = Date.now();
    const {ask, askGitHub, world} = await openWorld({now: () => now});
    const job = findRepository(world.github, 'Michael-A-Kuykendall', 'contextlite')?.runs[1]?.jobs.at(-1);
    const moved = await askGitHub(`${repositoryPath}/actions/jobs/${job?.id}/logs`);
    const location = moved.headers.get('location') ?? '';
    expect([moved.status, location.startsWith('https://api.github.com')]).toEqual([302, false]);
    expect((await ask(location, {headers: {authorization: 'Bearer x'}})).status).toBe(401);
    expect((await ask(location.replace('sig=', 'sig=x'))).status).toBe(403);
    const log = await ask(location);
    expect([log.status, await log.text()]).toEqual([200, job?.log?.replace('\ufeff', '')]);
    now += 61_000;
    expect((await ask(location)).status).toBe(403);
  });
});

describe('files of the repository', () => {
  it('come raw, as JSON and as blobs, and are the same', async () => {
    const {ask, askGitHub} = await openWorld();
    const file = 'chocolatey/contextlite.nuspec';
    const raw = await (await ask(`https://raw.githubusercontent.com/Michael-A-Kuykendall/contextlite/v1.0.35/${file}`)).text();
    const json = (await (await askGitHub(`${repositoryPath}/contents/${file}`)).json()) as {content: string; sha: string};
    const accept = {accept: 'application/vnd.github.raw+json'};
    expect(Buffer.from(json.content, 'base64').toString()).toBe(raw);
    expect(await (await askGitHub(`${repositoryPath}/contents/${file}`, {headers: accept})).text()).toBe(raw);
    const blob = (await (await askGitHub(`${repositoryPath}/git/blobs/${json.sha}`)).json()) as {content: string};
    expect(Buffer.from(blob.content, 'base64').toString()).toBe(raw);
    expect((await ask('https://raw.githubusercontent.com/Michael-A-Kuykendall/contextlite/main/nowhere')).status).toBe(404);
  });

  it('come whole as an archive', async () => {
    const {ask} = await openWorld();
    const moved = await ask(`${page}/archive/refs/tags/v1.0.35.tar.gz`);
    const archive = path.join(folder, 'source.tar.gz');
    writeFileSync(archive, Buffer.from(await (await ask(moved.headers.get('location') ?? '')).arrayBuffer()));
    expect(execFileSync('tar', ['-tzf', archive], {encoding: 'utf8'})).toContain('contextlite-1.0.35/go.mod');
  });

  it('have the digests that git gives them', async () => {
    const {world} = await openWorld();
    const repository = findRepository(world.github, 'Michael-A-Kuykendall', 'contextlite');
    const commit = repository?.commits.get(repository.branches.get('main') ?? '');
    const bare = path.join(folder, 'git');
    for (const [name, contents] of commit?.files ?? []) {
      const at = path.join(bare, name);
      execFileSync('mkdir', ['-p', path.dirname(at)]);
      writeFileSync(at, contents, {mode: name.endsWith('.sh') ? 0o755 : 0o644});
    }
    const git = (...words: string[]) => execFileSync('git', ['-C', bare, ...words], {encoding: 'utf8'}).trim();
    git('init', '-q');
    git('add', '-A', '-f');
    expect(git('write-tree')).toBe(commit?.tree);
  });
});
