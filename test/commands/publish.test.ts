import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {mendChecks} from '../support/mend-checks.ts';
import {openPublishScene, owner, type PublishScene} from '../support/publish-scene.ts';

const open: PublishScene[] = [];
afterEach(() => Promise.all(open.splice(0).map(({stage}) => stage.end())));

const openScene = async (): Promise<PublishScene> => {
  const scene = await openPublishScene();
  open.push(scene);
  return scene;
};

/** One in which the checks before publishing ask for the version. */
const openMendedScene = async (): Promise<PublishScene> => {
  const scene = await openScene();
  mendChecks(scene.repository);
  return scene;
};

const decisionsOf = async (scene: PublishScene, ...args: readonly string[]) =>
  JSON.parse((await scene.publish([...args, '--dry-run', '--json'])).out);
const ledgerOf = async ({stage}: PublishScene): Promise<readonly {what: string; result: string; marketplace: string}[]> =>
  JSON.parse((await stage.portcall(['ledger', '--json'])).out).entries;
const startedIn = async ({stage}: PublishScene): Promise<readonly unknown[]> =>
  JSON.parse(await readFile(path.join(stage.home, 'state', 'started.json'), 'utf8')).started;
const yes = {confirm: async () => true};
/** The run that was started last. */
const lastRun = ({repository}: PublishScene) =>
  repository.runs.toSorted((one, other) => (one.startedAt ?? one.createdAt).localeCompare(other.startedAt ?? other.createdAt)).at(-1);
const hold = (scene: PublishScene, finish: 'success' | 'failure' | 'cancelled') => {
  const run = lastRun(scene);
  if (run !== undefined) run.hold = {finish: {'*': finish}};
};

describe('portcall publish --dry-run', () => {
  it('prints exactly what the contract says, and starts nothing', async () => {
    const [scene, mended] = [await openScene(), await openMendedScene()];
    const {formatVersion, decisions} = await decisionsOf(scene, 'chocolatey', 'github-releases', 'crates-io');
    expect(formatVersion).toBe(1);
    expect([...(await decisionsOf(mended, 'npm')).decisions, ...decisions]).toEqual([
      {
        marketplace: 'npm',
        kind: 'plan',
        because: expect.stringMatching(/^npm has no 1\.0\.35; people get 1\.0\.34\. .*Not otherwise: .*ended green.*takes --also/),
        title: `${owner}/contextlite: publish 1.0.35 to npm`,
        steps: [{kind: 'run-workflow', workflow: 'publish-packages.yml', ref: 'main', inputs: {version: '1.0.35', platforms: 'npm'}}],
        alsoRuns: ['build-and-release'],
        undo: expect.any(String),
      },
      {
        marketplace: 'chocolatey',
        kind: 'plan',
        because: expect.stringContaining('failed less than 30 days ago'),
        title: `${owner}/contextlite: publish 1.0.35 to Chocolatey`,
        steps: [{kind: 'rerun-job', run: expect.any(Number), job: expect.any(Number)}],
        alsoRuns: [],
        undo: expect.any(String),
      },
      {marketplace: 'github-releases', kind: 'nothing-to-do', because: expect.stringContaining('every file is what was released')},
      {
        marketplace: 'crates-io',
        kind: 'blocked',
        because: 'No job of a workflow publishes to crates.io. Write one first: “portcall workflow --only crates-io” proposes it.',
      },
    ]);
    expect([scene.writes(), mended.writes()]).toEqual([[], []]);
  });

  it('starts nothing that would leave the version out again', async () => {
    const scene = await openScene();
    const {decisions} = await decisionsOf(scene, 'npm', 'pypi', 'docker-hub');
    const asking = (step: string, id: string) => ({
      marketplace: id,
      kind: 'blocked',
      because: expect.stringMatching(
        `The step “${step}” asks whether any version is there, so that the job would leave 1\\.0\\.35 out again\\. Mend it first: portcall workflow --only ${id}, or f on its page\\.$`,
      ),
    });
    expect(decisions).toEqual([
      asking('Check if npm package exists', 'npm'),
      asking('Check if PyPI package exists', 'pypi'),
      asking('Check if Docker image exists', 'docker-hub'),
    ]);
    expect(scene.writes()).toEqual([]);
  });

  it('waits for a run of the same tag that somebody else has started', async () => {
    const scene = await openScene();
    const run = scene.repository.runs.find(({branch}) => branch === 'v1.0.35');
    if (run === undefined) throw new Error('The world lacks the run.');
    const job = run.jobs.find(({name}) => name === 'publish-npm');
    run.hold = {paused: ['*']};
    Object.assign(run, {status: 'in_progress', conclusion: null});
    Object.assign(job ?? {}, {status: 'queued', conclusion: null, completedAt: null});
    const {code, out} = await scene.publish(['npm', '--dry-run', '--json']);
    expect(code).toBe(8);
    expect(JSON.parse(out).decisions).toMatchObject([{kind: 'wait', because: expect.stringContaining('under way')}]);
  });
});

