import {describe, expect, it} from 'vitest';
import {snapcraftFirst} from '../../checks/first-package/snapcraft.ts';
import {vscodeFirst} from '../../checks/first-package/vscode.ts';
import {keyIdOf, publicKeyOf} from '../../src/demo/github/secret-key.ts';
import {openPage} from '../../src/demo/pages.ts';
import type {FirstPackage, ProgramFacts, ProgramSystem} from '../../src/model/first-package.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import {sealedFor} from '../../src/tools/sealed-box.ts';
import {newWorkflowText} from '../../src/workflow/write-workflow.ts';
import {harborProgram, programFacts} from '../support/program-facts.ts';
import {openRunnerWorld, type RunnerWorld} from '../support/runner-world.ts';

const repository = {owner: 'Michael-A-Kuykendall', name: 'contextlite'} as const;
const address = 'https://github.com/Michael-A-Kuykendall/contextlite/releases/download';
const systems: Readonly<Record<string, ProgramSystem>> = {linux: 'linux', darwin: 'macos', windows: 'windows'};

/** What is known of the release of the simulated world. */
const factsOf = ({repository: {releases}}: RunnerWorld, extension = 'lite-tools.contextlite'): ProgramFacts => {
  const {assets = [], tag = ''} = releases.findLast((one) => one.assets.length > 0) ?? {};
  const programs = assets.flatMap(({name, sha256, contents}) => {
    const [, system = '', architecture = ''] = /-(linux|darwin|windows)-(amd64|arm64)\./.exec(name) ?? [];
    if (systems[system] === undefined) return [];
    const asset = {name, size: contents.length, isUploaded: true, sha256: sha256 ?? '', url: `${address}/${tag}/${name}`};
    const path = system === 'windows' ? 'contextlite.exe' : 'contextlite';
    return [harborProgram(systems[system], architecture as 'amd64', {asset, path, besides: ['README.md']})];
  });
  const usual = programFacts({programs});
  const packages = {vscode: {name: extension, from: 'configuration'}} as const;
  return {
    ...usual,
    command: 'contextlite',
    project: {...usual.project, repository, tag, version: tag.slice(1), packages},
  };
};

const setSecret = async ({json, repository: {id}}: RunnerWorld, name: string, value: string): Promise<void> => {
  const place = String(id);
  const sent = {encrypted_value: await sealedFor(publicKeyOf(place).key, value), key_id: keyIdOf(place)};
  expect([201, 204]).toContain((await json('PUT', `/actions/secrets/${name}`, sent)).status);
};

const put = async ({json}: RunnerWorld, path: string, contents: string): Promise<void> => {
  const {body} = await json<{sha?: string}>('GET', `/contents/${path}`);
  const content = Buffer.from(contents).toString('base64');
  const {status} = await json('PUT', `/contents/${path}`, {
    message: `Add ${path}`,
    content,
    ...(body.sha === undefined ? {} : {sha: body.sha}),
  });
  expect([200, 201]).toContain(status);
};

type Scene = RunnerWorld & {readonly tag: string; run(): Promise<{readonly result: string | null; readonly log: string}>};

/** A world whose repository has the first package and the workflow that publishes it. */
const openScene = async (id: MarketplaceId, first: FirstPackage, change = (facts: ProgramFacts): ProgramFacts => facts): Promise<Scene> => {
  const world = await openRunnerWorld();
  const facts = change(factsOf(world));
  const made = first.filesOf(facts);
  const job = first.job?.(facts);
  if (made.kind !== 'files' || job === undefined) throw new Error(JSON.stringify(made));
  for (const {path, contents} of made.files) await put(world, path, contents);
  const text = newWorkflowText({jobs: [{marketplace: id, title: id, job}], start: 'started', tagPrefix: 'v'}, new Map());
  await put(world, '.github/workflows/publish-packages.yml', text);
  const {tag} = factsOf(world).project;
  const run = async () => {
    const sent = {ref: 'main', inputs: {tag, marketplace: id}, return_run_details: true};
    const {body} = await world.json<{workflow_run_id: number}>('POST', '/actions/workflows/publish-packages.yml/dispatches', sent);
    const ended = await world.finish(body.workflow_run_id);
    return {result: Object.values(ended)[0] ?? null, log: await world.logOf(body.workflow_run_id, Object.keys(ended)[0] ?? '')};
  };
  return {...world, tag, run};
};

