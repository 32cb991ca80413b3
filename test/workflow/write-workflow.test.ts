import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {type NewWorkflow, newWorkflowText} from '../../src/workflow/write-workflow.ts';
import {openRunnerWorld} from '../support/runner-world.ts';
import {smallJob} from '../support/small-job.ts';
import {fileOf, jobFor, kindsOf, secret, understand} from './world.ts';

const pins = new Map([['actions/checkout@v5', '93cb6efe18208431cddfb8368fd83d5badbf9bfd']]);
const npm = {marketplace: 'npm', title: 'npm', job: smallJob()} as const;
const workflow = (over: Partial<NewWorkflow> = {}): string =>
  newWorkflowText({jobs: [npm], start: 'release', tagPrefix: 'v', ...over}, pins);

type Step = {readonly name: string; readonly if?: string; readonly run: string};
type Job = {readonly if: string; readonly env: object; readonly permissions: object; readonly steps: readonly Step[]};
const jobIn = (text: string, id: string): Job => (parse(text) as {readonly jobs: Readonly<Record<string, Job>>}).jobs[id]!;
const triggersIn = (text: string) => (parse(text) as {readonly on: Readonly<Record<string, unknown>>}).on;

describe('a workflow for a project that has none', () => {
  it('is one that GitHub accepts, whose job publishes and has nothing against it', () => {
    const found = understand(workflow(), {secrets: [secret('NPM_TOKEN')]});
    expect(found.unread).toEqual([]);
    expect(kindsOf(jobFor('npm', found))).toEqual([]);
    expect(jobFor('npm', found)).toMatchObject({isEnabled: true, secrets: ['NPM_TOKEN'], job: {permissions: {contents: 'read'}}});
    expect(found.readSecrets.map(({name}) => name)).toEqual(['NPM_TOKEN']);
  });

  it('starts for a release, and by hand for one marketplace', () => {
    const text = workflow({jobs: [npm, {...npm, marketplace: 'aur', title: 'AUR'}]});
    const on = triggersIn(text);
    expect(Object.keys(on)).toEqual(['release', 'workflow_dispatch']);
    expect(on['workflow_dispatch']).toMatchObject({inputs: {tag: {required: true}, marketplace: {options: ['all', 'npm', 'aur']}}});
    expect(jobIn(text, 'publish-aur').if).toContain("inputs.marketplace == 'aur'");
    expect(jobIn(text, 'publish-aur').if).toContain('!github.event.release.prerelease');
  });

  it('is started by the workflow that makes the release where that is not heard', () => {
    const text = workflow({start: 'started'});
    const on = triggersIn(text);
    expect(Object.keys(on)).toEqual(['workflow_dispatch']);
    expect(jobIn(text, 'publish-npm').env).toEqual({TAG: '${{ inputs.tag }}'});
  });

  it('pins what is known, and keeps the version of what is not', () => {
    expect(workflow()).toContain('uses: actions/checkout@93cb6efe18208431cddfb8368fd83d5badbf9bfd # v5\n');
    expect(workflow()).toContain('uses: actions/setup-node@v5\n');
  });

  it('gives a job its own rights and no more', () => {
    const text = workflow({jobs: [{...npm, job: smallJob({permissions: {'id-token': 'write'}})}]});
    expect(jobIn(text, 'publish-npm').permissions).toEqual({contents: 'read', 'id-token': 'write'});
    expect(parse(workflow()).permissions).toEqual({});
  });

  it('skips what is published, and verifies either way', () => {
    const {steps} = jobIn(workflow(), 'publish-npm');
    expect(steps.map(({name, if: condition}) => [name, condition])).toEqual([
      ['Check the tag and the secrets', undefined],
      ['Check out the packaging files', undefined],
      ['Set up Node.js', undefined],
      ['Look whether this version is published', undefined],
      ['Publish', "steps.look.outputs.published != 'true'"],
      ['Verify that this version is served', undefined],
    ]);
  });

  it('holds whatever text it is given and no expression of it', () => {
    const text = fc.string({unit: 'grapheme', maxLength: 40}).map((one) => `${one}\${{ secrets.OTHER }}'"\`$(x) #{y} \u202e: # `);
    fc.assert(
      fc.property(text, fc.array(fc.string({unit: 'binary', maxLength: 30}), {maxLength: 4}), (said, lines) => {
        const script = lines.map((line) => line.replace(/\r/g, ''));
        const step = {kind: 'run', name: said, env: {ONE: `x${script.join('')}`}, lines: script} as const;
        const written = newWorkflowText(
          {jobs: [{...npm, title: said, job: smallJob({publish: [step]})}], start: 'release', tagPrefix: 'v'},
          pins,
        );
        const {run} = jobIn(written, 'publish-npm').steps[4]!;
        expect(run.replace(/\n+$/, '')).toBe(['set -euo pipefail', ...script].join('\n').replace(/\n+$/, ''));
        expect(understand(fileOf(written)).readSecrets.map(({name}) => name)).toEqual(['NPM_TOKEN']);
      }),
      {numRuns: 60},
    );
  });
});

describe('a run of it', () => {
  const start = async (text: string, inputs: Readonly<Record<string, string>>) => {
    const world = await openRunnerWorld();
    await world.patch(() => text);
    const sent = {ref: 'main', inputs, return_run_details: true};
    const path = '/actions/workflows/publish-packages.yml/dispatches';
    const {body} = await world.json<{workflow_run_id: number}>('POST', path, sent);
    const ends = await world.finish(body.workflow_run_id);
    return {ends, logOf: (job: string) => world.logOf(body.workflow_run_id, job)};
  };
  const quiet = {
    ...npm,
    job: smallJob({publish: [{kind: 'run', name: 'Publish', lines: ['echo "publishing $VERSION of $TAG"']}]}),
  } as const;

  it('publishes one marketplace and leaves the others out', async () => {
    const aur = {...quiet, marketplace: 'aur', title: 'the AUR'} as const;
    const run = await start(workflow({jobs: [quiet, aur]}), {tag: 'v1.0.35', marketplace: 'aur'});
    expect(run.ends).toEqual({'Publish to npm': 'skipped', 'Publish to the AUR': 'success'});
    expect(await run.logOf('Publish to the AUR')).toContain('publishing 1.0.35 of v1.0.35');
    expect(await run.logOf('Publish to the AUR')).toContain('served: 1.0.35');
  });

  it('leaves out what is published already', async () => {
    const job = {...quiet.job, look: ['echo "published=true" >> "$GITHUB_OUTPUT"']};
    const run = await start(workflow({jobs: [{...quiet, job}]}), {tag: 'v1.0.35'});
    expect(run.ends).toEqual({'Publish to npm': 'success'});
    expect(await run.logOf('Publish to npm')).not.toContain('\npublishing 1.0.35');
  });

  it('fails loudly for an empty secret, by its name', async () => {
    const job = {...quiet.job, secrets: ['NPM_TOKEN', 'NOT_THERE_TOKEN']};
    const run = await start(workflow({jobs: [{...quiet, job}]}), {tag: 'v1.0.35'});
    expect(run.ends).toEqual({'Publish to npm': 'failure'});
    expect(await run.logOf('Publish to npm')).toContain('The secret NOT_THERE_TOKEN is empty');
    expect(await run.logOf('Publish to npm')).not.toContain('##[error]The secret NPM_TOKEN');
  });

  it('refuses what is no version', async () => {
    const run = await start(workflow({jobs: [quiet]}), {tag: 'main'});
    expect(run.ends).toEqual({'Publish to npm': 'failure'});
  });
});
