import type {Progress} from '../model/follow.ts';
import type {Propagation} from '../model/marketplace.ts';
import type {Integrity, Publication} from '../model/publication.ts';
import type {RunJob} from '../model/repository.ts';
import {visibilityAt} from './propagation.ts';

/** What the marketplace was seen to serve since the job ended. */
export type ServedFacts = {
  readonly title: string;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Absent: not known, so the usual of most is taken. */
  readonly propagation?: Propagation;
  /** Names of the steps that publish; empty: only the job's name tells. */
  readonly publishingSteps: readonly string[];
  /** Absent: it could not be looked up. */
  readonly publication?: Publication;
  /** Absent: what is served was not compared yet, or could not be. */
  readonly integrity?: Integrity;
  /** Why the last look at the marketplace failed; absent: it did not. */
  readonly problem?: string;
  /** Whether what is served there can be compared at all. */
  readonly canCompare: boolean;
  /** True: an earlier look saw the version served; absent: none did. */
  readonly wasSeen?: boolean;
};

const usualPropagation: Propagation = {usually: 60, atMost: 1800, because: 'nothing is known of how long it takes there.'};

const bare = (text: string): string => text.replace(/[.\s]+$/, '');

/** Green, although every step that publishes was skipped. */
const skippedStep = ({publishingSteps}: ServedFacts, job: RunJob): string | undefined => {
  const own = job.steps.filter(({name}) => publishingSteps.includes(name));
  return own.length > 0 && own.every(({conclusion}) => conclusion === 'skipped') ? own[0]?.name : undefined;
};

const compared = (facts: ServedFacts, job: RunJob): Progress => {
  const {title, version, integrity, canCompare} = facts;
  if (integrity === undefined)
    return canCompare ? notYet(facts, job) : {stage: 'served', because: `${title} serves ${version}; there is nothing to compare it with.`};
  const different = integrity.files.filter(({result}) => result === 'different');
  if (different.length > 0)
    return {
      stage: 'wrong',
      because: `${title} serves ${version}, and not what was released: ${different.map(({name, note}) => (note === undefined ? name : `${name} (${bare(note)})`)).join(', ')}.`,
    };
  const same = integrity.files.filter(({result}) => result === 'same').length;
  const all = integrity.files.length;
  return {
    stage: 'served',
    because:
      same === 0
        ? `${title} serves ${version}; nothing of it could be compared with the release.`
        : `${title} serves ${version}, and ${same === all ? 'every file' : `${same} of ${all} files`} is what was released.`,
  };
};

const late = (facts: ServedFacts, text: string): Progress => {
  const {title, version, publication, problem} = facts;
  if (publication === undefined || publication.version.kind === 'not-visible' || publication.version.kind === 'published') {
    const why = problem ?? (publication?.version.kind === 'not-visible' ? publication.version.why : 'it could not be compared');
    return {stage: 'unknown', because: `Whether ${title} serves ${version} as released can’t be told: ${bare(why)}.`};
  }
  const part = publication.version.kind === 'partial' ? `, without ${publication.version.missing.join(', ')}` : '';
  return {stage: 'not-served', because: `The job ended green, and ${title} serves ${publication.serves ?? 'nothing'}${part}. ${text}`};
};

function notYet(facts: ServedFacts, job: RunJob): Progress {
  const {now, propagation = usualPropagation} = facts;
  const since = job.completedAt ?? new Date(now).toISOString();
  const visibility = visibilityAt(propagation, Date.parse(since), now);
  if (visibility.kind === 'late') return late(facts, visibility.text);
  return {stage: 'propagating', job, since, nextLook: new Date(visibility.nextLook).toISOString(), usually: visibility.usually};
}

/** What comes of a green job at the marketplace: it alone says that people can install the version. */
export const servedProgress = (facts: ServedFacts, job: RunJob): Progress => {
  const {title, version, publication, wasSeen} = facts;
  const state = publication?.version;
  const skipped = skippedStep(facts, job);
  if (skipped !== undefined && state !== undefined && state.kind === 'absent')
    return {stage: 'not-served', because: `The job ended green without publishing: its step “${skipped}” was skipped.`};
  switch (state?.kind) {
    case 'published':
      return compared(facts, job);
    case 'wrong':
      return {stage: 'wrong', because: `${title} serves ${version}, and not what was released: ${bare(state.why)}.`};
    case 'rejected':
      return {stage: 'not-served', because: `${title} turned ${version} down: ${bare(state.why)}.`};
    case 'withdrawn':
      return {stage: 'not-served', because: `${title} has taken ${version} back: ${bare(state.why)}.`};
    case 'waiting':
      return {stage: 'waiting', for: state.for, ...(state.url === undefined ? {} : {url: state.url})};
    case 'absent':
      if (wasSeen) return {stage: 'not-served', because: `${title} served ${version} after the job ended, and has it no more.`};
      return notYet(facts, job);
    case 'partial':
    case 'not-visible':
    case undefined:
      return notYet(facts, job);
  }
};
