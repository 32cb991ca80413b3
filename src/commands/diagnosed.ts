import {findDecided} from '../diagnosis/decide.ts';
import {runProbe} from '../flow/run-probe.ts';
import type {Cause, Diagnosis, FailureLog, Situation} from '../model/diagnosis.ts';
import {hasFailed} from '../model/job-outcome.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {ProblemRecord} from '../model/problem.ts';
import type {RepositoryName} from '../model/project.ts';
import type {RunJob} from '../model/repository.ts';
import type {SafeText} from '../model/safe-text.ts';
import {createLookup} from '../tools/lookup.ts';
import type {Setting} from './setting.ts';
import {findJobLog} from './survey-workflows.ts';
import {credentialOf, type FoundToken} from './tokens.ts';

/** One failed job, or one row that is not as it should be. */
export type Failure = {
  /** What failed, for people. */
  readonly title: string;
  /** Absent: nothing ran. */
  readonly run?: RunJob;
  readonly diagnosis: readonly Diagnosis[];
  readonly log: readonly SafeText[];
  /** Why the log could not be read; absent: it was, or there was nothing to read. */
  readonly problem?: ProblemRecord;
};

/** What a failure is looked at with. */
export type Desk = {
  readonly setting: Setting;
  readonly repository: RepositoryName;
  readonly now: () => number;
  readonly findToken: (marketplace: Marketplace) => Promise<FoundToken | undefined>;
};

type LogFound = {readonly log?: FailureLog; readonly problem?: ProblemRecord};

/** The log of a job, or why it can't be read; `id` only says for which row. */
export const readLogOf = async ({setting, repository, now}: Desk, id: MarketplaceId, run: RunJob): Promise<LogFound> => {
  let problem: ProblemRecord | undefined;
  const lookup = createLookup(setting.sources, new Map());
  const log = await runProbe({of: id, fact: 'log'}, () => findJobLog({lookup, repository, sources: setting.sources, now}, run), {
    dispatch: (event) => {
      if (event.kind === 'fact-failed') problem = event.problem;
    },
    now: () => new Date(now()).toISOString(),
  });
  return {...(log === undefined ? {} : {log}), ...(problem === undefined ? {} : {problem})};
};

/** What decides between the causes of a failed job, asked with the row's own token where there is a row. */
export const decide = async (desk: Desk, situation: Situation, causes: readonly Cause[], marketplace?: Marketplace): Promise<Situation> => {
  if (situation.decided !== undefined || !hasFailed(situation.run ?? ({conclusion: null} as RunJob))) return situation;
  const {sources} = desk.setting;
  const credential = marketplace && credentialOf(marketplace, await desk.findToken(marketplace), sources.npmRegistry);
  return {...situation, decided: await findDecided(createLookup(sources, new Map(), credential), situation, causes)};
};
