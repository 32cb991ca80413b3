import {afterEach, describe, expect, it} from 'vitest';
import type {RunnerEvent} from '../../src/demo/runner/events.ts';
import {mendChecks} from '../support/mend-checks.ts';
import {openPublishScene, owner, type PublishScene} from '../support/publish-scene.ts';

const open: PublishScene[] = [];
afterEach(() => Promise.all(open.splice(0).map(({stage}) => stage.end())));

const openScene = async (): Promise<PublishScene> => {
  const scene = await openPublishScene();
  open.push(scene);
  return scene;
};

const lastRun = ({repository}: PublishScene) =>
  repository.runs.toSorted((one, other) => (one.startedAt ?? one.createdAt).localeCompare(other.startedAt ?? other.createdAt)).at(-1);
const happen = ({stage}: PublishScene, event: RunnerEvent) => {
  if (stage.world.happen(event) === undefined) throw new Error('It happens to nothing.');
};
const toLastRun = (scene: PublishScene, event: object) => happen(scene, {...event, run: lastRun(scene)?.id ?? 0} as RunnerEvent);
const minutes = 60_000;

describe('a run that is followed', () => {
  it('waits for hours for a machine, says so once, and is seen to its end', async () => {
    const scene = await openScene();
    happen(scene, {kind: 'pace', queueSeconds: 4 * 3600});
    const {code, out} = await scene.publish(['chocolatey', '--yes'], {atPause: () => scene.pass(5 * minutes)});
    expect(out.match(/Queued, waiting for a machine/g)).toHaveLength(1);
    expect([code, out]).toEqual([expect.toBeOneOf([0, 8]), expect.stringMatching(/It waits for moderation|Chocolatey serves 1\.0\.35/)]);
    expect(scene.writes()).toEqual(['POST rerun']);
  });

  it('needs somebody’s approval: who, and where', async () => {
    const scene = await openScene();
    mendChecks(scene.repository);
    const {repository} = scene;
    const sha = repository.branches.get('main') ?? '';
    const files = repository.commits.get(sha)?.files;
    const path = '.github/workflows/publish-packages.yml';
    const text = files?.get(path)?.toString() ?? '';
    (files as Map<string, Buffer>).set(path, Buffer.from(text.replace('publish-npm:\n', 'publish-npm:\n    environment: packages\n')));
    happen(scene, {kind: 'environment', repository: `${owner}/contextlite`, name: 'packages', reviewers: ['octocat']});
    let isApproved = false;
    const {out} = await scene.publish(['npm', '--yes', '--also'], {
      atPause: (count) => {
        if (count < 30 || isApproved) return;
        isApproved = true;
        happen(scene, {kind: 'environment', repository: `${owner}/contextlite`, name: 'packages', reviewers: []});
      },
    });
    expect(out).toMatch(/octocat.*approve.*packages|packages.*octocat/);
    expect(out).toContain(`https://github.com/${owner}/contextlite/actions/runs/`);
    expect(scene.writes()).toEqual(['POST dispatches']);
  });

  it('is run again by somebody else, which is said and followed', async () => {
    const scene = await openScene();
    let isDone = false;
    const {out} = await scene.publish(['chocolatey', '--yes'], {
      atPause: (count) => {
        if (isDone) return;
        if (count < 3) return toLastRun(scene, {kind: 'pause', job: '*'});
        isDone = true;
        toLastRun(scene, {kind: 'cancel'});
        toLastRun(scene, {kind: 'rerun', by: 'octocat'});
        return undefined;
      },
    });
    expect(out).toMatch(/octocat .*attempt 3|attempt 3.*octocat/);
    expect(scene.writes()).toEqual(['POST rerun']);
  });

  it('goes on where a laptop slept for a day', async () => {
    const scene = await openScene();
    let hasSlept = false;
    const {code, out} = await scene.publish(['chocolatey', '--yes'], {
      atPause: (count) => {
        if (hasSlept || count < 2) return;
        hasSlept = true;
        scene.pass(24 * 60 * minutes);
      },
    });
    expect([code, out]).toEqual([0, expect.stringContaining('Chocolatey serves 1.0.35')]);
    expect(scene.writes()).toEqual(['POST rerun']);
  });

  it('goes on to the next marketplace after a failure where that is chosen', async () => {
    const scene = await openScene();
    mendChecks(scene.repository);
    const {code, out} = await scene.publish(['npm', 'pypi', '--yes', '--also', '--keep-going'], {
      atPause: () => toLastRun(scene, {kind: 'finish', job: '*', conclusion: 'failure'}),
    });
    expect(code).toBe(1);
    expect(out).not.toContain('Left out');
    expect(scene.writes()).toEqual(['POST dispatches', 'POST dispatches']);
  });
});

describe('a tag that moves between the plan and the yes', () => {
  it('is not published: the plan is made again from fresh facts', async () => {
    const scene = await openScene();
    mendChecks(scene.repository);
    const {repository} = scene;
    const {code, out} = await scene.publish(['npm', '--also'], {
      answers: {
        confirm: async () => {
          repository.tags.set('v1.0.35', repository.tags.get('v1.0.34') ?? '');
          return true;
        },
      },
    });
    expect([code, out]).toEqual([1, expect.stringMatching(/v1\.0\.35 .*(?:moved|another commit|stands at)/)]);
    expect(scene.writes()).toEqual([]);
  });
});

describe('a marketplace that took it and lost it', () => {
  it('is not called served', async () => {
    const scene = await openScene();
    mendChecks(scene.repository);
    const npm = scene.stage.world.marketplaces.npm.packages['contextlite'];
    let taken = 0;
    const losing = Object.defineProperty({}, '1.0.35', {get: () => undefined, set: () => (taken += 1)});
    Object.setPrototypeOf(npm?.versions, losing);
    Object.defineProperty(npm?.tags ?? {}, 'latest', {get: () => '1.0.34', set: () => {}, enumerable: true});
    const {code, out} = await scene.publish(['npm', '--yes', '--also']);
    expect(taken).toBe(1);
    expect(code).not.toBe(0);
    expect(out).not.toContain('npm serves 1.0.35');
    expect(scene.writes()).toEqual(['POST dispatches']);
  });
});
