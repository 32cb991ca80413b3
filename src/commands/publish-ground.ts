import {textOfContents} from '../../checks/repository/contents.ts';
import {createGitHubTree} from '../../checks/repository/files.ts';
import {findRun, findTagCommit} from '../../checks/repository/run.ts';
import {findActions, findJobs} from '../../checks/repository/workflows.ts';
import {runOfJob} from '../flow/job-run.ts';
import type {PublishFacts} from '../flow/publish-plan.ts';
import {knownSituation} from '../flow/row-situation.ts';
import type {Survey} from '../flow/survey.ts';
import type {Diagnosis, Situation} from '../model/diagnosis.ts';
import type {Started} from '../model/follow.ts';
import type {Lookup} from '../model/lookup.ts';
import type {Marketplace} from '../model/marketplace.ts';
import {Problem} from '../model/problem.ts';
import type {RepositoryName} from '../model/project.ts';
import type {Run, RunJob} from '../model/repository.ts';
import type {DispatchWay, NoDispatch} from '../model/start.ts';
import type {PublishingJob, WorkflowFile} from '../model/workflow.ts';
import {parsed} from '../workflow/add-selector.ts';
import {findDependants} from '../workflow/dependants.ts';
import {selectorIn} from '../workflow/mend/mends.ts';
import {findDispatches} from '../workflow/select.ts';
import {understandWorkflows} from '../workflow/understand.ts';

/** What is known before one marketplace is decided about. */
type Ground = {
  readonly survey: Survey;
  readonly marketplace: Marketplace;
  readonly everyMarketplace: readonly Marketplace[];
  /** Asks GitHub afresh. */
  readonly lookup: Lookup;
  readonly now: number;
  /** What the facts say of the last attempt, the likeliest first. */
  readonly diagnosis: readonly Diagnosis[];
  readonly started?: Started;
};

type Files = {readonly files: readonly WorkflowFile[]; readonly publishing: readonly PublishingJob[]};

