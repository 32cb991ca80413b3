import type {Progress} from '../model/follow.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {RunJob} from '../model/repository.ts';
import type {Row} from '../model/row.ts';
import type {SafeText} from '../model/safe-text.ts';
import type {Tone} from './lines.ts';

/** A publish that is followed, as a screen shows it. */
export type RunSight = {
  readonly title: string;
  readonly tag: SafeText;
  /** ISO time at which GitHub was asked. */
  readonly askedAt: string;
  /** True: the person has just started it, so it opens by itself. Absent: it was started before. */
  readonly isJustStarted?: true;
  readonly progress: Progress;
  /** The job as it was last seen; absent: it was not seen yet. */
  readonly job?: RunJob;
  /** The same job in a green run before; absent: none is known. */
  readonly earlier?: RunJob;
  /** The last lines of its log; empty: GitHub served none yet. */
  readonly log: readonly SafeText[];
  /** What happened besides, a sentence each. */
  readonly notes: readonly SafeText[];
  /** Milliseconds since 1970 of the last look; what is counted, is counted up to it. */
  readonly seenAt: number;
  /** What following came to; absent: it goes on. */
  readonly end?: SafeText;
};

/** What whoever follows a run tells of it. */
export type Heard =
  | {readonly kind: 'progress'; readonly progress: Progress; readonly job?: RunJob; readonly earlier?: RunJob}
  | {readonly kind: 'logged'; readonly lines: readonly SafeText[]}
  | {readonly kind: 'noted'; readonly text: SafeText}
  | {readonly kind: 'ended'; readonly text: SafeText};

/** One way to take a version back, as a list shows it. */
export type WaySight = {
  readonly title: SafeText;
  readonly leaves: SafeText;
  /** ISO time; absent: no limit is known. */
  readonly until?: string;
  /** True: a person does it on a page. */
  readonly isByHand: boolean;
  /** True: it was asked for already, and others decide. Absent: it was not. */
  readonly isWaiting?: true;
  readonly isFinal: boolean;
};

/** What can be taken back at one marketplace. */
export type WaysSight = {readonly id: MarketplaceId; readonly title: string; readonly ways: readonly WaySight[]};

const mostLogLines = 8;
const mostNotes = 20;

/** The sight after something was heard. Pure. */
export const reduceRun = (sight: RunSight, heard: Heard, at: number): RunSight => {
  switch (heard.kind) {
    case 'progress': {
      const {progress, job = sight.job, earlier = sight.earlier} = heard;
      const {job: _, earlier: __, ...rest} = sight;
      return {...rest, progress, seenAt: at, ...(job === undefined ? {} : {job}), ...(earlier === undefined ? {} : {earlier})};
    }
    case 'logged':
      return {...sight, log: [...sight.log, ...heard.lines].slice(-mostLogLines)};
    case 'noted':
      return {...sight, notes: [...sight.notes, heard.text].slice(-mostNotes)};
    case 'ended':
      return {...sight, end: heard.text, seenAt: at};
  }
};

export const stageTones: Readonly<Record<Progress['stage'], Tone>> = {
  asked: 'waiting',
  queued: 'waiting',
  'needs-approval': 'warning',
  running: 'accent',
  failed: 'problem',
  vanished: 'warning',
  propagating: 'waiting',
  waiting: 'waiting',
  served: 'ok',
  wrong: 'problem',
  'not-served': 'problem',
  unknown: 'warning',
};

/** The page of what is followed; undefined: it has none yet. */
export const urlOfRun = ({progress, job}: RunSight): string | undefined => {
  const url = 'url' in progress ? progress.url : 'job' in progress ? progress.job?.url : undefined;
  const known = url === undefined || url === '' ? job?.url : url;
  return known === undefined || known === '' ? undefined : known;
};

export type Runs = Readonly<Partial<Record<MarketplaceId, RunSight>>>;

/** The rows with those marked that are being published to. */
export const withRuns = (rows: readonly Row[], runs: Runs): readonly Row[] =>
  Object.values(runs).every(({end}) => end !== undefined)
    ? rows
    : rows.map((row) => {
        const run = runs[row.id];
        return run === undefined || run.end !== undefined || row.checking.includes('run')
          ? row
          : {...row, checking: [...row.checking, 'run']};
      });
