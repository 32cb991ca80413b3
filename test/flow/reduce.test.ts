import {describe, expect, it} from 'vitest';
import {emptySurvey, reduce} from '../../src/flow/reduce.ts';
import {createRowsOf, documentOf} from '../../src/flow/select.ts';
import {columns} from '../../src/model/cell.ts';
import {Problem} from '../../src/model/problem.ts';
import {at, found, market, now, project, publicationOf, surveyAfter} from '../support/survey.ts';

const name = {of: 'npm', fact: 'publication'} as const;
const published = found(name, publicationOf({serves: '1.2.3', version: {kind: 'published'}}));
const rowsOf = createRowsOf({marketplaces: [market], diagnose: () => []});

describe('a survey', () => {
  it('keeps value, look and problem apart', () => {
    const again = reduce(surveyAfter(published), {kind: 'fact-checking', name});
    expect(again.rows.npm.publication).toMatchObject({isChecking: true, at, value: {serves: '1.2.3'}});
    const failed = reduce(again, {kind: 'fact-failed', name, problem: new Problem('unreachable', 'a', 'b').record(), at});
    expect(failed.rows.npm.publication).toMatchObject({isChecking: false, value: {serves: '1.2.3'}, problem: {kind: 'unreachable'}});
    expect(reduce(failed, published).rows.npm.publication.problem).toBeUndefined();
  });

  it('marks what an earlier run had learnt, and drops the mark with the first answer', () => {
    const remembered = reduce(emptySurvey, {kind: 'remembered', survey: surveyAfter(published)});
    const [row] = rowsOf({...remembered, project}, now);
    expect(row).toMatchObject({verdict: 'working', isRemembered: true});
    expect(rowsOf(reduce({...remembered, project}, published), now)[0]?.isRemembered).toBe(false);
  });

  it('forgets who was signed in at an earlier run', () => {
    const before = surveyAfter(published, {kind: 'login-found', login: 'octo'});
    expect(before.login).toBe('octo');
    expect(reduce(emptySurvey, {kind: 'remembered', survey: before})).not.toHaveProperty('login');
  });

  it('takes nothing learnt of one tag for something about another', () => {
    const before = reduce(surveyAfter(published), {kind: 'project-found', project});
    const same = reduce(before, {kind: 'project-found', project: {...project, packages: {npm: {name: 'tool', from: 'file'}}}});
    expect(same.rows.npm.publication.value).toBeDefined();
    const next = reduce(before, {kind: 'project-found', project: {...project, tag: 'v1.2.4', version: '1.2.4'}});
    expect(next.rows.npm.publication.value).toBeUndefined();
    const moved = reduce(before, {kind: 'project-found', project: {...project, repository: {owner: 'octo', name: 'other'}}});
    expect(moved.rows.npm.publication.value).toBeUndefined();
  });

  it('does not touch the rows that nothing happened to', () => {
    const before = surveyAfter(published);
    const after = reduce(before, found({of: 'pypi', fact: 'publication'}, publicationOf({})));
    expect(after.rows.npm).toBe(before.rows.npm);
  });
});

describe('the rows of a survey', () => {
  it('are the same objects as long as nothing in them changes', () => {
    const survey = surveyAfter(published);
    const [first] = rowsOf(survey, now);
    const [second] = rowsOf(reduce(survey, found({of: 'pypi', fact: 'publication'}, publicationOf({}))), now);
    expect(second).toBe(first);
  });

  it('make a document in which every row has every column', () => {
    const document = documentOf(project, rowsOf(surveyAfter(published), now), at);
    expect(document).toMatchObject({formatVersion: 1, project: {repository: 'octo/tool', tag: 'v1.2.3', version: '1.2.3'}});
    expect(Object.keys(document.marketplaces[0]?.cells ?? {})).toEqual([...columns]);
    expect(document.marketplaces[0]?.tasks).toEqual([
      {id: 'make-account', title: 'Make an account.', state: 'unknown', url: 'https://market.example/signup'},
    ]);
  });
});
