import {afterEach, describe, expect, it} from 'vitest';
import {addFiles, addWorkflow, documentOf, repositoryOf, rowIn} from '../support/bad-input.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
afterEach(() => stage.end());

const tagged = ['status', '--json', '--tag', 'v1.0.35'];
const publishing = '.github/workflows/publish-packages.yml';
const textOf = (path: string): string => {
  const {commits, branches} = repositoryOf(stage);
  return (
    commits
      .get(branches.get('main') ?? '')
      ?.files.get(path)
      ?.toString() ?? ''
  );
};
const survey = async () => documentOf(await stage.portcall(tagged));
const verdicts = ({marketplaces}: Awaited<ReturnType<typeof survey>>) => marketplaces.map(({id, verdict}) => `${id} ${verdict}`);

describe('a workflow file that does not parse', () => {
  it('is named with its line in the rows it may publish to, and they are unknown', async () => {
    stage = await openStage();
    const lines = textOf(publishing).split('\n');
    const at = lines.findIndex((line) => line.startsWith('jobs:'));
    addFiles(stage, {[publishing]: [...lines.slice(0, at + 1), '  : : [', ...lines.slice(at + 1)].join('\n')});
    const document = await survey();
    const {verdict, cells} = rowIn(document, 'chocolatey');
    expect(verdict).toBe('unknown');
    expect(cells.workflow).toMatchObject({state: 'unknown', note: 'unread file'});
    expect(cells.workflow.evidence?.[0]?.label).toMatch(new RegExp(`^${publishing}:\\d+: .+\\.$`));
    expect(rowIn(document, 'npm').verdict).toBe('partial');
    expect(rowIn(document, 'winget').verdict).toBe('not-set-up');
  });

  it('leaves the rows of other workflows as they were', async () => {
    stage = await openStage();
    const before = verdicts(await survey());
    addWorkflow(stage, '.github/workflows/lint.yml', 'on: push\njobs:\n  lint:\n    steps: {]\n');
    expect(verdicts(await survey())).toEqual(before);
  });

  it('makes no other row unknown than the one it speaks of', async () => {
    stage = await openStage();
    const before = verdicts(await survey());
    addWorkflow(
      stage,
      '.github/workflows/crates.yml',
      'on: push\njobs:\n  crate:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo publish\n   broken\n',
    );
    const document = await survey();
    expect(verdicts(document)).toEqual(before.map((one) => (one.startsWith('crates-io ') ? 'crates-io unknown' : one)));
    expect(rowIn(document, 'crates-io').cells.workflow.evidence?.[0]?.label).toMatch(/^\.github\/workflows\/crates\.yml:\d+: /);
  });

  it('is told in the plain text', async () => {
    stage = await openStage();
    addWorkflow(stage, '.github/workflows/aur.yml', 'on: push\njobs: [\n  publish-aur:\n');
    const {out} = await stage.portcall(['status', '--tag', 'v1.0.35']);
    expect(out).toMatch(/AUR: unknown\n {2}\.github\/workflows\/aur\.yml:\d+: /);
  });
});

describe('500 workflows', () => {
  const fill = async (count: number) => {
    stage = await openStage();
    for (let at = 0; at < count; at += 1) {
      const path = `.github/workflows/check-${at}.yml`;
      const time = '2026-01-01T00:00:00Z';
      repositoryOf(stage).workflows.push({id: 1000 + at, name: `Check ${at}`, path, state: 'active', createdAt: time, updatedAt: time});
    }
    const text = 'on: push\njobs:\n  check:\n    runs-on: ubuntu-latest\n    steps:\n      - run: "true"\n';
    addFiles(stage, Object.fromEntries(Array.from({length: count}, (_, at) => [`.github/workflows/check-${at}.yml`, text])));
  };

  it('are listed whole, the telling ones are read, and what is not read is not taken for nothing', async () => {
    await fill(500);
    const ended = await stage.portcall(tagged);
    const document = documentOf(ended);
    expect(stage.served.log.all().length).toBeLessThan(120);
    expect(rowIn(document, 'github-releases').verdict).toBe('working');
    expect(rowIn(document, 'chocolatey').diagnosis[0]?.cause).toBe('asset-fetched-too-early');
    const row = rowIn(document, 'winget');
    expect(row).toMatchObject({verdict: 'unknown', cells: {workflow: {state: 'unknown'}}});
    expect(row.cells.workflow.evidence?.length).toBeLessThanOrEqual(6);
    expect(row.cells.workflow.evidence?.at(-1)?.label).toBe('456 more files like these.');
    expect(ended.out.length).toBeLessThan(200_000);
  });

  it('that are gone from the default branch hide nothing', async () => {
    stage = await openStage();
    const time = '2026-01-01T00:00:00Z';
    repositoryOf(stage).workflows.push({
      id: 5,
      name: 'Old',
      path: '.github/workflows/old.yml',
      state: 'active',
      createdAt: time,
      updatedAt: time,
    });
    expect(rowIn(await survey(), 'winget').verdict).toBe('not-set-up');
  });
});
