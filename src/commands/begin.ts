import type {SurveyEvent} from '../flow/event.ts';
import {keepKnown} from '../flow/keep-known.ts';
import type {Store} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {RepositoryName} from '../model/project.ts';
import type {Row} from '../model/row.ts';
import {safeLine} from '../model/safe-text.ts';
import type {TokenStore} from '../model/token-store.ts';
import {readChoices} from '../tools/choices.ts';
import {recall, remember} from '../tools/last-known.ts';
import type {Hand} from './hand.ts';
import type {Options} from './options.ts';
import {questionOf} from './question.ts';
import {quietTokens} from './quiet-tokens.ts';
import {createSetting, type Setting} from './setting.ts';
import type {SignIn} from './sign-in.ts';
import type {Surroundings} from './surroundings.ts';
import {createSurveyor, type Surveyor} from './survey.ts';
import {findTarget, type KnownBefore} from './target.ts';
import {findTokenAnywhere} from './tokens.ts';

/** A survey that is ready to look. */
export type Begun = {
  readonly surveyor: Surveyor;
  readonly rowsOf: (survey: Survey, now: number) => readonly Row[];
  readonly isSignedIn: boolean;
  /** As it was asked for; the survey's own may be a newer name. */
  readonly repository: RepositoryName;
  readonly setting: Setting;
  /** Keeps what is known now for the next start. */
  remember(): Promise<void>;
  /** Ends every request under way. */
  stop(): void;
};

/** GitHub's token, where the person has just given one. */
const givenSignIn = (hand: Pick<Hand, 'find'> | undefined): SignIn | undefined => {
  const given = hand?.find('github-releases');
  return given?.source === 'pasted' ? {token: given.secret, source: 'pasted', name: given.name} : undefined;
};

/** Tells what the person decided about tasks in earlier runs. */
const tellChoices = async (
  stateFolder: string,
  repository: RepositoryName,
  store: Store<Survey, SurveyEvent>,
  {tell, now}: Surroundings,
) => {
  const {choices, said} = await readChoices(stateFolder, repository, now);
  store.dispatch({kind: 'choices-read', choices});
  if (said !== undefined) tell(`${safeLine(said)}\n`);
};

/** Everything that surveys share: the tools, and the tokens that were kept. */
export type Ground = {readonly setting: Setting; readonly kept: Pick<TokenStore, 'find'>; readonly abort: AbortController};

/** Wires tools and checks. `dispatch` hears how much GitHub still allows. */
export const prepareGround = async (
  options: Options,
  surroundings: Surroundings,
  dispatch: (event: SurveyEvent) => void,
  hand?: Pick<Hand, 'find'>,
): Promise<Ground> => {
  const abort = new AbortController();
  const kept = quietTokens(surroundings);
  const given = givenSignIn(hand);
  const place = {...surroundings, store: kept, ...(given === undefined ? {} : {given})};
  return {setting: await createSetting(options, place, dispatch, abort.signal), kept, abort};
};

/** What a survey is about, and how it differs from one that is made alone. */
export type Subject = {
  readonly options: Options;
  readonly known?: KnownBefore;
  readonly isOneOfMany?: true;
  readonly hand?: Pick<Hand, 'find'>;
};

/** Finds what is to be looked at, and gets ready to look. */
export const beginOn = async (
  {setting, kept, abort}: Ground,
  {options, known, isOneOfMany, hand}: Subject,
  surroundings: Surroundings,
  store: Store<Survey, SurveyEvent>,
): Promise<Begun> => {
  const target = await findTarget(options, setting, surroundings, known);
  await tellChoices(setting.stateFolder, target.repository, store, surroundings);
  const {now, env} = surroundings;
  const findToken = async (marketplace: Marketplace) => hand?.find(marketplace.id) ?? findTokenAnywhere(marketplace, env, kept);
  const many = isOneOfMany === true ? {isOneOfMany} : {};
  const surveyor = createSurveyor({...setting, ...target, ...many, env, findToken, dispatch: store.dispatch, survey: store.get, now});
  return {
    surveyor,
    rowsOf: setting.rowsOf,
    setting,
    repository: target.repository,
    isSignedIn: setting.sources.gitHubToken !== undefined,
    remember: async () => {
      const question = questionOf(options, surroundings);
      const earlier = recall<Survey>(setting.stateFolder, question)?.survey;
      const survey = earlier === undefined ? store.get() : keepKnown(store.get(), earlier);
      const {project, checkedAt} = survey;
      if (project === undefined || checkedAt === undefined) return;
      await remember(setting.stateFolder, question, {
        format: 2,
        project,
        checkedAt,
        rows: setting.rowsOf(survey, now()),
        survey,
      });
    },
    stop: () => abort.abort(),
  };
};

/** Wires tools, checks and the survey's store, and finds what is to be looked at. `hand`: the tokens of this session, which come first. */
export const beginSurvey = async (
  options: Options,
  surroundings: Surroundings,
  store: Store<Survey, SurveyEvent>,
  hand?: Pick<Hand, 'find'>,
): Promise<Begun> => {
  const ground = await prepareGround(options, surroundings, store.dispatch, hand);
  return beginOn(ground, {options, ...(hand === undefined ? {} : {hand})}, surroundings, store);
};
