import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import type {StatusDocument} from '../../src/model/row.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';
import {terminalTraits} from '../support/terminal-traits.ts';

let stage: Stage;
afterEach(() => stage.end());

const demo = 'Michael-A-Kuykendall/contextlite';
const [npm, python, crate, library] = [
  'pier-tools/small-001',
  'pier-tools/small-002',
  'pier-tools/small-003',
  'pier-tools/small-004',
] as const;
const repos = (...names: readonly string[]) => names.flatMap((name) => ['--repo', name]);

type Many = {
  readonly formatVersion: 1;
  readonly repositories: readonly StatusDocument[];
  readonly notLookedAt?: readonly {readonly repository: string; readonly why: string; readonly next: string}[];
};
const documentOf = (out: string) => JSON.parse(out) as Many;
const verdictOf = (document: StatusDocument | undefined, id: string) => document?.marketplaces.find((row) => row.id === id)?.verdict;

describe('the grid of several repositories', () => {
  it('is one document with that of each, and the worst exit code of all', async () => {
    stage = await openStage({smallRepositories: 4});
    const {code, out, told} = await stage.portcall(['status', '--json', ...repos(npm, python, library)]);
    const document = documentOf(out);
    expect(document.formatVersion).toBe(1);
    expect(document.notLookedAt).toBeUndefined();
    expect(document.repositories.map(({project}) => project.repository)).toEqual([npm, python, library]);
    expect(document.repositories.map(({marketplaces}) => marketplaces.length)).toEqual([15, 15, 15]);
    // npm serves it; the run that should have uploaded it to PyPI was green and nothing is there.
    expect(document.repositories.map((one) => [verdictOf(one, 'npm'), verdictOf(one, 'pypi')])).toEqual([
      ['working', 'not-set-up'],
      ['not-set-up', 'broken'],
      ['not-set-up', 'not-set-up'],
    ]);
    expect([code, told]).toEqual([1, '']);
    expect((await stage.portcall(['status', '--json', ...repos(npm, library)])).code).toBe(0);
  });

  it('shows a repository among others as it shows it alone', async () => {
    stage = await openStage({smallRepositories: 4});
    const alone = JSON.parse((await stage.portcall(['status', '--json', '--repo', demo])).out) as StatusDocument;
    const [, among] = documentOf((await stage.portcall(['status', '--json', ...repos(npm, demo)])).out).repositories;
    expect(among?.marketplaces.map(({id, verdict, version}) => [id, verdict, version])).toEqual(
      alone.marketplaces.map(({id, verdict, version}) => [id, verdict, version]),
    );
    expect(Object.keys(alone)).not.toContain('repositories');
  });

  it('is one table, grouped by repository', async () => {
    stage = await openStage({smallRepositories: 4});
    const {out} = await stage.portcall(['status', ...repos(npm, crate)]);
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^2 repositories: /);
    expect(lines.filter((line) => line.includes('Account') && line.includes('Integrity'))).toHaveLength(1);
    const [first, second] = [npm, crate].map((name) => lines.findIndex((line) => line.startsWith(`${name} v1.2.0: `)));
    expect((second ?? 0) - (first ?? 0)).toBe(17);
    expect(lines[(first ?? 0) + 2]).toMatch(/npm .*1\.2\.0/);
    expect(out).toContain(`== ${crate} v1.2.0`);
  });

  it('asks nothing twice, however many rows share an answer', async () => {
    stage = await openStage({smallRepositories: 8});
    await stage.portcall(['status', '--json', ...repos(npm, python, crate, library)], {
      HOMEBREW_TAP_TOKEN: stage.world.setting.tokens['GITHUB_TOKEN'],
    });
    const asked = stage.served.log.all().map(({method, host, path: where}) => `${method} ${host}${where}`);
    // A search that is sent as a POST asks for another name each time.
    const gets = asked.filter((one) => !one.startsWith('POST'));
    expect(gets.filter((one, at) => gets.indexOf(one) !== at)).toEqual([]);
    expect(asked.length / 4).toBeLessThanOrEqual(25);
  });

  it('stands in the configuration, whose names hold for its own repository alone', async () => {
    stage = await openStage({smallRepositories: 4});
    const text = `repository: ${npm}\nrepositories: [${npm}, ${python}, ${npm.toUpperCase()}]\npackages: {npm: small-001, crates-io: other}\n`;
    await writeFile(path.join(stage.home, 'portcall.yaml'), text);
    const {out} = await stage.portcall(['status', '--json'], {}, {cwd: stage.home});
    expect(documentOf(out).repositories.map(({project}) => project.repository)).toEqual([npm, python]);
    const asked = stage.served.log.all().filter(({host}) => host === 'index.crates.io');
    expect(asked.map(({path: where}) => where)).toEqual(['/ot/he/other', '/sm/al/small-002']);
    const one = await stage.portcall(['status', '--json', '--repo', demo], {}, {cwd: stage.home});
    expect((JSON.parse(one.out) as StatusDocument).project.repository).toBe(demo);
  });
});

