import {afterEach, describe, expect, it} from 'vitest';
import type {Diagnosis} from '../../src/model/diagnosis.ts';
import type {StatusDocument} from '../../src/model/row.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

const runId = 17096540881;
const runPage = `https://github.com/Michael-A-Kuykendall/contextlite/actions/runs/${runId}`;

let stage: Stage;
afterEach(() => stage.end());

const diagnosed = async (...args: readonly string[]) => {
  const ended = await stage.portcall(['diagnose', '--json', ...args]);
  return {...ended, document: JSON.parse(ended.out) as {formatVersion: number; diagnosis: readonly Diagnosis[]}};
};

const promised = ['cause', 'title', 'confidence', 'evidence', 'fix', 'step'];

describe('why the newest runs for the tag failed', () => {
  it('is said for each row, with the members that the JSON promises and no other', async () => {
    stage = await openStage();
    const {code, document} = await diagnosed();
    expect(code).toBe(1);
    expect(document.formatVersion).toBe(1);
    const causes = document.diagnosis.map(({cause}) => cause);
    expect(causes).toContain('asset-fetched-too-early');
    expect(causes).toContain('error-page-hashed');
    expect(causes).toContain('publish-step-skipped');
    for (const one of document.diagnosis) for (const member of Object.keys(one)) expect(promised).toContain(member);
    const status = JSON.parse((await stage.portcall(['status', '--json'])).out) as StatusDocument;
    for (const one of status.marketplaces.flatMap(({diagnosis}) => diagnosis))
      for (const member of Object.keys(one)) expect(promised).toContain(member);
  });

  it('is said in words, with the log and the fix', async () => {
    stage = await openStage();
    const {code, out} = await stage.portcall(['diagnose', '--only', 'chocolatey']);
    expect(code).toBe(1);
    expect(out).toMatch(/^Chocolatey: job “publish-chocolatey”, step 5 “Use existing Chocolatey package” failed\n/);
    expect(out).toContain('  confirmed: ');
    expect(out).toContain('    fix: ');
    expect(out).toContain('    | curl: (22) The requested URL returned error: 404');
    expect(out).not.toContain('npm');
  });

  it('is nothing where everything is served', async () => {
    stage = await openStage();
    const {code, document} = await diagnosed('--only', 'github-releases');
    expect([code, document.diagnosis]).toEqual([0, []]);
    expect((await stage.portcall(['diagnose', '--only', 'github-releases'])).out).toBe('Nothing failed.\n');
  });
});

describe('why one run failed', () => {
  it.each([String(runId), runPage, `${runPage}/attempts/1`])('%s: every failed job of it', async (word) => {
    stage = await openStage();
    const {code, document} = await diagnosed(word);
    expect(code).toBe(1);
    const places = document.diagnosis.map(({evidence}) => evidence.at(-1));
    expect(places.some((one) => one?.startsWith('Chocolatey: job “publish-chocolatey”'))).toBe(true);
    expect(places.some((one) => one?.startsWith('Homebrew: job “publish-homebrew”'))).toBe(true);
    expect(places.some((one) => one?.startsWith('npm'))).toBe(false);
  });

  it('by the address of a job: that job alone', async () => {
    stage = await openStage();
    const {document} = await diagnosed(runId.toString());
    const page = /https:\S+/.exec(
      document.diagnosis.find(({evidence}) => evidence.at(-1)?.startsWith('Homebrew'))?.evidence.at(-1) ?? '',
    )?.[0];
    const {document: one} = await diagnosed(page ?? '');
    expect(one.diagnosis.length).toBeGreaterThan(0);
    expect(one.diagnosis.every(({evidence}) => evidence.at(-1)?.startsWith('Homebrew'))).toBe(true);
  });

  it.each([
    ['https://github.com/octo/other/actions/runs/1', /of octo\/other, not of/],
    ['latest', /is no run/],
    ['0', /is no run/],
    ['99999999', /has no run 99999999/],
    [`${runPage}/job/5`, /has no job 5/],
  ])('%s is refused', async (word, why) => {
    stage = await openStage();
    const {code, out, told} = await stage.portcall(['diagnose', word]);
    expect([code, out]).toEqual([2, '']);
    expect(told).toMatch(why);
  });

  it('takes one run and nothing that writes', async () => {
    stage = await openStage();
    expect((await stage.portcall(['diagnose', '1', '2'])).code).toBe(2);
    expect((await stage.portcall(['diagnose', '--dry-run'])).code).toBe(2);
  });
});
