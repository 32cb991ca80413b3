import {afterEach, beforeEach, expect, it} from 'vitest';
import {createAurGit} from '../../src/demo/aur-ssh.ts';
import {receiveAurPush} from '../../src/demo/marketplaces/aur-push.ts';
import type {SshGit} from '../../src/tools/ssh-git.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

const name = 'contextlite-bin';
const page = 'https://github.com/Michael-A-Kuykendall/contextlite';

const filesOf = (version: string, more = ''): Readonly<Record<string, string>> => ({
  PKGBUILD: `pkgname=${name}\npkgver=${version}\npkgrel=1\narch=('any')\nsource=("${page}/${version}.tar.gz")\n`,
  '.SRCINFO': `pkgbase = ${name}\n\tpkgver = ${version}\n\tpkgrel = 1\n\turl = ${page}\n\tarch = any\n\tsource = ${page}/${version}.tar.gz\n${more}\npkgname = ${name}\n`,
});

let stage: Stage;
let key = '';
beforeEach(async () => {
  stage = await openStage();
  key = stage.world.setting.tokens['AUR_SSH_KEY'] ?? '';
});
afterEach(() => stage.end());

const push = (files: Readonly<Record<string, string>>, seconds: number) =>
  receiveAurPush(stage.world.marketplaces.aur, {key, name, files, seconds});

const rollback = (...args: readonly string[]) =>
  stage.portcall(
    ['rollback', 'aur', ...args],
    {AUR_SSH_KEY: key},
    {sshGit: createAurGit(stage.world.marketplaces.aur, stage.world.setting.now) as unknown as SshGit},
  );

it('pushes the earlier files once more with an epoch, and leaves the history', async () => {
  push(filesOf('1.0.34'), 1);
  push(filesOf('1.0.35'), 2);
  const {out} = await rollback('--yes');
  expect(out).toContain('Done: Push a commit to contextlite-bin at the AUR: Take 1.0.35 back: 1.0.34 with epoch 1');
  const found = stage.world.marketplaces.aur.packages[name];
  expect([found?.version, found?.commits?.length]).toEqual(['1:1.0.34-1', 3]);
  expect(found?.files['PKGBUILD']).toContain('pkgver=1.0.34\nepoch=1\n');
}, 30_000);

it.each([
  ['there was no earlier version', []],
  ['the earlier files name others', [filesOf('1.0.34', `\tinstall = ${name}.install\n`)]],
])(
  'leaves it to a person where %s',
  async (_name, before) => {
    before.forEach(push);
    push(filesOf('1.0.35'), 9);
    const {out} = await rollback('--yes');
    expect(out).toContain('Push the earlier files of contextlite-bin once more');
    expect(out).not.toContain('Done:');
    expect(stage.world.marketplaces.aur.packages[name]?.version).toBe('1.0.35-1');
  },
  30_000,
);
