import type {Row} from '../model/row.ts';
import {type Binding, type Circumstances, isWebAddress, rowPlaces, withRow} from './binding.ts';
import {bestFixOf} from './fix-offer.ts';
import {isNotOffered} from './not-offered.ts';
import {urlOfRun} from './run-sight.ts';

const whyNotOurs = (row: Row): string | undefined => {
  if (row.isLeftOut) return `${row.title} is left out: press u to take it in again.`;
  return isNotOffered(row) ? `${row.title} does not take this kind of project.` : undefined;
};

const whyNoPackage = (row: Row): string | undefined =>
  row.id === 'github-releases' ? 'A release is made of what a job uploads, so it has no first package.' : whyNotOurs(row);

const whyNotAgain = ({run}: Circumstances): string | undefined =>
  run !== undefined && run.end === undefined ? 'It is under way: c plans to cancel it.' : undefined;

const whyNotCancelled = ({run}: Circumstances): string | undefined => {
  if (run === undefined || run.end !== undefined) return 'Nothing runs here any more.';
  return run.progress.stage === 'propagating' ? 'The job has ended: z on the page takes the version back.' : undefined;
};

/** The keys that publish, follow, mend and take back. */
export const publishKeys: readonly Binding[] = [
  {
    command: 'publish',
    keys: ['P'],
    label: 'Publish here: it is decided from fresh facts, and the plan is shown first.',
    short: 'publish',
    places: rowPlaces,
    footer: 7.6,
    whyOff: withRow(whyNotOurs),
  },
  {
    command: 'first-package',
    keys: ['f', 'F'],
    label: 'Make the first package: its files and the plan are shown first.',
    short: 'files',
    places: ['grid'],
    footer: 7.4,
    whyOff: withRow(whyNoPackage),
  },
  {
    command: 'first-package',
    keys: ['F'],
    label: 'Make the first package: its files and the plan are shown first.',
    short: 'files',
    places: ['page', 'task'],
    footer: 4.5,
    whyOff: withRow(whyNoPackage),
  },
  {
    command: 'fix',
    keys: ['f'],
    label: 'Do the offered fix of the likeliest cause.',
    short: 'fix',
    places: ['page'],
    footer: 7.5,
    whyOff: withRow((row) => (bestFixOf(row) === undefined ? 'No cause here has a fix that can be done from here.' : undefined)),
  },
  {
    command: 'roll-back',
    keys: ['z'],
    label: 'Show what can be taken back here, and how.',
    short: 'take back',
    places: rowPlaces,
    footer: 1,
    whyOff: withRow(whyNotOurs),
  },
  {
    command: 'browse-run',
    keys: ['o'],
    label: 'Open the run at GitHub.',
    short: 'run',
    places: ['run'],
    footer: 8,
    whyOff: ({run}) => (run === undefined || urlOfRun(run) === undefined ? 'Its run is not to be seen yet.' : undefined),
  },
  {
    command: 'cancel-run',
    keys: ['c'],
    label: 'Plan to cancel the run.',
    short: 'cancel',
    places: ['run'],
    footer: 7,
    whyOff: whyNotCancelled,
  },
  {
    command: 'publish',
    keys: ['P'],
    label: 'Decide anew once it has ended.',
    short: 'publish',
    places: ['run'],
    footer: 6,
    whyOff: whyNotAgain,
  },
  {command: 'choose-way', keys: ['enter'], label: 'Show what this way does.', short: 'show', places: ['ways'], footer: 9},
  {
    command: 'browse-plan',
    keys: ['o'],
    label: 'Open the page that is named.',
    short: 'page',
    places: ['told-plan', 'ended-plan'],
    footer: 8,
    whyOff: ({plan}) => (plan?.url === undefined || !isWebAddress(plan.url) ? 'No page is named here.' : undefined),
  },
  {command: 'back', keys: ['escape', 'enter'], label: 'Go back.', short: 'back', places: ['told-plan'], footer: 10},
  {command: 'back', keys: ['escape'], label: 'Go back one level.', short: 'back', places: ['run', 'ways'], footer: 10},
];
