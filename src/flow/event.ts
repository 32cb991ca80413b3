import type {Choice} from '../model/choice.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {ProblemRecord} from '../model/problem.ts';
import type {Project} from '../model/project.ts';
import type {RepositoryFacts} from '../model/repository.ts';
import type {RowFacts} from '../model/row.ts';
import type {RateLimit, Survey} from './survey.ts';

/** Every fact by name: the repository's, read once, and each row's own. */
export type FactName =
  | {readonly [K in keyof RepositoryFacts]: {readonly of: 'repository'; readonly fact: K}}[keyof RepositoryFacts]
  | {readonly [K in keyof RowFacts]: {readonly of: MarketplaceId; readonly fact: K}}[keyof RowFacts];

export type FactValue<N extends FactName> = N extends {of: 'repository'; fact: infer K extends keyof RepositoryFacts}
  ? RepositoryFacts[K]
  : N extends {fact: infer K extends keyof RowFacts}
    ? RowFacts[K]
    : never;

/** Everything that can happen to a survey; the views, the plain text and the JSON read nothing else. */
export type SurveyEvent =
  | {readonly kind: 'project-found'; readonly project: Project}
  | {readonly kind: 'survey-failed'; readonly problem: ProblemRecord}
  | {readonly kind: 'round-started'; readonly at: string}
  | {readonly kind: 'round-ended'; readonly at: string}
  | {readonly kind: 'fact-checking'; readonly name: FactName}
  | {readonly kind: 'fact-found'; readonly name: FactName; readonly value: unknown; readonly at: string}
  | {readonly kind: 'fact-failed'; readonly name: FactName; readonly problem: ProblemRecord; readonly at: string}
  | {readonly kind: 'rate-limit-seen'; readonly limit: RateLimit}
  | {readonly kind: 'choices-read'; readonly choices: readonly Choice[]}
  | {readonly kind: 'login-found'; readonly login: string}
  /** What an earlier run of the program had learnt; shown as such until it is checked again. */
  | {readonly kind: 'remembered'; readonly survey: Survey};
