import {type FollowFacts, isGreen} from '../flow/progress.ts';
import type {Progress, Started} from '../model/follow.ts';
import type {Marketplace} from '../model/marketplace.ts';
import {versionOfTag} from '../model/project.ts';
import type {RunJob} from '../model/repository.ts';
import {safeLine} from '../model/safe-text.ts';
import {createLookup} from '../tools/lookup.ts';
import {lookAfresh, type PublishWork, type Stand} from './publish-work.ts';
import type {LogTail} from './run-log.ts';
import type {RunSeen} from './run-look.ts';

/** One publish that is followed, and what is remembered of it between two looks. */
export type Trail = {
  readonly work: PublishWork;
  readonly stand: Stand;
  readonly marketplace: Marketplace;
  readonly tail: LogTail;
  started: Started;
  seen?: RunSeen;
  job?: RunJob;
  earlier?: RunJob | 'none';
  progress?: Progress;
  said: string;
  saidAt: number;
  wasSeen: boolean;
  /** Looks in a row that found the run gone. */
  gone: number;
  /** Since when GitHub does not answer, in milliseconds; undefined: it does. */
  silentSince?: number;
  /** When the marketplace is asked next, in milliseconds. */
  nextServedLook: number;
};

export const lookupOf = ({stand}: Trail) => createLookup({...stand.begun.setting.sources, believesAbsenceFor: 0}, new Map());
export const nowOf = ({work}: Trail): number => work.surroundings.now();

export const say = (trail: Trail, text: string): void => {
  const time = new Date(nowOf(trail)).toISOString().slice(11, 19);
  trail.work.say(`${time} ${safeLine(text, 2000)}`);
};

/** Says what happened besides the usual, which a screen shows apart. */
export const note = (trail: Trail, text: string): void => {
  say(trail, text);
  trail.work.hear?.({kind: 'noted', text: safeLine(text, 2000)});
};

/** Asks the marketplace what it serves when that is due; false: it was not. */
export const lookAtServed = async (trail: Trail): Promise<boolean> => {
  if (nowOf(trail) < trail.nextServedLook) return false;
  await lookAfresh(trail.stand, [trail.marketplace.id]);
  return true;
};

export const factsOf = (trail: Trail, seen: RunSeen): FollowFacts => {
  const {stand, marketplace, started, wasSeen} = trail;
  const {rows, repository, project} = stand.store.get();
  const {publication, integrity} = rows[marketplace.id];
  const job = repository.understanding.value?.jobs.find(
    (one) => one.marketplace === marketplace.id && one.workflow.path.endsWith(`/${started.workflow}`),
  );
  const hasLooked = isGreen({started, ...seen}) && project !== undefined;
  const problem = publication.problem ?? integrity.problem;
  return {
    ...seen,
    started,
    title: marketplace.title,
    version: project?.version ?? versionOfTag(started.tag),
    now: nowOf(trail),
    publishingSteps: job?.publishingSteps ?? [],
    canCompare: marketplace.verifyPublication !== undefined,
    ...(marketplace.propagation === undefined ? {} : {propagation: marketplace.propagation}),
    ...(hasLooked && publication.value !== undefined && publication.problem === undefined ? {publication: publication.value} : {}),
    ...(hasLooked && integrity.value !== undefined && integrity.problem === undefined ? {integrity: integrity.value} : {}),
    ...(problem === undefined ? {} : {problem: problem.what}),
    ...(wasSeen ? {wasSeen} : {}),
  };
};
