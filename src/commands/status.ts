import {emptySurvey, reduce} from '../flow/reduce.ts';
import {documentOf} from '../flow/select.ts';
import {createStore} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import type {Verdict} from '../model/cell.ts';
import {Problem} from '../model/problem.ts';
import {type RepositoryName, repositoryText} from '../model/project.ts';
import type {Row} from '../model/row.ts';
import {safeJson} from '../model/safe-text.ts';
import {beginSurvey} from './begin.ts';
import {changesBetween, followSurvey} from './follow.ts';
import type {Options} from './options.ts';
import {plainGrid} from './plain.ts';
import {exitCodes, type Surroundings} from './surroundings.ts';

/** A repository that GitHub does not show makes the whole survey pointless: say so instead of fifteen times "unknown". */
export const refuseInvisible = ({repository: {about, release}, project}: Survey, isSignedIn: boolean) => {
  if (about.problem?.kind === 'refused') throw new Problem(isSignedIn ? 'refused' : 'unauthorized', about.problem.what, about.problem.next);
  if (release.value?.kind === 'no-tag')
    throw new Problem('refused', `The repository has no tag ${project?.tag ?? ''}.`, 'Check the spelling, or push the tag first.');
};

/** What concerns the survey as a whole and no row alone: a sign-in that is needed, or another name of the repository. */
export const tellOfRepository = ({repository: {about}, project}: Survey, asked: RepositoryName, {tell}: Surroundings) => {
  if (about.problem?.kind === 'unauthorized') tell(`${about.problem.what}\n${about.problem.next}\n`);
  const [before, now] = [asked, project?.repository ?? asked].map(repositoryText);
  if (now?.toLowerCase() !== before?.toLowerCase())
    tell(`GitHub calls ${before} by another name now: ${now}.\nWrite the new name in the git remote, in portcall.yaml or after --repo.\n`);
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
const exitCodeOf = (rows: readonly Row[]): number => {
  const found = new Set(rows.map(({verdict}) => codes[verdict]));
  return [exitCodes.broken, exitCodes.unknown, exitCodes.waiting].find((code) => found.has(code)) ?? exitCodes.ok;
};

/** 4 where GitHub wants a sign-in; else as the rows say. */
export const exitCodeFor = ({repository: {about}}: Survey, rows: readonly Row[]): number =>
  about.problem?.kind === 'unauthorized' ? exitCodes.signIn : exitCodeOf(rows);

const textOf = (survey: Survey, rows: readonly Row[], {json}: Options, {terminal, now}: Surroundings): string => {
  if (!json) return plainGrid(survey, rows, terminal);
  const at = survey.checkedAt ?? new Date(now()).toISOString();
  return survey.project === undefined ? '' : `${safeJson(documentOf(survey.project, rows, at))}\n`;
};

/** One round, and with `verify` a comparison of everything that is served; prints what came of it, and with --watch every later change. */
export const runStatus = async (options: Options, surroundings: Surroundings, {verify}: {readonly verify: boolean}): Promise<number> => {
  const store = createStore(reduce, emptySurvey, {gatherFor: 0});
  const begun = await beginSurvey(options, surroundings, store);
  await begun.surveyor.look();
  refuseInvisible(store.get(), begun.isSignedIn);
  if (verify) await begun.surveyor.verify();
  const rows = begun.rowsOf(store.get(), surroundings.now());
  tellOfRepository(store.get(), begun.repository, surroundings);
  surroundings.print(textOf(store.get(), rows, options, surroundings));
  await begun.remember();
  if (!options.watch) return exitCodeFor(store.get(), rows);
  await followSurvey(begun, store, surroundings, (before, after) => {
    const time = new Date(surroundings.now()).toISOString().slice(0, 16).replace('T', ' ');
    const changes = changesBetween(before, after, time);
    if (options.json && changes.length > 0) surroundings.print(textOf(store.get(), after, options, surroundings));
    if (!options.json) for (const change of changes) surroundings.print(`${change}\n`);
  });
  return exitCodeFor(store.get(), begun.rowsOf(store.get(), surroundings.now()));
};
