import type {Row} from '../model/row.ts';
import type {SurveyEvent} from './event.ts';
import type {Store} from './store.ts';
import type {Survey} from './survey.ts';

/** The survey as it was last told, with its rows: it changes when the survey's store tells its listeners, and never in between. */
export type SurveyMoment = {readonly survey: Survey; readonly rows: readonly Row[]; readonly now: number};

export type SurveyView = {
  get(): SurveyMoment;
  subscribe(listener: () => void): () => void;
};

/** Ages are told anew this often while nothing else happens. */
const ageEvery = 30_000;
/** The moment goes on in steps, so that answers alone give no page new lines. */
const step = 5000;

export const createSurveyView = (
  store: Store<Survey, SurveyEvent>,
  rowsOf: (survey: Survey, now: number) => readonly Row[],
  clock: () => number,
): SurveyView => {
  const look = (): SurveyMoment => {
    const [survey, now] = [store.get(), Math.floor(clock() / step) * step];
    return {survey, rows: rowsOf(survey, now), now};
  };
  let seen = look();
  return {
    get: () => seen,
    subscribe: (listener) => {
      const renew = () => {
        seen = look();
        listener();
      };
      // What happened since the first look was told to nobody.
      if (store.get() !== seen.survey) seen = look();
      const stop = store.subscribe(renew);
      const timer = setInterval(renew, ageEvery);
      return () => {
        clearInterval(timer);
        stop();
      };
    },
  };
};
