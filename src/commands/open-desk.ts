import type {SurveyEvent} from '../flow/event.ts';
import type {Store} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import type {Secret} from '../model/secret.ts';
import type {TokenStore} from '../model/token-store.ts';
import {createDesk, type LeavableDesk} from './desk.ts';
import {say} from './desk-setting.ts';
import type {DeskVoice} from './desk-work.ts';
import type {Hand} from './hand.ts';
import type {Options} from './options.ts';
import {createQuestions, type Questions} from './questions.ts';
import type {Surroundings} from './surroundings.ts';
import {vaultStore} from './vault-store.ts';
import type {Watch} from './watch.ts';

/** Lends the terminal for a question, and takes it back. */
export type Lend = (use: () => Promise<void>) => Promise<void>;

export type DeskPlace = {
  readonly options: Options;
  readonly surroundings: Surroundings;
  readonly survey: Store<Survey, SurveyEvent>;
  readonly watch: Watch;
  readonly hand: Hand;
  readonly voice: DeskVoice;
  readonly lend: Lend;
};

/** The demo's world ends with it, and so do its tokens. */
const storeOfDemo = (): TokenStore => {
  const kept = new Map<string, Secret>();
  return {
    find: async (name) => kept.get(name),
    keep: async (name, token) => {
      kept.set(name, token);
      return 'The demo keeps it in memory until it ends.';
    },
  };
};

/** The vault, whose questions are asked on a terminal that is lent for them; after one that was left, it is opened anew. */
export const storeWithQuestions = (surroundings: Surroundings, lend: Lend, questions: Questions = createQuestions()): TokenStore => {
  const told: string[] = [];
  const asking: Questions = {
    ...questions,
    secret: async (question) => {
      const before = told.splice(0).join(' ');
      let answer = '';
      await lend(async () => {
        answer = await questions.secret(before === '' ? question : `${before}\n${question}`);
      });
      return answer;
    },
  };
  const open = () => vaultStore({...surroundings, tell: (text) => void told.push(text.trim())}, asking);
  let store = open();
  const use = async <T>(work: (store: TokenStore) => Promise<T>): Promise<T> => {
    try {
      return await work(store);
    } catch (failure) {
      store = open();
      throw failure;
    } finally {
      for (const text of told.splice(0)) surroundings.tell(text);
    }
  };
  return {find: (name) => use((one) => one.find(name)), keep: (name, token) => use((one) => one.keep(name, token))};
};

/** The desk behind the grid: what would be printed is said in its message line. */
export const openDesk = ({surroundings: given, lend, voice, ...place}: DeskPlace): LeavableDesk => {
  const tell = (text: string) => say({voice}, text, 'warning');
  const surroundings: Surroundings = {...given, tell, print: tell};
  const store = given.store ?? (given.isDemo ? storeOfDemo() : storeWithQuestions(surroundings, lend));
  return createDesk({...place, surroundings, store, voice});
};
