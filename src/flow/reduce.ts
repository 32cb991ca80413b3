import {type Known, unasked} from '../model/known.ts';
import {marketplaceIds} from '../model/marketplace-id.ts';
import {isSameProject, type Project} from '../model/project.ts';
import type {FactName, SurveyEvent} from './event.ts';
import type {KnownRepository, KnownRow, Survey} from './survey.ts';
import {oldestAnswer} from './unanswered.ts';

const unaskedRow: KnownRow = {
  account: unasked,
  token: unasked,
  publication: unasked,
  integrity: unasked,
  log: unasked,
  decided: unasked,
  proofs: unasked,
};

const unaskedRepository: KnownRepository = {
  about: unasked,
  release: unasked,
  secrets: unasked,
  unlistedSecrets: unasked,
  policy: unasked,
  hasImmutableReleases: unasked,
  files: unasked,
  workflows: unasked,
  understanding: unasked,
  runs: unasked,
};

/** A survey of which nothing is known. */
export const emptySurvey: Survey = {
  repository: unaskedRepository,
  rows: Object.fromEntries(marketplaceIds.map((id) => [id, unaskedRow])) as Survey['rows'],
  isRunning: false,
  choices: [],
};

const withFact = (survey: Survey, name: FactName, change: (known: Known<unknown>) => Known<unknown>): Survey => {
  if (name.of === 'repository') {
    return {...survey, repository: {...survey.repository, [name.fact]: change(survey.repository[name.fact])}};
  }
  const row = survey.rows[name.of];
  return {...survey, rows: {...survey.rows, [name.of]: {...row, [name.fact]: change(row[name.fact])}}};
};

const checking = (known: Known<unknown>): Known<unknown> => (known.isChecking ? known : {...known, isChecking: true});

const markRemembered = <T extends object>(facts: T): T =>
  Object.fromEntries(
    Object.entries(facts).map(([name, known]) => [
      name,
      known.value === undefined ? unasked : {value: known.value, at: known.at, isChecking: false, isRemembered: true},
    ]),
  ) as T;

/** Who is signed in may be another one by now. */
const remembered = ({login: _, ...survey}: Survey): Survey => ({
  ...survey,
  repository: markRemembered({...unaskedRepository, ...survey.repository}),
  rows: Object.fromEntries(marketplaceIds.map((id) => [id, markRemembered({...unaskedRow, ...survey.rows[id]})])) as Survey['rows'],
  isRunning: false,
});

/** What was learnt of one tag says nothing of another: it goes, so that no old answer stands as one about the new tag. */
const withProject = (survey: Survey, project: Project): Survey =>
  survey.project === undefined || isSameProject(survey.project, project)
    ? {...survey, project}
    : {...survey, project, repository: emptySurvey.repository, rows: emptySurvey.rows};

/** Where looks failed, what is shown is as old as its oldest answer. */
const afterRound = ({checkedAt: _, ...survey}: Survey, at: string): Survey => {
  const checkedAt = oldestAnswer(survey, at);
  return {...survey, isRunning: false, triedAt: at, ...(checkedAt === undefined ? {} : {checkedAt})};
};

/** The next survey. A failed look keeps what was known and puts its problem beside it. */
export const reduce = (survey: Survey, event: SurveyEvent): Survey => {
  switch (event.kind) {
    case 'project-found':
      return withProject(survey, event.project);
    case 'survey-failed':
      return {...survey, problem: event.problem, isRunning: false};
    case 'round-started':
      return {...survey, isRunning: true};
    case 'round-ended':
      return afterRound(survey, event.at);
    case 'fact-checking':
      return withFact(survey, event.name, checking);
    case 'fact-found':
      return withFact(survey, event.name, () => ({value: event.value, at: event.at, isChecking: false}));
    case 'fact-failed':
      return withFact(survey, event.name, (known) => ({...known, isChecking: false, problem: event.problem}));
    case 'rate-limit-seen':
      return {...survey, rateLimit: event.limit};
    case 'choices-read':
      return {...survey, choices: event.choices};
    case 'login-found':
      return {...survey, login: event.login};
    case 'remembered':
      return remembered(event.survey);
  }
};
