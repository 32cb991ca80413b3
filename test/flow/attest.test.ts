import {describe, expect, it, test} from 'vitest';
import type {SurveyEvent} from '../../src/flow/event.ts';
import {rowOf} from '../../src/flow/select.ts';
import {mayAttest} from '../../src/flow/wizard.ts';
import type {RowTask} from '../../src/model/row.ts';
import type {TaskProof} from '../../src/model/task.ts';
import {wizardRows} from '../support/fixture-rows.ts';
import {found, market, now, project, surveyAfter} from '../support/survey.ts';

const attested: SurveyEvent = {
  kind: 'choices-read',
  choices: [{marketplace: 'npm', task: 'make-account', kind: 'attested', at: '2026-03-01T12:00:00Z'}],
};
const proven = (state: TaskProof['state']): SurveyEvent =>
  found({of: 'npm', fact: 'proofs'}, {'make-account': {state, note: 'It was looked at.'}});

const taskAfter = (...events: readonly SurveyEvent[]): RowTask => {
  const [task] = rowOf(surveyAfter(...events), project, market, () => [], now).tasks;
  if (task === undefined) throw new Error('The row lacks its task.');
  return task;
};

describe('the person’s word', () => {
  it.each<[string, readonly SurveyEvent[], boolean]>([
    ['before anybody has looked', [], false],
    ['where a look could not tell', [proven('unknown')], true],
    ['where another task of the row was looked at, and this one can’t be', [found({of: 'npm', fact: 'proofs'}, {})], true],
    ['where a look told that it is not done', [proven('to-do')], false],
    ['where a look told that it is done', [proven('done')], false],
    ['while it waits for others', [proven('waiting')], false],
    ['once it is given', [proven('unknown'), attested], true],
  ])('stands or not: %s', (_, events, stands) => {
    expect(mayAttest(taskAfter(...events))).toBe(stands);
  });

  test('stands where nothing that can be read tells, whether or not anybody looked', () => {
    const word = wizardRows.flatMap(({tasks}) => tasks).filter(({onlyWord}) => onlyWord !== undefined);
    expect(word.map(mayAttest)).toEqual([true]);
  });

  test('yields to what a later look tells', () => {
    expect(taskAfter(attested).state).toBe('attested');
    expect(taskAfter(attested, proven('unknown')).state).toBe('attested');
    for (const state of ['to-do', 'waiting', 'done'] as const) expect(taskAfter(attested, proven(state)).state).toBe(state);
  });
});
