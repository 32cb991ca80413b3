import {createDesk, type LeavableDesk} from '../../src/commands/desk.ts';
import type {DeskSetting} from '../../src/commands/desk-setting.ts';
import {createHand, type Hand} from '../../src/commands/hand.ts';
import {optionsOf} from '../../src/commands/options.ts';
import type {Surroundings} from '../../src/commands/surroundings.ts';
import {Watch} from '../../src/commands/watch.ts';
import {type Desk, type DeskEvent, emptyDesk, reduceDesk} from '../../src/flow/desk.ts';
import type {SurveyEvent} from '../../src/flow/event.ts';
import {emptySurvey, reduce} from '../../src/flow/reduce.ts';
import {createStore, type Store} from '../../src/flow/store.ts';
import type {Survey} from '../../src/flow/survey.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import type {TokenStore} from '../../src/model/token-store.ts';
import type {Stage} from './run-portcall.ts';
import {terminalTraits} from './terminal-traits.ts';

export type OpenDesk = {
  readonly desk: LeavableDesk;
  readonly desks: Store<Desk, DeskEvent>;
  readonly survey: Store<Survey, SurveyEvent>;
  readonly watch: Watch;
  readonly hand: Hand;
  /** Everything that was said, in order. */
  readonly said: readonly string[];
  /** Everything that was told of tokens and plans, in order. */
  readonly events: readonly DeskEvent[];
  /** Everything that any store held or that was said, as text: no token may be in it. */
  everything(): string;
};

type Given = Partial<Pick<DeskSetting, 'ledger' | 'store' | 'rest'>> & {
  readonly env?: Surroundings['env'];
  readonly more?: Partial<Surroundings>;
  readonly args?: readonly string[];
};

const nowhere: TokenStore = {
  find: async () => undefined,
  keep: async () => {
    throw new Error('Nothing is to be kept.');
  },
};

/** The desk in this process, against a simulated world, once these rows were looked at. */
export const openDesk = async (stage: Stage, ids: readonly MarketplaceId[], given: Given = {}): Promise<OpenDesk> => {
  const {env = {}, more = {}, args = [], store = nowhere, ledger, rest} = given;
  const own = {
    PORTCALL_HOSTS: `*=${stage.served.origin}`,
    PORTCALL_HOME: stage.home,
    GITHUB_TOKEN: stage.world.setting.tokens['GITHUB_TOKEN'],
  };
  const said: string[] = [];
  const events: DeskEvent[] = [];
  const surroundings: Surroundings = {
    env: {...own, ...env},
    cwd: stage.home,
    print: (text) => void said.push(text),
    tell: (text) => void said.push(text),
    terminal: terminalTraits(),
    now: Date.now,
    isDemo: false,
    ...more,
  };
  const options = optionsOf(['--repo', 'Michael-A-Kuykendall/contextlite', ...args]);
  const survey = createStore<Survey, SurveyEvent>(reduce, emptySurvey, {gatherFor: 0});
  const desks = createStore<Desk, DeskEvent>(reduceDesk, emptyDesk, {gatherFor: 0});
  const hand = createHand();
  const watch = new Watch(options, surroundings, survey, hand);
  const voice = {
    dispatch: (event: DeskEvent) => {
      events.push(event);
      desks.dispatch(event);
    },
    say: ({text}: {readonly text: string}) => void said.push(text),
  };
  const handedIn = {...(ledger === undefined ? {} : {ledger}), ...(rest === undefined ? {} : {rest})};
  const desk = createDesk({options, surroundings, survey, watch, hand, store, voice, pause: 1, ...handedIn});
  await watch.look(ids, 'again');
  return {desk, desks, survey, watch, hand, said, events, everything: () => JSON.stringify([said, events, desks.get(), survey.get()])};
};
