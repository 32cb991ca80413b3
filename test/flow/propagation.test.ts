import {describe, expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import {durationText, visibilityAt} from '../../src/flow/propagation.ts';

const quick = {usually: 300, atMost: 900, because: 'caches may lag.'};
const end = Date.parse('2026-11-20T10:00:00Z');

/** The seconds after the end at which it is looked, until it counts as late. */
const looks = (propagation: typeof quick): number[] => {
  const found: number[] = [];
  let now = end;
  for (;;) {
    const seen = visibilityAt(propagation, end, now);
    if (seen.kind === 'late') return found;
    now = seen.nextLook;
    found.push((now - end) / 1000);
  }
};

describe('when to look next', () => {
  it('says what is usual and when the next look is', () => {
    expect(visibilityAt(quick, end, end + 1000)).toMatchObject({
      kind: 'expected',
      text: 'usually visible within 5 minutes, next look in 5 seconds',
    });
    expect(visibilityAt(quick, end, end + 60_000)).toMatchObject({
      kind: 'expected',
      nextLook: end + 80_000,
      text: 'usually visible within 5 minutes, next look in 20 seconds',
    });
    expect(visibilityAt({...quick, usually: 5}, end, end)).toMatchObject({usually: 'usually visible at once'});
  });

  it('waits longer each time while it is usual, more slowly after that, and looks a last time at the end', () => {
    const times = looks(quick);
    const pauses = times.map((time, at) => time - (times[at - 1] ?? 0));
    const usual = pauses.slice(
      0,
      times.findIndex((time) => time >= 300),
    );
    expect(usual).toEqual([...usual].sort((one, other) => one - other));
    expect(times.at(-1)).toBe(900);
    expect(times.length).toBeLessThan(40);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(60);
  });

  it('says how long it can take at most once it is later than usual', () => {
    expect(visibilityAt(quick, end, end + 400_000)).toMatchObject({
      kind: 'overdue',
      text: 'usually visible within 5 minutes and at most within 15 minutes, next look in 45 seconds',
    });
  });

  it('counts as not served although it should be when the time is over', () => {
    expect(visibilityAt(quick, end, end + 900_000)).toEqual({
      kind: 'late',
      text: 'It should have been visible within 15 minutes and is not: caches may lag.',
    });
  });

  it('takes a job that ended in the future for one that has just ended', () => {
    expect(visibilityAt(quick, end + 60_000, end)).toMatchObject({kind: 'expected', nextLook: end + 5000});
  });
});

it.each([
  [0, '0 seconds'],
  [1, '1 second'],
  [90, '90 seconds'],
  [300, '5 minutes'],
  [3600, '1 hour'],
  [5400, '90 minutes'],
  [14_400, '4 hours'],
  [432_000, '5 days'],
])('%d seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

it.each(marketplaces.map(({id, propagation}) => [id, propagation] as const))('%s says how long it takes, and why', (_id, propagation) => {
  expect(propagation).toBeDefined();
  if (propagation === undefined) return;
  expect(propagation.usually).toBeLessThan(propagation.atMost);
  expect(propagation.because).toMatch(/^[^A-Z]|^[A-Z].*\.$/);
  expect(looks(propagation).length).toBeLessThan(80);
});
