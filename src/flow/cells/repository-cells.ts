import {type Cell, type CellState, cellOf, evidenceOf} from '../../model/cell.ts';
import {failedStepOf, hasFailed, isUnderWay} from '../../model/job-outcome.ts';
import type {Marketplace} from '../../model/marketplace.ts';
import type {PackageFile} from '../../model/package-file.ts';
import {skippedPublishingSteps} from '../../model/publishing-step.ts';
import type {RunJob} from '../../model/repository.ts';
import type {Finding, FindingKind, PublishingJob} from '../../model/workflow.ts';
import {ageOf, agoOf} from '../age.ts';
import {packageFilesOf} from '../open-faults.ts';
import type {KnownRepository} from '../survey.ts';
import {type UnreadWorkflow, unreadEvidence} from '../unread-workflows.ts';
import {cellFrom, cellFromAll} from './from-known.ts';

/** What the cells of a row need besides the repository's facts. */
export type RowJobs = {
  readonly all: readonly PublishingJob[];
  /** Absent: no job publishes here. */
  readonly main?: PublishingJob;
  /** That job's last execution; absent: none was seen. */
  readonly run?: RunJob;
  /** The other tag that this execution was for; absent: it was for this one, or that can't be told. */
  readonly ranFor?: string;
  /** The trusted publisher that names another file; absent: none is known to. */
  readonly publisherFinding?: Finding;
  /** Workflow files that could not be understood and may publish here; absent: none. */
  readonly unread?: readonly UnreadWorkflow[];
};

const toFilesCell = (files: readonly PackageFile[], isIncomplete: boolean): Cell => {
  if (files.length === 0) return isIncomplete ? cellOf('unknown', 'not all seen') : cellOf('to-do', 'none');
  const faults = files.flatMap(({path, faults: found}) =>
    found.map(({what, line}) => evidenceOf(`${path}${line === undefined ? '' : `:${line}`}: ${what}`)),
  );
  const names = new Set(files.flatMap(({name}) => (name === undefined ? [] : [name.toLowerCase()])));
  const differing =
    names.size > 1
      ? [
          evidenceOf(
            `The files name different packages: ${[...names].join(', ')}. Name the one that is meant under packages: in portcall.yaml.`,
          ),
        ]
      : [];
  const listed = files.map(({path, name, version}) =>
    evidenceOf(`${path}${name === undefined ? '' : `: ${name}`}${version === undefined ? '' : ` ${version}`}`),
  );
  const evidence = [...faults, ...differing, ...listed];
  if (faults.length > 0) return cellOf('problem', faults.length === 1 ? '1 fault' : `${faults.length} faults`, evidence);
  return differing.length > 0
    ? cellOf('warning', 'disagree', evidence)
    : cellOf('ok', files.length === 1 ? '' : `${files.length} files`, evidence);
};

export const filesCell = (marketplace: Marketplace, repository: KnownRepository): Cell => {
  if (marketplace.packageFiles === undefined) return cellOf('not-offered', '');
  return cellFrom(repository.files, ({isIncomplete}) => toFilesCell(packageFilesOf(repository, marketplace.id) ?? [], isIncomplete));
};

const severities: Readonly<Record<'problem' | 'warning', CellState>> = {problem: 'problem', warning: 'warning'};

const shortFindings: Readonly<Record<string, string>> = {
  disabled: 'disabled',
  'never-fires': "can't fire",
  'missing-permission': 'no rights',
  'asset-race': 'too early',
  'swallows-failure': 'hides failure',
  'skips-on-empty-secret': 'may skip',
  'cross-repository-token': 'wrong token',
  'second-publisher': 'two jobs',
  'secret-not-set': 'no secret',
  'secret-near-miss': 'secret name',
  'secret-not-seen': 'secret?',
  'commits-nowhere': 'own repo',
  'error-page-hashed': 'hashes page',
  'calls-elsewhere': 'elsewhere',
  'publisher-names-other-file': 'file renamed',
  'asks-any-version': 'any version',
};

/* What the secret's own cell tells. */
const ofSecretCell: readonly FindingKind[] = ['secret-not-set', 'secret-near-miss', 'secret-not-seen'];

const toWorkflowCell = ({main, publisherFinding, unread = []}: RowJobs): Cell => {
  const notUnderstood = unreadEvidence(unread);
  if (main === undefined) return unread.length > 0 ? cellOf('unknown', 'unread file', notUnderstood) : cellOf('to-do', 'no job');
  const findings = [...main.findings, publisherFinding ?? []].flat().filter(({kind}) => !ofSecretCell.includes(kind));
  const worst = findings.find(({severity}) => severity === 'problem') ?? findings[0];
  const told = findings.map(({text, line, step}) =>
    evidenceOf(`${step === undefined ? '' : `${step}: `}${text}`, line === undefined ? main.workflow.url : `${main.workflow.url}#L${line}`),
  );
  const evidence = [
    ...told,
    ...notUnderstood,
    evidenceOf(`${main.job.name} in ${main.workflow.path}: ${main.because}.`, `${main.workflow.url}#L${main.job.line}`),
  ];
  if (!main.isEnabled) return cellOf('to-do', shortFindings[worst?.kind ?? 'disabled'] ?? 'disabled', evidence);
  return worst === undefined ? cellOf('ok', '', evidence) : cellOf(severities[worst.severity], shortFindings[worst.kind] ?? '', evidence);
};

export const workflowCell = (repository: KnownRepository, jobs: RowJobs): Cell =>
  cellFrom(repository.understanding, () => toWorkflowCell(jobs));

const toRunCell = (job: PublishingJob, run: RunJob, now: number): Cell => {
  const at = run.completedAt ?? run.startedAt ?? '';
  const age = ageOf(at, now);
  const page = evidenceOf(`${run.name}: ${run.conclusion ?? run.status}, ${agoOf(at, now)}.`, run.url);
  if (isUnderWay(run)) return cellOf('waiting', run.status === 'in_progress' ? 'running' : run.status, [page]);
  if (hasFailed(run)) {
    const step = failedStepOf(run);
    return step === undefined
      ? cellOf('problem', run.conclusion ?? 'failed', [page])
      : cellOf('problem', `step ${step.number}`, [evidenceOf(`Step ${step.number}, "${step.name}", failed.`, run.url), page]);
  }
  if (run.conclusion !== 'success') return cellOf('warning', run.conclusion ?? 'unclear', [page]);
  const skipped = skippedPublishingSteps(job, run).at(-1);
  if (skipped !== undefined)
    return cellOf('warning', 'skipped', [
      evidenceOf(`The job is green, but step ${skipped.number}, "${skipped.name}", was skipped.`, run.url),
      page,
    ]);
  return cellOf('ok', age, [page]);
};

/** An execution for another tag says nothing of this one. */
const forOtherTag = (cell: Cell, tag: string): Cell =>
  cellOf(cell.state, `${cell.note === '' ? '' : `${cell.note}, `}${tag}`, [
    evidenceOf(`This run was for ${tag}.`),
    ...(cell.evidence ?? []),
  ]);

export const runCell = (repository: KnownRepository, {main, run, ranFor}: RowJobs, now: number): Cell =>
  cellFromAll([repository.understanding, repository.runs], () => {
    if (main === undefined) return cellOf('not-offered', '');
    if (run !== undefined) return ranFor === undefined ? toRunCell(main, run, now) : forOtherTag(toRunCell(main, run, now), ranFor);
    return main.isEnabled
      ? cellOf('unchecked', 'not lately', [evidenceOf('The job did not execute in the newest runs, nor in one of this tag.')])
      : cellOf('unchecked', '');
  });
