import type {SurveyEvent} from '../flow/event.ts';
import {keepKnown} from '../flow/keep-known.ts';
import type {Store} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import type {RepositoryName} from '../model/project.ts';
import type {Row} from '../model/row.ts';
import {recall, remember} from '../tools/last-known.ts';
import type {Options} from './options.ts';
import {questionOf} from './question.ts';
import {createSetting} from './setting.ts';
import type {Surroundings} from './surroundings.ts';
import {createSurveyor, type Surveyor} from './survey.ts';
import {findTarget} from './target.ts';

/** A survey that is ready to look. */
export type Begun = {
  readonly surveyor: Surveyor;
  readonly rowsOf: (survey: Survey, now: number) => readonly Row[];
  readonly isSignedIn: boolean;
  /** As it was asked for; the survey's own may be a newer name. */
  readonly repository: RepositoryName;
  /** Keeps what is known now for the next start. */
  remember(): Promise<void>;
  /** Ends every request under way. */
  stop(): void;
};

/** Wires tools, checks and the survey's store, and finds what is to be looked at. */
export const beginSurvey = async (options: Options, surroundings: Surroundings, store: Store<Survey, SurveyEvent>): Promise<Begun> => {
  const abort = new AbortController();
  const setting = await createSetting(options, surroundings, store.dispatch, abort.signal);
  const target = await findTarget(options, setting, surroundings);
  const {now, env} = surroundings;
  const surveyor = createSurveyor({...setting, ...target, env, dispatch: store.dispatch, survey: store.get, now});
  return {
    surveyor,
    rowsOf: setting.rowsOf,
    repository: target.repository,
    isSignedIn: setting.sources.gitHubToken !== undefined,
    remember: async () => {
      const question = questionOf(options, surroundings);
      const earlier = recall<Survey>(setting.stateFolder, question)?.survey;
      const survey = earlier === undefined ? store.get() : keepKnown(store.get(), earlier);
      const {project, checkedAt} = survey;
      if (project === undefined || checkedAt === undefined) return;
      await remember(setting.stateFolder, question, {
        format: 1,
        project,
        checkedAt,
        rows: setting.rowsOf(survey, now()),
        survey,
      });
    },
    stop: () => abort.abort(),
  };
};
