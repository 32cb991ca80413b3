import {type InstallSituation, installPlanOf} from '../flow/install-plan.ts';
import type {Survey} from '../flow/survey.ts';
import {toProblem} from '../model/problem.ts';
import {type Hosts, routeOf} from '../tools/hosts.ts';
import {findClient, findMachine, runInstallTest} from '../tools/install-test.ts';
import {createLookup} from '../tools/lookup.ts';
import {type Attempt, type Attempted, attemptedText, attemptsText, commandsOf} from './install-text.ts';
import type {Options} from './options.ts';
import type {Questions} from './questions.ts';
import type {Setting} from './setting.ts';
import {canAsk, exitCodes, type Surroundings} from './surroundings.ts';

export type InstallRequest = {
  readonly setting: Setting;
  readonly survey: Survey;
  readonly options: Options;
  readonly surroundings: Surroundings;
  readonly questions: Questions;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
};

/** What came of all tries: the part of the exit code, and what the JSON document shows. */
export type Installs = {readonly code: number; readonly document: readonly unknown[]};

const situationOf = ({setting: {hosts, sources}, survey, options}: InstallRequest): Omit<InstallSituation, 'project'> => ({
  machine: findMachine(),
  publicationOf: (id) => survey.rows[id].publication.value,
  named: options.only ?? [],
  isMapped: Object.keys(hosts.own).length > 0,
  routeOf: (origin) => {
    const {url, isMapped, isTrusted} = routeOf(hosts, new URL(origin === 'npm' ? sources.npmRegistry : origin));
    return {address: url.href, isMapped, isTrusted};
  },
});

/** What is to be done for each marketplace, once the machine's own programs are known. */
const findAttempts = async (request: InstallRequest): Promise<readonly Attempt[]> => {
  const {setting, survey, surroundings} = request;
  const {project} = survey;
  if (project === undefined) return [];
  const intended = installPlanOf(setting.marketplaces, {...situationOf(request), project});
  return Promise.all(
    intended.map(async (one): Promise<Attempt> => {
      if (one.kind === 'left-out') return one;
      const {id, title, test, wanted} = one;
      const found = await findClient(test, wanted, surroundings.env);
      if ('missing' in found) return {kind: 'left-out', id, title, why: `There is no ${found.missing} on this machine.`};
      return {kind: 'try', id, title, test, wanted: {...wanted, client: found.client}};
    }),
  );
};

/** Where every request is sent to one place, no client finds another way out. */
const onlyHostOf = ({own}: Hosts): {readonly onlyHost?: string} => (own['*'] === undefined ? {} : {onlyHost: new URL(own['*']).hostname});

const carryOut = async (attempt: Attempt, request: InstallRequest): Promise<Attempted> => {
  const {id, title} = attempt;
  if (attempt.kind === 'left-out') return {id, title, outcome: attempt};
  const {setting, surroundings, signal, say} = request;
  const lookup = createLookup(setting.sources, new Map());
  try {
    const outcome = await runInstallTest(attempt.test, attempt.wanted, {
      env: surroundings.env,
      signal,
      ...onlyHostOf(setting.hosts),
      fetch: (url) => lookup.stream(url, {as: 'nobody'}),
      onCommand: (text) => say(`${title}: ${text}\n`),
      onRemains: (folder) => say(`${title}: ${folder} could not be taken away; remove it yourself.\n`),
    });
    return {id, title, outcome};
  } catch (failure) {
    const {what, next} = toProblem(failure).record();
    return {id, title, outcome: {kind: 'left-out', why: `${what} ${next}`}};
  }
};

const codeOf = (attempted: readonly Attempted[]): number => {
  const kinds = new Set(attempted.map(({outcome}) => outcome.kind));
  if (kinds.has('fails') || kinds.has('other-version')) return exitCodes.broken;
  return kinds.has('no-version') ? exitCodes.unknown : exitCodes.ok;
};

const planned = (attempt: Attempt) =>
  attempt.kind === 'try'
    ? {marketplace: attempt.id, kind: 'planned', commands: commandsOf(attempt)}
    : {marketplace: attempt.id, kind: 'left-out', why: attempt.why};

/** Why nothing is tried although something could be; undefined: it was agreed to. */
const findRefusal = async ({options, surroundings, questions}: InstallRequest): Promise<string | undefined> => {
  if (options.yes) return undefined;
  if (!canAsk(surroundings))
    return 'Portcall would have asked: Run these commands? Nothing was installed.\nRun it again with --yes to do it.\n';
  return (await questions.confirm('Run these commands?')) ? undefined : 'Nothing was installed.\n';
};

/** Shows every command, asks, and tries them one marketplace after the other. */
export const tryInstalls = async (request: InstallRequest): Promise<Installs> => {
  const {options, surroundings, survey, signal, say} = request;
  const attempts = await findAttempts(request);
  say(attemptsText(attempts));
  const isNothing = attempts.every(({kind}) => kind === 'left-out');
  if (options.dryRun || isNothing) return {code: exitCodes.ok, document: attempts.map(planned)};
  const refusal = await findRefusal(request);
  if (refusal !== undefined) {
    surroundings.tell(refusal);
    return {code: exitCodes.wrongUse, document: attempts.map(planned)};
  }
  const attempted: Attempted[] = [];
  for (const attempt of attempts) {
    if (signal.aborted) break;
    const one = await carryOut(attempt, request);
    attempted.push(one);
    if (attempt.kind === 'try') say(attemptedText(one, survey.project?.version ?? ''));
  }
  return {code: codeOf(attempted), document: attempted.map(({id, outcome}) => ({marketplace: id, ...outcome}))};
};
