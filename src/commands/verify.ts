import {setTimeout as wait} from 'node:timers/promises';
import {emptySurvey, reduce} from '../flow/reduce.ts';
import {documentOf} from '../flow/select.ts';
import {createStore} from '../flow/store.ts';
import {safeJson} from '../model/safe-text.ts';
import {beginSurvey} from './begin.ts';
import type {Options} from './options.ts';
import {plainGrid} from './plain.ts';
import {createQuestions, hasLeft, type Questions} from './questions.ts';
import {exitCodeFor, refuseInvisible, runStatus, tellOfRepository} from './status.ts';
import {exitCodes, type Surroundings} from './surroundings.ts';
import {type Installs, tryInstalls} from './verify-install.ts';
import {type Waited, type WaitSetting, waitUntilServed} from './verify-wait.ts';

/** What tests hand in instead of a person and a clock. */
export type VerifySetting = {readonly questions: Questions; readonly pause: WaitSetting['pause']};

const realSetting = (): VerifySetting => ({
  questions: createQuestions(),
  pause: (milliseconds, signal) => wait(milliseconds, undefined, {signal}).catch(() => undefined),
});

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A signal that the first interruption sets off, so that what is under way can be taken away; the second ends the process as usual. */
const listenForEnd = ({end}: Surroundings): {readonly signal: AbortSignal; readonly forget: () => void} => {
  const abort = new AbortController();
  const stop = () => abort.abort();
  if (end?.aborted) stop();
  end?.addEventListener('abort', stop, {once: true});
  for (const signal of signals) process.once(signal, stop);
  return {
    signal: abort.signal,
    forget: () => {
      end?.removeEventListener('abort', stop);
      for (const signal of signals) process.off(signal, stop);
    },
  };
};

/** The worst of them, in the order in which the exit codes are told. */
const worstOf = (codes: readonly number[]): number =>
  [exitCodes.interrupted, exitCodes.wrongUse, exitCodes.signIn, exitCodes.broken, exitCodes.unknown, exitCodes.waiting].find((code) =>
    codes.includes(code),
  ) ?? exitCodes.ok;

const noWait: Waited = {stillWaiting: [], isInterrupted: false};
const noInstalls: Installs = {code: exitCodes.ok, document: []};

const verifyClosely = async (options: Options, surroundings: Surroundings, {questions, pause}: VerifySetting, signal: AbortSignal) => {
  const {print, tell, now, terminal} = surroundings;
  const say = options.json ? tell : print;
  const store = createStore(reduce, emptySurvey, {gatherFor: 0});
  const begun = await beginSurvey(options, surroundings, store);
  const {surveyor, setting, rowsOf} = begun;
  await surveyor.look();
  refuseInvisible(store.get(), begun.isSignedIn);
  await surveyor.verify();
  tellOfRepository(store.get(), begun.repository, surroundings);
  const {marketplaces} = setting;
  const waited = options.wait ? await waitUntilServed({surveyor, survey: store.get, marketplaces, now, pause, signal, say}) : noWait;
  const survey = store.get();
  const rows = rowsOf(survey, now());
  if (!options.json) print(plainGrid(survey, rows, terminal));
  const isTried = options.install && !signal.aborted;
  const installs = isTried ? await tryInstalls({setting, survey, options, surroundings, questions, signal, say}) : noInstalls;
  if (options.json && survey.project !== undefined) {
    const document = documentOf(survey.project, rows, survey.checkedAt ?? new Date(now()).toISOString());
    print(`${safeJson(options.install ? {...document, installs: installs.document} : document)}\n`);
  }
  await begun.remember();
  const settled = rows.filter(({id}) => !waited.stillWaiting.includes(id));
  const waits = waited.stillWaiting.length > 0 ? [exitCodes.waiting] : [];
  return worstOf([...(signal.aborted ? [exitCodes.interrupted] : []), exitCodeFor(survey, settled), installs.code, ...waits]);
};

/** As `status`, with a comparison of everything that is served; with `--wait` until it is served, and with `--install` tried on this machine. */
export const runVerify = async (options: Options, surroundings: Surroundings, setting: VerifySetting = realSetting()): Promise<number> => {
  if (!options.wait && !options.install) return runStatus(options, surroundings, {verify: true});
  const {signal, forget} = listenForEnd(surroundings);
  try {
    return await verifyClosely(options, surroundings, setting, signal);
  } catch (failure) {
    if (hasLeft(failure)) return exitCodes.interrupted;
    throw failure;
  } finally {
    forget();
  }
};
