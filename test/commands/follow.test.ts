import {describe, expect, it} from 'vitest';
import {changesBetween, followSurvey} from '../../src/commands/follow.ts';
import type {Surroundings} from '../../src/commands/surroundings.ts';
import {emptySurvey, reduce} from '../../src/flow/reduce.ts';
import {createRowsOf} from '../../src/flow/select.ts';
import {createStore} from '../../src/flow/store.ts';
import type {Row} from '../../src/model/row.ts';
import {found, market, project, publicationOf} from '../support/survey.ts';

const published = found({of: 'npm', fact: 'publication'}, publicationOf({serves: '1.2.3', version: {kind: 'published'}}));
const absent = found({of: 'npm', fact: 'publication'}, publicationOf({serves: '1.2.2'}));

describe('following a survey', () => {
  it('tells of each change once, and ends when it is told to', async () => {
    const store = createStore(reduce, emptySurvey, {gatherFor: 0});
    for (const event of [{kind: 'project-found', project} as const, absent]) store.dispatch(event);
    const end = new AbortController();
    let time = Date.parse('2026-03-01T12:00:00Z');
    const surroundings = {now: () => (time += 3_600_000), end: end.signal} as Surroundings;
    const rounds = [absent, published, published];
    const surveyor = {
      look: async () => {
        const next = rounds.shift();
        if (next === undefined) end.abort();
        else store.dispatch(next);
        store.dispatch({kind: 'round-ended', at: '2026-03-01T12:00:00Z'});
      },
      verify: async () => undefined,
      prove: async () => undefined,
    };
    const told: string[] = [];
    const rowsOf = createRowsOf({marketplaces: [market], diagnose: () => []});
    const begun = {surveyor, rowsOf, isSignedIn: true, remember: async () => undefined, stop: () => undefined};
    await followSurvey(begun, store, surroundings, (before: readonly Row[], after: readonly Row[]) =>
      told.push(...changesBetween(before, after, '12:00')),
    );
    expect(told).toEqual(['12:00 npm: partial, serves 1.2.2, now working, serves 1.2.3']);
  });
});
