import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import type {FaultEffect} from '../../src/demo/faults.ts';
import type {StatusDocument} from '../../src/model/row.ts';
import {ail, documentOf, expectHonest, rowIn} from '../support/bad-input.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

const status = ['status', '--json', '--tag', 'v1.0.35'];
const effects: readonly FaultEffect[] = [
  {kind: 'html'},
  {kind: 'other-json'},
  {kind: 'cut-off'},
  {kind: 'reset'},
  {kind: 'huge'},
  {kind: 'status', status: 500},
  {kind: 'status', status: 401},
  {kind: 'status', status: 403},
  {kind: 'status', status: 429, retryAfter: 60},
  {kind: 'redirect', to: 'https://elsewhere.example'},
];

let stage: Stage;
let healthy: StatusDocument;
let hosts: readonly string[];

beforeAll(async () => {
  const well = await openStage();
  healthy = documentOf(await well.portcall(status));
  hosts = [...new Set(well.served.log.all().map(({host}) => host))].filter((host) => host !== 'api.github.com');
  await well.end();
});
afterEach(() => stage?.end());

const changedRows = (ill: StatusDocument) => ill.marketplaces.filter(({id, verdict}) => rowIn(healthy, id).verdict !== verdict);

describe('an ill GitHub', () => {
  it.each(effects)('makes nothing up and stops no other (%j)', async (effect) => {
    stage = await openStage();
    ail(stage, 'api.github.com', effect);
    const ended = await stage.portcall(status);
    const ill = documentOf(ended);
    // A token that is refused makes its row broken by itself.
    const isRefused = effect.kind === 'status' && [401, 403].includes(effect.status);
    expectHonest(healthy, ill, isRefused ? ['github-releases'] : []);
    expect(rowIn(ill, 'github-releases').cells.published).toMatchObject({state: 'unknown', problem: {what: expect.any(String)}});
    expect(rowIn(ill, 'aur').verdict).toBe('unknown');
    expect(['npm', 'pypi'].map((id) => rowIn(ill, id as 'npm').version)).toEqual(['1.0.34', '1.0.34']);
    expect(ended.code).toBe(effect.kind === 'status' && effect.status === 401 ? 4 : 1);
  });

  it('whose answer is another’s is not taken at its word', async () => {
    stage = await openStage();
    ail(stage, 'api.github.com', {kind: 'redirect', to: 'https://elsewhere.example'});
    const {problem} = rowIn(documentOf(await stage.portcall(status)), 'chocolatey').cells.workflow;
    expect(problem?.what).toBe('api.github.com redirects to elsewhere.example, which does not have what is looked for.');
    const elsewhere = stage.served.log.all().filter(({host}) => host === 'elsewhere.example');
    expect(elsewhere.length).toBeGreaterThan(5);
    expect(elsewhere.filter(({authorized}) => authorized)).toEqual([]);
  });
});

describe('an ill marketplace', () => {
  it('makes nothing up and stops no other, whichever it is', async () => {
    expect(hosts.length).toBeGreaterThan(10);
    for (const [at, host] of hosts.entries()) {
      stage = await openStage();
      const effect = effects[at % effects.length] ?? {kind: 'html'};
      ail(stage, host, effect);
      const ill = documentOf(await stage.portcall(status));
      await stage.end();
      expectHonest(healthy, ill);
      expect(changedRows(ill).length, `${host} with ${JSON.stringify(effect)}`).toBeLessThanOrEqual(2);
    }
  });

  it('says what happened, why, and what to do next', async () => {
    stage = await openStage();
    ail(stage, 'pypi.org', {kind: 'html'});
    ail(stage, 'hub.docker.com', {kind: 'status', status: 503});
    const {out, code} = await stage.portcall(['status', '--tag', 'v1.0.35']);
    expect(out).toContain(
      'PyPI: unknown\n  pypi.org answers with a web page instead of JSON. Check again later; report it if it stays so.',
    );
    expect(out).toContain('Docker Hub: unknown\n  hub.docker.com has trouble (503). Check again in a few minutes.');
    expect(code).toBe(1);
  });
});

describe('a release that can not be read', () => {
  it.each(['/releases/tags/', '/releases\\?', '/git/ref/tags/'])('is not called absent where %s fails', async (path) => {
    stage = await openStage();
    ail(stage, 'api.github.com', {kind: 'status', status: 500}, path);
    const {cells} = rowIn(documentOf(await stage.portcall(status)), 'github-releases');
    expect(cells.published.state).not.toBe('to-do');
  });

  it.each(['/actions/runs/', '/actions/workflows/\\d+/runs'])('nor is a job called one that never ran where %s fails', async (path) => {
    stage = await openStage();
    ail(stage, 'api.github.com', {kind: 'status', status: 500}, path);
    const {verdict, cells} = rowIn(documentOf(await stage.portcall(status)), 'chocolatey');
    expect(verdict).toBe('unknown');
    expect(cells.run).toMatchObject({state: 'unknown', problem: {what: 'api.github.com has trouble (500).'}});
  });
});
