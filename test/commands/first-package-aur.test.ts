import {afterEach, beforeEach, expect, it} from 'vitest';
import {createAurGit} from '../../src/demo/aur-ssh.ts';
import type {SshGit} from '../../src/tools/ssh-git.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

const firstPackage = (...args: readonly string[]) =>
  stage.portcall(
    ['first-package', 'aur', ...args],
    {AUR_SSH_KEY: stage.world.setting.tokens['AUR_SSH_KEY']},
    {sshGit: createAurGit(stage.world.marketplaces.aur, stage.world.setting.now) as unknown as SshGit},
  );

it('makes the package at the AUR, after which the grid says that it works', async () => {
  const {code, out} = await firstPackage('--yes');
  expect(out).toMatch(/Done: Push the first commit of contextlite-bin to the AUR/);
  expect([code, stage.world.marketplaces.aur.packages['contextlite-bin']?.version]).toEqual([expect.any(Number), '1.0.35-1']);
  const status = JSON.parse((await stage.portcall(['status', '--only', 'aur', '--json'])).out);
  expect(status.marketplaces[0]).toMatchObject({verdict: 'working', version: '1.0.35'});
}, 30_000);

it('changes nothing a second time', async () => {
  await firstPackage('--yes');
  const {files} = stage.world.marketplaces.aur.packages['contextlite-bin']!;
  const again = await firstPackage('--yes');
  expect(again.out).not.toContain('Push');
  expect(stage.world.marketplaces.aur.packages['contextlite-bin']?.files).toEqual(files);
}, 30_000);

it('sends no key where requests for the AUR go elsewhere', async () => {
  const {code, told} = await stage.portcall(['first-package', 'aur', '--yes'], {AUR_SSH_KEY: stage.world.setting.tokens['AUR_SSH_KEY']});
  expect([code === 0, told.includes('Portcall made a mistake')]).toEqual([false, false]);
  expect(stage.world.marketplaces.aur.packages).toEqual({});
}, 30_000);
