import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {optionsOf} from '../../src/commands/options.ts';
import {runRollback} from '../../src/commands/rollback.ts';
import {findRepository, type Repository} from '../../src/demo/github/state.ts';
import {atTerminal} from '../support/at-terminal.ts';
import {commitTo, owner, textAt} from '../support/hands-world.ts';
import {openDesk} from '../support/open-desk.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

const id = `${owner}.contextlite`;
const folder = `manifests/m/${owner}/contextlite/1.0.35`;
const paths = [`${id}.installer.yaml`, `${id}.locale.en-US.yaml`, `${id}.yaml`].map((name) => `${folder}/${name}`);
const title = `Remove version: ${id} version 1.0.35`;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  await writeFile(path.join(stage.home, 'portcall.yaml'), `packages:\n  winget: ${id}\n`);
  const url = `https://github.com/${owner}/contextlite/releases/download/v1.0.35/contextlite-1.0.35-windows-amd64.zip`;
  const head = `PackageIdentifier: ${id}\nPackageVersion: 1.0.35\n`;
  const installer = `${head}Installers:\n- Architecture: x64\n  InstallerUrl: ${url}\n  InstallerSha256: ${'a'.repeat(64)}\n`;
  commitTo(upstream(), Object.fromEntries(paths.map((one) => [one, one.endsWith('.installer.yaml') ? installer : head])));
});
afterEach(() => stage.end());

const repository = (of: string): Repository | undefined => findRepository(stage.world.github, of, 'winget-pkgs');
const upstream = (): Repository => {
  const found = repository('microsoft');
  if (!found) throw new Error('The world lacks winget-pkgs.');
  return found;
};
const writes = () => stage.served.log.all().filter(({method}) => method === 'POST');

const withPerson = async (answers: readonly string[]) => {
  const {surroundings, printed} = atTerminal(stage);
  const asked: string[] = [];
  const left = [...answers];
  const code = await runRollback(optionsOf(['rollback', 'winget', '--repo', `${owner}/contextlite`]), surroundings, {
    pause: 1,
    questions: {choose: nobody, secret: nobody, confirm: async () => true},
    askText: async (question) => {
      asked.push(question);
      return left.shift() ?? '';
    },
  });
  return {code, asked, ...printed};
};
const nobody = async () => {
  throw new Error('Nobody is to be asked.');
};

describe('portcall rollback winget', () => {
  it('shows the deletions and writes nothing in a dry run', async () => {
    const shown = await stage.portcall(['rollback', 'winget', '--dry-run']);
    expect([shown.code, shown.told]).toEqual([0, '']);
    expect(shown.out).toContain(`Fork microsoft/winget-pkgs to ${owner}`);
    for (const one of paths) expect(shown.out).toContain(`${one}, deleted\n`);
    expect(shown.out).toContain('? Why is');
    expect(shown.out).toContain('The pull request can be closed and its branch deleted at any time');
    const {out} = await stage.portcall(['rollback', 'winget', '--dry-run', '--json']);
    expect(JSON.parse(out).rollbacks).toMatchObject([
      {kind: 'plan', questions: [{isInWords: true}, {}, {}, {}], steps: [{kind: 'fork-repository'}, {title, isBranchOnly: true}]},
    ]);
    expect(writes()).toEqual([]);
  });

  it('opens it with the person’s reason, waits, and asks for no second one', async () => {
    const {code, out, asked} = await withPerson(['It deletes its own index.', 'y', 'n', 'yes']);
    expect(asked).toHaveLength(4);
    const [pull, ...others] = upstream().pulls;
    expect(others).toEqual([]);
    expect(pull).toMatchObject({title, state: 'open', headRepository: `${owner}/winget-pkgs`, baseBranch: 'master'});
    expect(pull?.body).toContain(`### Why is ${id} 1.0.35 to be removed?\n\nIt deletes its own index.\n`);
    expect(pull?.body.match(/^- \[.\]/gm)).toEqual(['- [x]', '- [ ]', '- [x]']);
    const fork = repository(owner);
    expect(paths.map((one) => fork && textAt(fork, one, pull?.headBranch))).toEqual([undefined, undefined, undefined]);
    expect([code, out]).toEqual([8, expect.stringMatching(/winget after it: it serves 1\.0\.35; .* Waiting for those who decide about/)]);
    const before = writes().length;
    const again = await withPerson([]);
    expect([again.code, again.asked]).toEqual([8, []]);
    expect(again.out).toContain(
      `Wait for the pull request that removes ${id} 1.0.35.\n    https://github.com/microsoft/winget-pkgs/pull/1`,
    );
    const {out: json} = await stage.portcall(['rollback', 'winget', '--yes', '--json']);
    expect(JSON.parse(json).rollbacks).toMatchObject([{kind: 'wait', url: 'https://github.com/microsoft/winget-pkgs/pull/1'}]);
    expect(writes()).toHaveLength(before);
  });

  it('knows that it is gone once it is merged', async () => {
    await withPerson(['It deletes its own index.', 'y', 'y', 'y']);
    commitTo(upstream(), Object.fromEntries(paths.map((one) => [one, null])));
    const at = upstream().pushedAt;
    Object.assign(upstream().pulls[0] ?? {}, {state: 'closed', mergedAt: at, closedAt: at});
    expect(await stage.portcall(['rollback', 'winget'])).toMatchObject({code: 0, out: 'winget:\n  1.0.35 is not there.\n'});
  });

  it.each([
    ['nobody can be asked', () => stage.portcall(['rollback', 'winget', '--yes'])],
    ['no reason is given', () => withPerson([''])],
  ])('prepares the branch alone where %s', async (_, run) => {
    const {code, out} = await run();
    expect(out).toContain('Open the pull request yourself: https://github.com/microsoft/winget-pkgs/compare/');
    expect([code, out]).toEqual([8, expect.stringContaining('Waiting for you to open the pull request at microsoft/winget-pkgs.')]);
    expect(upstream().pulls).toEqual([]);
    expect(repository(owner)?.branches.has(`remove-${id}-1.0.35`)).toBe(true);
  });

  it('is a person’s task where nobody is signed in', async () => {
    const {code, out} = await stage.portcall(['rollback', 'winget', '--yes'], {GITHUB_TOKEN: undefined});
    expect([code, out]).toEqual([8, expect.stringContaining('1. Sign in to GitHub')]);
    expect(out).toContain(`By hand: Open a pull request that removes ${id} 1.0.35.`);
    expect(writes()).toEqual([]);
  });

  it('ends at the desk on the page that opens it, and waits there when it is open', async () => {
    const {desk, desks} = await openDesk(stage, ['winget']);
    await desk.findWays('winget');
    expect(desks.get().ways?.ways).toMatchObject([{isByHand: false}]);
    await desk.planWay('winget', 0);
    expect(desks.get().plan?.lines.map(({text}) => text)).toContain(`     ${paths[0]}, deleted`);
    await desk.carryOut();
    expect(desks.get().plan).toMatchObject({state: 'told', url: expect.stringContaining('/compare/master...')});
    await withPerson(['It deletes its own index.', 'y', 'y', 'y']);
    await desk.findWays('winget');
    expect(desks.get().ways?.ways).toMatchObject([{isByHand: false, isWaiting: true}]);
    await desk.planWay('winget', 0);
    expect(desks.get().plan).toMatchObject({state: 'told', url: 'https://github.com/microsoft/winget-pkgs/pull/1'});
  });
});
