import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {runGit} from '../../src/tools/git.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

describe('words that ask for nothing that is', () => {
  test.each([
    [['statsu'], 'Did you mean "status"?'],
    [['frobnicate'], 'See portcall --help.'],
    [['demo', 'serve', 'extra'], '"extra" is one word too many.'],
    [['status', '--only', 'hombrew'], 'Did you mean “homebrew”?'],
    [['status', '--except', 'npm,crates'], 'Did you mean “crates-io”?'],
    [['status', '--only', 'frobnicate'], 'Choose among github-releases'],
    [['status', '--onyl', 'npm'], 'Did you mean “--only”? See portcall --help.'],
    [['status', '--frobnicate'], "Unknown option '--frobnicate'.\nSee portcall --help."],
    [['publish', 'nmp'], 'Did you mean “npm”?'],
    [['first-package', 'snapcraf'], 'Did you mean “snapcraft”?'],
    [['rollback', 'pipi'], 'Did you mean “pypi”?'],
    [['tokens', 'dockerhub'], 'Did you mean “docker-hub”?'],
    [['workflow', '--only', 'wingt'], 'Did you mean “winget”?'],
    [['first-package', 'chocolatey', '--variant', 'embd'], 'Did you mean “embed”?'],
    [['status', '--dry-run'], '--dry-run goes with what writes'],
    [['--dry-run'], '--dry-run goes with what writes'],
    [['verify', '--dry-run'], 'init and verify --install.'],
    [['frobnicate', '--dry-run'], 'There is no command "frobnicate".'],
    [['frobnicate', '--help'], 'There is no command "frobnicate".'],
    [['help', 'statsu'], 'Did you mean "status"?'],
    [['demo', 'statsu', '--help'], 'Did you mean "status"?'],
  ])('%s', async (args, expected) => {
    const {code, out, told} = await stage.portcall(args);
    expect({code, out}).toEqual({code: 2, out: ''});
    expect(told).toContain(expected);
  });

  test.each([[['help']], [['help', '--help']]])('%s prints the overview', async (args) => {
    expect(await stage.portcall(args)).toMatchObject({code: 0, told: '', out: expect.stringContaining('portcall status')});
  });

  test.each([
    ['help', 'status'],
    ['status', '--help'],
    ['--help', 'status'],
    ['demo', 'status', '--help'],
  ])("%s %s prints the command's own help", async (...args) => {
    const {code, told, out} = await stage.portcall(args);
    expect({code, told}).toEqual({code: 0, told: ''});
    expect(out).toContain('--watch');
    expect(out).not.toContain('--rotate');
  });

  test('a checkout whose remotes lie elsewhere', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'portcall-elsewhere-'));
    await runGit(folder, ['init', '--quiet']);
    await runGit(folder, ['remote', 'add', 'origin', 'https://gitlab.example/owner/name.git']);
    const {code, out, told} = await stage.portcall(['status', '--json'], {}, {cwd: folder});
    await rm(folder, {recursive: true});
    expect({code, out}).toEqual({code: 2, out: ''});
    expect(told).toContain("This checkout's remotes don't lie at GitHub.");
  });
});

describe('a token that no header may hold', () => {
  test.each([
    ['a line break', 'ghp_a\nb'],
    ['a line break', 'ghp_a\rb'],
    ['a curly quotation mark', '“ghp_a”'],
    ['a character that no request can carry', 'ghp_a\u0000b'],
  ])('%s is told of', async (what, GITHUB_TOKEN) => {
    const {code, told} = await stage.portcall(['status', '--only', 'npm'], {GITHUB_TOKEN});
    expect(code).toBe(4);
    expect(told).toBe(`GITHUB_TOKEN or GH_TOKEN holds ${what}.\nSet it again without it.\n`);
  });

  test('with white space around it is the token without', async () => {
    const {told} = await stage.portcall(['status', '--only', 'npm'], {GITHUB_TOKEN: ` ${stage.world.setting.tokens['GITHUB_TOKEN']}\n`});
    expect(told).toBe('');
  });

  test("of a marketplace becomes its cell's problem", async () => {
    const {out} = await stage.portcall(['status', '--json', '--only', 'npm'], {NPM_TOKEN: 'npm_a\nb'});
    const {token} = JSON.parse(out).marketplaces[0].cells;
    expect(token).toMatchObject({state: 'problem'});
    expect(token.evidence[0].label).toContain('line break');
  });
});
