import {documentOf} from '../flow/select.ts';
import type {Verdict} from '../model/cell.ts';
import {Problem} from '../model/problem.ts';
import type {Row} from '../model/row.ts';
import {remember} from '../tools/last-known.ts';
import type {Options} from './options.ts';
import {plainGrid} from './plain.ts';
import {createSetting, type Setting} from './setting.ts';
import {exitCodes, type Surroundings} from './surroundings.ts';
import {createSurveyor, type Surveyor} from './survey.ts';
import {findTarget, type Target} from './target.ts';

/** A survey that is ready to look. */
export type Begun = {readonly setting: Setting; readonly target: Target; readonly surveyor: Surveyor};

export const beginSurvey = async (options: Options, surroundings: Surroundings): Promise<Begun> => {
  const setting = await createSetting(options, surroundings);
  const target = await findTarget(options, setting, surroundings);
  const {survey, ...rest} = setting;
  const surveyor = createSurveyor({
    ...rest,
    ...target,
    env: surroundings.env,
    dispatch: survey.dispatch,
    survey: survey.get,
    now: surroundings.now,
  });
  return {setting, target, surveyor};
};

/** A repository that GitHub does not show makes the whole survey pointless: say so instead of fifteen times "unknown". */
const refuseInvisible = ({setting}: Begun) => {
  const {about, release} = setting.survey.get().repository;
  if (about.problem?.kind === 'refused') {
    throw new Problem(setting.sources.gitHubToken === undefined ? 'unauthorized' : 'refused', about.problem.what, about.problem.next);
  }
  if (release.value?.kind === 'no-tag')
    throw new Problem(
      'refused',
      `The repository has no tag ${setting.survey.get().project?.tag ?? ''}.`,
      'Check the spelling, or push the tag first.',
    );
};

const codes: Readonly<Record<Verdict, number>> = {
  working: exitCodes.ok,
  partial: exitCodes.broken,
  broken: exitCodes.broken,
  waiting: exitCodes.waiting,
  unknown: exitCodes.unknown,
  'not-set-up': exitCodes.ok,
};

/** 1 where anything is broken or behind; else 3 where anything could not be told; else 8 where anything waits. */
export const exitCodeOf = (rows: readonly Row[]): number => {
  const found = new Set(rows.map(({verdict}) => codes[verdict]));
  return [exitCodes.broken, exitCodes.unknown, exitCodes.waiting].find((code) => found.has(code)) ?? exitCodes.ok;
};

const printRows = ({setting}: Begun, options: Options, {print, terminal, now}: Surroundings, rows: readonly Row[]) => {
  const survey = setting.survey.get();
  if (survey.project === undefined) return;
  const at = survey.checkedAt ?? new Date(now()).toISOString();
  print(options.json ? `${JSON.stringify(documentOf(survey.project, rows, at), undefined, 2)}\n` : plainGrid(survey, rows, terminal));
};

/** One round, and with `verify` a comparison of everything that is served; prints what came of it. */
export const runStatus = async (options: Options, surroundings: Surroundings, {verify}: {readonly verify: boolean}): Promise<number> => {
  const begun = await beginSurvey(options, surroundings);
  const {setting, surveyor, target} = begun;
  await surveyor.look();
  refuseInvisible(begun);
  if (verify) await surveyor.verify();
  const rows = setting.rowsOf(setting.survey.get(), surroundings.now());
  printRows(begun, options, surroundings, rows);
  await remember(setting.stateFolder, target, setting.survey.get());
  return exitCodeOf(rows);
};
