import {type Cell, type Column, cellOf, columns, evidenceOf} from '../model/cell.ts';

import {type Cause, type Diagnosis, type Situation, toRecord} from '../model/diagnosis.ts';
import type {Marketplace, NotOffered} from '../model/marketplace.ts';
import type {Project} from '../model/project.ts';
import type {Row, RowEnd, StatusDocument} from '../model/row.ts';
import {safeLine} from '../model/safe-text.ts';
import type {TaskSetting} from '../model/task.ts';
import {unusualNameRead} from '../model/token-names.ts';
import {endsOf, withEnds} from './cells/ends.ts';
import {accountCell, integrityCell, publishedCell, tokenCell} from './cells/marketplace-cells.ts';
import {filesCell, type RowJobs, runCell, workflowCell} from './cells/repository-cells.ts';
import {secretCell} from './cells/secret-cell.ts';
import {withLog} from './cells/with-log.ts';
import {jobsOf} from './row-jobs.ts';
import {logOf, present, situationOf} from './row-situation.ts';
import {rowTasksOf} from './row-tasks.ts';
import type {KnownRow, Survey} from './survey.ts';
import {verdictOf} from './verdict.ts';
import {waitingOf} from './waiting.ts';

export type Diagnose = (situation: Situation, causes: readonly Cause[]) => readonly Diagnosis[];

/** What a survey is selected with: the list of marketplaces and the diagnosis, both handed in. */
export type Catalogue = {readonly marketplaces: readonly Marketplace[]; readonly diagnose: Diagnose};

const settingOf = (survey: Survey, project: Project, marketplace: Marketplace, situation: Situation): TaskSetting => ({
  project,
  facts: {...situation, tokenNames: marketplace.token?.names ?? []},
  ...present({login: survey.login}),
});

/** What the tasks of a row are done with, out of everything known now; undefined: no project was found yet. */
export const taskSettingOf = (survey: Survey, marketplace: Marketplace): TaskSetting | undefined => {
  const {project} = survey;
  if (project === undefined) return undefined;
  return settingOf(survey, project, marketplace, situationOf(survey, project, marketplace, jobsOf(survey, marketplace)));
};

const cellsOf = (survey: Survey, project: Project, marketplace: Marketplace, jobs: RowJobs, now: number): Record<Column, Cell> => {
  const row = survey.rows[marketplace.id];
  const {repository} = survey;
  return {
    account: accountCell(marketplace, row),
    token: tokenCell(marketplace, row),
    secret: secretCell(marketplace, repository, jobs, now),
    files: filesCell(marketplace, repository),
    workflow: workflowCell(repository, jobs),
    run: withLog(runCell(repository, jobs, now), row.log, jobs.run),
    published: publishedCell(row, project.version, now),
    integrity: integrityCell(marketplace, row),
  };
};

const checkingColumns = ({repository}: Survey, row: KnownRow): readonly Column[] => {
  const looks: Readonly<Record<Column, boolean>> = {
    account: row.account.isChecking,
    token: row.token.isChecking,
    secret: repository.secrets.isChecking,
    files: repository.files.isChecking,
    workflow: repository.understanding.isChecking || repository.workflows.isChecking,
    run: repository.runs.isChecking,
    published: row.publication.isChecking,
    integrity: row.integrity.isChecking,
  };
  return columns.filter((column) => looks[column]);
};

/** What the marketplace refuses is said in every cell that is not about something that is there; what was seen besides stays as evidence. */
const notOfferedCells = (cells: Record<Column, Cell>, {why, url}: NotOffered): Record<Column, Cell> =>
  Object.fromEntries(
    columns.map((column) => {
      const cell = cells[column];
      if (cell.state === 'ok' || cell.state === 'problem') return [column, cell];
      return [column, cellOf('not-offered', '', [evidenceOf(why, url), ...(cell.evidence ?? [])])];
    }),
  ) as Record<Column, Cell>;

const tokenOf = ({token}: Marketplace, {main}: RowJobs): Pick<Row, 'token'> => {
  if (token === undefined) return {};
  const {names, makeAt, leastRights} = token;
  return {token: {names, makeAt, leastRights, ...present({readAs: unusualNameRead(names, main?.secrets ?? [])})}};
};

