// How soon a key shows while every cell of the grid changes sixty times a second.
import {setTimeout as wait} from 'node:timers/promises';
import type {FactName} from '../../src/flow/event.ts';
import {noCache} from '../../src/tools/http-cache.ts';
import {median, percentile, report} from './measurement.ts';
import {openGrid} from './open-grid.ts';
import {type SimulatedSurvey, simulateSurvey} from './simulated-survey.ts';

const keys = 300;
/** The best round counts: what else runs on the machine can only add. */
const rounds = 3;
const perSecond = 60;
const limitMs = 33;
/** As the program gathers answers before its grid shows them. */
const gatherFor = 100;

type KnownFact = {readonly name: FactName; readonly value: unknown};

/** All that is known after one round. */
const knownFacts = ({store}: SimulatedSurvey): readonly KnownFact[] => {
  const {repository, rows} = store.get();
  return Object.entries({repository, ...rows}).flatMap(([of, facts]) =>
    Object.entries(facts)
      .filter(([, known]) => known.value !== undefined)
      .map(([fact, {value}]) => ({name: {of, fact} as FactName, value})),
  );
};

/** Lets every fact be looked up and found again in turn, so that all cells change each time. */
const changeEverything = (survey: SimulatedSurvey): (() => void) => {
  const {store, clock} = survey;
  const facts = knownFacts(survey);
  let isChecking = false;
  const timer = setInterval(() => {
    isChecking = !isChecking;
    clock.now += 1000;
    const at = new Date(clock.now).toISOString();
    for (const {name, value} of facts) store.dispatch(isChecking ? {kind: 'fact-checking', name} : {kind: 'fact-found', name, value, at});
  }, 1000 / perSecond);
  return () => clearInterval(timer);
};

/** Numbers that look like chance and are the same in every run. */
const createChance = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
};

const survey = simulateSurvey(noCache, gatherFor);
await survey.surveyor.look();
const grid = openGrid(survey);
const chance = createChance(42);
let [frames, frameMark] = [0, (): void => undefined];
grid.listen((text) => {
  if (text.includes('\n') || text.includes('\u001b[')) frames++;
  // The mark of the selected row is drawn anew only where another row is selected.
  if (text.includes('❯')) frameMark();
});

const pressAndWait = async (key: string): Promise<number> => {
  await wait(15 + chance() * 70);
  const began = performance.now();
  const shown = new Promise<void>((resolve) => {
    frameMark = resolve;
  });
  grid.press(key);
  await Promise.race([
    shown,
    wait(5000).then(() => {
      throw new Error(`The key ${key} never showed.`);
    }),
  ]);
  return performance.now() - began;
};

const stop = changeEverything(survey);
const began = performance.now();
for (let key = 0; key < 40; key++) await pressAndWait(key % 20 < 10 ? 'j' : 'k');
frameMark = () => {
  throw new Error('The mark of the selected row was drawn without a key, so that it tells nothing.');
};
await wait(1000);
const measured: (readonly number[])[] = [];
for (let round = 0; round < rounds; round++) {
  const delays: number[] = [];
  for (let key = 0; key < keys; key++) delays.push(await pressAndWait(key % 20 < 10 ? 'j' : 'k'));
  measured.push(delays);
}
const framesPerSecond = (frames * 1000) / (performance.now() - began);
stop();
await grid.quit();
const slowest = measured.map((delays) => percentile(delays, 0.99));
const best = Math.min(...slowest);
report([
  {
    what: `key press to frame, 99th percentile of ${keys}, by ${limitMs} ms`,
    measured: best / limitMs,
    limit: 1,
    remark: `${slowest.map((delay) => delay.toFixed(1)).join(', ')} ms in ${rounds} rounds; median ${median(measured.flat()).toFixed(1)} ms, ${framesPerSecond.toFixed(0)} writes a second`,
  },
]);
