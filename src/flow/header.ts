import type {Verdict} from '../model/cell.ts';
import type {Row} from '../model/row.ts';
import {type Glyphs, stateWords, unicodeGlyphs, verdictWords} from './glyphs.ts';
import {type Line, lineWidth, span, stateTones, type Tone, verdictTones} from './lines.ts';
import {isNotOffered, isUnwanted, leftOutWords} from './not-offered.ts';
import {cut, widthOf} from './text-width.ts';
import {countsOf} from './verdict-counts.ts';

const order: readonly Verdict[] = ['working', 'waiting', 'partial', 'broken', 'unknown', 'not-set-up'];

type Count = {readonly count: number; readonly word: string; readonly sign: string; readonly tone: Tone};

/** How many rows come to what; those that none comes to are left out. */
const countsShown = (rows: readonly Row[], glyphs: Glyphs): readonly Count[] => {
  const wanted = rows.filter((row) => !isUnwanted(row));
  const offered = wanted.filter((row) => !isNotOffered(row));
  const counts = countsOf(offered);
  const ofVerdicts = order.map((verdict) => ({
    count: counts[verdict],
    word: verdict === 'not-set-up' ? 'to set up' : verdictWords[verdict],
    sign: glyphs.verdict[verdict],
    tone: verdictTones[verdict],
  }));
  const state = 'not-offered';
  const aside = {sign: glyphs.state[state], tone: stateTones[state]};
  const refused = {...aside, count: wanted.length - offered.length, word: stateWords[state]};
  const leftOut = {...aside, count: rows.length - wanted.length, word: leftOutWords};
  return [...ofVerdicts, refused, leftOut].filter(({count}) => count > 0);
};

/** How many rows come to what, in words; those that none comes to are left out. */
export const countText = (rows: readonly Row[], separator: string): string =>
  countsShown(rows, unicodeGlyphs)
    .map(({count, word}) => `${count} ${word}`)
    .join(separator);

const countSpans = (rows: readonly Row[], glyphs: Glyphs, inWords: boolean): Line =>
  countsShown(rows, glyphs).flatMap(({count, word, sign, tone}, index) => {
    const between = index === 0 ? [] : [span(inWords ? ` ${glyphs.dot} ` : ' ', 'muted')];
    return [...between, span(inWords ? `${count} ${word}` : `${sign}${count}`, tone)];
  });

/** The owner cut short, or left out where less than three letters of it would stay. */
const shortRepository = (repository: string, width: number, ellipsis: string): string => {
  if (widthOf(repository) <= width) return repository;
  const [owner = '', name = ''] = repository.split('/');
  const room = width - widthOf(name) - 1;
  return room >= 3 + widthOf(ellipsis) ? `${cut(owner, room, ellipsis)}/${name}` : cut(name, width, ellipsis);
};

export type Heading = {
  /** OWNER/NAME; empty: not found yet. */
  readonly repository: string;
  readonly tag: string;
  readonly isDemo: boolean;
};

/** The first line of every screen: what is looked at, and how many rows come to what. Names give way before counts do. */
export const headerLine = ({repository, tag, isDemo}: Heading, rows: readonly Row[], width: number, glyphs: Glyphs): Line => {
  const brand = span(isDemo ? 'portcall demo' : 'portcall', 'accent');
  if (repository === '') return [brand];
  const short = isDemo ? [span('demo', 'accent')] : [];
  const put = (brands: Line, name: string, counts: Line): Line => [
    ...brands,
    span(`${brands.length > 0 ? '  ' : ''}${name}`, 'strong'),
    span(tag === '' ? '' : `  ${tag}`),
    span('   '),
    ...counts,
  ];
  // Where the room is short, what nobody can or wants to set up goes uncounted.
  const offered = rows.filter((row) => !isNotOffered(row) && !isUnwanted(row));
  const [all, words, signs] = [countSpans(rows, glyphs, true), countSpans(offered, glyphs, true), countSpans(offered, glyphs, false)];
  const nameWidth = widthOf(repository.split('/')[1] ?? '');
  const tries = [
    {brands: [brand], counts: all, least: widthOf(repository)},
    {brands: short, counts: all, least: nameWidth},
    {brands: short, counts: words, least: nameWidth},
    {brands: short, counts: signs, least: nameWidth},
    {brands: [], counts: signs, least: 5},
  ];
  for (const {brands, counts, least} of tries) {
    const room = width - lineWidth(put(brands, '', counts));
    if (room >= least) return put(brands, shortRepository(repository, room, glyphs.ellipsis), counts);
  }
  const withTag = [span(tag, 'strong'), span(' '), ...signs];
  return lineWidth(withTag) <= width ? withTag : signs;
};
