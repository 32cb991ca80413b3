import type {Row} from '../model/row.ts';
import {type Binding, isWebAddress, rowPlaces, withRow} from './binding.ts';

const whyNotVerified = (row: Row): string | undefined => {
  const {state, evidence} = row.cells.integrity;
  if (state === 'not-offered') return evidence?.[0]?.label ?? `${row.title} serves no files that could be compared.`;
  return row.version === null ? `${row.title} serves nothing that could be compared.` : undefined;
};

/** The keys of the grid and of a marketplace's page. */
export const gridKeys: readonly Binding[] = [
  {command: 'previous', keys: ['left'], label: 'Open the marketplace before this one.', short: 'previous', places: ['page']},
  {command: 'next', keys: ['right'], label: 'Open the marketplace after this one.', short: 'next', places: ['page'], footer: 2},
  {
    command: 'open',
    keys: ['enter'],
    label: 'Open the marketplace: every cell, its causes and fixes.',
    short: 'open',
    places: ['grid'],
    footer: 8.5,
    whyOff: withRow(() => undefined),
  },
  {command: 'keep', keys: ['enter'], label: 'Keep the filter.', short: 'keep', places: ['filter'], footer: 9},
  {command: 'erase', keys: ['backspace', 'delete'], label: 'Erase a letter.', short: 'erase', places: ['filter']},
  {
    command: 'wizard',
    keys: ['w'],
    label: 'Open the next task that only a person can do.',
    short: 'tasks',
    places: [...rowPlaces, 'closing'],
    footer: 8,
    whyOff: withRow(() => undefined),
  },
  {
    command: 'recheck',
    keys: ['r'],
    label: 'Check this marketplace again.',
    short: 're-check',
    places: rowPlaces,
    footer: 7.2,
    whyOff: withRow((row) => (row.checking.length > 0 ? `${row.title} is being checked already.` : undefined)),
  },
  {command: 'recheck-all', keys: ['R'], label: 'Check every marketplace again.', short: 'all', places: rowPlaces, footer: 3},
  {
    command: 'verify',
    keys: ['v'],
    label: 'Download what is served and compare it with the release.',
    short: 'verify',
    places: rowPlaces,
    footer: 7,
    whyOff: withRow(whyNotVerified),
  },
  {
    command: 'browse',
    keys: ['o'],
    label: "Open the marketplace's page in the browser.",
    short: 'page',
    places: rowPlaces,
    footer: 6,
    whyOff: withRow((row) => (isWebAddress(row.page) ? undefined : `${row.title} has no page on the web.`)),
  },
  {
    command: 'log',
    keys: ['l'],
    label: "Go to the failed step's log.",
    short: 'log',
    places: rowPlaces,
    footer: 5,
    whyOff: withRow((row) => (row.log.length > 0 ? undefined : `No failed step of ${row.title} has a log.`)),
  },
  {command: 'filter', keys: ['/'], label: 'Filter by name or verdict.', short: 'filter', places: ['grid'], footer: 6.8},
];
