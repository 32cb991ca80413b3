import {findJobs, findRun} from '../../checks/repository/workflows.ts';
import {glyphsFor, legible} from '../flow/glyphs.ts';
import {emptySurvey, reduce} from '../flow/reduce.ts';
import {createStore} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import {type Diagnosis, toRecord} from '../model/diagnosis.ts';
import {isUnderWay} from '../model/job-outcome.ts';
import type {Marketplace} from '../model/marketplace.ts';
import {type RepositoryName, repositoryText} from '../model/project.ts';
import type {Run, RunJob} from '../model/repository.ts';
import {safeJson, safeLine} from '../model/safe-text.ts';
import {createLookup} from '../tools/lookup.ts';
import {type AskedRun, askedRunOf} from './asked-run.ts';
import {type Begun, beginSurvey} from './begin.ts';
import {diagnoseRows} from './diagnose-rows.ts';
import {diagnoseJob, failedJobsOf, publishersOf} from './diagnose-run.ts';
import type {Desk, Failure} from './diagnosed.ts';
import type {Options} from './options.ts';
import {quietTokens} from './quiet-tokens.ts';
import {createSetting} from './setting.ts';
import {refuseInvisible, tellOfRepository} from './status.ts';
import {exitCodes, type Surroundings} from './surroundings.ts';
import {findSource} from './target.ts';
import {findTokenAnywhere} from './tokens.ts';
import {WrongUse} from './wrong-use.ts';

type Found = {readonly failures: readonly Failure[] /** What to end with where nothing failed. */; readonly otherwise: number};

const deskOf = ({setting}: Begun, repository: RepositoryName, {env, now, ...place}: Surroundings): Desk => {
  const kept = quietTokens({env, now, ...place});
  return {setting, repository, now, findToken: (marketplace: Marketplace) => findTokenAnywhere(marketplace, env, kept)};
};

/** Whether what a row rests on could be looked up. */
const codeOf = ({repository: {about, understanding, runs, workflows}}: Survey): number => {
  const problems = [about, workflows, understanding, runs].flatMap(({problem, value}) => (value === undefined && problem ? [problem] : []));
  if (problems.some(({kind}) => kind === 'unauthorized')) return exitCodes.signIn;
  return problems.length > 0 ? exitCodes.unknown : exitCodes.ok;
};

const begin = async (options: Options, surroundings: Surroundings) => {
  const store = createStore(reduce, emptySurvey, {gatherFor: 0});
  return {store, begun: await beginSurvey(options, surroundings, store)};
};

const findByRows = async (options: Options, surroundings: Surroundings): Promise<Found> => {
  const {store, begun} = await begin(options, surroundings);
  await begun.surveyor.look();
  refuseInvisible(store.get(), begun.isSignedIn);
  tellOfRepository(store.get(), begun.repository, surroundings);
  const repository = store.get().project?.repository ?? begun.repository;
  const failures = await diagnoseRows(deskOf(begun, repository, surroundings), store.get());
  return {failures, otherwise: codeOf(store.get())};
};

type Whole = {readonly repository: RepositoryName; readonly run: Run; readonly jobs: readonly RunJob[]};

/** The run that is meant and its jobs; a run of another repository is refused. */
const findAsked = async (asked: AskedRun, options: Options, surroundings: Surroundings): Promise<Whole> => {
  const place = {...surroundings, store: quietTokens(surroundings)};
  const setting = await createSetting(options, place, () => {}, new AbortController().signal);
  const {repository} = await findSource(options, setting, surroundings);
  if (asked.repository && repositoryText(asked.repository).toLowerCase() !== repositoryText(repository).toLowerCase())
    throw new WrongUse(
      `The run is of ${repositoryText(asked.repository)}, not of ${repositoryText(repository)}.`,
      'Name its repository with --repo.',
    );
  const lookup = createLookup(setting.sources, new Map());
  const [run, jobs] = await Promise.all([findRun(lookup, repository, asked.run), findJobs(lookup, repository, asked.run)]);
  if (run === undefined)
    throw new WrongUse(`${repositoryText(repository)} has no run ${asked.run}, or it can't be seen.`, 'Check the number, or sign in.');
  const wanted = (jobs ?? []).filter(({id}) => asked.job === undefined || id === asked.job);
  if (asked.job !== undefined && wanted.length === 0)
    throw new WrongUse(`The run ${asked.run} has no job ${asked.job}.`, 'Check the address.');
  return {repository, run, jobs: wanted};
};

