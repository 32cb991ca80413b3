import type {Cell, Column} from '../../model/cell.ts';
import {evidenceOf} from '../../model/cell.ts';
import type {Marketplace} from '../../model/marketplace.ts';
import {isRefusal, type TokenTest} from '../../model/publication.ts';
import type {SecretName} from '../../model/repository.ts';
import type {RowEnd} from '../../model/row.ts';
import {safeLine} from '../../model/safe-text.ts';
import type {PublishingJob} from '../../model/workflow.ts';
import {calendarOf, type DatedCredential, endText} from '../calendar.ts';
import {reachableSecret} from './secret-cell.ts';

/** What bears on the ends of one row's credentials. */
export type EndFacts = {
  /** Absent: no token was tested. */
  readonly token?: TokenTest;
  /** Absent: GitHub does not show them. */
  readonly secrets?: readonly SecretName[];
  /** Absent: no job publishes here. */
  readonly job?: PublishingJob;
};

const noteOf = (isPast: boolean, days: number): string => (isPast ? 'ended' : days === 0 ? 'ends today' : `${days} d left`);

/** Undefined: no end of it is known, or it is more than 30 days away. */
const endOf = (
  column: RowEnd['column'],
  name: string,
  credential: DatedCredential,
  now: number,
): (RowEnd & {isKnown: boolean}) | undefined => {
  const [entry] = calendarOf([credential], now);
  if (entry?.end?.warning === undefined) return undefined;
  const {warning, daysLeft, isKnown, because} = entry.end;
  const isPast = warning === 'past';
  const text = safeLine(`${name} ${endText(entry)}.${isKnown ? '' : ` ${because}`}`, 400);
  return {column, isPast, note: noteOf(isPast, daysLeft), text, isKnown};
};

/** A token that the marketplace has just taken outlives whatever rule says that it has ended. */
const tokenEnds = ({id, title, token}: Marketplace, test: TokenTest | undefined, now: number): readonly RowEnd[] => {
  if (token === undefined || test === undefined || test.verdict === 'missing' || isRefusal(test.verdict)) return [];
  const {expires} = test;
  const dated = {marketplace: id, title, name: title, where: '', ...(expires === undefined ? {} : {expires})};
  const end = endOf('token', 'The token', token.lifetime === undefined ? dated : {...dated, lifetime: token.lifetime}, now);
  if (end === undefined || (end.isPast && !end.isKnown)) return [];
  const {isKnown: _, ...told} = end;
  return [told];
};

const secretEnds = ({id, title, token}: Marketplace, {secrets, job}: EndFacts, now: number): readonly RowEnd[] => {
  const lifetime = token?.lifetime;
  if (token === undefined || lifetime === undefined || secrets === undefined || job === undefined) return [];
  const read = job.secrets.filter((name) => token.names.includes(name.toUpperCase()));
  return read.flatMap((name) => {
    const secret = reachableSecret(job, name, secrets);
    if (secret === undefined) return [];
    const end = endOf('secret', name, {marketplace: id, title, name, where: secret.level, since: secret.updatedAt, lifetime}, now);
    if (end === undefined) return [];
    const {isKnown: _, ...told} = end;
    return [told];
  });
};

/** The credentials of a row that end within 30 days, or have ended. Pure. */
export const endsOf = (marketplace: Marketplace, facts: EndFacts, now: number): readonly RowEnd[] => [
  ...tokenEnds(marketplace, facts.token, now),
  ...secretEnds(marketplace, facts, now),
];

/** What was fine, or has no test, is a warning when its end is near, and a problem once it has ended. */
const withEnd = (cell: Cell, ends: readonly RowEnd[]): Cell => {
  const worst = ends.find(({isPast}) => isPast) ?? ends[0];
  if (worst === undefined || (cell.state !== 'ok' && cell.state !== 'unchecked')) return cell;
  return {
    ...cell,
    state: worst.isPast ? 'problem' : 'warning',
    note: safeLine(worst.note),
    evidence: [...ends.map(({text}) => evidenceOf(text)), ...(cell.evidence ?? [])],
  };
};

/** The cells of a row with the ends of its credentials; the verdict does not hang on them. Pure. */
export const withEnds = (cells: Record<Column, Cell>, ends: readonly RowEnd[]): Record<Column, Cell> => ({
  ...cells,
  token: withEnd(
    cells.token,
    ends.filter(({column}) => column === 'token'),
  ),
  secret: withEnd(
    cells.secret,
    ends.filter(({column}) => column === 'secret'),
  ),
});
