import {spawnSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {marketplaces} from '../../checks/index.ts';
import {workflowTextOf} from '../../src/demo/contextlite/job-text.ts';
import {firstJobs} from '../../src/demo/contextlite/jobs.ts';
import {completeWorkflow} from '../../src/workflow/complete-workflow.ts';
import {understandWorkflows} from '../../src/workflow/understand.ts';
import {newWorkflowText, starterLines, type WantedJob} from '../../src/workflow/write-workflow.ts';
import {lintedByActionlint} from '../support/actionlint.ts';
import {describedFacts} from '../support/hostile-facts.ts';
import {programFacts} from '../support/program-facts.ts';

const jobsFor = (facts: ReturnType<typeof programFacts>): readonly WantedJob[] =>
  marketplaces.flatMap(({id, title, firstPackage}) => {
    const job = firstPackage?.job?.(facts);
    return job === undefined ? [] : [{marketplace: id, title, job}];
  });

const usual = jobsFor(programFacts());
const fileOf = (text: string) => ({id: 1, name: 'x', path: '.github/workflows/publish-packages.yml', state: 'active', url: '', text});
const knowledge = {repository: {owner: 'harbor-tools', name: 'harbor'}, tag: 'v1.2.3'};
const understood = (text: string) => understandWorkflows([fileOf(text)], marketplaces, knowledge);

/** Every script of a file with the shell's name before it. */
const scriptsIn = (text: string): readonly string[] => {
  const {jobs} = parse(text) as {readonly jobs: Readonly<Record<string, {readonly steps: readonly {readonly run?: string}[]}>>};
  return Object.values(jobs).flatMap(({steps}) => steps.flatMap(({run}) => (run === undefined ? [] : [`#!/bin/bash\n${run}`])));
};

const shellcheck = spawnSync('shellcheck', ['--version']).status === 0;
const lacking = shellcheck ? '' : ' (left out: shellcheck is not installed)';

describe('the workflow of all marketplaces', () => {
  const [first, ...others] = usual;
  const texts = (['release', 'started'] as const).map((start) =>
    newWorkflowText({jobs: [first!, ...others], start, tagPrefix: 'v'}, new Map()),
  );

  it('is what GitHub’s own parser accepts, and each job is known again', () => {
    for (const text of texts) {
      const {jobs, unread} = understood(text);
      expect(unread).toEqual([]);
      expect([...new Set(jobs.map(({marketplace}) => marketplace))].sort()).toEqual(usual.map(({marketplace}) => marketplace).sort());
      expect(jobs.flatMap(({marketplace, findings}) => findings.map(({kind, text: said}) => `${marketplace} ${kind}: ${said}`))).toEqual(
        [],
      );
    }
  });

  it('has nothing against it that actionlint finds', async () => {
    for (const text of texts) expect(await lintedByActionlint(text)).toEqual([]);
  });

  it('is accepted with hostile texts in everything that comes from outside', async () => {
    const [hostile, ...more] = jobsFor(describedFacts(`"';$(touch x)\`touch x\` #{x} \${{ secrets.OTHER }}\n\u202e: # ]]>`));
    const text = newWorkflowText({jobs: [hostile!, ...more], start: 'release', tagPrefix: 'v\'"$(x)`${{ secrets.X }}'}, new Map());
    expect(understood(text).unread).toEqual([]);
    expect(await lintedByActionlint(text)).toEqual([]);
  });

  it('completes the demo’s, to which actionlint has no more to say than before', async () => {
    const before = workflowTextOf(firstJobs);
    const publishing = understood(before).jobs;
    const [add, ...more] = usual.filter(({marketplace}) => !publishing.some((one) => one.marketplace === marketplace));
    const result = completeWorkflow(
      {text: before, publishing, add: [add!, ...more], uploader: 'build-and-release', tagPrefix: 'v'},
      new Map(),
    );
    expect(result.kind).toBe('completed');
    if (result.kind === 'completed') expect(await lintedByActionlint(result.text)).toEqual(await lintedByActionlint(before));
  });

  it('is started by a job that actionlint takes', async () => {
    const starter = starterLines('release').map((line) => `  ${line}`);
    const text = `on: {push: {tags: ['v*']}}\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - run: 'true'\n${starter.join('\n')}\n`;
    expect(await lintedByActionlint(text)).toEqual([]);
  });
});

describe.skipIf(!shellcheck)(`the scripts of all marketplaces${lacking}`, () => {
  // SC2034: the counter of a loop that waits is not read.
  it('have nothing against them that shellcheck finds', () => {
    const [first, ...others] = usual;
    const text = newWorkflowText({jobs: [first!, ...others], start: 'release', tagPrefix: 'v'}, new Map());
    const said = scriptsIn(text).flatMap((script) => {
      const {stdout, status} = spawnSync('shellcheck', ['--severity=warning', '--exclude=SC2034', '--format=gcc', '-'], {
        input: script,
        encoding: 'utf8',
      });
      return status === 0 ? [] : [`${stdout}${script}`];
    });
    expect(said).toEqual([]);
  });
});
