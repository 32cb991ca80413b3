import {repositoryText} from '../../model/project.ts';
import type {WorkflowStep} from '../../model/workflow.ts';
import {aboutStep, type Judge, type Surroundings} from '../bound-job.ts';
import type {RepositoryKnowledge} from '../knowledge.ts';
import type {RunningJob} from '../running-job.ts';
import {spelledOutLines} from '../script.ts';
import {uploadsAssets, uploadsInJob} from './releases.ts';

const fetchCommand =
  /\b(?:curl|wget|aria2c|Invoke-WebRequest|iwr|Invoke-RestMethod|irm|Start-BitsTransfer|DownloadFile|nix-prefetch-url|wingetcreate|komac|brew\s+bump\S*)\b/i;
const assetAddress = /github\.com\/(\S*?)\/releases\/(?:latest\/)?download\//gi;
const fetchingActions = new Set([
  'robinraju/release-downloader',
  'dsaltares/fetch-gh-release-asset',
  'vedantmgoyal2009/winget-releaser',
  'vedantmgoyal9/winget-releaser',
  'pozetroninc/github-action-get-latest-release',
  'cotes2020/release-downloader',
]);

/** Whether an address names this repository; one made of variables is taken for it. */
const isOwn = (repository: string, knowledge: RepositoryKnowledge): boolean =>
  repository === '' || /[${%]/.test(repository) || repository.toLowerCase() === repositoryText(knowledge.repository).toLowerCase();

const fetchesInLine = (line: string, meaning: string, knowledge: RepositoryKnowledge): boolean => {
  const command = /\bgh\s+release\s+download\b(?:.*?(?:\s-R|--repo)[\s=]+["']?([^\s"']+))?/.exec(line);
  if (command !== null) return isOwn(command[1] ?? '', knowledge);
  return fetchCommand.test(line) && [...meaning.matchAll(assetAddress)].some((found) => isOwn(found[1] ?? '', knowledge));
};

const fetchesAsset = (step: WorkflowStep, knowledge: RepositoryKnowledge): boolean => {
  if (step.uses !== undefined)
    return fetchingActions.has(step.uses) && isOwn(step.with['repository'] ?? step.with['repo'] ?? '', knowledge);
  return spelledOutLines(step).some(({line, meaning}) => fetchesInLine(line, meaning, knowledge));
};

const sleepsInLoop = (script: string): boolean => {
  const loop = script.search(/\b(?:until|while|for)\b/);
  return loop >= 0 && /\b(?:sleep|Start-Sleep)\b/.test(script.slice(loop));
};

/** A loop that waits, or an action that does, holds the job back by other means. */
const waits = ({run, uses}: WorkflowStep): boolean =>
  /wait/.test(uses ?? '') || (run !== undefined && (sleepsInLoop(run) || /\bgh\s+run\s+watch\b|--retry-all-errors/.test(run)));

/** All jobs that a job waits for, near and far. A job that calls a workflow stands for the jobs of that workflow. */
const waitedFor = ({job, workflow}: RunningJob, all: readonly RunningJob[]): ReadonlySet<string> => {
  const siblings = all.filter((one) => one.workflow === workflow);
  const reached = new Set(job.needs);
  for (const need of reached)
    for (const {job: other} of siblings)
      if (other.id === need || other.id.startsWith(`${need}/`)) {
        reached.add(other.id);
        for (const further of other.needs) reached.add(further);
      }
  return reached;
};

/* Starts of different workflows on these events are not the same start. */
const ownStart = new Set(['workflow_dispatch', 'workflow_call', 'repository_dispatch', 'schedule', 'workflow_run']);

/** The events that start both jobs together. */
export const commonOccasions = (one: RunningJob, other: RunningJob, {occasionsOf}: Surroundings): readonly string[] => {
  const kinds = new Set(occasionsOf(other).map(({kind}) => kind));
  const common = [...new Set(occasionsOf(one).map(({kind}) => kind))].filter((kind) => kinds.has(kind));
  return one.workflow === other.workflow ? common : common.filter((kind) => !ownStart.has(kind));
};

/** A release asset that is fetched by a job that doesn't wait for the job that uploads it. */
export const judgeAssetRace: Judge = ({running}, surroundings) => {
  const {steps} = running.job;
  const index = steps.findIndex((step) => fetchesAsset(step, surroundings.knowledge));
  const step = steps[index];
  if (step === undefined || steps.slice(0, index + 1).some(waits) || steps.slice(0, index).some(uploadsAssets)) return [];
  const awaited = waitedFor(running, surroundings.running);
  const uploader = surroundings.running.find(
    (one) =>
      one.job !== running.job &&
      uploadsInJob(one) &&
      !(one.workflow === running.workflow && awaited.has(one.job.id)) &&
      surroundings.disabledBecause(one) === undefined &&
      commonOccasions(running, one, surroundings).length > 0,
  );
  if (
    uploader === undefined ||
    surroundings.running.some((one) => one.workflow === running.workflow && awaited.has(one.job.id) && uploadsInJob(one))
  )
    return [];
  const where = uploader.workflow === running.workflow ? '' : ` of ${uploader.workflow.file.path}`;
  const text = `The job downloads a release asset and does not wait for the job \`${uploader.job.id}\`${where}, which uploads it.`;
  return [aboutStep(step, {kind: 'asset-race', severity: 'problem', text})];
};
