import type {Run} from '../github/actions-state.ts';
import {timeText} from '../github/state.ts';
import type {ActiveRun} from './active-run.ts';
import type {Engine, Pace} from './engine.ts';
import {cancelRun, heedHold, settleRun} from './flow.ts';
import {planRun} from './plan-run.ts';
import {createTimers} from './timers.ts';

export type RunnerParts = Pick<Engine, 'setting' | 'github' | 'marketplaces' | 'programs' | 'ask'> & {
  /** The world's clock; while something happens at an earlier time, it stands there. */
  readonly clock: {standsAt?: number};
};

export type Runner = {
  readonly pace: Pace;
  /** Lets everything happen that is due by now. */
  advance(): void;
};

const isGone = ({repository, run, attempt}: ActiveRun): boolean => !repository.runs.includes(run) || run.attempt !== attempt;

const failToStart = (run: Run, now: number): void => {
  Object.assign(run, {status: 'completed', conclusion: 'failure', updatedAt: timeText(now)});
};

/** A run waits for those of its group that came before it, or ends them. */
const isBlocked = ({setting}: Engine, active: readonly ActiveRun[], one: ActiveRun): boolean => {
  if (one.group === undefined) return false;
  const earlier = active.slice(0, active.indexOf(one));
  const before = earlier.filter(({group, repository, isOver}) => group === one.group && repository === one.repository && !isOver);
  if (one.group.endsWith('!')) for (const other of before) other.run.cancelledAt ??= setting.now();
  return before.some((other) => !isGone(other));
};

/** What was queued since the last look, planned; what can't be run ends. */
const takenUp = ({setting, github}: Engine, active: readonly ActiveRun[]): readonly ActiveRun[] =>
  [...github.repositories.values()].flatMap((repository) =>
    repository.runs.flatMap((run) => {
      if (run.status === 'completed' || active.some((one) => one.run === run && one.attempt === run.attempt)) return [];
      const planned = planRun(setting, github, repository, run);
      if (planned !== undefined && planned.jobs.length > 0) return [planned];
      failToStart(run, setting.now());
      return [];
    }),
  );

const goOn = (engine: Engine, active: readonly ActiveRun[], one: ActiveRun): void => {
  if (one.run.cancelledAt !== undefined) cancelRun(engine, one);
  else if (isBlocked(engine, active, one)) one.run.status = 'pending';
  else {
    heedHold(engine, one);
    settleRun(engine, one);
  }
};

/** Runs whatever is queued at the simulated GitHub, in simulated time. */
export const createRunner = ({clock, ...parts}: RunnerParts): Runner => {
  const engine: Engine = {...parts, pace: {factor: 1, queue: 1000, others: 1}, timers: createTimers()};
  let active: readonly ActiveRun[] = [];

  const look = (): void => {
    active = [...active, ...takenUp(engine, active)].filter((one) => !one.isOver && !isGone(one));
    for (const one of active) goOn(engine, active, one);
  };

  const advance = (): void => {
    if (clock.standsAt !== undefined) return;
    const now = engine.setting.now();
    try {
      look();
      for (let due = engine.timers.takeDue(now); due; due = engine.timers.takeDue(now)) {
        clock.standsAt = due.at;
        due.happen();
        look();
      }
    } finally {
      delete clock.standsAt;
    }
  };

  return {pace: engine.pace, advance};
};
