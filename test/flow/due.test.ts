import {describe, expect, it} from 'vitest';
import {nextRoundAt} from '../../src/flow/due.ts';
import {emptySurvey} from '../../src/flow/reduce.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const survey = {...emptySurvey, checkedAt: '2026-03-01T12:00:00Z'};

describe('the next round', () => {
  it('comes a minute after the last', () => {
    expect(nextRoundAt(survey, now)).toBe(now + 60_000);
  });

  it('comes at once when the last is long ago, as after a sleep', () => {
    expect(nextRoundAt(survey, now + 3_600_000)).toBe(now + 3_600_000);
  });

  it("waits until GitHub's allowance is renewed when little of it is left", () => {
    const limit = {remaining: 100, limit: 5000, resetsAt: '2026-03-01T12:40:00Z'};
    expect(nextRoundAt({...survey, rateLimit: limit}, now)).toBe(Date.parse(limit.resetsAt));
    expect(nextRoundAt({...survey, rateLimit: {...limit, remaining: 4000}}, now)).toBe(now + 60_000);
  });
});