/** What ends soon is set up all the same; what has ended is to be made anew. */
const tasksOf = (
  survey: Survey,
  marketplace: Marketplace,
  setting: TaskSetting,
  {cells, ends}: {readonly cells: Record<Column, Cell>; readonly ends: readonly RowEnd[]},
): Row['tasks'] => {
  const {proofs} = survey.rows[marketplace.id];
  const past = ends.filter(({isPast}) => isPast);
  const looked = proofs.value === undefined ? {proofs: {}} : {proofs: proofs.value, wasLookedAt: true as const};
  return rowTasksOf(marketplace, {setting, cells: withEnds(cells, past), ...looked, choices: survey.choices});
};

/** One marketplace as every view shows it, out of the facts alone. */
export const rowOf = (survey: Survey, project: Project, marketplace: Marketplace, diagnose: Diagnose, now: number): Row => {
  const known = survey.rows[marketplace.id];
  const jobs = jobsOf(survey, marketplace);
  const verdict = verdictOf(known, survey.repository, jobs, project.version);
  const refusal =
    verdict === 'not-set-up' && project.packages[marketplace.id]?.isUnfounded !== true ? marketplace.eligibility?.(project) : undefined;
  const all = cellsOf(survey, project, marketplace, jobs, now);
  const cells = refusal === undefined ? all : notOfferedCells(all, refusal);
  const situation = situationOf(survey, project, marketplace, jobs);
  const ends = refusal === undefined ? endsOf(marketplace, situation, now) : [];
  const serves = known.publication.value?.serves ?? null;
  const isSettled = verdict === 'working' || verdict === 'not-set-up';
  return {
    id: marketplace.id,
    title: marketplace.title,
    verdict,
    version: serves === null ? null : safeLine(serves, 60),
    cells: withEnds(cells, ends),
    ...(ends.length === 0 ? {} : {ends}),
    ...present({waiting: waitingOf(known.publication.value, project.version)}),
    checking: checkingColumns(survey, known),
    isRemembered: known.publication.isRemembered === true,
    tasks: tasksOf(survey, marketplace, settingOf(survey, project, marketplace, situation), {cells, ends}),
    isProving: known.proofs.isChecking,
    isLeftOut: survey.choices.some(({marketplace: one, task}) => one === marketplace.id && task === undefined),
    diagnosis: isSettled && jobs.main === undefined ? [] : verdict === 'working' ? [] : diagnose(situation, marketplace.causes ?? []),
    page: safeLine(known.publication.value?.url ?? marketplace.docs, 2000),
    ...tokenOf(marketplace, jobs),
    log: logOf(known, jobs.run)?.lines ?? [],
  };
};

/** All rows of a survey. An unchanged row is the same object as before, so that views can tell. */
export const createRowsOf = ({marketplaces, diagnose}: Catalogue): ((survey: Survey, now: number) => readonly Row[]) => {
  const last = new Map<string, {readonly text: string; readonly row: Row}>();
  const kept = (row: Row): Row => {
    const text = JSON.stringify(row);
    const before = last.get(row.id);
    if (before?.text === text) return before.row;
    last.set(row.id, {text, row});
    return row;
  };
  return (survey, now) => {
    const {project} = survey;
    if (project === undefined) return [];
    return marketplaces.map((marketplace) => kept(rowOf(survey, project, marketplace, diagnose, now)));
  };
};

/** The document of `status --json`. */
export const documentOf = (project: Project, rows: readonly Row[], checkedAt: string): StatusDocument => ({
  formatVersion: 1,
  project: {repository: `${project.repository.owner}/${project.repository.name}`, tag: project.tag, version: project.version},
  checkedAt,
  marketplaces: rows.map(({id, title, verdict, version, cells, tasks, diagnosis}) => ({
    id,
    title,
    verdict,
    version,
    cells,
    tasks: tasks.map(({id: task, title: order, state, url}) => ({id: task, title: order, state, url})),
    diagnosis: diagnosis.map(toRecord),
  })),
});
