import type {Lifetime} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';

/** A credential or a stored secret, with everything known that bears on its end. */
export type DatedCredential = {
  /** Absent: no marketplace reads a secret of this name. */
  readonly marketplace?: MarketplaceId;
  /** The marketplace's title; the name again where there is none. */
  readonly title: string;
  /** The secret's name. */
  readonly name: string;
  /** Where it stands, such as “environment” or “secret of the repository”. */
  readonly where: string;
  /** Absent: nobody tells. */
  readonly owner?: string;
  /** Rights, in the marketplace's own words; absent: not told. */
  readonly scope?: readonly string[];
  /** ISO time when it was stored or made; absent: not known. */
  readonly since?: string;
  /** ISO time; absent: it has no end of its own that can be read. */
  readonly expires?: string;
  /** The rule for its kind; absent: none is known. */
  readonly lifetime?: Lifetime;
};

/** Days before an end at which a warning begins, the nearest first. */
export const warningDays = [3, 14, 30] as const;
export type Warning = 'past' | (typeof warningDays)[number];

export type End = {
  readonly at: string;
  /** False: by the rule for its kind, at the latest. */
  readonly isKnown: boolean;
  readonly because: string;
  /** Whole days from now; below zero: it is past. */
  readonly daysLeft: number;
  /** Absent: it is far away. */
  readonly warning?: Warning;
};

export type CalendarEntry = DatedCredential & {
  /** Whole days since it was stored; absent: not known. */
  readonly ageDays?: number;
  /** Absent: no end is known. */
  readonly end?: End;
};

const day = 86_400_000;

/** Undefined: the end is further away than any warning. */
const warningOf = (daysLeft: number, isPast: boolean): Warning | undefined =>
  isPast ? 'past' : warningDays.find((days) => daysLeft <= days);

const endAt = (time: number, isKnown: boolean, because: string, now: number): End => {
  const daysLeft = Math.floor((time - now) / day);
  const warning = warningOf(daysLeft, time <= now);
  return {at: new Date(time).toISOString(), isKnown, because, daysLeft, ...(warning === undefined ? {} : {warning})};
};

const timeOf = (text: string | undefined): number | undefined => {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
};

/** The earliest of what is known and what the rules say; what the credential itself says comes before its age. */
const endOf = ({expires, since, lifetime}: DatedCredential, now: number): End | undefined => {
  const [own, stored, last] = [timeOf(expires), timeOf(since), timeOf(lifetime?.endsOn)];
  const ends: End[] = [];
  if (own !== undefined) ends.push(endAt(own, true, 'It says so itself.', now));
  const isUnderLimit = stored !== undefined && stored >= (timeOf(lifetime?.from) ?? stored);
  if (own === undefined && isUnderLimit && lifetime?.days !== undefined)
    ends.push(endAt(stored + lifetime.days * day, false, lifetime.because, now));
  if (last !== undefined) ends.push(endAt(last, false, lifetime?.because ?? '', now));
  return ends.sort((one, other) => Date.parse(one.at) - Date.parse(other.at))[0];
};

/** Every credential with its age and its end, the nearest end first and those without one last. */
export const calendarOf = (credentials: readonly DatedCredential[], now: number): readonly CalendarEntry[] => {
  const entries = credentials.map((one): CalendarEntry => {
    const since = timeOf(one.since);
    const end = endOf(one, now);
    const age = since === undefined ? {} : {ageDays: Math.max(0, Math.floor((now - since) / day))};
    return {...one, ...age, ...(end === undefined ? {} : {end})};
  });
  const order = ({end}: CalendarEntry) => (end === undefined ? Number.POSITIVE_INFINITY : Date.parse(end.at));
  return entries.sort(
    (one, other) => order(one) - order(other) || one.title.localeCompare(other.title) || one.name.localeCompare(other.name),
  );
};

/** Whether something has to be done now: an end that is past, or three days away. */
export const isUrgent = ({end}: CalendarEntry): boolean => end?.warning === 'past' || end?.warning === 3;

const inDays = (days: number): string => (days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`);

/** When it ends, in words; empty: nothing is known. */
export const endText = ({end}: CalendarEntry): string => {
  if (end === undefined) return '';
  const date = end.at.slice(0, 10);
  if (end.warning === 'past') return end.isKnown ? `ended on ${date}` : `ended on ${date} at the latest`;
  return `ends ${end.isKnown ? '' : 'at the latest '}${inDays(end.daysLeft)}, on ${date}`;
};
