import {type Evidence, evidenceOf} from '../model/cell.ts';
import type {NextAction, Publication, Turn, VersionState} from '../model/publication.ts';
import type {RowWaiting} from '../model/row.ts';
import {safeLine} from '../model/safe-text.ts';
import {ageOf} from './age.ts';

type Waits = Pick<Extract<VersionState, {kind: 'waiting'}>, 'since' | 'next'>;

const notes: Readonly<Record<Turn, (age: string | undefined) => string>> = {
  yours: (age) => (age === undefined ? 'with you' : `with you since ${age}`),
  theirs: (age) => (age === undefined ? 'in review' : `in review ${age}`),
  machine: (age) => (age === undefined ? 'on its way' : `on its way ${age}`),
};

/** Since when it is the turn of whoever must act; undefined: nobody tells. */
const turnSince = ({since, next}: Waits): string | undefined => next?.since ?? since;

/** Whose turn it is and for how long, in a few words for the grid. */
export const turnNote = (waits: Waits, now: number): string => {
  const since = turnSince(waits);
  return waits.next === undefined ? 'waiting' : notes[waits.next.whose](since === undefined ? undefined : ageOf(since, now));
};

const turns: Readonly<Record<Turn, string>> = {yours: 'your turn', theirs: 'a reviewer’s turn', machine: 'a machine’s turn'};

/** What comes next and whose turn it is, in a sentence. */
export const turnText = ({action, whose, usually}: NextAction): string =>
  `${turns[whose]}: ${action}${usually === undefined ? '' : ` Usually ${usually}.`}`;

export const turnEvidence = (next: NextAction | undefined): readonly Evidence[] => {
  const text = next === undefined ? '' : turnText(next);
  return next === undefined ? [] : [evidenceOf(`${text.charAt(0).toUpperCase()}${text.slice(1)}`)];
};

const waitingFor = (what: string, {url, ...waits}: Waits & {readonly url?: string}): RowWaiting => {
  const since = turnSince(waits);
  return {
    what: safeLine(what, 200),
    ...(since === undefined ? {} : {since}),
    ...(waits.next === undefined ? {} : {next: {...waits.next, action: safeLine(waits.next.action, 200)}}),
    ...(url === undefined ? {} : {url: safeLine(url, 2000)}),
  };
};

/** Everything of a row that stands in a queue, the tag's version first; undefined: nothing is known to. */
export const waitingOf = (publication: Publication | undefined, tagged: string): readonly RowWaiting[] | undefined => {
  if (publication === undefined || publication.belongsTo === 'another') return undefined;
  const {version, queued = []} = publication;
  const own = version.kind === 'waiting' ? [waitingFor(`${tagged}, for ${version.for}`, version)] : [];
  // A marketplace may spell the tag's version otherwise, with the same address.
  const isOwn = (url: string | undefined, name: string) =>
    version.kind === 'waiting' && (name === tagged || (url !== undefined && url === version.url));
  const others = queued.filter((one) => !isOwn(one.url, one.version)).map((one) => waitingFor(`${one.version}, ${one.state}`, one));
  const all = [...own, ...others];
  return all.length === 0 ? undefined : all;
};
