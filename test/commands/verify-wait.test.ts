import {describe, expect, it} from 'vitest';
import type {Surveyor} from '../../src/commands/survey.ts';
import {waitUntilServed} from '../../src/commands/verify-wait.ts';
import {awaitedOf} from '../../src/flow/awaited.ts';
import type {SurveyEvent} from '../../src/flow/event.ts';
import {reduce} from '../../src/flow/reduce.ts';
import type {Survey} from '../../src/flow/survey.ts';
import type {Marketplace} from '../../src/model/marketplace.ts';
import type {VersionState} from '../../src/model/publication.ts';
import {at, found, jobEvents, market, publicationOf, publishingJobOf, runJobOf, surveyAfter} from '../support/survey.ts';

const quick: Marketplace = {...market, propagation: {usually: 60, atMost: 300, because: 'caches may lag.'}};
const end = Date.parse(at);

const publication = (version: VersionState, serves: string | null = '1.2.2') =>
  found({of: 'npm', fact: 'publication'}, publicationOf({serves, version}));
const absent = publication({kind: 'absent'});
const served = publication({kind: 'published'}, '1.2.3');

/** Waits with a clock that only pauses move; each look brings the next of these events, the last one again and again. */
const waitFor = async (start: Survey, looks: readonly SurveyEvent[], from = end, abortAfter = Number.POSITIVE_INFINITY) => {
  let survey = start;
  let time = from;
  let looked = 0;
  const verified: string[] = [];
  const said: string[] = [];
  const abort = new AbortController();
  const surveyor: Pick<Surveyor, 'look' | 'verify'> = {
    look: async () => {
      survey = reduce(survey, looks[Math.min(looked++, looks.length - 1)] as SurveyEvent);
    },
    verify: async (ids = []) => void verified.push(...ids),
  };
  const waited = await waitUntilServed({
    surveyor: surveyor as Surveyor,
    survey: () => survey,
    marketplaces: [quick],
    now: () => time,
    pause: async (milliseconds) => {
      time += milliseconds;
      if (time >= abortAfter) abort.abort();
    },
    signal: abort.signal,
    say: (line) => said.push(line),
  });
  return {waited, looked, verified, said, passed: (time - end) / 1000};
};

const green = (...events: readonly SurveyEvent[]) => surveyAfter(...jobEvents(publishingJobOf(), runJobOf()), ...events);

describe('waiting until a version is served', () => {
  it('looks until the marketplace serves it, and compares it then', async () => {
    const {waited, looked, verified, said, passed} = await waitFor(green(absent), [absent, absent, served]);
    expect(waited).toEqual({stillWaiting: [], isInterrupted: false});
    expect(looked).toBe(3);
    expect(verified).toEqual(['npm']);
    expect(passed).toBe(15);
    expect(said[0]).toBe('npm: usually visible within 1 minute, next look in 5 seconds.\n');
    expect(said.at(-1)).toBe('npm: the version is served.\n');
  });

  it('gives up when its time is over, and says why it should have been there', async () => {
    const {waited, said, passed} = await waitFor(green(absent), [absent]);
    expect(waited).toEqual({stillWaiting: ['npm'], isInterrupted: false});
    expect(passed).toBe(300);
    expect(said.at(-1)).toBe('npm: It should have been visible within 5 minutes and is not: caches may lag.\n');
  });

  it('does not wait for what was late from the start, served, failed or never sent', async () => {
    expect((await waitFor(green(absent), [absent], end + 301_000)).looked).toBe(0);
    expect((await waitFor(green(served), [served])).looked).toBe(0);
    expect((await waitFor(surveyAfter(...jobEvents(publishingJobOf(), runJobOf({conclusion: 'failure'})), absent), [absent])).looked).toBe(
      0,
    );
    expect((await waitFor(surveyAfter(...jobEvents(publishingJobOf()), absent), [absent])).looked).toBe(0);
    expect((await waitFor(green(publication({kind: 'withdrawn', why: 'It was deprecated.'})), [absent])).looked).toBe(0);
  });

  it('waits while the job still runs, and from its end on', async () => {
    const running = surveyAfter(...jobEvents(publishingJobOf(), runJobOf({status: 'in_progress', conclusion: null})), absent);
    expect(awaitedOf(running, [quick], end, end)).toMatchObject([{visibility: {kind: 'expected', nextLook: end + 15_000}}]);
  });

  it('waits for what the marketplace has in its queue, though no job is known', async () => {
    const queued = publication({kind: 'waiting', for: 'its approval'});
    const {waited, looked} = await waitFor(surveyAfter(queued), [queued, served]);
    expect(waited.stillWaiting).toEqual([]);
    expect(looked).toBe(2);
  });

  it('keeps waiting when a look could not be taken', async () => {
    const failed: SurveyEvent = {
      kind: 'fact-failed',
      name: {of: 'npm', fact: 'publication'},
      problem: {kind: 'unreachable', what: 'x' as never, next: 'y' as never},
      at,
    };
    const {waited, looked} = await waitFor(green(absent), [failed, failed, served]);
    expect(waited.stillWaiting).toEqual([]);
    expect(looked).toBe(3);
  });

  it('ends at once when the person leaves, with what it waited for', async () => {
    const {waited, looked} = await waitFor(green(absent), [absent], end, end + 20_000);
    expect(waited).toEqual({stillWaiting: ['npm'], isInterrupted: true});
    expect(looked).toBeLessThan(4);
  });
});
