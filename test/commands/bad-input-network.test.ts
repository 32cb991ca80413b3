import {afterEach, describe, expect, it} from 'vitest';
import {ail, documentOf, rowIn} from '../support/bad-input.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
afterEach(() => stage.end());

/** Nothing listens there. */
const nowhere = {PORTCALL_HOSTS: '*=http://127.0.0.1:9'};
const tagged = ['status', '--json', '--tag', 'v1.0.35'];

describe('no network', () => {
  it('is said once where not even the tag is known', async () => {
    stage = await openStage();
    expect(await stage.portcall(['status'], nowhere)).toEqual({
      code: 3,
      out: '',
      told: "api.github.com can't be reached: the connection is refused.\nCheck the network and try again.\n",
    });
  });

  it('leaves every row unknown, none green and none absent', async () => {
    stage = await openStage();
    const ended = await stage.portcall(tagged, nowhere);
    expect(ended.code).toBe(3);
    for (const {id, verdict, cells} of documentOf(ended).marketplaces) {
      expect(verdict, id).toBe('unknown');
      const states = Object.values(cells).map(({state}) => state);
      expect(states, id).not.toContain('ok');
      expect(states, id).not.toContain('to-do');
      expect(cells.published.problem, id).toMatchObject({kind: 'unreachable', next: 'Check the network and try again.'});
    }
  });

  it('loses nothing of what was known', async () => {
    stage = await openStage();
    const cwd = stage.home;
    const args = ['status', '--repo', 'Michael-A-Kuykendall/contextlite', '--tag', 'v1.0.35'];
    const remembered = async () => {
      const {readFile, readdir} = await import('node:fs/promises');
      const folder = `${cwd}/state/last-known`;
      const [file = ''] = await readdir(folder);
      return JSON.parse(await readFile(`${folder}/${file}`, 'utf8')) as {rows: {id: string; verdict: string}[]};
    };
    await stage.portcall(args);
    const before = await remembered();
    await stage.portcall(args, nowhere);
    const after = await remembered();
    expect(after.rows.map(({id, verdict}) => [id, verdict])).toEqual(before.rows.map(({id, verdict}) => [id, verdict]));
    expect(after.rows.find(({id}) => id === 'github-releases')?.verdict).toBe('working');
  });
});

describe('a token that GitHub refuses', () => {
  const wrong = {GITHUB_TOKEN: 'ghp_wrong'};

  it('asks for a sign-in', async () => {
    stage = await openStage();
    expect(await stage.portcall(['status'], wrong)).toEqual({
      code: 4,
      out: '',
      told: 'api.github.com refuses the token, or wants one (401): Bad credentials.\nSet GITHUB_TOKEN to a token that is valid, or to none.\n',
    });
  });

  it('and shows what the others say where the tag is known', async () => {
    stage = await openStage();
    const ended = await stage.portcall(tagged, wrong);
    expect(ended.code).toBe(4);
    expect(ended.told).toContain('Set GITHUB_TOKEN to a token that is valid');
    const document = documentOf(ended);
    expect(rowIn(document, 'npm')).toMatchObject({verdict: 'partial', version: '1.0.34'});
    expect(rowIn(document, 'aur')).toMatchObject({verdict: 'unknown', cells: {workflow: {state: 'unknown', note: 'sign in'}}});
  });
});

describe('silence', () => {
  it('of one marketplace is over after a while, and the others have answered', async () => {
    stage = await openStage();
    ail(stage, 'pypi.org', {kind: 'silence'});
    const ended = await stage.portcall(tagged, {}, {patience: 300});
    const document = documentOf(ended);
    expect(rowIn(document, 'pypi')).toMatchObject({
      verdict: 'unknown',
      cells: {published: {problem: {what: "pypi.org can't be reached: it does not answer in time."}}},
    });
    expect(rowIn(document, 'npm').verdict).toBe('partial');
  });

  it('of GitHub too', async () => {
    stage = await openStage();
    ail(stage, 'api.github.com', {kind: 'silence'});
    const ended = await stage.portcall(tagged, {}, {patience: 300});
    expect(rowIn(documentOf(ended), 'github-releases').verdict).toBe('unknown');
    expect(rowIn(documentOf(ended), 'npm').version).toBe('1.0.34');
  });
});
