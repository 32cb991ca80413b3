import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {createAurGit} from '../../src/demo/aur-ssh.ts';
import {commitTo, textAt} from '../support/hands-world.ts';
import {openPackageScene, owner, type PackageScene} from '../support/package-scene.ts';
import {takeFillInAway} from '../support/without-fill-in.ts';

const scenes: PackageScene[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(scenes.splice(0).map(({stage}) => stage.end()));
  await Promise.all(folders.splice(0).map((folder) => rm(folder, {recursive: true})));
});

const openScene = async (): Promise<PackageScene> => {
  const scene = await openPackageScene();
  scenes.push(scene);
  return scene;
};
const manifest = 'bucket/contextlite.json';
type Document = {
  readonly formatVersion: number;
  readonly files: readonly {path: string; contents: string; action: string; marketplace?: string}[];
  readonly tasks: readonly {id: string; title: string; state: string; url: string}[];
};
const documentOf = async (scene: PackageScene, ...args: readonly string[]): Promise<Document> =>
  JSON.parse((await scene.firstPackage([...args, '--dry-run', '--json'])).out);

describe('portcall first-package --dry-run', () => {
  it('prints exactly what the contract says, and writes nothing', async () => {
    const scene = await openScene();
    const document = await documentOf(scene, 'scoop');
    expect(Object.keys(document)).toEqual(['formatVersion', 'files', 'tasks']);
    expect(document.files).toEqual([{path: manifest, contents: expect.stringContaining('"version": "1.0.35"'), action: 'create'}]);
    expect(document.tasks).toContainEqual({
      id: 'first-manifest',
      title: 'Commit the first manifest to the bucket.',
      state: 'to-do',
      url: expect.any(String),
    });
    expect(scene.writes()).toEqual([]);
  });

  it('names the marketplace of each file where there are several', async () => {
    const {files} = await documentOf(await openScene(), 'scoop', 'homebrew');
    expect(files.map(({marketplace, path: file}) => `${marketplace} ${file}`)).toEqual([
      `scoop ${manifest}`,
      'homebrew Formula/contextlite.rb',
    ]);
  });

  it('shows the plan to people', async () => {
    const {code, out} = await (await openScene()).firstPackage(['scoop', '--dry-run']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Scoop:\n {2}bucket\/contextlite\.json: new\n/);
    expect(out).toContain(`1. Create the public repository ${owner}/scoop-bucket`);
    expect(out).toMatch(/\+ +"version": "1\.0\.35"/);
  });

  it.each([
    [[], 'first-package wants a marketplace.'],
    [['scop'], 'Did you mean “scoop”?'],
    [['scoop', '--variant', 'none'], 'Leave --variant out.'],
  ])('refuses %j', async (args, said) => {
    const {code, told} = await (await openScene()).stage.portcall(['first-package', ...args]);
    expect([code, told]).toEqual([2, expect.stringContaining(said)]);
  });

  it('says why nothing can be made, and what to do', async () => {
    const scene = await openScene();
    const release = scene.repository('contextlite').releases.find(({tag}) => tag === 'v1.0.35');
    release?.assets.splice(0, 9, ...release.assets.filter(({name}) => !name.includes('windows')));
    const {code, out} = await scene.firstPackage(['scoop']);
    expect([code, out]).toEqual([1, expect.stringContaining('has no program for Windows')]);
    const {files} = await documentOf(scene, 'scoop');
    expect(files).toEqual([]);
  });
});

