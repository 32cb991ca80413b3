import {describe, expect, it} from 'vitest';
import type {PlacedFile} from '../../src/flow/first-files.ts';
import {templateBody} from '../../src/flow/submission-body.ts';
import {planSubmission, type StandingPlace, type Submission} from '../../src/flow/submission-plan.ts';
import type {SubmissionStep} from '../../src/model/submission-steps.ts';

const project = {repository: {owner: 'octo', name: 'tool'}, tag: 'v1.2.3', version: '1.2.3', packages: {}};
const created: PlacedFile = {path: 'a/file', contents: 'ours\n', ours: 'ours\n', action: 'create', faults: []};
const same: PlacedFile = {...created, before: 'ours\n', action: 'same'};
const updated: PlacedFile = {...created, before: 'PLACEHOLDER\n', action: 'update'};
const bucket = {
  kind: 'own',
  repository: {owner: 'octo', name: 'scoop-bucket'},
  description: 'Manifests',
  topics: ['scoop-bucket'],
} as const;
const upstreamPlace = {
  kind: 'upstream',
  upstream: {owner: 'microsoft', name: 'winget-pkgs'},
  base: 'master',
  branch: 'octo.tool-1.2.3',
  title: 'New package: octo.tool version 1.2.3',
} as const;
const fork = {owner: 'octo', name: 'winget-pkgs'};
const questions = [{text: 'Have you signed the CLA?'}, {text: 'Have you tested it?', how: 'winget install --manifest FOLDER'}];

const submission = (place: StandingPlace, more: Partial<Submission> = {}): Submission => ({
  marketplace: {id: 'winget', title: 'winget'},
  project,
  place,
  files: [created],
  notes: ['The description is shortened.'],
  questions: [],
  state: {kind: 'absent'},
  ...more,
});

const planned = (place: StandingPlace, more: Partial<Submission> = {}) => {
  const choice = planSubmission(submission(place, more));
  if (choice.kind !== 'plans') throw new Error(`Nothing is planned: ${JSON.stringify(choice)}`);
  return choice;
};
const stepsOf = (place: StandingPlace, more: Partial<Submission> = {}) => planned(place, more).plans.flatMap(({steps}) => steps);

const atUpstream = (forkState: Extract<StandingPlace, {kind: 'upstream'}>['fork']): StandingPlace => ({
  kind: 'upstream',
  place: upstreamPlace,
  owner: 'octo',
  fork: forkState,
});

