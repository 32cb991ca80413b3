import {describe, expect, it} from 'vitest';
import {waitingLines} from '../../src/commands/waiting-text.ts';
import {turnNote, turnText, waitingOf} from '../../src/flow/waiting.ts';
import type {NextAction, Publication} from '../../src/model/publication.ts';
import type {Row} from '../../src/model/row.ts';

const now = Date.parse('2026-11-21T10:00:00Z');
const [threeDaysAgo, twelveDaysAgo] = ['2026-11-18T09:00:00Z', '2026-11-09T09:00:00Z'];
const yours: NextAction = {action: 'Answer the review.', whose: 'yours', since: threeDaysAgo};
const theirs: NextAction = {action: 'A moderator looks at it.', whose: 'theirs', usually: 'a day or two'};
const machine: NextAction = {action: 'Its checks run.', whose: 'machine'};
const publication = (over: Partial<Publication>): Publication => ({
  name: 'tool',
  serves: null,
  version: {kind: 'absent'},
  evidence: [],
  ...over,
});

describe('a version in a queue', () => {
  it.each([
    [{next: yours, since: twelveDaysAgo}, 'with you since 3 d'],
    [{next: theirs, since: twelveDaysAgo}, 'in review 12 d'],
    [{next: machine, since: '2026-11-21T09:40:00Z'}, 'on its way 20 min'],
    [{next: theirs}, 'in review'],
    [{next: {...yours, since: undefined as never}}, 'with you'],
    [{since: twelveDaysAgo}, 'waiting'],
  ] as const)('says in a few words whose turn it is: %#', (waits, note) => expect(turnNote(waits, now)).toBe(note));

  it('says what comes next', () => {
    expect(turnText(theirs)).toBe('a reviewer’s turn: A moderator looks at it. Usually a day or two.');
    expect(turnText(yours)).toBe('your turn: Answer the review.');
  });

  it('is told once, the tag’s first and then the others', () => {
    const waits = {kind: 'waiting', for: 'moderation (Ready)', since: twelveDaysAgo, url: 'https://q.example/1.2.3', next: theirs} as const;
    const queued = [
      {version: '1.2.2', state: 'moderation (Waiting)', url: 'https://q.example/1.2.2', next: yours},
      {version: '1.2.3', state: 'moderation (Ready)', url: 'https://q.example/1.2.3', next: theirs},
    ];
    expect(waitingOf(publication({version: waits, queued}), '1.2.3')).toEqual([
      {what: '1.2.3, for moderation (Ready)', since: twelveDaysAgo, next: theirs, url: 'https://q.example/1.2.3'},
      {what: '1.2.2, moderation (Waiting)', since: threeDaysAgo, next: yours, url: 'https://q.example/1.2.2'},
    ]);
    expect(waitingOf(publication({queued: queued.slice(0, 1)}), '1.2.3')).toHaveLength(1);
  });

  it('is nobody’s where nothing waits, or where the package is another’s', () => {
    expect(waitingOf(undefined, '1.2.3')).toBeUndefined();
    expect(waitingOf(publication({}), '1.2.3')).toBeUndefined();
    const waits = {kind: 'waiting', for: 'moderation'} as const;
    expect(waitingOf(publication({version: waits, belongsTo: 'another'}), '1.2.3')).toBeUndefined();
  });

  it('is one line of plain text', () => {
    const row = (title: string, waiting: Row['waiting']) => ({title, ...(waiting === undefined ? {} : {waiting})}) as Row;
    const waiting = waitingOf(publication({version: {kind: 'waiting', for: 'a review', url: 'https://q.example', next: yours}}), '1.2.3');
    expect(waitingLines([row('npm', undefined), row('Nix', waiting)], now)).toEqual([
      'Waiting',
      '  Nix 1.2.3, for a review, since 3 d; your turn: Answer the review. https://q.example',
    ]);
    expect(waitingLines([row('npm', undefined)], now)).toEqual([]);
  });
});
