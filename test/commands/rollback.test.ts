import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {optionsOf} from '../../src/commands/options.ts';
import {runRollback} from '../../src/commands/rollback.ts';
import type {RollbackTools} from '../../src/commands/rollback-work.ts';
import type {Surroundings} from '../../src/commands/surroundings.ts';
import {openPage} from '../../src/demo/pages.ts';
import {owner, projectIn, publishBadRelease, yankToken} from '../support/bad-release.ts';
import {textAt} from '../support/hands-world.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';
import {terminalTraits} from '../support/terminal-traits.ts';

let stage: Stage;
afterEach(() => stage.end());

const open = async () => {
  stage = await openStage();
  // Nothing that the simulated store tells shows whose snap it is.
  await writeFile(path.join(stage.home, 'portcall.yaml'), 'packages:\n  snapcraft: contextlite\n');
  return publishBadRelease(stage.world);
};
const tokens = (): Readonly<Record<string, string>> => ({...stage.world.setting.tokens, CARGO_REGISTRY_TOKEN: yankToken});
const writes = () => stage.served.log.all().filter(({method}) => !['GET', 'HEAD'].includes(method) && method !== 'POST');
const documentOf = ({out}: {readonly out: string}) => JSON.parse(out);

describe('portcall rollback', () => {
  it('shows every way and writes nothing in a dry run', async () => {
    await open();
    const {code, out, told} = await stage.portcall(['rollback', '--dry-run', '--json'], tokens());
    const {formatVersion, rollbacks} = JSON.parse(out);
    expect(rollbacks.filter(({kind}: {kind: string}) => kind === 'unknown')).toEqual([]);
    const first = (id: string) => rollbacks.find((one: {marketplace: string}) => one.marketplace === id);
    const kinds = (id: string) => (first(id).steps ?? []).map(({kind}: {kind: string}) => kind);
    expect(kinds('npm')).toEqual(['move-dist-tag', 'deprecate-package']);
    expect(kinds('crates-io')).toEqual(['yank-crate']);
    expect(kinds('docker-hub')).toEqual(['retag-image', 'retag-image']);
    expect(kinds('snapcraft')).toEqual(['release-snap']);
    expect(kinds('github-releases')).toEqual(['edit-release', 'edit-release']);
    expect([kinds('homebrew'), kinds('scoop')]).toEqual([['commit-files'], ['commit-files']]);
    expect(first('pypi')).toMatchObject({kind: 'task', url: 'https://pypi.org/manage/project/contextlite/releases/'});
    expect(first('chocolatey')).toMatchObject({kind: 'task', title: 'Unlist 1.0.35'});
    expect(first('vscode')).toMatchObject({kind: 'nothing'});
    expect(rollbacks.filter(({isFinal}: {isFinal?: boolean}) => isFinal).map(({title}: {title: string}) => title)).toEqual([
      'Unpublish 1.0.35, only where it must not be there at all',
      'Delete the tag 1.0.35, only where nobody may get it at all',
    ]);
    expect([code, formatVersion, told]).toEqual([0, 1, '']);
    expect(writes()).toEqual([]);
  });

  it('takes it back everywhere that can, tells what people do, and shows what is served afterwards', async () => {
    const {tap, bucket} = await open();
    const {code, out, told} = await stage.portcall(['rollback', '--yes'], tokens());
    const {npm, docker, crates, snap} = stage.world.marketplaces;
    expect(told).toBe('');
    expect(npm.packages.contextlite?.tags.latest).toBe('1.0.34');
    expect(npm.packages.contextlite?.versions['1.0.35']?.deprecated).toContain('Please use 1.0.34');
    const image = docker.repositories['makuykendall/contextlite'];
    expect([image?.tags.latest, image?.tags['1.0']]).toEqual([image?.tags['1.0.34'], image?.tags['1.0.34']]);
    expect(image?.tags['1.0.35']).not.toBe(image?.tags['1.0.34']);
    expect(crates.crates.contextlite?.versions['1.0.35']?.isYanked).toBe(true);
    expect(snap.snaps.contextlite?.channels[0]?.revision).toBe(6);
    const [older, newer] = projectIn(stage.world).releases;
    expect([projectIn(stage.world).latestRelease, newer?.isPrerelease]).toEqual([older?.id, true]);
    expect(textAt(tap, 'Formula/contextlite.rb')).toContain('version "1.0.34"');
    expect(textAt(bucket, 'bucket/contextlite.json')).toContain('"1.0.34"');
    expect(out).toContain('npm after it: it serves 1.0.34');
    expect(out).toContain('Docker Hub after it: it serves 1.0.34');
    expect(out).toContain('By hand: Yank 1.0.35.');
    expect(code).toBe(8);
    const again = await stage.portcall(
      ['rollback', '--yes', '--only', 'npm,docker-hub,crates-io,snapcraft,github-releases,homebrew,scoop'],
      tokens(),
    );
    expect([again.code, again.out]).toEqual([0, expect.not.stringContaining('Do this')]);
    expect(again.out).not.toContain('Done:');
    const {entries} = documentOf(await stage.portcall(['ledger', '--json']));
    expect(entries).toHaveLength(10);
    for (const secret of Object.values(tokens())) {
      if (secret !== 'makuykendall') expect(JSON.stringify([out, entries])).not.toContain(secret);
    }
  });

  it('carries one marketplace out and prints one document', async () => {
    await open();
    const {code, out} = await stage.portcall(['rollback', 'npm', '--yes', '--json'], tokens());
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      rollbacks: [
        {marketplace: 'npm', kind: 'plan', title: 'Point latest back to 1.0.34, and deprecate 1.0.35'},
        {kind: 'task', isFinal: true},
      ],
      after: [{marketplace: 'npm', serves: '1.0.34', outcomes: [{result: 'done'}, {result: 'done'}]}],
    });
  });

  it('asks for nothing where nobody can answer, and for a token where none is at hand', async () => {
    await open();
    const asked = await stage.portcall(['rollback', 'npm'], tokens());
    expect([asked.code, asked.told]).toEqual([2, expect.stringContaining('would have asked: Do this?')]);
    const bare = await stage.portcall(['rollback', 'npm', '--yes']);
    expect([bare.code, bare.told]).toEqual([4, expect.stringContaining('No token for npm is at hand')]);
    const {DOCKERHUB_USERNAME: _, ...nameless} = tokens();
    const unnamed = await stage.portcall(['rollback', 'docker-hub', '--yes'], nameless);
    expect([unnamed.code, unnamed.told]).toEqual([4, expect.stringContaining('DOCKERHUB_TOKEN is at hand, but DOCKERHUB_USERNAME')]);
    expect(writes()).toEqual([]);
    expect((await stage.portcall(['rollback', 'npn'])).told).toContain('Did you mean “npm”?');
    expect((await stage.portcall(['rollback', '--way', '2'])).code).toBe(2);
  });

  it('tells a refusal in the marketplace’s own words and leaves the rest alone', async () => {
    await open();
    const token = stage.world.marketplaces.npm.tokens[0];
    if (token) token.wantsPassword = true;
    const npm = await stage.portcall(['rollback', 'npm', '--yes'], tokens());
    expect([npm.code, npm.out]).toEqual([1, expect.stringContaining('asks for a one-time password')]);
    expect(npm.out).toContain('Not tried: Deprecate');
    const crates = await stage.portcall(['rollback', 'crates-io', '--yes'], stage.world.setting.tokens);
    expect([crates.code, crates.out]).toEqual([1, expect.stringContaining('does not have the required permissions')]);
    expect(stage.world.marketplaces.npm.packages.contextlite?.tags.latest).toBe('1.0.35');
  });

  it('knows nothing to take back before anything is published, and calls what it cannot see unknown', async () => {
    stage = await openStage();
    const {code, out} = await stage.portcall(['rollback', 'npm', 'pypi'], tokens());
    expect([code, out]).toEqual([0, 'npm:\n  1.0.35 is not there.\nPyPI:\n  1.0.35 is not there.\n']);
    publishBadRelease(stage.world);
    stage.world.faults.add({host: 'crates.io', effect: {kind: 'reset'}});
    const blind = await stage.portcall(['rollback', 'crates-io', '--yes'], tokens());
    expect([blind.code, blind.out]).toEqual([3, expect.stringContaining('It could not be told')]);
  });
});

