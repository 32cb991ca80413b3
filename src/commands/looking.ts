import type {FactName, FactValue, SurveyEvent} from '../flow/event.ts';
import {runProbe} from '../flow/run-probe.ts';
import type {Survey} from '../flow/survey.ts';
import type {Configuration} from '../model/configuration.ts';
import type {Lookup} from '../model/lookup.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {ProblemRecord} from '../model/problem.ts';
import type {RepositoryName} from '../model/project.ts';
import type {SourceTree} from '../model/source-tree.ts';
import type {LookupSources, Round} from '../tools/asker.ts';
import type {FoundToken} from './tokens.ts';

export type SurveyPlan = {
  readonly repository: RepositoryName;
  readonly tag: string;
  readonly marketplaces: readonly Marketplace[];
  readonly everyMarketplace: readonly Marketplace[];
  readonly configuration: Configuration;
  readonly sources: LookupSources;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where else than in the environment a row's token is looked for; absent: nowhere. */
  readonly findToken?: (marketplace: Marketplace) => Promise<FoundToken | undefined>;
  /** Absent: the files are read through GitHub. */
  readonly checkout?: SourceTree;
  /** What was already asked, for the first round; absent: nothing. */
  readonly asked?: Round;
  /** True: other repositories are looked at beside it, so that a bare guess is worth one question. Absent: it is looked at alone. */
  readonly isOneOfMany?: true;
  /** True: the tag is the newest release's, which the list of releases told. Absent: it was named. */
  readonly isNewest?: true;
  readonly dispatch: (event: SurveyEvent) => void;
  readonly survey: () => Survey;
  readonly now: () => number;
};

/** One round of a survey, or a part of one. */
export type Looking = SurveyPlan & {readonly lookup: Lookup; readonly round: Round};

const timeOf = ({now}: SurveyPlan): string => new Date(now()).toISOString();

/** Looks for one fact; undefined: the look failed, and the survey knows why. */
export const probe = <N extends FactName>(looking: Looking, name: N, find: () => Promise<FactValue<N>>) =>
  runProbe(name, find, {dispatch: looking.dispatch, now: () => timeOf(looking)});

/** A fact that rests on another one could not be looked for, for that one's reason. */
export const failWith = (looking: Looking, name: FactName, problem: ProblemRecord | undefined): undefined => {
  if (problem !== undefined) looking.dispatch({kind: 'fact-failed', name, problem, at: timeOf(looking)});
  return undefined;
};