/** A run for a tag is judged by what holds for that tag. */
const tagOf = ({branch}: Run): string | undefined => (/\d\.\d/.test(branch) ? branch : undefined);

const findByRun = async (asked: AskedRun, options: Options, surroundings: Surroundings): Promise<Found> => {
  const {repository, run, jobs} = await findAsked(asked, options, surroundings);
  const isGoing = run.status !== 'completed' || jobs.some(isUnderWay);
  const failed = failedJobsOf(run, jobs);
  if (failed.length === 0) return {failures: [], otherwise: isGoing ? exitCodes.waiting : exitCodes.ok};
  const tag = options.tag ?? tagOf(run);
  const {store, begun} = await begin(tag === undefined ? options : {...options, tag}, surroundings);
  await begun.surveyor.look([]);
  const ids = [...new Set(failed.flatMap((job) => publishersOf(store.get(), run, job).map(({marketplace}) => marketplace)))];
  if (ids.length > 0) await begun.surveyor.look(ids);
  const desk = deskOf(begun, repository, surroundings);
  return {failures: await Promise.all(failed.map((job) => diagnoseJob(desk, store.get(), run, job))), otherwise: exitCodes.ok};
};

/** Where it was seen stands with the evidence: the entries of several jobs stand in one list. */
const entryOf = ({run, title}: Failure, diagnosis: Diagnosis) => ({
  ...toRecord(diagnosis),
  evidence: [...diagnosis.evidence, safeLine(run === undefined ? `${title}.` : `${title}, ${run.url}`)],
});

const shownLines = 8;

const linesOf = ({title, run, diagnosis, log, problem}: Failure): readonly string[] => {
  const step = diagnosis.find((one) => one.step !== undefined)?.step;
  return [
    `${safeLine(title)}${step === undefined ? '' : `, step ${step.number} “${step.name}” failed`}`,
    ...(run === undefined ? [] : [`  ${safeLine(run.url, 2000)}`]),
    ...diagnosis.flatMap((one) => [
      `  ${one.confidence}: ${one.title}`,
      ...one.evidence.map((seen) => `    seen: ${seen}`),
      `    fix: ${one.fix}`,
    ]),
    ...log.slice(-shownLines).map((line) => `    | ${line}`),
    ...(problem === undefined ? [] : [`    no log: ${problem.what} ${problem.next}`]),
    '',
  ];
};

const plainText = ({failures, otherwise}: Found, {terminal}: Surroundings): string => {
  const glyphs = glyphsFor(terminal);
  const none =
    otherwise === exitCodes.waiting
      ? 'Nothing failed so far; it still runs.'
      : otherwise === exitCodes.ok
        ? 'Nothing failed.'
        : 'Whether anything failed could not be told.';
  const lines = failures.length === 0 ? [none] : failures.flatMap(linesOf).slice(0, -1);
  return `${lines.map((line) => legible(line, glyphs)).join('\n')}\n`;
};

/** 4 where the log alone would tell and GitHub wants a sign-in for it. */
const exitCodeOf = ({failures, otherwise}: Found): number => {
  if (failures.length === 0) return otherwise;
  const isHidden = ({problem, diagnosis}: Failure) =>
    problem?.kind === 'unauthorized' && diagnosis.every(({cause}) => cause === 'unknown-failure');
  return failures.every(isHidden) ? exitCodes.signIn : exitCodes.broken;
};

/** Says why publishing failed: of one run each failed job, else of each row the newest run for the tag. */
export const runDiagnose = async (options: Options, surroundings: Surroundings): Promise<number> => {
  const [, word] = options.words;
  const found = word === undefined ? await findByRows(options, surroundings) : await findByRun(askedRunOf(word), options, surroundings);
  const diagnosis = found.failures.flatMap((failure) => failure.diagnosis.map((one) => entryOf(failure, one)));
  surroundings.print(options.json ? `${safeJson({formatVersion: 1, diagnosis})}\n` : plainText(found, surroundings));
  return exitCodeOf(found);
};