describe('portcall publish', () => {
  it('runs the one job again and follows it until it is known what it waits for', async () => {
    const scene = await openScene();
    const {code, out, told} = await scene.publish(['chocolatey'], {answers: yes});
    expect([code, told]).toEqual([8, '']);
    expect(out).toContain('1. Run the job “publish-chocolatey” of run');
    expect(out).toMatch(/Queued, waiting for .*\n[\s\S]*step \d+ “Use existing Chocolatey package”: [\s\S]*It waits for moderation/);
    expect(scene.writes()).toEqual(['POST rerun']);
    expect((await ledgerOf(scene)).map(({what, result}) => [what, result.split(':')[0]])).toEqual([
      ['Follow the job “publish-chocolatey” for v1.0.35', 'waiting'],
      [expect.stringContaining('Run the job “publish-chocolatey”'), 'done'],
    ]);
    expect(await startedIn(scene)).toEqual([]);
    expect((await decisionsOf(scene, 'chocolatey')).decisions).toMatchObject([
      {kind: 'wait', because: expect.stringContaining('moderation')},
    ]);
  });

  it('names what publishes besides in a question, and refuses it without one', async () => {
    const scene = await openMendedScene();
    const refused = await scene.publish(['npm', '--yes']);
    expect([refused.code, refused.told]).toEqual([1, expect.stringContaining('“build-and-release”, which publishes to github-releases')]);
    const asked: string[] = [];
    const no = async (question: string) => {
      asked.push(question);
      return false;
    };
    expect((await scene.publish(['npm'], {answers: {confirm: no}})).code).toBe(1);
    expect(asked).toEqual([expect.stringContaining('“build-and-release”')]);
    expect(scene.writes()).toEqual([]);
  });

  it('calls a green job that the marketplace does not serve what it is', async () => {
    const scene = await openMendedScene();
    const {code, out} = await scene.publish(['npm', '--yes', '--also'], {atPause: () => hold(scene, 'success')});
    expect(code).toBe(1);
    expect(out).toMatch(/It should have been visible within|without publishing/);
    expect(await startedIn(scene)).toEqual([]);
  });

  it('says why a red job failed, with its log and the fix, and stops before the next marketplace', async () => {
    const scene = await openMendedScene();
    const {code, out} = await scene.publish(['npm', 'pypi', '--yes', '--also'], {atPause: () => hold(scene, 'failure')});
    expect(code).toBe(1);
    expect(out).toMatch(/The job “.+” failed: https/);
    expect(out).toMatch(/fix: /);
    expect(out).toContain('Left out: pypi. --keep-going goes on after a failure.');
    expect(scene.writes()).toEqual(['POST dispatches']);
  });

  it('says that somebody cancelled it', async () => {
    const scene = await openScene();
    const {code, out} = await scene.publish(['chocolatey', '--yes'], {atPause: () => hold(scene, 'cancelled')});
    expect([code, out]).toEqual([1, expect.stringContaining('was cancelled by somebody')]);
  });

  it('leaves with 130, says how to come back, and goes on from there without starting anything twice', async () => {
    const scene = await openScene();
    const left = await scene.publish(['chocolatey', '--yes'], {atPause: (_count, leave) => leave()});
    expect([left.code, left.told]).toEqual([130, expect.stringContaining('portcall publish --follow')]);
    expect(await startedIn(scene)).toMatchObject([{marketplace: 'chocolatey', tag: 'v1.0.35', by: 'rerun-job', attempt: 2}]);
    expect((await decisionsOf(scene, 'chocolatey')).decisions).toMatchObject([
      {kind: 'wait', because: expect.stringContaining('was started from here')},
    ]);
    const again = await scene.publish(['chocolatey', '--yes']);
    expect(again.code).toBe(8);
    expect(scene.writes()).toEqual(['POST rerun']);
    expect((await scene.publish([])).out).toContain('Nothing that was started from here is under way.');
  });

  it('keeps asking while GitHub answers 502 for ten minutes, and says so once', async () => {
    const scene = await openScene();
    await scene.publish(['chocolatey', '--yes'], {atPause: (_count, leave) => leave()});
    const since = scene.stage.world.setting.now();
    scene.stage.world.faults.add({host: 'api.github.com', path: '/actions/runs/', effect: {kind: 'status', status: 502}});
    const {code, out} = await scene.publish(['--follow'], {
      atPause: () => {
        scene.pass(110_000);
        if (scene.stage.world.setting.now() - since > 600_000) scene.stage.world.faults.clear();
      },
    });
    // By then the simulated moderators have taken it.
    expect(code).toBe(0);
    expect(out).toContain('Chocolatey serves 1.0.35');
    expect(out.match(/keeps asking/g)).toHaveLength(1);
    expect(out).toContain('GitHub answers again.');
    expect(scene.writes()).toEqual(['POST rerun']);
  }, 60_000);

  it('asks for a sign-in when the token ends, and goes on with the next one', async () => {
    const scene = await openScene();
    const {code, told} = await scene.publish(['chocolatey', '--yes'], {
      atPause: () => scene.stage.world.faults.add({host: 'api.github.com', path: '/actions/runs/', effect: {kind: 'status', status: 401}}),
    });
    expect([code, told]).toEqual([4, expect.stringContaining('portcall publish --follow')]);
    scene.stage.world.faults.clear();
    expect((await scene.publish(['--follow'])).code).toBe(8);
  });

  it('says that a run is gone, and calls what came of it unknown', async () => {
    const scene = await openScene();
    const {code, out} = await scene.publish(['chocolatey', '--yes'], {
      atPause: () => {
        const run = lastRun(scene);
        scene.repository.runs.splice(0, scene.repository.runs.length, ...scene.repository.runs.filter((one) => one !== run));
      },
    });
    expect([code, out]).toEqual([3, expect.stringMatching(/GitHub shows run \d+ no more/)]);
    expect((await ledgerOf(scene))[0]?.result).toMatch(/^vanished:/);
  });

  it('finds a dispatch whose answer was lost and whose run came late, without sending it again', async () => {
    const scene = await openMendedScene();
    scene.stage.world.faults.add({host: 'api.github.com', method: 'POST', path: 'dispatches', effect: {kind: 'cut-off'}});
    const {code, out} = await scene.publish(['npm', '--yes', '--also'], {atPause: () => hold(scene, 'failure')});
    expect([code, out]).toEqual([1, expect.stringContaining('The answer named no run; found:')]);
    expect(scene.writes()).toEqual(['POST dispatches']);
  });

  it('cancels what it started', async () => {
    const scene = await openScene();
    await scene.publish(['chocolatey', '--yes'], {atPause: (_count, leave) => leave()});
    const {code, out} = await scene.publish(['--cancel', '--yes']);
    expect(out).toMatch(/1\. Cancel run \d+/);
    expect([code, scene.writes()]).toEqual([0, ['POST rerun', 'POST cancel']]);
    expect(await startedIn(scene)).toEqual([]);
  });

  it.each([
    [['npn'], 'Did you mean “npm”?'],
    [['--cancel'], 'Nothing that was started from here'],
    [['npm', '--patch'], '--patch goes with “portcall secret”'],
  ])('refuses %s', async (args, said) => {
    await expect((await openScene()).stage.portcall(['publish', ...args]).then(({code, told}) => [code, told])).resolves.toEqual([
      2,
      expect.stringContaining(said),
    ]);
  });
});