describe('an immutable release', () => {
  it('stays as it is, and the one before becomes the latest', async () => {
    await open();
    const {releases} = projectIn(stage.world);
    const [older, newer] = releases;
    if (newer) releases[1] = {...newer, isImmutable: true};
    const {code, out} = await stage.portcall(['rollback', 'github-releases', '--yes', '--repo', `${owner}/contextlite`]);
    expect([code, out]).toEqual([0, expect.stringContaining('It is immutable')]);
    expect([projectIn(stage.world).latestRelease, releases[1]?.isPrerelease]).toEqual([older?.id, false]);
  });
});

describe('a person at the terminal', () => {
  const terminal = terminalTraits({columns: 100, rows: 40});
  const withPerson = async (args: readonly string[], answers: Partial<RollbackTools>) => {
    let [out, told] = ['', ''];
    const surroundings: Surroundings = {
      env: {PORTCALL_HOSTS: `*=${stage.served.origin}`, PORTCALL_HOME: stage.home, ...tokens()},
      cwd: stage.home,
      print: (text) => {
        out += text;
      },
      tell: (text) => {
        told += text;
      },
      terminal,
      now: Date.now,
      isDemo: true,
      browse: async (url) => ({said: openPage(stage.world, url)?.said ?? ''}),
    };
    const options = optionsOf(['rollback', ...args, '--repo', `${owner}/contextlite`]);
    const code = await runRollback(options, surroundings, {pause: 1, ...answers});
    return {code, out, told};
  };
  const nobody = async () => {
    throw new Error('Nobody is to be asked.');
  };

  it('yanks at PyPI and unlists at Chocolatey on their pages, which the marketplaces then show', async () => {
    await open();
    const {code, out} = await withPerson(['pypi', 'chocolatey'], {questions: {choose: nobody, secret: nobody, confirm: async () => true}});
    expect(out).toContain('PyPI after it: it serves 1.0.34; It was yanked: taken back.');
    expect(out).toContain('Chocolatey after it: it serves nothing; It is unlisted');
    expect(code).toBe(0);
  });

  it('types the exact name before a tag is deleted', async () => {
    await open();
    const {docker} = stage.world.marketplaces;
    docker.tokens = docker.tokens.map((one) => ({...one, scope: 'repo:admin'}));
    const questions = {choose: nobody, secret: nobody, confirm: nobody};
    const args = ['docker-hub', '--way', '2', '--yes'];
    const wrong = await withPerson(args, {questions, askText: async () => 'yes'});
    expect([wrong.code, wrong.told]).toEqual([2, 'Nothing was changed.\n']);
    const asked: string[] = [];
    const right = await withPerson(args, {
      questions,
      askText: async (question) => {
        asked.push(question);
        return 'makuykendall/contextlite';
      },
    });
    expect([right.code, asked]).toEqual([0, ["It can't be undone. Type makuykendall/contextlite to do it:"]]);
    expect(Object.keys(docker.repositories['makuykendall/contextlite']?.tags ?? {})).not.toContain('1.0.35');
    const alone = await stage.portcall(['rollback', 'npm', '--way', '9'], tokens());
    expect([alone.code, alone.told]).toEqual([2, expect.stringContaining('npm has no way 9')]);
  });
});
