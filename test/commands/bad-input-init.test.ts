import {mkdir, symlink} from 'node:fs/promises';
import {afterEach, describe, expect, it} from 'vitest';
import {parseConfiguration} from '../../src/tools/configuration.ts';
import {ail, repositoryOf} from '../support/bad-input.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
afterEach(() => stage.end());

describe('init without a checkout', () => {
  it.each([
    ['for whom it may be private', {GITHUB_TOKEN: undefined}, 4],
    ['for whom it is not there', {}, 2],
  ])('writes nothing of a repository that GitHub does not show (%s)', async (_, env, code) => {
    stage = await openStage();
    const ended = await stage.portcall(['init', '--dry-run', '--repo', 'nobody/nothing'], env);
    expect(ended).toMatchObject({code, out: ''});
    expect(ended.told).toContain('GitHub has no repository nobody/nothing that is visible here.\nCheck the spelling');
  });

  it('writes the name that the repository has now', async () => {
    stage = await openStage();
    stage.world.github.renames.set('o/old', 'michael-a-kuykendall/contextlite');
    const {out} = await stage.portcall(['init', '--dry-run', '--repo', 'o/old']);
    expect(parseConfiguration(out).repository).toEqual({owner: 'Michael-A-Kuykendall', name: 'contextlite'});
  });

  it.each(['html', 'other-json', 'cut-off', 'huge', 'secondary-limit'] as const)(
    'writes nothing where GitHub is ill (%s)',
    async (kind) => {
      stage = await openStage();
      ail(stage, 'api.github.com', {kind});
      const ended = await stage.portcall(['init', '--dry-run']);
      expect(ended).toMatchObject({code: 3, out: ''});
      expect(ended.told).toMatch(/^api\.github\.com .+\.\n.+\.\n$/);
    },
  );

  it('says that not every file was looked at', async () => {
    stage = await openStage();
    Object.assign(repositoryOf(stage), {isTruncated: true});
    const {code, told} = await stage.portcall(['init', '--dry-run']);
    expect(code).toBe(0);
    expect(told).toContain('more files than were looked at');
  });

  it('says why a file can not be written', async () => {
    stage = await openStage();
    await symlink(`${stage.home}/nowhere/at/all`, `${stage.home}/portcall.yaml`);
    const ended = await stage.portcall(['init']);
    expect(ended).toMatchObject({code: 2, out: ''});
    expect(ended.told).toMatch(/portcall\.yaml can't be written: .+\nLook at the rights of its folder\.\n$/);
  });

  it('takes nothing else for the file', async () => {
    stage = await openStage();
    await mkdir(`${stage.home}/portcall.yaml`);
    const ended = await stage.portcall(['init']);
    expect(ended).toMatchObject({code: 2, out: ''});
    expect(ended.told).toContain('is no file that a person wrote');
  });
});
