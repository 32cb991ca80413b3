import {expect, it} from 'vitest';
import {keepKnown} from '../../src/flow/keep-known.ts';
import {reduce} from '../../src/flow/reduce.ts';
import {Problem} from '../../src/model/problem.ts';
import {at, found, project, publicationOf, surveyAfter} from '../support/survey.ts';

const name = {of: 'npm', fact: 'publication'} as const;
const known = {...surveyAfter(found(name, publicationOf({serves: '1.2.3'}))), project};
const failed = {...surveyAfter({kind: 'fact-failed', name, problem: new Problem('unreachable', 'a', 'b').record(), at}), project};

it('keeps what a failed look would have lost, marked as remembered', () => {
  expect(keepKnown(failed, known).rows.npm.publication).toMatchObject({
    value: {serves: '1.2.3'},
    isRemembered: true,
    problem: {kind: 'unreachable'},
  });
});

it('puts nothing in the place of an answer', () => {
  const fresh = reduce(failed, found(name, publicationOf({serves: null})));
  expect(keepKnown(fresh, known).rows.npm.publication).toEqual(fresh.rows.npm.publication);
});

it('keeps nothing of another tag', () => {
  expect(keepKnown(failed, {...known, project: {...project, tag: 'v1.2.2'}})).toBe(failed);
});
