import {describe, expect, it} from 'vitest';
import {calendarOf, type DatedCredential, endText, isUrgent} from '../../src/flow/calendar.ts';
import {calendarFile} from '../../src/flow/calendar-file.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const inDays = (days: number) => new Date(now + days * 86_400_000).toISOString();
const one = (over: Partial<DatedCredential> = {}): DatedCredential => ({
  marketplace: 'npm',
  title: 'npm',
  name: 'NPM_TOKEN',
  where: 'environment',
  ...over,
});
const npmRule = {days: 90, because: 'npm ends tokens that may publish after 90 days at the latest.'};
const entryOf = (over: Partial<DatedCredential>) => calendarOf([one(over)], now)[0]!;

describe('the end of a credential', () => {
  it.each([
    [31.5, undefined, false],
    [30.5, 30, false],
    [14.5, 14, false],
    [4.5, 14, false],
    [3.5, 3, true],
    [0.5, 3, true],
    [-0.1, 'past', true],
    [-40, 'past', true],
  ])('is warned of %s days before', (days, warning, urgent) => {
    const entry = entryOf({expires: inDays(days)});
    expect(entry.end?.warning).toBe(warning);
    expect(isUrgent(entry)).toBe(urgent);
  });

  it('follows from the age of a secret and the rule for its kind', () => {
    const entry = entryOf({since: inDays(-80), lifetime: npmRule});
    expect(entry).toMatchObject({ageDays: 80, end: {at: inDays(10), isKnown: false, daysLeft: 10, warning: 14}});
    expect(endText(entry)).toBe('ends at the latest in 10 days, on 2026-12-01');
    expect(endText(entryOf({since: inDays(-100), lifetime: npmRule}))).toBe('ended on 2026-11-11 at the latest');
  });

  it('is what the credential says of itself, whatever its age', () => {
    const entry = entryOf({expires: inDays(200), since: inDays(-300), lifetime: npmRule});
    expect(entry.end).toMatchObject({isKnown: true, daysLeft: 200});
    expect(endText(entryOf({expires: inDays(1)}))).toBe('ends tomorrow, on 2026-11-22');
  });

  it('is the day on which all of its kind end, if that comes first', () => {
    const lifetime = {endsOn: '2026-12-01', because: 'All end.'};
    expect(entryOf({lifetime}).end).toMatchObject({at: '2026-12-01T00:00:00.000Z', isKnown: false, warning: 14});
    expect(entryOf({lifetime, expires: inDays(2)}).end).toMatchObject({isKnown: true, warning: 3});
    expect(entryOf({lifetime, expires: inDays(300)}).end?.because).toBe('All end.');
  });

  it('is not invented where nothing tells, nor read from what is no time', () => {
    expect(entryOf({since: inDays(-1)})).toMatchObject({ageDays: 1});
    expect(entryOf({since: inDays(-1)}).end).toBeUndefined();
    expect(entryOf({expires: 'soon', since: 'once'}).end).toBeUndefined();
    expect(endText(entryOf({}))).toBe('');
  });

  it('stands in order, the nearest first', () => {
    const names = calendarOf([one({name: 'C'}), one({name: 'B', expires: inDays(9)}), one({name: 'A', expires: inDays(2)})], now);
    expect(names.map(({name}) => name)).toEqual(['A', 'B', 'C']);
  });
});

describe('the calendar file', () => {
  const file = (over: Partial<DatedCredential>) => calendarFile(calendarOf([one(over)], now), 'octo/tool', now);

  it('holds a day, three alarms, and lines that end as the standard wants them', () => {
    const text = file({expires: '2027-01-31T23:00:00Z', owner: 'octo, the; first', scope: ['read-write on tool']});
    expect(text.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n')).toBe(true);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text).toContain('DTSTART;VALUE=DATE:20270131\r\nDTEND;VALUE=DATE:20270201\r\n');
    expect([...text.matchAll(/TRIGGER:(\S+)/g)].map(([, at]) => at)).toEqual(['-P30D', '-P14D', '-P3D']);
    expect(text.replaceAll('\r\n ', '')).toContain('octo\\, the\\; first.\\nRights: read-write on tool.');
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  it('folds between characters, never inside one', () => {
    const text = file({expires: inDays(5), owner: '名'.repeat(80)});
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text.replaceAll('\r\n ', '')).toContain('名'.repeat(80));
  });

  it('keeps an event’s identity when the credential is renewed, and leaves out what has no end', () => {
    const idIn = (text: string) => /UID:(.*)/.exec(text.replaceAll('\r\n ', ''))?.[1];
    expect(idIn(file({expires: inDays(5)}))).toBe(idIn(file({expires: inDays(95)})));
    expect(file({})).not.toContain('VEVENT');
  });
});
