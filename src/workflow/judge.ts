import type {Finding, PublishingJob} from '../model/workflow.ts';
import type {BoundJob, Judge, Surroundings} from './bound-job.ts';
import {isNeverTrue} from './evaluate.ts';
import {judgeAnyVersion} from './findings/any-version.ts';
import {judgeAssetRace} from './findings/asset-race.ts';
import {judgeCallElsewhere} from './findings/calls-elsewhere.ts';
import {judgeCommitsNowhere, judgeCrossRepositoryToken} from './findings/cross-repository.ts';
import {judgeDisabledSteps} from './findings/disabled.ts';
import {judgeEmptySecret} from './findings/empty-secret.ts';
import {judgeHashedPage} from './findings/hashed-page.ts';
import {judgePermissions} from './findings/missing-permission.ts';
import {judgeSecrets} from './findings/missing-secrets.ts';
import {findNeverFires, judgeNeverFires} from './findings/never-fires.ts';
import {judgeSecondPublisher} from './findings/second-publisher.ts';
import {judgeSwallowedFailure} from './findings/swallows-failure.ts';

const judges: readonly Judge[] = [
  judgeDisabledSteps,
  judgeNeverFires,
  judgePermissions,
  judgeAssetRace,
  judgeHashedPage,
  judgeCommitsNowhere,
  judgeCrossRepositoryToken,
  judgeSecrets,
  judgeSwallowedFailure,
  judgeEmptySecret,
  judgeAnyVersion,
  judgeSecondPublisher,
  judgeCallElsewhere,
];

/** A line stands for one in the workflow's own file, as a called job's does; for a step of a called workflow the text says where. */
const placed = (finding: Finding, {running: {path, workflow}}: BoundJob): Finding => {
  if (path === workflow.file.path || finding.line === undefined || finding.step === undefined) return finding;
  const {line, ...rest} = finding;
  return {...rest, text: `${rest.text.replace(/\.$/, '')} (${path}, line ${line}).`};
};

const packageNameOf = ({marketplace, steps, running}: BoundJob): string | undefined => {
  for (const step of [...steps, ...running.job.steps]) {
    const name = marketplace.publishedBy?.packageName?.(step);
    if (name !== undefined && name !== '') return name;
  }
  return undefined;
};

/** A publishing job with everything its text says against it. */
export const judgeJob = (bound: BoundJob, surroundings: Surroundings): PublishingJob => {
  const {running, marketplace, steps, because, secrets} = bound;
  const stopped = surroundings.disabledBecause(running) ?? findNeverFires(running, surroundings);
  const areStepsOff = steps.length > 0 && steps.every((step) => isNeverTrue(step.if));
  const findings = [...(stopped === undefined ? [] : [stopped]), ...judges.flatMap((judge) => judge(bound, surroundings))];
  const packageName = packageNameOf(bound);
  const {id, name, path, url} = running.workflow.file;
  return {
    marketplace: marketplace.id,
    workflow: {id, name, path, url},
    job: running.job,
    events: running.workflow.triggers.map(({event}) => event),
    ...(running.path === path ? {} : {definedIn: running.path}),
    because,
    publishingSteps: [...new Set(steps.map((step) => step.name))],
    isEnabled: stopped === undefined && !areStepsOff,
    secrets,
    ...(packageName === undefined ? {} : {packageName}),
    findings: findings.map((finding) => placed(finding, bound)),
  };
};