describe('portcall first-package', () => {
  it('makes the bucket when it is agreed to, until the grid says working, and a second time changes nothing', async () => {
    const scene = await openScene();
    const {code, out} = await scene.firstPackage(['scoop'], {});
    expect(scene.asked).toEqual(['Do this?']);
    expect(out).toContain('Scoop by now: working');
    expect(code).toBe(0);
    const made = scene.repository('scoop-bucket');
    expect([textAt(made, manifest), made.topics]).toEqual([expect.stringContaining('"version": "1.0.35"'), ['scoop-bucket']]);
    const before = scene.writes().length;
    const again = await scene.firstPackage(['scoop'], {});
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('Every file for Scoop stands there')]);
    expect(scene.writes()).toHaveLength(before);
    expect((await documentOf(scene, 'scoop')).files).toMatchObject([{action: 'same'}]);
    const ledger = JSON.parse((await scene.stage.portcall(['ledger', '--json'])).out).entries;
    expect(ledger).toMatchObject([{marketplace: 'scoop', what: expect.stringContaining('Create the public repository')}]);
  });

  it('changes nothing without a yes', async () => {
    const scene = await openScene();
    expect((await scene.firstPackage(['scoop'], {agrees: () => false})).code).toBe(2);
    expect((await scene.firstPackage(['scoop'])).told).toContain('Run it again with --yes');
    expect(scene.writes()).toEqual([]);
  });

  it('keeps every hand edit of a file that stands there, and fills in what is faulty alone', async () => {
    const scene = await openScene();
    await scene.firstPackage(['scoop', '--yes']);
    const bucket = scene.repository('scoop-bucket');
    const ours = textAt(bucket, manifest) ?? '';
    const edited = ours
      .replace('A small context engine for code', 'My own words')
      .replace(/"hash": "[0-9a-f]{64}"/, '"hash": "PLACEHOLDER"');
    commitTo(bucket, {[manifest]: edited});
    const {code, out} = await scene.firstPackage(['scoop', '--yes']);
    expect(code).toBe(0);
    expect(out).toContain('what is faulty in it is filled in');
    expect(out).toContain('Portcall would have written it otherwise');
    expect(textAt(bucket, manifest)).toBe(ours.replace('A small context engine for code', 'My own words'));
  });

  it('proposes at the upstream with the answers that the person gave', async () => {
    const scene = await openScene();
    const {code, out} = await scene.firstPackage(['winget'], {answers: (question) => (/CLA/i.test(question) ? 'n' : 'y')});
    expect(scene.asked.length).toBeGreaterThan(2);
    const upstream = scene.repository('winget-pkgs', 'microsoft');
    expect(upstream.pulls).toMatchObject([{headRepository: `${owner}/winget-pkgs`, author: owner}]);
    expect(upstream.pulls[0]?.body).toMatch(/- \[x\]/);
    expect(upstream.pulls[0]?.body).toMatch(/- \[ \]/);
    expect(out).toContain('winget by now: waiting');
    expect(code).toBe(8);
    expect((await scene.firstPackage(['winget'], {})).code).toBe(8);
    expect(upstream.pulls).toHaveLength(1);
  });

  it('answers nothing for the person: without a terminal the branch is prepared and no pull request is opened', async () => {
    const scene = await openScene();
    const {code, out} = await scene.firstPackage(['winget', '--yes']);
    expect(out).toContain('nobody else can answer');
    expect(out).toMatch(/Open the pull request yourself: https:\/\/github\.com\/microsoft\/winget-pkgs\/compare\/master\.\.\./);
    expect([code, scene.repository('winget-pkgs', 'microsoft').pulls]).toEqual([8, []]);
  });

  it('pushes to the AUR with the key that is at hand, until the grid says working', async () => {
    const scene = await openScene();
    const {world} = scene.stage;
    const lacking = await scene.firstPackage(['aur', '--yes']);
    expect([lacking.code, lacking.told]).toEqual([4, expect.stringContaining('No token for AUR is at hand')]);
    const env = {...scene.env, AUR_SSH_KEY: world.setting.tokens['AUR_SSH_KEY']};
    const refused = await scene.firstPackage(['aur', '--yes'], undefined, {env});
    expect(refused.out).toContain('so its key goes nowhere over SSH');
    const sshGit = createAurGit(world.marketplaces.aur, world.setting.now);
    const {code, out} = await scene.firstPackage(['aur', '--yes'], undefined, {env, sshGit});
    expect([code, out]).toEqual([0, expect.stringContaining('AUR by now: working')]);
    expect(Object.keys(world.marketplaces.aur.packages)).toContain('contextlite-bin');
    expect((await scene.firstPackage(['aur', '--yes'], undefined, {env, sshGit})).out).toContain('Every file for AUR stands there');
  });

  it('proposes the files and then pushes to Chocolatey, each asked for by itself', async () => {
    const scene = await openScene();
    takeFillInAway(scene.stage);
    const env = {...scene.env, CHOCOLATEY_API_KEY: scene.stage.world.setting.tokens['CHOCOLATEY_API_KEY']};
    const {code, out} = await scene.firstPackage(['chocolatey'], {}, {env});
    expect(scene.asked).toEqual(['Do this?', 'Do this?']);
    expect([code, out]).toEqual([8, expect.stringContaining('Chocolatey by now: waiting')]);
    expect(out).toContain('it waits there for moderation.\n');
    expect(out).toContain('only keeps the files for later versions');
    expect(out).not.toContain('Merge the pull request');
  });

  it('writes the files into a folder, and overwrites nothing there', async () => {
    const scene = await openScene();
    const folder = await mkdtemp(path.join(tmpdir(), 'portcall-files-'));
    folders.push(folder);
    expect((await scene.firstPackage(['scoop', '--output', folder])).out).toContain('contextlite.json written.');
    const file = path.join(folder, manifest);
    const ours = await readFile(file, 'utf8');
    const at = (await stat(file)).mtimeMs;
    expect((await scene.firstPackage(['scoop', '--output', folder])).out).toContain('the same');
    await writeFile(file, 'mine');
    expect((await scene.firstPackage(['scoop', '--output', folder])).out).toContain('holds something else');
    expect(await readFile(file, 'utf8')).toBe('mine');
    expect([ours.length > 100, at > 0, scene.writes()]).toEqual([true, true, []]);
  });

  it('leaves a package that the project keeps elsewhere to the project', async () => {
    const {files} = await documentOf(await openScene(), 'npm');
    expect(files.map(({path: file, action}) => [file, action])).toEqual([['npm-wrapper/package.json', 'same']]);
  });

  it('asks for a sign-in before anything', async () => {
    const scene = await openScene();
    const env = {PORTCALL_HOSTS: `*=${scene.stage.served.origin}`, PORTCALL_HOME: scene.stage.home};
    const {code, told} = await scene.firstPackage(['scoop', '--yes'], undefined, {env});
    expect([code, told]).toEqual([4, expect.stringContaining('Nobody is signed in')]);
  });
});