describe('the job for the Snap Store', () => {
  const registered = ({world}: Scene): void => {
    openPage(world, 'https://snapcraft.io/account');
    openPage(world, 'https://snapcraft.io/register-snap?snap_name=contextlite');
  };
  const ready = async (): Promise<Scene> => {
    const scene = await openScene('snapcraft', snapcraftFirst);
    await setSecret(scene, 'SNAPCRAFT_STORE_CREDENTIALS', scene.world.setting.tokens['SNAPCRAFT_STORE_CREDENTIALS'] ?? '');
    return scene;
  };
  const servedBy = ({world}: Scene) =>
    world.marketplaces.snap.snaps['contextlite']?.channels.map(({risk, architecture, revision}) => `${risk} ${architecture} ${revision}`);

  it('packs both processors on one machine, releases them to stable, and leaves them be when it runs again', async () => {
    const scene = await ready();
    registered(scene);
    const first = await scene.run();
    expect(first.log).toContain('Packed contextlite_1.0.35_arm64.snap');
    expect(first.log).toContain('contextlite 1.0.35 is in latest/stable.');
    expect(first.result).toBe('success');
    expect(servedBy(scene)).toEqual(['stable amd64 1', 'stable arm64 2']);
    const again = await scene.run();
    expect(again.result).toBe('success');
    expect(again.log).not.toContain('Packed');
    expect(servedBy(scene)).toEqual(['stable amd64 1', 'stable arm64 2']);
  });

  it('writes the new version, addresses and digests into files that are of an older one', async () => {
    const scene = await openScene('snapcraft', snapcraftFirst, (facts) => ({
      ...facts,
      project: {...facts.project, tag: 'v1.0.9', version: '1.0.9'},
      programs: facts.programs.map((one) => {
        const name = one.asset.name.replace('1.0.35', '1.0.9');
        return {...one, sha256: 'a'.repeat(64), asset: {...one.asset, name, url: `${address}/v1.0.9/${name}`}};
      }),
    }));
    await setSecret(scene, 'SNAPCRAFT_STORE_CREDENTIALS', scene.world.setting.tokens['SNAPCRAFT_STORE_CREDENTIALS'] ?? '');
    registered(scene);
    expect(await scene.run()).toMatchObject({result: 'success'});
    expect(scene.world.marketplaces.snap.snaps['contextlite']?.revisions.map(({version}) => version)).toEqual(['1.0.35', '1.0.35']);
  });

  it('takes up what an earlier run left half done', async () => {
    const scene = await ready();
    registered(scene);
    await scene.run();
    const snap = scene.world.marketplaces.snap.snaps['contextlite']!;
    snap.channels = snap.channels.filter(({architecture}) => architecture === 'amd64');
    snap.revisions = snap.revisions.filter(({architecture}) => architecture === 'amd64');
    expect(await scene.run()).toMatchObject({result: 'success'});
    expect(servedBy(scene)).toEqual(['stable amd64 1', 'stable arm64 2']);
  });

  it('fails in the store’s own words where the account is not ready', async () => {
    const scene = await ready();
    expect((await scene.run()).log).toContain('user-not-ready: Developer has not signed agreement.');
    openPage(scene.world, 'https://snapcraft.io/account');
    expect((await scene.run()).log).toContain('resource-not-found: Snap not found for name=contextlite');
    registered(scene);
    scene.world.marketplaces.snap.logins[0]!.isRevoked = true;
    const revoked = await scene.run();
    expect(revoked.log).toContain('Exported credentials are no longer valid for the Snap Store.');
    expect(revoked.result).toBe('failure');
  });

  it('fails at once where the secret is empty, and where the store can’t be asked', async () => {
    const scene = await openScene('snapcraft', snapcraftFirst);
    scene.repository.secrets.length = 0;
    expect((await scene.run()).log).toContain('The secret SNAPCRAFT_STORE_CREDENTIALS is empty');
  });
});

describe('the job for the VS Code Marketplace', () => {
  const ready = async (): Promise<Scene> => {
    const scene = await openScene('vscode', vscodeFirst);
    await setSecret(scene, 'VSCE_PAT', scene.world.setting.tokens['VSCE_PAT'] ?? '');
    return scene;
  };
  const withPublisher = ({world}: Scene): void => {
    openPage(world, 'https://marketplace.visualstudio.com/manage/createpublisher?name=lite-tools');
  };
  const versionsOf = ({world}: Scene) =>
    world.marketplaces.vscode.publishers['lite-tools']?.extensions['contextlite']?.versions.map(({version, isValidated}) => [
      version,
      isValidated,
    ]);

  it('publishes, waits until it is validated, and leaves it be when it runs again', async () => {
    const scene = await ready();
    withPublisher(scene);
    const first = await scene.run();
    expect(first.log).toContain('DONE  Published lite-tools.contextlite v1.0.35.');
    expect(first.log).toContain('lite-tools.contextlite 1.0.35 is served.');
    expect(first.result).toBe('success');
    expect(versionsOf(scene)).toEqual([['1.0.35', true]]);
    const again = await scene.run();
    expect(again.result).toBe('success');
    expect(again.log).not.toContain('Published');
    expect(versionsOf(scene)).toEqual([['1.0.35', true]]);
  });

  it('fails in the marketplace’s own words for an unknown publisher, no member, and a token that ended', async () => {
    const scene = await ready();
    expect((await scene.run()).log).toContain("The publisher 'lite-tools' does not exist.");
    withPublisher(scene);
    const {vscode} = scene.world.marketplaces;
    const members = vscode.publishers['lite-tools']!.members.splice(0);
    expect((await scene.run()).log).toContain('TF400813: The user ');
    vscode.publishers['lite-tools']!.members.push(...members);
    vscode.tokens[0]!.isExpired = true;
    const ended = await scene.run();
    expect(ended.log).toContain('The Personal Access Token used has expired.');
    expect(ended.result).toBe('failure');
  });

  it('fails at once where the secret is empty', async () => {
    const scene = await openScene('vscode', vscodeFirst);
    scene.repository.secrets.length = 0;
    expect((await scene.run()).log).toContain('The secret VSCE_PAT is empty');
  });
});
