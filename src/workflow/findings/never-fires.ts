import type {Finding, WorkflowTrigger} from '../../model/workflow.ts';
import type {Judge, Surroundings} from '../bound-job.ts';
import {passesPatterns} from '../filter-pattern.ts';
import type {RunningJob} from '../running-job.ts';
import {releasesUnheard} from './releases.ts';

const problem = {kind: 'never-fires', severity: 'problem'} as const;

const onlyOn = (triggers: readonly WorkflowTrigger[], event: string): boolean =>
  triggers.length > 0 && triggers.every((trigger) => trigger.event === event);

/** What waits for workflows that don't exist. */
const waitsForNobody = ({workflow}: RunningJob, {workflows}: Surroundings): Finding | undefined => {
  if (!onlyOn(workflow.triggers, 'workflow_run')) return undefined;
  const awaited = workflow.triggers.flatMap(({filters}) => filters['workflows'] ?? []);
  const exists = workflows.some(({file}) => awaited.includes(file.name) || awaited.includes(file.path));
  return exists || awaited.length === 0
    ? undefined
    : {...problem, text: `The workflow waits for ${awaited.map((name) => `“${name}”`).join(' or ')}, and no workflow here is called so.`};
};

/** Why a job can never start, whatever is pushed or released; undefined: something can start it. */
export const findNeverFires = (running: RunningJob, surroundings: Surroundings): Finding | undefined => {
  const {workflow, job} = running;
  if (onlyOn(workflow.triggers, 'workflow_call'))
    return {...problem, text: 'The workflow only runs when another workflow calls it, and none of this repository does.'};
  const waits = waitsForNobody(running, surroundings);
  if (waits !== undefined || surroundings.occasionsOf(running).length > 0) return waits;
  const {tag} = surroundings.knowledge;
  if (!workflow.triggers.some((trigger) => !isShutOut(trigger, tag))) return undefined;
  const condition = running.conditions.map(({text}) => text).join(' and ');
  return {
    ...problem,
    text: `None of the workflow's triggers can make the job's condition true: \`if: ${condition.slice(0, 120)}\`.`,
    line: job.line,
  };
};

/** Whether a trigger takes tags alone, and not the one that is published. */
const isShutOut = ({event, filters}: WorkflowTrigger, tag: string | undefined): boolean => {
  const patterns = filters['tags'];
  const ignored = filters['tags-ignore'];
  const hasBranches = filters['branches'] !== undefined || filters['branches-ignore'] !== undefined;
  if (tag === undefined || event !== 'push' || hasBranches || (patterns === undefined && ignored === undefined)) return false;
  return (patterns !== undefined && !passesPatterns(tag, patterns)) || (ignored !== undefined && passesPatterns(tag, ignored));
};

/** A trigger that a release would need, and that the tag at hand doesn't set off. */
const judgeTagFilter: Judge = ({running}, {knowledge: {tag}}) => {
  const {triggers} = running.workflow;
  if (triggers.length === 0 || !triggers.every((trigger) => isShutOut(trigger, tag))) return [];
  const patterns = triggers.flatMap(({filters}) => [
    ...(filters['tags'] ?? []),
    ...(filters['tags-ignore'] ?? []).map((one) => `not ${one}`),
  ]);
  return [{...problem, text: `The tag ${tag} doesn't match what the workflow waits for: ${patterns.join(', ')}.`}];
};

const judgeUnheardRelease: Judge = ({running}, {running: all, disabledBecause}) => {
  if (!onlyOn(running.workflow.triggers, 'release')) return [];
  const makers = all.filter((one) => one.workflow !== running.workflow && disabledBecause(one) === undefined);
  const steps = makers.flatMap(({job, workflow}) => job.steps.map((step) => ({step, job, workflow})));
  const maker = steps.find(({step}) => releasesUnheard(step));
  if (maker === undefined) return [];
  const text = `The workflow waits for a release, and the job \`${maker.job.id}\` in ${maker.workflow.file.path} makes it with GITHUB_TOKEN, for which GitHub starts no workflow.`;
  return [{...problem, text}];
};

/** Triggers that are there and still don't start the job for this release. */
export const judgeNeverFires: Judge = (bound, surroundings) => [
  ...judgeTagFilter(bound, surroundings),
  ...judgeUnheardRelease(bound, surroundings),
];
