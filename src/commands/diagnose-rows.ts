import {generalCauses} from '../diagnosis/causes.ts';
import {otherTagOf} from '../flow/job-run.ts';
import {reduce} from '../flow/reduce.ts';
import {knownSituation} from '../flow/row-situation.ts';
import type {Survey} from '../flow/survey.ts';
import {hasFailed} from '../model/job-outcome.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {RunJob} from '../model/repository.ts';
import type {Row} from '../model/row.ts';
import {type Desk, decide, type Failure, readLogOf} from './diagnosed.ts';

/** The survey as if runs for other tags had not been. */
const ofTagAlone = (survey: Survey): Survey => {
  const {project, repository} = survey;
  const all = repository.runs.value;
  if (project === undefined || all === undefined) return survey;
  const value = all.map(({path, runs}) => ({
    path,
    runs: runs.filter(({id}) => otherTagOf({runId: id} as RunJob, project.tag, all) === undefined),
  }));
  return {...survey, repository: {...repository, runs: {...repository.runs, value}}};
};

/** The survey with the log of the row's run for this tag, where the one that was read is another run's. */
const withLogOfTag = async (desk: Desk, survey: Survey, marketplace: Marketplace): Promise<Survey> => {
  const situation = knownSituation(survey, marketplace);
  const run = situation?.run;
  if (situation === undefined || run === undefined || situation.log !== undefined || !hasFailed(run)) return survey;
  const {log} = await readLogOf(desk, marketplace.id, run);
  if (log === undefined) return survey;
  const at = new Date(desk.now()).toISOString();
  const {decided = {}} = await decide(desk, {...situation, log}, [...(marketplace.causes ?? []), ...generalCauses], marketplace);
  const read = reduce(survey, {kind: 'fact-found', name: {of: marketplace.id, fact: 'log'}, value: log, at});
  const value = {jobId: run.id, causes: decided};
  return reduce(read, {kind: 'fact-found', name: {of: marketplace.id, fact: 'decided'}, value, at});
};

const failureOf = (survey: Survey, marketplace: Marketplace, row: Row): readonly Failure[] => {
  const run = knownSituation(survey, marketplace)?.run;
  if ((row.verdict !== 'broken' && row.verdict !== 'partial') || row.diagnosis.length === 0) return [];
  const {problem} = survey.rows[marketplace.id].log;
  const title = run === undefined ? row.title : `${row.title}: job “${run.name}”`;
  return [
    {
      title,
      diagnosis: row.diagnosis,
      log: row.log,
      ...(run === undefined ? {} : {run}),
      ...(problem === undefined || row.log.length > 0 ? {} : {problem}),
    },
  ];
};

/** Why each row that is not as it should be failed, by the newest run for the tag. */
export const diagnoseRows = async (desk: Desk, survey: Survey): Promise<readonly Failure[]> => {
  const {marketplaces, rowsOf} = desk.setting;
  let known = ofTagAlone(survey);
  for (const marketplace of marketplaces) known = await withLogOfTag(desk, known, marketplace);
  const rows = rowsOf(known, desk.now());
  return marketplaces.flatMap((marketplace) => {
    const row = rows.find(({id}) => id === marketplace.id);
    return row === undefined ? [] : failureOf(known, marketplace, row);
  });
};
