import {appendFile, readFile, rename, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {emptySurvey, reduce} from '../flow/reduce.ts';
import {htmlReport} from '../flow/report/html.ts';
import {markdownReport} from '../flow/report/markdown.ts';
import {type Report, reportOf} from '../flow/report/report.ts';
import {createStore} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import {Problem} from '../model/problem.ts';
import {safeJson, safeLine} from '../model/safe-text.ts';
import {version} from '../version.ts';
import {beginSurvey} from './begin.ts';
import type {Options} from './options.ts';
import {reportSnippet} from './report-snippet.ts';
import {exitCodeFor, refuseInvisible, tellOfRepository} from './status.ts';
import type {Surroundings} from './surroundings.ts';
import {WrongUse} from './wrong-use.ts';

/** By this a file is known as a report that may be written over. */
const marks = ['by Portcall: each marketplace was asked itself.', '"formatVersion":1', '"formatVersion": 1'];

const isFresh = async (file: string): Promise<boolean> => {
  const before = await readFile(file, 'utf8').catch((failure: NodeJS.ErrnoException) => {
    if (failure.code === 'ENOENT') return undefined;
    throw new Problem('refused', `${file} can’t be read: ${failure.code ?? failure.message}.`, 'Name another file.');
  });
  return before === undefined || marks.some((mark) => before.includes(mark));
};

/** Nobody's other file is written over, and a reader sees the old one or the new one. */
const writeReport = async (file: string, text: string, {yes}: Options) => {
  if (!yes && !(await isFresh(file)))
    throw new WrongUse(`${file} is there already and is no report of Portcall's.`, 'Name another file, or say --yes to write over it.');
  const beside = `${file}.${process.pid}.new`;
  await writeFile(beside, text);
  await rename(beside, file);
};

const textOf = (report: Report, {json, format, output}: Options): string => {
  if (json) return `${safeJson({formatVersion: 1, ...report})}\n`;
  const wanted = format ?? (output !== undefined && /\.html?$/i.test(output) ? 'html' : 'markdown');
  return wanted === 'html' ? htmlReport(report) : markdownReport(report);
};

const hand = async (text: string, report: Report, options: Options, {env, cwd, print, tell, isDemo}: Surroundings) => {
  if (options.output !== undefined && !options.dryRun) {
    await writeReport(path.resolve(cwd, options.output), text, options);
    tell(`${safeLine(options.output)} holds the report.\n`);
  } else print(text);
  // A job of GitHub Actions shows what is written there.
  const summary = env.GITHUB_STEP_SUMMARY;
  if (summary === undefined || summary === '' || isDemo || options.dryRun) return;
  await appendFile(summary, markdownReport(report)).catch((failure: NodeJS.ErrnoException) => {
    throw new Problem('refused', `The job’s summary can’t be written: ${failure.code ?? failure.message}.`, 'Look at GITHUB_STEP_SUMMARY.');
  });
};

/** The audit and what to do about it, as Markdown, HTML or JSON; exits as `status` does. */
export const runReport = async (options: Options, surroundings: Surroundings): Promise<number> => {
  if (options.snippet) {
    surroundings.print(reportSnippet(version));
    return 0;
  }
  const store = createStore(reduce, emptySurvey as Survey, {gatherFor: 0});
  const begun = await beginSurvey(options, surroundings, store);
  await begun.surveyor.look();
  const survey = store.get();
  refuseInvisible(survey, begun.isSignedIn);
  tellOfRepository(survey, begun.repository, surroundings);
  const rows = begun.rowsOf(survey, surroundings.now());
  await begun.remember();
  if (survey.project === undefined) return exitCodeFor(survey, rows);
  const report = reportOf(survey.project, rows, survey.checkedAt ?? new Date(surroundings.now()).toISOString());
  await hand(textOf(report, options), report, options, surroundings);
  return exitCodeFor(survey, rows);
};
