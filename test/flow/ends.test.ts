import {describe, expect, it} from 'vitest';
import type {SurveyEvent} from '../../src/flow/event.ts';
import {rowOf} from '../../src/flow/select.ts';
import type {Lifetime, Marketplace} from '../../src/model/marketplace.ts';
import type {TokenTest} from '../../src/model/publication.ts';
import type {Row} from '../../src/model/row.ts';
import {found, jobEvents, market, now, project, publicationOf, publishingJobOf, surveyAfter} from '../support/survey.ts';

const inDays = (days: number) => new Date(now + days * 86_400_000).toISOString();
const of = (marketplace: Marketplace, ...events: readonly SurveyEvent[]): Row =>
  rowOf(surveyAfter(...events), project, marketplace, () => [], now);
const withLifetime = (lifetime: Lifetime): Marketplace => ({
  ...market,
  ...(market.token === undefined ? {} : {token: {...market.token, lifetime}}),
});
const token = (test: Partial<TokenTest>) => found({of: 'npm', fact: 'token'}, {verdict: 'valid', note: 'npm took it.', ...test});
const secretSet = (daysAgo: number, name = 'NPM_TOKEN') =>
  found({of: 'repository', fact: 'secrets'}, [{name, updatedAt: inDays(-daysAgo), level: 'repository'}]);
const npmRule: Lifetime = {days: 90, because: 'npm ends them after 90 days.'};
const vsRule: Lifetime = {endsOn: inDays(10).slice(0, 10), because: 'All end.'};

describe('the token cell', () => {
  it.each([
    [40.5, 'ok', 'valid'],
    [30.5, 'warning', '30 d left'],
    [14.5, 'warning', '14 d left'],
    [2.5, 'warning', '2 d left'],
    [0.5, 'warning', 'ends today'],
    [-1, 'problem', 'ended'],
  ])('of a token that ends in %s days', (days, state, note) => {
    const {cells, verdict, ends} = of(market, token({expires: inDays(days)}));
    expect(cells.token).toMatchObject({state, note});
    expect(verdict).toBe(of(market, token({})).verdict);
    expect(ends === undefined).toBe(days > 31);
    if (days < 31) expect(cells.token.evidence?.[0]?.label).toMatch(days < 0 ? /^The token ended on / : /^The token ends /);
  });

  it('warns of the day on which all of a kind end, until a marketplace still takes one after it', () => {
    const {cells} = of(withLifetime(vsRule), token({}));
    expect(cells.token).toMatchObject({state: 'warning', note: '9 d left'});
    expect(cells.token.evidence?.[0]?.label).toMatch(/^The token ends at the latest in 9 days, on .*\. All end\.$/);
    expect(of(withLifetime({endsOn: '2026-01-01', because: 'All ended.'}), token({})).cells.token.state).toBe('ok');
  });

  it('stays as it is where the token was refused, is missing, or could not be tested', () => {
    for (const [verdict, state] of [
      ['refused', 'problem'],
      ['missing', 'unchecked'],
      ['undetermined', 'unknown'],
    ] as const)
      expect(of(withLifetime(vsRule), token({verdict, expires: inDays(2)})).cells.token.state).toBe(state);
    expect(of(market, token({verdict: 'untestable', expires: inDays(2)})).cells.token).toMatchObject({state: 'warning', note: '2 d left'});
  });
});

describe('the secret cell', () => {
  const job = jobEvents(publishingJobOf());

  it.each([
    [10, 'ok', '10 d'],
    [65, 'warning', '25 d left'],
    [88, 'warning', '2 d left'],
    [91, 'problem', 'ended'],
  ])('of a secret that was set %s days ago, where such tokens end after 90', (age, state, note) => {
    const {cells, verdict} = of(withLifetime(npmRule), secretSet(age), ...job);
    expect(cells.secret).toMatchObject({state, note});
    expect(verdict).toBe(of(market, secretSet(age), ...job).verdict);
  });

  it('knows no end of what is older than the rule, has none, or is read by no job', () => {
    expect(of(withLifetime({...npmRule, from: inDays(-90).slice(0, 10)}), secretSet(200), ...job).cells.secret.state).toBe('ok');
    expect(of(market, secretSet(800), ...job).cells.secret.state).toBe('ok');
    expect(of(withLifetime(npmRule), secretSet(80), ...jobEvents(undefined)).cells.secret).toMatchObject({
      state: 'warning',
      note: '2 mo, unread',
    });
  });

  it('stays a problem where it is one', () => {
    const misnamed = publishingJobOf({findings: [{kind: 'secret-near-miss', severity: 'problem', text: 'NPM_TOKN is set.'}]});
    expect(of(withLifetime(npmRule), secretSet(80), ...jobEvents(misnamed)).cells.secret).toMatchObject({
      state: 'problem',
      note: 'misnamed',
    });
  });

  it('leaves tasks done while the end is near, and opens them once it has come', () => {
    const [task] = market.tasks;
    if (task === undefined) throw new Error('The market lacks its task.');
    const {state: _, ...shown} = {...task, shownBy: 'secret' as const};
    const tasksAt = (age: number) => of({...withLifetime(npmRule), tasks: [shown]}, secretSet(age), ...job).tasks;
    expect([tasksAt(80)[0]?.state, tasksAt(91)[0]?.state]).toEqual(['done', 'to-do']);
    expect(tasksAt(91)[0]?.note).toContain('NPM_TOKEN ended on');
  });
});

describe('a verdict', () => {
  it('does not hang on an end', () => {
    const published = found({of: 'npm', fact: 'publication'}, publicationOf({serves: '1.2.3', version: {kind: 'published'}}));
    expect(of(market, published, token({expires: inDays(-3)}))).toMatchObject({verdict: 'working', cells: {token: {state: 'problem'}}});
  });
});
