import registryUrl from 'registry-url';
import {marketplaces} from '../../checks/index.ts';
import {createSurveyor, type Surveyor} from '../../src/commands/survey.ts';
import {createWorld, type World} from '../../src/demo/world.ts';
import {generalCauses} from '../../src/diagnosis/causes.ts';
import {diagnose} from '../../src/diagnosis/diagnose.ts';
import type {SurveyEvent} from '../../src/flow/event.ts';
import {emptySurvey, reduce} from '../../src/flow/reduce.ts';
import {createRowsOf} from '../../src/flow/select.ts';
import {createStore, type Store} from '../../src/flow/store.ts';
import type {Survey} from '../../src/flow/survey.ts';
import type {Row} from '../../src/model/row.ts';
import type {HttpCache} from '../../src/tools/http-cache.ts';
import {createMemoryHttp} from './memory-http.ts';

export const repository = {owner: 'Michael-A-Kuykendall', name: 'contextlite'};

/** The program's own survey of a simulated world, from its checks to its rows, without a network and with a clock that can be put forward. */
export type SimulatedSurvey = {
  readonly world: World;
  readonly store: Store<Survey, SurveyEvent>;
  readonly surveyor: Surveyor;
  readonly rowsOf: (survey: Survey, now: number) => readonly Row[];
  readonly clock: {now: number};
};

export const simulateSurvey = (cache: HttpCache, gatherFor: number): SimulatedSurvey => {
  const clock = {now: Date.now()};
  const now = (): number => clock.now;
  const world = createWorld({now});
  const store = createStore<Survey, SurveyEvent>(reduce, emptySurvey, {gatherFor});
  const gitHubToken = world.setting.tokens.GITHUB_TOKEN ?? '';
  const surveyor = createSurveyor({
    repository,
    tag: 'v1.0.35',
    marketplaces,
    everyMarketplace: marketplaces,
    configuration: {},
    sources: {
      http: createMemoryHttp(world),
      cache,
      npmRegistry: registryUrl().replace(/\/+$/, ''),
      believesAbsenceFor: 60_000,
      gitHubToken,
    },
    env: {GITHUB_TOKEN: gitHubToken},
    dispatch: store.dispatch,
    survey: store.get,
    now,
  });
  const rowsOf = createRowsOf({marketplaces, diagnose: (situation, causes) => diagnose(situation, [...causes, ...generalCauses])});
  return {world, store, surveyor, rowsOf, clock};
};