describe('what cannot be looked at', () => {
  it('is named, and the others are shown', async () => {
    stage = await openStage({smallRepositories: 4});
    const {code, out, told} = await stage.portcall(['status', '--json', ...repos('pier-tools/none', library)]);
    const document = documentOf(out);
    expect(document.repositories.map(({project}) => project.repository)).toEqual([library]);
    expect(document.notLookedAt).toMatchObject([{repository: 'pier-tools/none'}]);
    expect(told).toContain('pier-tools/none was not looked at.');
    expect(code).toBe(3);
  });

  it('waits for GitHub’s limit, with the command that goes on', async () => {
    stage = await openStage({smallRepositories: 8});
    stage.world.github.usage.set('Michael-A-Kuykendall core', {used: 4930, resetsAt: Date.now() + 3_600_000});
    const {code, out, told} = await stage.portcall(['status', ...repos(library, npm, python, crate, 'quay-tools/small-005')]);
    const left = 5000 - 4930;
    expect(stage.served.log.all().filter(({host}) => host === 'api.github.com').length).toBeLessThanOrEqual(left);
    expect(out).toMatch(/^5 repositories, [234] not looked at: /);
    expect(out).toMatch(/quay-tools\/small-005: not looked at\. GitHub allows only \d+ more requests until 20/);
    expect(told).toMatch(/portcall status .*--repo quay-tools\/small-005\n$/);
    expect([1, 3]).toContain(code);
  });

  it('does not stop at what GitHub does not count', async () => {
    stage = await openStage({smallRepositories: 4});
    stage.world.github.usage.set('Michael-A-Kuykendall core', {used: 4999, resetsAt: Date.now() - 1});
    expect((await stage.portcall(['status', '--json', ...repos(npm, library)])).code).toBe(0);
  });
});

describe('what goes with one repository', () => {
  it.each([
    [['status', '--watch'], '--watch goes with one repository.'],
    [['status', '--tag', 'v1'], '--tag goes with one repository.'],
    [['verify'], 'Several repositories go with status alone.'],
    [['publish', 'npm'], 'Several repositories go with status alone.'],
  ] as const)('%j', async (args, why) => {
    stage = await openStage();
    const {code, told} = await stage.portcall([...args, ...repos(demo, npm)]);
    expect([code, stage.served.log.all().length]).toEqual([2, 0]);
    expect(told).toContain(why);
  });

  it('is the live grid: several are printed, and it says so', async () => {
    stage = await openStage({smallRepositories: 4});
    const terminal = terminalTraits({columns: 160, rows: 40});
    const {out, told} = await stage.portcall(repos(npm, library), {}, {terminal});
    expect(told).toContain('printed as one table');
    expect(out).toMatch(/^2 repositories: /);
    await writeFile(path.join(stage.home, 'portcall.yaml'), `repositories: [${npm}, ${library}]\n`);
    const listed = await stage.portcall([], {}, {terminal, cwd: stage.home});
    expect([listed.told, listed.out]).toEqual([
      expect.stringContaining('printed as one table'),
      expect.stringMatching(/^2 repositories: /),
    ]);
    // One that is named twice is one.
    expect((await stage.portcall(['status', '--json', ...repos(npm, npm)])).out).not.toContain('"repositories"');
  });
});
