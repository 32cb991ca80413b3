import {afterEach, describe, expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import type {SecretKnowledge} from '../../src/commands/secret-knowledge.ts';
import {misnameOf} from '../../src/commands/secret-misname.ts';
import {patchPlanOf} from '../../src/commands/secret-patch.ts';
import {addCommit} from '../../src/demo/github/new-repository.ts';
import {findRepository, type Repository} from '../../src/demo/github/state.ts';
import type {SecretName} from '../../src/model/repository.ts';
import type {WorkflowFile} from '../../src/model/workflow.ts';
import {understandWorkflows} from '../../src/workflow/understand.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';
import {openedBy, watchRequests} from '../support/watched-world.ts';

const repository = {owner: 'octo', name: 'tool'};
const [wrong, right] = ['SNAP_STORE_CREDENTIALS', 'SNAPCRAFT_STORE_CREDENTIALS'];
const snap = marketplaces.find(({id}) => id === 'snapcraft')!;
const npm = marketplaces.find(({id}) => id === 'npm')!;

const fileOf = (text: string, name = 'publish.yml'): WorkflowFile => ({
  id: name.length,
  name,
  path: `.github/workflows/${name}`,
  state: 'active',
  url: `https://github.example/${name}`,
  text,
});
const snapJob = (name: string, more = '') => `
  publish-snap:
    runs-on: ubuntu-latest${more}
    steps:
      - run: snapcraft upload --release=stable x.snap # ${name} is spelt as ever
        env:
          SNAPCRAFT_STORE_CREDENTIALS: \${{ secrets.${name} }}
`;
const onTag = (jobs: string) => `on: {push: {tags: ['v*']}}\njobs:${jobs}`;
const standing = (name: string): SecretName => ({name, updatedAt: '2026-11-18T10:00:00Z', level: 'repository'});

const knowledgeOf = (files: readonly WorkflowFile[], secrets: readonly SecretName[]): SecretKnowledge => ({
  repository,
  secrets,
  unlisted: [],
  understanding: understandWorkflows(files, marketplaces, {repository, secrets}),
  unseen: [],
});

const misnameIn = (text: string, ...names: readonly string[]) => {
  const knowledge = knowledgeOf([fileOf(text)], names.map(standing));
  return knowledge.understanding.jobs.map((job) => misnameOf(job, job.marketplace === 'npm' ? npm : snap, knowledge));
};

describe('a misnamed secret', () => {
  it('is told by the one that stands, else by the usual name', () => {
    expect(misnameIn(onTag(snapJob(wrong)), right)).toEqual([{wrong, right}]);
    expect(misnameIn(onTag(snapJob(wrong)))).toEqual([{wrong, right}]);
    expect(misnameIn(onTag(snapJob('SNAPCRAFT_STORE_CREDENTIAL')))).toEqual([{wrong: 'SNAPCRAFT_STORE_CREDENTIAL', right}]);
  });

  it('is none where the name stands, is the usual one, or resembles nothing', () => {
    expect(misnameIn(onTag(snapJob(wrong)), wrong, right)).toEqual([undefined]);
    expect(misnameIn(onTag(snapJob(right)))).toEqual([undefined]);
    expect(misnameIn(onTag(snapJob('MY_OWN_THING')))).toEqual([undefined]);
  });
});

describe('the plan that mends a name', () => {
  const ground = (...workflows: readonly WorkflowFile[]) => ({repository, base: 'main', workflows});
  const filesOf = (...workflows: readonly WorkflowFile[]) =>
    patchPlanOf({wrong, right}, ground(...workflows), [])?.steps.flatMap((step) => (step.kind === 'propose-change' ? step.files : []));

  it('changes every file that reads it, and each in nothing but the name', () => {
    const other = onTag(snapJob('NPM_TOKEN'));
    expect(filesOf(fileOf(onTag(snapJob(wrong))), fileOf(onTag(snapJob(wrong)), 'edge.yml'), fileOf(other, 'other.yml'))).toEqual([
      {
        path: '.github/workflows/publish.yml',
        before: onTag(snapJob(wrong)),
        after: onTag(snapJob(wrong)).replace(`secrets.${wrong}`, `secrets.${right}`),
      },
      expect.objectContaining({path: '.github/workflows/edge.yml'}),
    ]);
  });

  const calls = (secrets: string) => fileOf(onTag(`\n  snap:\n    uses: ./.github/workflows/snap.yml\n    secrets: ${secrets}\n`));
  const called = (declared: string) => fileOf(`on: {workflow_call: ${declared}}\njobs:${snapJob(wrong)}`, 'snap.yml');

  it('changes the caller where the called workflow takes the secret by that name, and the called one where it inherits all', () => {
    expect(filesOf(calls(`{${wrong}: "\${{ secrets.${wrong} }}"}`), called(`{secrets: {${wrong}: {}}}`))).toEqual([
      expect.objectContaining({
        path: '.github/workflows/publish.yml',
        after: expect.stringContaining(`{${wrong}: "\${{ secrets.${right} }}"}`),
      }),
    ]);
    expect(filesOf(calls('inherit'), called('{}'))).toEqual([expect.objectContaining({path: '.github/workflows/snap.yml'})]);
  });

  it('is none where a person has to do it, or nothing is to be done', () => {
    expect(filesOf(calls('inherit'), called(`{secrets: {${wrong}: {}}}`))).toBeUndefined();
    expect(filesOf(fileOf(`${onTag(snapJob(wrong))}  [`))).toBeUndefined();
    expect(filesOf(fileOf(onTag(snapJob(right))))).toBeUndefined();
    expect(filesOf()).toBeUndefined();
  });
});

const owner = 'Michael-A-Kuykendall';
const path = '.github/workflows/publish-packages.yml';
let stage: Stage | undefined;
afterEach(async () => {
  await stage?.end();
  stage = undefined;
});

/** The demo's repository with one more job, which reads the snap store's credentials by another name than they have. */
const openScene = async () => {
  stage = await openStage();
  const found: Repository | undefined = findRepository(stage.world.github, owner, 'contextlite');
  if (found === undefined) throw new Error('The world lacks its repository.');
  const files = new Map(found.commits.get(found.branches.get('main') ?? '')?.files);
  const text = `${files.get(path)?.toString()}${snapJob(wrong).slice(1)}`;
  addCommit(found, 'main', {
    files: new Map([...files, [path, Buffer.from(text)]]),
    message: 'Snap',
    author: owner,
    date: '2026-11-20T10:00:00Z',
  });
  return {stage, repository: found, seen: watchRequests(stage.world), text};
};
const textOn = (found: Repository, branch: string) =>
  found.commits
    .get(found.branches.get(branch) ?? '')
    ?.files.get(path)
    ?.toString();
const give = {readInput: async () => 'a snap credential that nobody tests'};

describe('portcall secret set --patch', () => {
  it('offers the change, and sets the name that the job reads as long as nobody asks for it', async () => {
    const scene = await openScene();
    const {code, out} = await scene.stage.portcall(['secret', 'set', 'snapcraft', '--dry-run']);
    expect([code, out]).toEqual([0, expect.stringContaining(`1. Set secret ${wrong} of repository`)]);
    expect(out).toContain(
      `${right} is set and nothing reads it. With --patch Portcall proposes a workflow that reads it in place of ${wrong}.`,
    );
  });

  it('shows what it would change and changes nothing in a dry run', async () => {
    const scene = await openScene();
    const {code, out} = await scene.stage.portcall(['secret', 'set', 'snapcraft', '--patch', '--dry-run']);
    expect([code, out]).toEqual([0, expect.stringContaining(`1. Set secret ${right} of repository`)]);
    expect(out).toContain(`2. Open a pull request at ${owner}/contextlite from branch portcall/secret-name-${right.toLowerCase()}`);
    expect(out).toContain(`secrets.${right} }}`);
    expect(scene.seen.filter(({method}) => method !== 'GET')).toEqual([]);
  });

  it('sets the secret under its usual name and opens a pull request that reads it', async () => {
    const scene = await openScene();
    const {code, out, told} = await scene.stage.portcall(['secret', 'set', 'snapcraft', '--patch', '--yes'], {}, give);
    expect([code, told]).toEqual([0, '']);
    expect(out).toContain('Until the pull request is merged it reads what it read.');
    const after = scene.text.replace(`secrets.${wrong}`, `secrets.${right}`);
    expect(textOn(scene.repository, `portcall/secret-name-${right.toLowerCase()}`)).toBe(after);
    expect(textOn(scene.repository, 'main')).toBe(scene.text);
    expect(scene.repository.pulls).toHaveLength(1);
    expect(await openedBy(scene.repository.secrets.find(({name}) => name === right)?.sealed)).toBe('a snap credential that nobody tests');
  });

  it('takes a secret by its right name, and refuses where nothing is misnamed', async () => {
    const scene = await openScene();
    expect((await scene.stage.portcall(['secret', 'set', right, '--patch', '--dry-run'])).out).toContain('2. Open a pull request');
    const {code, told} = await scene.stage.portcall(['secret', 'set', 'npm', '--patch', '--yes'], {}, give);
    expect([code, told]).toEqual([2, expect.stringContaining('Leave --patch out.')]);
  });
});
