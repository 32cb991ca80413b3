import type {Heard} from '../flow/run-sight.ts';
import {stageTones} from '../flow/run-sight.ts';
import type {Progress, Started} from '../model/follow.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {repositoryText} from '../model/project.ts';
import {safeLine} from '../model/safe-text.ts';
import {readStarted} from '../tools/started.ts';
import type {PlanWork} from './desk-plans.ts';
import {publishWorkAt, standAt} from './desk-publish-work.ts';
import {type DeskSetting, failureText, marketplaceOf, projectOf, say} from './desk-setting.ts';
import {followToEnd} from './publish-end.ts';
import {handsFor, type Stand} from './publish-work.ts';

type Following = {
  readonly leaving: AbortController;
  readonly started: Started;
  /** The run's number; undefined: it was not seen yet. */
  run?: number;
  stand?: Stand;
  readonly over: Promise<void>;
};

const runOf = (progress: Progress): number | undefined => {
  const job = 'job' in progress ? progress.job : undefined;
  if (job !== undefined) return job.runId;
  const number = 'url' in progress ? /\/actions\/runs\/(\d+)/.exec(progress.url ?? '')?.[1] : undefined;
  return number === undefined ? undefined : Number(number);
};

/** Follows what was started, each row's publish by itself, for as long as the desk stands. */
export class FollowWork {
  readonly #desk: DeskSetting;
  readonly #plans: PlanWork;
  readonly #followed = new Map<MarketplaceId, Following>();

  constructor(desk: DeskSetting, plans: PlanWork) {
    this.#desk = desk;
    this.#plans = plans;
  }

  isFollowing(id: MarketplaceId): boolean {
    return this.#followed.has(id);
  }

  #tell(id: MarketplaceId, heard: Heard) {
    this.#desk.voice.dispatch({kind: 'run-heard', id, heard, at: this.#desk.surroundings.now()});
  }

  /** Begins to follow, unless that is done already. */
  begin(id: MarketplaceId, started: Started, more: {readonly isJustStarted?: true} = {}): void {
    if (this.isFollowing(id)) return;
    const {voice, surroundings} = this.#desk;
    const {askedAt, tag, run} = started;
    const seenAt = surroundings.now();
    const progress: Progress = {stage: 'asked', since: askedAt};
    const sight = {title: marketplaceOf(id).title, tag: safeLine(tag), askedAt, progress, log: [], notes: [], seenAt, ...more};
    voice.dispatch({kind: 'run-begun', id, run: sight});
    const leaving = new AbortController();
    const over = Promise.resolve().then(() => this.#follow(id));
    this.#followed.set(id, {leaving, started, over, ...(run === undefined ? {} : {run})});
  }

  async #follow(id: MarketplaceId) {
    const following = this.#followed.get(id);
    if (following === undefined) return;
    let last: Progress['stage'] = 'asked';
    try {
      const ended = await this.#followOne(id, following, (stage) => {
        last = stage;
      });
      this.#tell(id, {kind: 'ended', text: safeLine(ended, 2000)});
      say(this.#desk, `${marketplaceOf(id).title}: ${ended}`, stageTones[last]);
    } catch (failure) {
      const text = failureText(failure);
      this.#tell(id, {kind: 'ended', text: safeLine(text, 2000)});
      say(this.#desk, text, 'problem');
    }
    this.#followed.delete(id);
    if (!following.leaving.signal.aborted) await this.#desk.watch.look([id], 'fresh');
  }

  async #followOne(id: MarketplaceId, following: Following, onStage: (stage: Progress['stage']) => void): Promise<string> {
    const {leaving, started} = following;
    let isOver = false;
    const hear = (heard: Heard) => {
      if (heard.kind === 'progress') {
        const {stage} = heard.progress;
        isOver = ['failed', 'not-served'].includes(stage);
        const run = runOf(heard.progress);
        if (run !== undefined) following.run = run;
        onStage(stage);
      }
      this.#tell(id, heard);
    };
    // What is told after the end is why it failed; all before that is heard piece by piece.
    const tellAfterEnd = (line: string) => {
      if (isOver && !/^\d\d:\d\d:\d\d /.test(line)) this.#tell(id, {kind: 'noted', text: safeLine(line.trim(), 2000)});
    };
    const work = publishWorkAt(this.#desk, leaving.signal, {hear, say: tellAfterEnd});
    const stand = await standAt(this.#desk, work, id);
    following.stand = stand;
    return (await followToEnd(work, stand, marketplaceOf(id), started)).said;
  }

  async planCancel(id: MarketplaceId): Promise<void> {
    const following = this.#followed.get(id);
    const {run, stand, started, leaving} = following ?? {};
    if (run === undefined || stand === undefined || started === undefined || leaving === undefined)
      return say(this.#desk, 'Its run is not to be seen yet, so it can’t be cancelled.');
    const {repository} = await projectOf(this.#desk);
    const title = `${started.repository}: cancel publishing ${started.tag} to ${marketplaceOf(id).title}`;
    const work = publishWorkAt(this.#desk, leaving.signal);
    await this.#plans.show(
      {
        id,
        plan: {title, repository, steps: [{kind: 'cancel-run', repository, run}]},
        hands: () => handsFor(work, stand),
        look: 'fresh',
      },
      {setAt: () => undefined, now: this.#desk.surroundings.now()},
      {said: ['Every job of the run is cancelled, not this one alone.']},
    );
  }

  /** Goes on following what was started before for this project's tag. */
  async resume(): Promise<void> {
    const {watch} = this.#desk;
    const {repository, tag} = await projectOf(this.#desk);
    const {setting} = await watch.begun();
    const {started, said} = await readStarted(setting.stateFolder);
    if (said !== undefined) say(this.#desk, said, 'warning');
    const own = repositoryText(repository).toLowerCase();
    const open = started.filter((one) => one.tag === tag && one.repository.toLowerCase() === own);
    for (const one of open) this.begin(one.marketplace, one);
    if (open.length === 0) return;
    const names = open.map(({marketplace}) => marketplaceOf(marketplace).title).join(', ');
    say(this.#desk, `Publishing to ${names} goes on and is followed again: P opens it.`);
  }

  end(): void {
    for (const {leaving, stand} of this.#followed.values()) {
      leaving.abort();
      stand?.begun.stop();
    }
  }

  /** When nothing is followed any more. */
  async settled(): Promise<void> {
    await Promise.all([...this.#followed.values()].map(({over}) => over));
  }
}
