import {describe, expect, it} from 'vitest';
import {askedRunOf} from '../../src/commands/asked-run.ts';
import {failedJobsOf} from '../../src/commands/diagnose-run.ts';
import {generalCauses} from '../../src/diagnosis/causes.ts';
import {diagnose} from '../../src/diagnosis/diagnose.ts';
import type {Run} from '../../src/model/repository.ts';
import {run as jobOf, situation} from '../diagnosis/situations.ts';

const run = (conclusion: string | null): Run => ({
  id: 1,
  path: '.github/workflows/publish.yml',
  event: 'push',
  branch: 'v1.1.0',
  status: conclusion === null ? 'in_progress' : 'completed',
  conclusion,
  createdAt: '2026-03-04T09:15:00Z',
  url: 'https://github.com/o/tool/actions/runs/1',
});

describe('the jobs of a run that failed', () => {
  it('are those that failed by themselves, not those cancelled with them', () => {
    const jobs = [
      {...jobOf('failure', 'a|failure'), name: 'one'},
      {...jobOf('cancelled', 'a|cancelled'), name: 'two'},
      jobOf('success', 'a'),
    ];
    expect(failedJobsOf(run('failure'), jobs).map(({name}) => name)).toEqual(['one']);
    expect(failedJobsOf(run('cancelled'), jobs.slice(1)).map(({name}) => name)).toEqual(['two']);
    expect(failedJobsOf(run(null), jobs.slice(2))).toEqual([]);
  });

  it('are the run itself where it could not start', () => {
    const [job] = failedJobsOf(run('startup_failure'), []);
    expect(job).toMatchObject({name: 'publish.yml', conclusion: 'startup_failure'});
    expect(job && diagnose(situation({run: job}), generalCauses)[0]).toMatchObject({cause: 'run-stopped', confidence: 'confirmed'});
  });
});

it('names a run by number or address', () => {
  expect(askedRunOf('17')).toEqual({run: 17});
  const repository = {owner: 'o', name: 'tool.js'};
  expect(askedRunOf('https://github.com/o/tool.js/actions/runs/17')).toEqual({run: 17, repository});
  expect(askedRunOf('https://ghe.example/o/tool.js/actions/runs/17/attempts/2/?pr=3')).toEqual({run: 17, repository});
  expect(askedRunOf('https://github.com/o/tool.js/actions/runs/17/job/5#step:4:1')).toEqual({run: 17, job: 5, repository});
  for (const word of ['', '-1', '1.5', 'https://github.com/o/tool/actions', 'https://github.com/o/tool/pull/17'])
    expect(() => askedRunOf(word)).toThrow();
});
