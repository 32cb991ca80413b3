import {expect, test} from 'vitest';
import {chooseStart, type Rerun} from '../../src/flow/choose-start.ts';
import type {DispatchWay, NoDispatch, StartedJob} from '../../src/model/start.ts';
import {now, runJobOf} from '../support/survey.ts';

const job = (name: string, publishes: StartedJob['publishes'] = []): StartedJob => ({name, isCertain: true, publishes});
const way = (alsoRuns: readonly StartedJob[] = []): DispatchWay => ({
  kind: 'dispatch',
  workflow: {id: 1, name: 'Publish', path: '.github/workflows/publish.yml'},
  ref: 'main',
  inputs: {},
  job: job('npm', ['npm']),
  alsoRuns,
});
const none: NoDispatch = {kind: 'none', path: 'publish.yml', why: 'no-trigger', text: 'Nobody can start it by hand.'};
const rerun = (parts: Partial<Rerun> = {}): Rerun => ({
  run: runJobOf({conclusion: 'failure'}),
  createdAt: new Date(now - 3_600_000).toISOString(),
  isForTag: true,
  alsoRuns: [],
  ...parts,
});

test('a dispatch that runs nothing else wins, and says why the failed run is not run again', () => {
  const {start, others} = chooseStart([way()], rerun(), now);
  expect(start).toMatchObject({kind: 'dispatch'});
  expect(others[0]).toContain('workflow file of its time');
});

test('where a dispatch would publish elsewhere too, the failed job alone is run again', () => {
  const {start, others} = chooseStart([way([job('choco', ['chocolatey'])])], rerun(), now);
  expect(start).toMatchObject({kind: 'rerun'});
  expect(others).toEqual(['A fresh dispatch of .github/workflows/publish.yml runs more; “choco” would publish besides.']);
});

test.each([
  ['green', rerun({run: runJobOf({conclusion: 'success'})}), 'ended green'],
  ['old', rerun({createdAt: new Date(now - 31 * 86_400_000).toISOString()}), '30 days'],
  ['another tag', rerun({isForTag: false}), 'another tag'],
  ['a changed file', rerun({hasOtherFile: true}), 'changed since'],
  ['none', undefined, 'never ran'],
])('no run again: %s', (_, given, said) => {
  const {start, others} = chooseStart([way([job('choco', ['chocolatey'])])], given, now);
  expect(start).toMatchObject({kind: 'dispatch'});
  expect(others[0]).toContain(said);
  expect(chooseStart([none], given, now)).toMatchObject({others: [expect.stringContaining(said), 'Nobody can start it by hand.']});
  expect(chooseStart([none], given, now).start).toBeUndefined();
});

test('without a dispatch a failed run is run again', () => {
  expect(chooseStart([none], rerun(), now)).toMatchObject({start: {kind: 'rerun'}, others: ['Nobody can start it by hand.']});
});
