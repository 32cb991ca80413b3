import {afterEach, describe, expect, it} from 'vitest';
import type {StatusDocument} from '../../src/model/row.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
afterEach(() => stage.end());

const audit = async (args: readonly string[] = [], env: Readonly<Record<string, string | undefined>> = {}) => {
  const ended = await stage.portcall(['status', '--json', ...args], env);
  return {...ended, document: JSON.parse(ended.out) as StatusDocument};
};

const row = (document: StatusDocument, id: string) => {
  const found = document.marketplaces.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
};

const expected = {
  'github-releases': 'working',
  npm: 'partial',
  pypi: 'partial',
  'docker-hub': 'partial',
  chocolatey: 'broken',
  homebrew: 'broken',
  'crates-io': 'not-set-up',
  aur: 'not-set-up',
  snapcraft: 'not-set-up',
  vscode: 'not-set-up',
  'github-packages': 'not-set-up',
  scoop: 'not-set-up',
  flathub: 'not-set-up',
  winget: 'not-set-up',
  nix: 'not-set-up',
};

describe('the audit of the demo project', () => {
  it('comes to the verdicts of the report that the project grew from', async () => {
    stage = await openStage();
    const {document, code} = await audit();
    expect(Object.fromEntries(document.marketplaces.map(({id, verdict}) => [id, verdict]))).toEqual(expected);
    expect(document.project).toEqual({repository: 'Michael-A-Kuykendall/contextlite', tag: 'v1.0.35', version: '1.0.35'});
    expect(code).toBe(1);
  });

  it('names the failing steps and their causes', async () => {
    stage = await openStage();
    const {document} = await audit();
    expect(row(document, 'chocolatey').diagnosis[0]).toMatchObject({
      cause: 'asset-fetched-too-early',
      step: {number: 5, name: 'Use existing Chocolatey package'},
    });
    expect(row(document, 'homebrew').diagnosis[0]?.step).toEqual({number: 5, name: 'Calculate checksums'});
    expect(row(document, 'homebrew').diagnosis.map(({cause}) => cause)).toContain('error-page-hashed');
    expect(row(document, 'npm').diagnosis.map(({cause}) => cause)).toContain('publish-step-skipped');
  });

  it('warns of checks that let only the first release out', async () => {
    stage = await openStage();
    const {document} = await audit();
    for (const id of ['npm', 'pypi', 'docker-hub']) {
      expect(row(document, id).cells.workflow).toMatchObject({state: 'warning', note: 'any version'});
      expect(row(document, id).diagnosis.find(({cause}) => cause === 'publish-step-skipped')?.fix).toContain(
        `portcall workflow --only ${id}`,
      );
    }
  });

  it('finds secrets that nothing reads', async () => {
    stage = await openStage();
    const {document} = await audit();
    for (const [id, name] of [
      ['crates-io', 'CARGO_REGISTRY_TOKEN'],
      ['aur', 'AUR_SSH_KEY'],
      ['snapcraft', 'SNAPCRAFT_STORE_CREDENTIALS'],
    ] as const) {
      expect(JSON.stringify(row(document, id).cells.secret)).toContain(`${name} is set and no job reads it.`);
    }
  });

  it('asks few things, none twice, and the second time conditionally', async () => {
    stage = await openStage();
    await audit();
    const first = stage.served.log.all();
    expect(first.length).toBeLessThanOrEqual(60);
    expect(new Set(first.map(({method, host, path}) => `${method} ${host}${path}`)).size).toBe(first.length);
    expect(first.filter(({unserved}) => unserved)).toEqual([]);
    await audit();
    const second = stage.served.log.all().slice(first.length);
    expect(second.filter(({conditional}) => !conditional).length).toBeLessThanOrEqual(first.length / 10);
  });

  it('sends nothing but reads, and the token of GitHub to GitHub alone', async () => {
    stage = await openStage();
    await audit();
    for (const {method, host, path, authorized} of stage.served.log.all()) {
      expect(method === 'GET' || method === 'HEAD' || path.endsWith('/extensionquery'), `${method} ${host}${path}`).toBe(true);
      if (authorized) expect(host).toBe('api.github.com');
    }
  });

  it('tests the tokens that are in the environment, each at its own marketplace', async () => {
    stage = await openStage();
    const {tokens} = stage.world.setting;
    const {document} = await audit([], tokens);
    for (const id of ['npm', 'pypi', 'docker-hub', 'crates-io']) expect(row(document, id).cells.token.state, id).toBe('ok');
    const everything = JSON.stringify(document);
    for (const [name, secret] of Object.entries(tokens)) if (!/USERNAME/.test(name)) expect(everything).not.toContain(secret);
  });
});

describe('one ill marketplace', () => {
  it.each(['html', 'status', 'reset', 'cut-off'] as const)('never stops another (%s)', async (kind) => {
    stage = await openStage({faults: [{host: 'pypi.org', effect: kind === 'status' ? {kind, status: 500} : {kind}}] as never});
    const {document} = await audit();
    expect(row(document, 'pypi').verdict).toBe('unknown');
    expect(row(document, 'pypi').cells.published).toMatchObject({state: 'unknown'});
    expect(row(document, 'npm').verdict).toBe('partial');
  });
});

describe('what can not be surveyed', () => {
  it.each([
    [['--repo', 'nobody/nothing', '--tag', 'v1.0.0'], 2, 'no repository nobody/nothing'],
    [['--tag', 'v9.9.9'], 2, 'no tag v9.9.9'],
    [['--only', 'npm,nowhere'], 2, '"nowhere", which is no marketplace'],
    [['--frobnicate'], 2, 'frobnicate'],
  ] as const)('%j ends with %i and says why', async (args, code, said) => {
    stage = await openStage();
    const ended = await stage.portcall(['status', ...args]);
    expect(ended.code).toBe(code);
    expect(ended.told).toContain(said);
    expect(ended.out).toBe('');
  });

  it('asks for a sign-in where GitHub shows nothing without one', async () => {
    stage = await openStage();
    const ended = await stage.portcall(['status', '--repo', 'nobody/nothing', '--tag', 'v1'], {GITHUB_TOKEN: undefined});
    expect(ended.code).toBe(4);
  });

  it('needs a repository', async () => {
    stage = await openStage();
    const ended = await stage.portcall(['status', '--repo', '']);
    expect(ended.code).toBe(2);
  });
});

describe('verify in plain text', () => {
  it('says below the grid why there is no proof', async () => {
    stage = await openStage();
    const {out} = await stage.portcall(['verify', '--only', 'pypi']);
    expect(out).toMatch(/\nPyPI: integrity, no proof\n {2}contextlite-\S+: .*the release holds no such file/);
  });
});
