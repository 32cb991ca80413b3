import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, describe, expect, it} from 'vitest';
import {openStage, type Stage} from '../support/run-portcall.ts';

// Temporary files of this file's own, so that what is left can be seen.
const temporary = await mkdtemp(path.join(tmpdir(), 'portcall-verify-test-'));
process.env['TMPDIR'] = temporary;
afterAll(() => rm(temporary, {recursive: true, force: true}));

let stage: Stage;
afterEach(() => stage.end());

/** What finds the programs of this machine. */
const own = {PATH: process.env['PATH'], HOME: process.env['HOME']};
const releaseAlone = ['--only', 'github-releases'];

const tries = async () => (await readdir(temporary)).filter((name) => name.startsWith('portcall-install-'));

describe('verify --install', () => {
  it('downloads the file for this machine out of the release, runs it, and takes everything away', async () => {
    stage = await openStage();
    const before = await tries();
    const {code, out} = await stage.portcall(['verify', '--install', '--yes', ...releaseAlone], own);
    expect(out).toMatch(/1\. Download https:\/\/github\.com\/.*\n {2}2\. tar -x/);
    expect(out).toMatch(/GitHub Releases: it installs, and says “contextlite 1\.0\.35 \w+\/\w+”\./);
    expect(code).toBe(0);
    expect(await tries()).toEqual(before);
  });

  it('shows the same in JSON, and the plan on the side', async () => {
    stage = await openStage();
    const {code, out, told} = await stage.portcall(['verify', '--install', '--yes', '--json', ...releaseAlone], own);
    const document = JSON.parse(out);
    expect(document.formatVersion).toBe(1);
    expect(document.installs).toEqual([{marketplace: 'github-releases', kind: 'works', printed: expect.stringContaining('1.0.35')}]);
    expect(told).toContain('To be installed on this machine');
    expect(code).toBe(0);
  });

  it('only shows the commands with --dry-run', async () => {
    stage = await openStage();
    const {out} = await stage.portcall(
      ['verify', '--install', '--dry-run', '--json', '--tag', 'v1.0.34', '--only', 'npm,docker-hub,homebrew'],
      own,
    );
    const {installs} = JSON.parse(out) as {installs: {marketplace: string; kind: string; commands?: string[]; why?: string}[]};
    expect(installs.map(({marketplace}) => marketplace)).toEqual(['npm', 'docker-hub', 'homebrew']);
    expect(installs[0]?.kind === 'left-out' || installs[0]?.commands?.some((text) => text.includes('--ignore-scripts'))).toBe(true);
    expect(installs[1]).toMatchObject({kind: 'left-out', why: expect.stringContaining('PORTCALL_HOSTS')});
    expect(stage.served.log.all().some(({path}) => path.endsWith('.tgz') && path.includes('download'))).toBe(false);
  });

  it('installs nothing where nobody can be asked, and says what it would have asked', async () => {
    stage = await openStage();
    const {code, told, out} = await stage.portcall(['verify', '--install', ...releaseAlone], own);
    expect(told).toContain('Portcall would have asked: Run these commands? Nothing was installed.');
    expect(out).not.toContain('it installs');
    expect(code).toBe(2);
  });
});

describe('verify --wait', () => {
  it('has nothing to wait for where every job ended long ago', async () => {
    stage = await openStage();
    const {code, out} = await stage.portcall(['verify', '--wait', '--only', 'github-releases,npm'], own);
    expect(out).not.toContain('next look');
    expect(code).toBe(1);
  });
});

describe('the options', () => {
  it.each([
    [['status', '--wait'], '--wait goes with “portcall verify”.'],
    [['tokens', '--install'], '--install goes with “portcall verify”.'],
    [['verify', '--wait', '--watch'], '--watch and --wait don’t go together.'],
    [['verify', '--dry-run'], '--dry-run goes with what writes'],
  ])('%j are refused', async (args, said) => {
    stage = await openStage();
    const {code, told} = await stage.portcall(args);
    expect(told).toContain(said);
    expect(code).toBe(2);
  });
});
