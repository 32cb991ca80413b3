import {describe, expect, it} from 'vitest';
import type {SurveyEvent} from '../../src/flow/event.ts';
import {rowOf} from '../../src/flow/select.ts';
import type {Verdict} from '../../src/model/cell.ts';
import {Problem} from '../../src/model/problem.ts';
import {
  at,
  found,
  jobEvents,
  market,
  now,
  project,
  publicationOf,
  publishingJobOf,
  runJobOf,
  stepOf,
  surveyAfter,
} from '../support/survey.ts';

const publication = (parts: Parameters<typeof publicationOf>[0]): SurveyEvent =>
  found({of: 'npm', fact: 'publication'}, publicationOf(parts));
const unreachable: SurveyEvent = {
  kind: 'fact-failed',
  name: {of: 'npm', fact: 'publication'},
  problem: new Problem('unreachable', 'No answer.', 'Wait.').record(),
  at,
};
const job = publishingJobOf();
const failed = runJobOf({conclusion: 'failure', steps: [stepOf(1, 'Set up job'), stepOf(5, 'Publish', 'failure')]});
const running = runJobOf({status: 'in_progress', conclusion: null});
const verdict = (...events: readonly SurveyEvent[]): Verdict => rowOf(surveyAfter(...events), project, market, () => [], now).verdict;

describe('the verdict of a row', () => {
  const cases: readonly [string, readonly SurveyEvent[], Verdict][] = [
    ['the tag is published', [publication({serves: '1.2.3', version: {kind: 'published'}}), ...jobEvents(job, runJobOf())], 'working'],
    ['it is there, and people get an older one', [publication({serves: '1.2.2', version: {kind: 'published'}})], 'partial'],
    ['it is there, and people get a newer one', [publication({serves: '1.10.0', version: {kind: 'published'}})], 'working'],
    ['it is there, packed anew', [publication({serves: '1.2.3-2', version: {kind: 'published'}})], 'working'],
    [
      'it is there, and what people get is spelled in a way of its own',
      [publication({serves: '1_2', version: {kind: 'published'}})],
      'working',
    ],
    [
      'it is published although the last job failed',
      [publication({serves: '1.2.3', version: {kind: 'published'}}), ...jobEvents(job, failed)],
      'working',
    ],
    ['it is published without any job', [publication({serves: '1.2.3', version: {kind: 'published'}}), ...jobEvents(undefined)], 'working'],
    [
      'what is served is not what was released',
      [publication({serves: '1.2.3', version: {kind: 'wrong', why: 'A page was hashed.'}})],
      'broken',
    ],
    [
      'a served file differs',
      [
        publication({serves: '1.2.3', version: {kind: 'published'}}),
        found({of: 'npm', fact: 'integrity'}, {version: '1.2.3', files: [{name: 'a', result: 'different'}], evidence: []}),
      ],
      'broken',
    ],
    ['it was rejected', [publication({version: {kind: 'rejected', why: 'Moderators said no.'}})], 'broken'],
    ['it is in moderation', [publication({version: {kind: 'waiting', for: 'moderation'}}), ...jobEvents(job, runJobOf())], 'waiting'],
    ['a run is under way', [publication({serves: '1.2.2'}), ...jobEvents(job, running)], 'waiting'],
    ['the last attempt failed', [publication({serves: '1.2.2'}), ...jobEvents(job, failed)], 'broken'],
    ['the job is green and nothing was ever published', [publication({}), ...jobEvents(job, runJobOf())], 'broken'],
    [
      'the token is refused',
      [publication({serves: '1.2.2'}), ...jobEvents(job, runJobOf()), found({of: 'npm', fact: 'token'}, {verdict: 'refused', note: 'No.'})],
      'broken',
    ],
    ['an earlier version is out', [publication({serves: '1.2.2'}), ...jobEvents(job, runJobOf())], 'partial'],
    [
      'a platform is missing',
      [publication({serves: '1.2.3', version: {kind: 'partial', missing: ['linux/arm64']}}), ...jobEvents(job, runJobOf())],
      'partial',
    ],
    ['no job and nothing published', [publication({}), ...jobEvents(undefined)], 'not-set-up'],
    ['a disabled job and nothing published', [publication({}), ...jobEvents(publishingJobOf({isEnabled: false}))], 'not-set-up'],
    ['the marketplace does not answer', [unreachable, ...jobEvents(job, runJobOf())], 'unknown'],
    [
      'the answer may mean that the reader may not see it',
      [publication({version: {kind: 'not-visible', why: 'Perhaps private.'}}), ...jobEvents(job, runJobOf())],
      'unknown',
    ],
    ['nothing published, and the workflows are unknown', [publication({})], 'unknown'],
    ['nothing is known at all', [], 'unknown'],
  ];

  it.each(cases)('%s', (_, events, expected) => {
    expect(verdict(...events)).toBe(expected);
  });

  it('keeps what was known when a later look fails', () => {
    expect(verdict(publication({serves: '1.2.3', version: {kind: 'published'}}), unreachable)).toBe('working');
  });
});
