import {expect, it} from 'vitest';
import {rowOf} from '../../src/flow/select.ts';
import type {Cell} from '../../src/model/cell.ts';
import type {TaskProof} from '../../src/model/task.ts';
import {found, jobEvents, market, now, project, publishingJobOf, surveyAfter} from '../support/survey.ts';

const proofOf = (workflow?: string): TaskProof => ({
  state: 'done',
  note: 'It came from there.',
  publisher: {version: '1.2.2', repository: 'octo/tool', ...(workflow === undefined ? {} : {workflow})},
});

const workflowCell = (proof: TaskProof, job = publishingJobOf()): Cell =>
  rowOf(surveyAfter(...jobEvents(job), found({of: 'npm', fact: 'proofs'}, {'trust-workflow': proof})), project, market, () => [], now).cells
    .workflow;

it('warns in the workflow column before a renamed file breaks its publisher', () => {
  const cell = workflowCell(proofOf('.github/workflows/release.yml'));
  expect(cell).toMatchObject({state: 'warning', note: 'file renamed'});
  expect(cell.evidence?.[0]?.label).toBe(
    'The trusted publisher of 1.2.2 names release.yml, and the job is in publish.yml now: the next release is refused until it names that.',
  );
});

it('says nothing where the file is the same, or none was named', () => {
  expect(workflowCell(proofOf('.github/workflows/publish.yml')).state).toBe('ok');
  expect(workflowCell(proofOf('publish.yml')).state).toBe('ok');
  expect(workflowCell(proofOf()).state).toBe('ok');
  expect(workflowCell({state: 'unknown', note: 'Nobody tells.'}).state).toBe('ok');
});

it('takes either file of a called workflow, since marketplaces judge by the one or the other', () => {
  const called = publishingJobOf({definedIn: '.github/workflows/upload.yml'});
  expect(workflowCell(proofOf('upload.yml'), called).state).toBe('ok');
  expect(workflowCell(proofOf('publish.yml'), called).state).toBe('ok');
  expect(workflowCell(proofOf('release.yml'), called).state).toBe('warning');
});

it('never hides a problem behind the warning', () => {
  const job = publishingJobOf({findings: [{kind: 'missing-permission', severity: 'problem', text: 'It may not.'}]});
  expect(workflowCell(proofOf('release.yml'), job)).toMatchObject({state: 'problem', note: 'no rights'});
});
