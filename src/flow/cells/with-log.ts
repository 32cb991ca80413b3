import {type Cell, evidenceOf} from '../../model/cell.ts';
import type {FailureLog} from '../../model/diagnosis.ts';
import {hasFailed} from '../../model/job-outcome.ts';
import type {Known} from '../../model/known.ts';
import type {RunJob} from '../../model/repository.ts';

/** The run cell with why the log of a failed job says nothing; as it is where the log was read. */
export const withLog = (cell: Cell, {value, problem}: Known<FailureLog>, run: RunJob | undefined): Cell => {
  if (run === undefined || !hasFailed(run)) return cell;
  if (value === undefined || value.jobId !== run.id) return problem === undefined || cell.problem !== undefined ? cell : {...cell, problem};
  if (value.lines.length > 0) return cell;
  return {...cell, evidence: [...(cell.evidence ?? []), evidenceOf('GitHub has no log of this job any more.', run.url)]};
};