const usesOwnActions = (files: readonly WorkflowFile[]): boolean =>
  files.some(({text = ''}) => /uses:\s*['"]?\.\/(?!\.github\/workflows)/.test(text));

/** The workflow files of the default branch, with the repository's own actions where any is used. */
const filesNow = async ({survey, lookup}: Ground, repository: RepositoryName): Promise<Files> => {
  const workflows = survey.repository.workflows.value ?? [];
  const actions = usesOwnActions(workflows) ? await findActions(createGitHubTree(lookup, repository, 'HEAD')) : [];
  return {files: [...workflows, ...actions], publishing: survey.repository.understanding.value?.jobs ?? []};
};

/** The same files as they stand at the tag: what a run on the tag executes. */
const filesAtTag = async ({survey, lookup, everyMarketplace}: Ground, {repository, tag}: Situation['project']): Promise<Files> => {
  const workflows = survey.repository.workflows.value ?? [];
  const texts = await Promise.all(workflows.map(({path}) => textOfContents(lookup, repository, path, tag)));
  const read = workflows.map(({text: _, ...file}, index): WorkflowFile => {
    const text = texts[index];
    return text === undefined ? file : {...file, text};
  });
  const actions = usesOwnActions(read) ? await findActions(createGitHubTree(lookup, repository, tag)) : [];
  const files = [...read, ...actions];
  return {files, publishing: understandWorkflows(files, everyMarketplace, {repository, tag}).jobs};
};

const isOnTag = (way: DispatchWay | NoDispatch, tag: string): boolean => way.kind === 'dispatch' && way.ref === tag;

/** The ways to start the job, each held against the file that would run. */
const findWays = async (
  ground: Ground,
  situation: Situation,
  now: Files,
  atTag: () => Promise<Files>,
): Promise<readonly (DispatchWay | NoDispatch)[]> => {
  const {repository, tag, version} = situation.project;
  const defaultBranch = situation.about?.defaultBranch ?? 'main';
  const select = (files: Files) =>
    findDispatches({marketplace: ground.marketplace.id, ...files, repository, defaultBranch, released: {tag, version}});
  const ways = select(now);
  if (!ways.some((way) => isOnTag(way, tag))) return ways;
  const there = select(await atTag());
  const gone: NoDispatch = {kind: 'none', path: '', why: 'no-trigger', text: `At the tag ${tag} no workflow publishes there.`};
  const ofTag = there
    .filter((way) => way.kind === 'none' || way.ref === tag)
    .map((way) => (way.kind === 'none' ? {...way, text: `At the tag ${tag}: ${way.text}`} : way));
  return [...ways.filter((way) => !isOnTag(way, tag)), ...(ofTag.length === 0 ? [gone] : ofTag)];
};

type FoundRun = {readonly run: Run & {readonly jobs?: readonly RunJob[]}; readonly path: string};

const runsIn = ({repository}: Survey): readonly FoundRun[] =>
  (repository.runs.value ?? []).flatMap(({path, runs}) => runs.map((run) => ({run, path})));

const findRerun = async (ground: Ground, situation: Situation, now: Files, atTag: () => Promise<Files>): Promise<PublishFacts['rerun']> => {
  const {run: last, project, job} = situation;
  const found = last && runsIn(ground.survey).find(({run}) => run.id === last.runId);
  if (last === undefined || found === undefined || job === undefined) return undefined;
  const {run, path} = found;
  const isForTag = run.branch === project.tag;
  const whole = await findRun(ground.lookup, project.repository, run.id);
  if (whole === undefined) return undefined;
  const files = isForTag ? await atTag() : now;
  const textIn = (among: Files) => among.files.find((file) => file.path === path)?.text;
  return {
    run: last,
    createdAt: run.createdAt,
    isForTag,
    hasOtherFile: textIn(files) !== textIn(now),
    alsoRuns: findDependants(job, files.files, files.publishing, project.repository),
    attempt: whole.attempt,
    workflow: path.split('/').at(-1) ?? path,
    ref: run.branch,
  };
};

/** A run of the tag, or one that was dispatched, that has not ended and may still publish there. */
const findUnderWay = async ({survey, lookup}: Ground, situation: Situation): Promise<PublishFacts['underWay']> => {
  const {about, project, understanding, marketplace} = situation;
  const jobs = (understanding?.jobs ?? []).filter((one) => one.marketplace === marketplace.id && one.isEnabled);
  for (const job of jobs) {
    const open = runsIn(survey).filter(
      ({run, path}) => path === job.workflow.path && run.status !== 'completed' && [project.tag, about?.defaultBranch].includes(run.branch),
    );
    for (const {run} of open) {
      const listed = run.jobs ?? (await findJobs(lookup, project.repository, run.id)) ?? [];
      // One that was skipped is decided as well, so its end alone is not looked at.
      const isDecided = listed.some((one) => one.status === 'completed' && runOfJob(job, [{...one, conclusion: null}]) !== undefined);
      if (!isDecided) return {url: run.url, since: run.createdAt};
    }
  }
  return undefined;
};

/** The step of the job that a dispatch would run, else of the job that ran, which asks whether any version is there. */
const findAskingStep = async (
  {marketplace}: Ground,
  {job, project}: Situation,
  way: DispatchWay | undefined,
  now: Files,
  atTag: () => Promise<Files>,
): Promise<string | undefined> => {
  const {publishing} = way !== undefined && isOnTag(way, project.tag) ? await atTag() : now;
  const started = publishing.find(
    (one) => one.marketplace === marketplace.id && one.workflow.path === way?.workflow.path && one.job.name === way.job.name,
  );
  return (started ?? job)?.findings.find(({kind}) => kind === 'asks-any-version')?.step;
};

const undoOf = ({rollback}: Marketplace): string | undefined =>
  rollback === undefined ? undefined : [rollback.can, ...(rollback.never === undefined ? [] : [rollback.never])].join(' ');

const canAdd = (situation: Situation, {files, publishing}: Files): boolean => {
  const path = situation.job?.workflow.path;
  const file = files.find((one) => one.path === path);
  const workflow = file?.text === undefined ? undefined : parsed(file.text);
  return file !== undefined && workflow !== undefined && selectorIn(file, workflow, publishing) !== undefined;
};

/** Looks up what a survey does not know, and puts together all that one decision rests on. */
export const findPublishFacts = async (ground: Ground): Promise<PublishFacts> => {
  const {survey, marketplace, lookup, now, started} = ground;
  const situation = knownSituation(survey, marketplace);
  if (situation === undefined) throw new Problem('unreachable', 'The project could not be looked up.', 'Try again later.');
  const {repository, tag} = situation.project;
  const files = await filesNow(ground, repository);
  let read: Promise<Files> | undefined;
  const atTag = () => (read ??= filesAtTag(ground, situation.project));
  const [ways, rerun, tagCommit, underWay] = await Promise.all([
    findWays(ground, situation, files, atTag),
    findRerun(ground, situation, files, atTag),
    findTagCommit(lookup, repository, tag),
    findUnderWay(ground, situation),
  ]);
  const way = ways.find((one) => one.kind === 'dispatch');
  const asksForAny = await findAskingStep(ground, situation, way, files, atTag);
  const refusal = marketplace.eligibility?.(situation.project);
  const comparisonProblem = survey.rows[marketplace.id].integrity.problem?.what;
  const undo = undoOf(marketplace);
  const [last] = ground.diagnosis;
  return {
    situation,
    now,
    ways,
    canAddSelector: canAdd(situation, files),
    ...(rerun === undefined ? {} : {rerun}),
    ...(asksForAny === undefined ? {} : {asksForAny}),
    ...(tagCommit === undefined ? {} : {tagCommit}),
    ...(refusal === undefined ? {} : {refusal}),
    ...(underWay === undefined ? {} : {underWay}),
    ...(started === undefined ? {} : {started}),
    ...(comparisonProblem === undefined ? {} : {comparisonProblem}),
    ...(undo === undefined ? {} : {undo}),
    ...(last === undefined ? {} : {lastTime: `${last.title} ${last.fix}`}),
  };
};