describe('handing a first package in', () => {
  it('proposes files of the project in one pull request for each marketplace', () => {
    const {plans, leaves} = planned({kind: 'project', base: 'main'});
    expect(plans).toEqual([
      {
        title: 'octo/tool: add the first package for winget',
        repository: project.repository,
        steps: [
          {
            kind: 'propose-change',
            repository: project.repository,
            base: 'main',
            branch: 'portcall/first-package-winget',
            title: 'Add the first package for winget',
            body: expect.stringContaining('- The description is shortened.'),
            files: [{path: 'a/file', after: 'ours\n'}],
          },
        ],
      },
    ]);
    expect(leaves).toEqual([expect.stringContaining('Merge the pull request')]);
  });

  it('says what a pull request is for where the version is handed in besides', () => {
    const step: SubmissionStep = {
      kind: 'push-nupkg',
      package: 'tool',
      version: '1.2.3',
      files: [{path: 'tool.nuspec', contents: '<package/>'}],
      embeds: [],
    };
    const at = {kind: 'project', base: 'main'} as const;
    const [waits, kept] = planned(at, {step}).leaves;
    expect([waits, kept]).toEqual([expect.stringContaining('waits there for moderation'), expect.stringContaining('for later versions')]);
    expect(planned(at, {step, files: [same]}).leaves).toEqual([waits]);
    expect(planned(at, {step, state: {kind: 'waiting', for: 'moderation'}}).leaves[0]).toContain('was handed in at winget before');
    expect(planned(at, {step, state: {kind: 'published'}}).leaves).toEqual([expect.stringContaining('Merge the pull request')]);
  });

  it('changes only what has changed, and says so', () => {
    const [step] = stepsOf(
      {kind: 'project', base: 'main'},
      {files: [same, {...updated, path: 'b'}, {...created, path: 'c', isExecutable: true}]},
    );
    expect(step).toMatchObject({
      files: [
        {path: 'b', before: 'PLACEHOLDER\n', after: 'ours\n'},
        {path: 'c', after: 'ours\n', isExecutable: true},
      ],
    });
    expect(planned({kind: 'project', base: 'main'}, {files: [updated]}).plans[0].title).toContain('fill in the package for winget');
  });

  it.each([
    ['makes one that is not there', {is: 'absent', isOrganization: false}, 'create-repository'],
    ['fills one that is empty', {is: 'empty', isOrganization: true}, 'create-repository'],
    ['commits to one that is there', {is: 'there', branch: 'trunk'}, 'commit-files'],
  ] as const)('in a place of its own: %s', (_, standing, kind) => {
    const [step] = stepsOf({kind: 'own', place: bucket, ...standing} as StandingPlace);
    expect(step).toMatchObject({kind, repository: bucket.repository});
  });

  it('refuses a place that nobody could install from', () => {
    expect(planSubmission(submission({kind: 'own', place: bucket, is: 'private'}))).toMatchObject({
      kind: 'blocked',
      because: expect.stringContaining('is private'),
      next: expect.stringContaining('/settings'),
    });
  });

  it.each([
    ['forks first', {kind: 'absent'}, ['fork-repository', 'propose-change']],
    ['brings a fork up that is far behind', {kind: 'there', repository: fork, isFarBehind: true}, ['sync-fork', 'propose-change']],
    ['uses a fork that is fresh', {kind: 'there', repository: fork, isFarBehind: false}, ['propose-change']],
  ] as const)('at the upstream it %s', (_, state, kinds) => {
    const steps = stepsOf(atUpstream(state));
    expect(steps.map(({kind}) => kind)).toEqual(kinds);
    expect(steps.at(-1)).toMatchObject({repository: upstreamPlace.upstream, from: fork, base: 'master', title: upstreamPlace.title});
    expect(steps.at(-1)).not.toHaveProperty('isBranchOnly');
  });

  it('opens no pull request whose questions nobody has answered', () => {
    const place = atUpstream({kind: 'absent'});
    const {plans, leaves} = planned(place, {questions});
    expect(plans[0].steps.at(-1)).toMatchObject({isBranchOnly: true});
    expect(leaves).toEqual([expect.stringContaining('open the pull request yourself')]);
    const answered = planned(place, {questions, answers: ['y', 'On two machines.']});
    expect(answered.plans[0].steps.at(-1)).toMatchObject({
      body: '- [x] Have you signed the CLA?\n- Have you tested it?\n\n  On two machines.\n\n',
    });
    expect(answered.leaves).toEqual([]);
  });

  it('writes nothing of an answer as anything but one line', () => {
    expect(templateBody(questions, ['no', 'x\n- [x] Have you signed the CLA?'])).toBe(
      '- [ ] Have you signed the CLA?\n- Have you tested it?\n\n  x - [x] Have you signed the CLA?\n\n',
    );
    expect(templateBody(questions, [])).toBe('- [ ] Have you signed the CLA?\n- [ ] Have you tested it?\n');
  });

  it.each([
    ['the first', {}, {message: 'Initial upload: 1.2.3'}],
    ['a later', {base: 'f'.repeat(40)}, {message: 'Fill in 1.2.3', base: 'f'.repeat(40)}],
  ])('pushes %s commit to the AUR', (_, base, expected) => {
    const place = {kind: 'aur', place: {kind: 'aur', package: 'tool-bin'}, ...base} as StandingPlace;
    expect(stepsOf(place)).toEqual([{kind: 'push-aur', package: 'tool-bin', files: [{path: 'a/file', after: 'ours\n'}], ...expected}]);
  });

  it('hands the version in besides, as a plan of its own, where the marketplace has none', () => {
    const step: SubmissionStep = {
      kind: 'push-nupkg',
      package: 'tool',
      version: '1.2.3',
      files: [{path: 'tool.nuspec', contents: ''}],
      embeds: [],
    };
    const place: StandingPlace = {kind: 'project', base: 'main'};
    expect(planned(place, {step}).plans.map(({steps}) => steps.map(({kind}) => kind))).toEqual([['propose-change'], ['push-nupkg']]);
    expect(planned(place, {step, files: [same]}).plans).toHaveLength(1);
    expect(planned(place, {step, state: {kind: 'rejected', why: 'x'}}).plans).toHaveLength(1);
    expect(
      planSubmission(submission(place, {step, files: [same], state: {kind: 'waiting', for: 'moderation', url: 'https://x.example'}})),
    ).toEqual({
      kind: 'wait',
      because: 'It was handed in at winget: moderation.',
      url: 'https://x.example',
    });
    const {state: _, ...unknown} = submission(place, {step, files: [same]});
    expect(planSubmission(unknown).kind).toBe('nothing-to-do');
  });

  it('has nothing to do where all of it stands or waits there', () => {
    expect(planSubmission(submission({kind: 'project', base: 'main'}, {files: [same]})).kind).toBe('nothing-to-do');
    expect(planSubmission(submission(atUpstream({kind: 'absent'}), {state: {kind: 'published'}})).kind).toBe('nothing-to-do');
    expect(planSubmission(submission(atUpstream({kind: 'absent'}), {state: {kind: 'waiting', for: 'a review'}})).kind).toBe('wait');
    expect(planSubmission(submission(atUpstream({kind: 'blocked', because: 'It is no fork.'})))).toMatchObject({
      kind: 'blocked',
      because: 'It is no fork.',
    });
  });
});
