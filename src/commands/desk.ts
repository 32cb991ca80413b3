import {marketplaces} from '../../checks/index.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {ChoiceWork} from './desk-choices.ts';
import {browse} from './desk-pages.ts';
import {PlanWork} from './desk-plans.ts';
import type {Publishing} from './desk-publishing.ts';
import {type DeskSetting, failureText, say} from './desk-setting.ts';
import {TokenWork} from './desk-tokens.ts';
import type {DeskVoice, DeskWork} from './desk-work.ts';

/** A desk that can be left: what is under way then ends, and nothing new begins. */
export type LeavableDesk = DeskWork & {
  /** When no write is under way any more. */
  settled(): Promise<void>;
};

/** Loads what publishes when it is first asked for. */
const createLoader = (desk: DeskSetting, plans: PlanWork) => {
  let loading: Promise<Publishing> | undefined;
  return {
    load: () => (loading ??= import('./desk-publishing.ts').then(({createPublishing}) => createPublishing(desk, plans))),
    loaded: () => loading,
  };
};

type Caught = (work: () => Promise<void> | void) => Promise<void>;

const settledBoth = async (plans: PlanWork, loaded: Promise<Publishing> | undefined): Promise<void> => {
  await plans.settled();
  await (await loaded)?.follow.settled();
};

const publishingOf = (desk: DeskSetting, plans: PlanWork, {load, loaded}: ReturnType<typeof createLoader>, caught: Caught) => ({
  dropPlan: () =>
    void caught(async () => {
      plans.drop();
      const publishing = await loaded();
      publishing?.publish.leave();
      publishing?.first.leave();
      publishing?.fix.leave();
    }),
  planPublish: (id: MarketplaceId) => caught(async () => (await load()).publish.plan(id)),
  planFirstPackage: (id: MarketplaceId) => caught(async () => (await load()).first.plan(id)),
  planCancel: (id: MarketplaceId) => caught(async () => (await load()).follow.planCancel(id)),
  planFix: (id: MarketplaceId) => caught(async () => (await load()).fix.plan(id)),
  dropRun: (id: MarketplaceId) => void caught(() => desk.voice.dispatch({kind: 'run-dropped', id})),
  resumeRuns: () => caught(async () => (await load()).follow.resume()),
  findWays: (id: MarketplaceId) => caught(async () => (await load()).rollback.find(id)),
  planWay: (id: MarketplaceId, way: number) => caught(async () => (await load()).rollback.plan(id, way)),
});

/** The voice of a desk that nobody hears any more once it was left. */
const voiceUntil = ({dispatch, say: tell}: DeskVoice, isOver: () => boolean): DeskVoice => ({
  dispatch: (event) => {
    if (!isOver()) dispatch(event);
  },
  say: (message) => {
    if (!isOver()) tell(message);
  },
});

/** The work behind the screens. Every method catches what fails in it and says it; nothing is printed, and no value leaves the hand. */
export const createDesk = (given: DeskSetting): LeavableDesk => {
  let isOver = false;
  const desk = {...given, voice: voiceUntil(given.voice, () => isOver)};
  const [tokens, plans, choices] = [new TokenWork(desk), new PlanWork(desk, () => isOver), new ChoiceWork(desk)];
  const {load, loaded} = createLoader(desk, plans);
  const caught = async (work: () => Promise<void> | void): Promise<void> => {
    try {
      if (!isOver) await work();
    } catch (failure) {
      say(desk, failureText(failure), 'problem');
    }
  };
  return {
    prove: (id) => caught(() => desk.watch.look([id], 'prove')),
    choose: (id, task, choice) => caught(() => choices.choose(id, task, choice)),
    findToken: (id) => caught(() => tokens.find(id)),
    useToken: (id, pasted) => caught(() => tokens.use(id, pasted)),
    keepToken: (id) => caught(() => tokens.keep(id)),
    planSecret: (id) => caught(() => plans.planSecret(id)),
    planTask: (id, task) => caught(() => plans.planTask(id, task)),
    carryOut: () => caught(() => plans.carryOut()),
    ...publishingOf(desk, plans, {load, loaded}, caught),
    browse: (url, id) =>
      caught(() => browse(desk, marketplaces, {url, ...(id === undefined ? {} : {id})}, (...taken) => tokens.takeFromPage(...taken))),
    end: () => {
      isOver = true;
      // A step that has begun may still need its value.
      if (plans.isRunning) void plans.settled().then(desk.hand.letGoOfAll);
      else desk.hand.letGoOfAll();
      void loaded()?.then((publishing) => publishing.end());
    },
    settled: () => settledBoth(plans, loaded()),
  };
};
