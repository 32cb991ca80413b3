import {documentOf} from '../flow/select.ts';
import type {RateLimit} from '../flow/survey.ts';
import {type RepositoryName, repositoryText} from '../model/project.ts';
import {safeJson} from '../model/safe-text.ts';
import {prepareGround} from './begin.ts';
import type {Options} from './options.ts';
import {plainGridOfMany} from './plain-many.ts';
import {exitCodeFor, tellOfRepository} from './status.ts';
import {exitCodes, type Surroundings} from './surroundings.ts';
import {type SurveyedRepository, surveyMany} from './survey-many.ts';
import {WrongUse} from './wrong-use.ts';

const refuseUseless = ({tag, watch}: Options) => {
  if (watch) throw new WrongUse('--watch goes with one repository.', 'Name one with --repo OWNER/NAME.');
  if (tag !== undefined) throw new WrongUse('--tag goes with one repository.', 'Leave it out: of several the newest release is shown.');
};

const codeOf = (one: SurveyedRepository): number => {
  if (one.kind === 'looked-at') return exitCodeFor(one.survey, one.rows);
  return one.problem.kind === 'unauthorized' ? exitCodes.signIn : exitCodes.unknown;
};

/** The worst of all: a sign-in that is needed, then what is broken, what could not be told, and what waits. */
const worstCodeOf = (all: readonly SurveyedRepository[]): number => {
  const codes = all.map(codeOf);
  return [exitCodes.signIn, exitCodes.broken, exitCodes.unknown, exitCodes.waiting].find((code) => codes.includes(code)) ?? exitCodes.ok;
};

/** Each repository's own document, and with reasons those that have none. */
const documentOfMany = (all: readonly SurveyedRepository[], now: () => number) => {
  const missing = all.flatMap((one) =>
    one.kind === 'not-looked-at' ? [{repository: repositoryText(one.repository), why: one.problem.what, next: one.problem.next}] : [],
  );
  return {
    formatVersion: 1,
    repositories: all.flatMap((one) => {
      const project = one.kind === 'looked-at' ? one.survey.project : undefined;
      if (one.kind !== 'looked-at' || project === undefined) return [];
      return [documentOf(project, one.rows, one.survey.checkedAt ?? new Date(now()).toISOString())];
    }),
    ...(missing.length === 0 ? {} : {notLookedAt: missing}),
  };
};

/** What was left out by GitHub's limit can be looked at later, by one command. */
const tellOfRest = (all: readonly SurveyedRepository[], {tell}: Surroundings) => {
  for (const one of all) {
    if (one.kind === 'looked-at') continue;
    const {kind, what, next} = one.problem;
    if (kind !== 'rate-limited') tell(`${repositoryText(one.repository)} was not looked at. ${what} ${next}\n`);
  }
  const limited = all.flatMap((one) => (one.kind === 'not-looked-at' && one.problem.kind === 'rate-limited' ? [one] : []));
  const [first] = limited;
  if (first === undefined) return;
  const names = limited.map(({repository}) => repositoryText(repository));
  tell(`Not looked at: ${names.join(', ')}.\n${first.problem.what} ${first.problem.next}\n`);
  tell(`portcall status ${names.map((name) => `--repo ${name}`).join(' ')}\n`);
};

/** One grid of several repositories, and the worst of their exit codes. */
export const runStatusOfMany = async (
  repositories: readonly RepositoryName[],
  options: Options,
  surroundings: Surroundings,
): Promise<number> => {
  refuseUseless(options);
  let limit: RateLimit | undefined;
  const ground = await prepareGround(options, surroundings, (event) => {
    if (event.kind === 'rate-limit-seen') limit = event.limit;
  });
  const all = await surveyMany({ground, repositories, options, surroundings, allowance: () => limit});
  for (const one of all) if (one.kind === 'looked-at') tellOfRepository(one.survey, one.repository, surroundings);
  surroundings.print(options.json ? `${safeJson(documentOfMany(all, surroundings.now))}\n` : plainGridOfMany(all, surroundings.terminal));
  tellOfRest(all, surroundings);
  return worstCodeOf(all);
};
