import type {Known} from '../model/known.ts';
import {marketplaceIds} from '../model/marketplace-id.ts';
import {isSameProject} from '../model/project.ts';
import type {Survey} from './survey.ts';
import {oldestAnswer} from './unanswered.ts';

const kept = <T extends object>(facts: T, earlier: T): T =>
  Object.fromEntries(
    (Object.entries(facts) as [keyof T & string, Known<unknown>][]).map(([name, known]) => {
      const before = earlier[name] as Known<unknown> | undefined;
      return [name, known.value === undefined && before?.value !== undefined ? {...before, ...known, isRemembered: true} : known];
    }),
  ) as T;

const isAboutTheSame = (one: Survey, other: Survey): boolean =>
  one.project !== undefined && other.project !== undefined && isSameProject(one.project, other.project);

/** A survey with what it could not find out as an earlier one of the same tag left it, so that a bad moment loses nothing. */
export const keepKnown = (survey: Survey, earlier: Survey): Survey => {
  if (!isAboutTheSame(survey, earlier)) return survey;
  const rows = Object.fromEntries(marketplaceIds.map((id) => [id, kept(survey.rows[id], earlier.rows[id] ?? {})])) as Survey['rows'];
  const whole = {...survey, repository: kept(survey.repository, earlier.repository), rows};
  const time = survey.checkedAt ?? earlier.checkedAt;
  const checkedAt = time === undefined ? undefined : oldestAnswer(whole, time);
  return checkedAt === undefined ? whole : {...whole, checkedAt};
};
