import {type CalendarEntry, endText, warningDays} from './calendar.ts';

/** The first line of every calendar that Portcall writes, after the one that opens it. */
export const calendarMark = 'PRODID:-//Portcall//Credential calendar//EN';

const escaped = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|[\r\n]/g, '\\n');

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Lines of at most 75 bytes, as RFC 5545 wants them; the next one goes on after a blank. */
const folded = (line: string): string => {
  const lines: string[] = [];
  let current = '';
  for (const character of line) {
    if (bytesOf(current + character) > 75) {
      lines.push(current);
      current = ' ';
    }
    current += character;
  }
  return [...lines, current].join('\r\n');
};

const stamp = (time: string): string => time.replace(/[-:]/g, '').replace(/\.\d+/, '');
const dayOf = (time: string): string => time.slice(0, 10).replaceAll('-', '');
const nextDay = (time: string): string => dayOf(new Date(Date.parse(time) + 86_400_000).toISOString());

/* Nothing of a token is in it, so the same credential keeps its event when it is renewed. */
const idOf = ({marketplace, name, where}: CalendarEntry, repository: string): string =>
  `${[marketplace ?? 'other', name, where, repository]
    .join('-')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase()}@portcall`;

const alarm = (days: number, summary: string): readonly string[] => [
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  `DESCRIPTION:${escaped(summary)}`,
  `TRIGGER:-P${days}D`,
  'END:VALARM',
];

const eventOf = (entry: CalendarEntry, repository: string, now: string): readonly string[] => {
  const {end, title, name, where, owner, scope} = entry;
  if (end === undefined) return [];
  const summary = `${title}: ${name} ends${end.isKnown ? '' : ' at the latest'}`;
  const told = [
    `${name} (${where}) ${endText({...entry, end})}. ${end.because}`,
    ...(owner === undefined ? [] : [`It belongs to ${owner}.`]),
    ...(scope === undefined || scope.length === 0 ? [] : [`Rights: ${scope.join(', ')}.`]),
    `Repository: ${repository}.`,
  ];
  return [
    'BEGIN:VEVENT',
    `UID:${idOf(entry, repository)}`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART;VALUE=DATE:${dayOf(end.at)}`,
    `DTEND;VALUE=DATE:${nextDay(end.at)}`,
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(told.join('\n'))}`,
    'TRANSP:TRANSPARENT',
    ...[...warningDays].reverse().flatMap((days) => alarm(days, summary)),
    'END:VEVENT',
  ];
};

/** The ends as a calendar file with alarms 30, 14 and 3 days before each. */
export const calendarFile = (entries: readonly CalendarEntry[], repository: string, now: number): string => {
  const at = new Date(now).toISOString();
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    calendarMark,
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(`Credentials of ${repository}`)}`,
    ...entries.flatMap((entry) => eventOf(entry, repository, at)),
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
};
