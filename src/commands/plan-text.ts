import {ageOf} from '../flow/age.ts';
import type {Tone} from '../flow/lines.ts';
import {
  isDeletion,
  type NewFile,
  type Plan,
  type ProposedFile,
  type RepositoryStep,
  type SecretStep,
  type Step,
  stepText,
} from '../model/plan.ts';
import {repositoryText} from '../model/project.ts';
import {isRollbackStep, rollbackStepDetail, undoOfRollbackStep} from '../model/rollback-steps.ts';
import {isRunStep, undoOfRunStep} from '../model/run-steps.ts';
import {type SafeText, safeLine} from '../model/safe-text.ts';
import {isSubmissionStep, submissionStepDetail, undoOfSubmissionStep} from '../model/submission-steps.ts';
import {briefDiffOf} from './line-diff.ts';

/** What is known of a plan's steps beside them. */
export type PlanDetails = {
  /** ISO time at which what a step overwrites or deletes was last set; undefined: it is not known, or nothing is there. */
  readonly setAt: (step: SecretStep) => string | undefined;
  readonly now: number;
};

/** A line of a plan as it is shown; blanks at its beginning say how deep it stands. */
export type PlanLine = {readonly text: SafeText; readonly tone: Tone};

const agoOf = (at: string | undefined, now: number): string => {
  if (at === undefined) return '';
  const age = ageOf(at, now);
  return age === 'now' ? ' just now' : ` ${age} ago`;
};

const detailOfOwn = (step: RepositoryStep, {setAt, now}: PlanDetails): string => {
  switch (step.kind) {
    case 'set-secret': {
      const [, source] = / (from .+)$/.exec(step.value) ?? [];
      return `${source === undefined ? '' : `, ${source}`}${step.overwrites ? `; it overwrites the one set${agoOf(setAt(step), now)}` : '; none is there yet'}`;
    }
    case 'delete-secret':
      return `; it was set${agoOf(setAt(step), now)}`;
    case 'fork-repository':
      return '; GitHub takes up to five minutes for it';
    case 'sync-fork':
      return '; what only the fork has stays';
    case 'create-repository':
      return `${step.topics.length === 0 ? '' : `, with the topic${step.topics.length > 1 ? 's' : ''} ${step.topics.join(', ')}`}${step.description === '' ? '' : `: ${step.description.replace(/\.$/, '')}`}`;
    case 'propose-change':
      return ` (one commit on ${step.base} as it stands then; nothing is merged)`;
    case 'commit-files':
      return '';
  }
};

const detailOf = (step: Step, details: PlanDetails): string => {
  if (isRunStep(step)) return '';
  if (isRollbackStep(step)) return rollbackStepDetail(step);
  return isSubmissionStep(step) ? submissionStepDetail(step) : detailOfOwn(step, details);
};

/** Text from outside behind blanks of our own. */
const indented = (depth: number, text: string, tone: Tone): PlanLine => ({
  text: `${' '.repeat(depth)}${safeLine(text, 2000)}` as SafeText,
  tone,
});

const diffTones: Readonly<Record<string, Tone>> = {'+': 'ok', '-': 'problem'};

const fileLines = (title: string, changes: readonly string[]): readonly PlanLine[] => [
  indented(5, title, 'strong'),
  ...changes.map((line) => indented(7 + (/^ */.exec(line)?.[0].length ?? 0), line, diffTones[line[0] ?? ''] ?? 'muted')),
];

const newFileLines = ({path, contents}: NewFile): readonly PlanLine[] => fileLines(`${path}, new:`, briefDiffOf('', contents));

const isEmpty = (text: string | undefined): boolean => text === undefined || text === '';

const changedFileLines = (file: ProposedFile): readonly PlanLine[] => {
  if (isDeletion(file)) return [indented(5, `${file.path}, deleted`, 'problem')];
  const {path, before, after} = file;
  return isEmpty(before) ? newFileLines({path, contents: after}) : fileLines(`${path}:`, briefDiffOf(before ?? '', after));
};

const embeddedLines = ({embeds}: Extract<Step, {readonly kind: 'push-nupkg'}>): readonly PlanLine[] =>
  embeds.map(({path, url, sha256}) => indented(5, `${path}, from ${url} with the SHA-256 ${sha256}`, 'strong'));

/** The files that a step writes, with the lines that it changes. */
const filesOf = (step: Step): readonly PlanLine[] => {
  if (step.kind === 'push-nupkg') return [...step.files.flatMap(newFileLines), ...embeddedLines(step)];
  if (step.kind === 'create-repository') return step.files.flatMap(newFileLines);
  return 'files' in step ? step.files.flatMap(changedFileLines) : [];
};

const isAboutSecret = ({kind}: Step): boolean => kind === 'set-secret' || kind === 'delete-secret';

const undoOfOwn = (step: RepositoryStep, isAlone: boolean): string => {
  switch (step.kind) {
    case 'set-secret':
    case 'delete-secret':
      return `${isAlone ? 'Nothing of it can be undone' : "A secret's old value can't be brought back"}: GitHub shows ${isAlone ? 'the old value of a secret' : 'it'} to nobody.`;
    case 'fork-repository':
      return `The fork can be deleted at any time, in the settings of ${step.owner}/${step.upstream.name}.`;
    case 'sync-fork':
      return "The fork's branch is not taken back; nothing that only the fork has is lost.";
    case 'create-repository':
      return `The repository can be deleted at any time, in the settings of ${repositoryText(step.repository)}.`;
    case 'propose-change':
      return 'The pull request can be closed and its branch deleted at any time; once it is merged, only another change takes it back.';
    case 'commit-files':
      return 'Another commit takes it back at any time.';
  }
};

const undoOfStep = (step: Step, isAlone: boolean): string => {
  if (isRollbackStep(step)) return undoOfRollbackStep(step);
  if (isRunStep(step)) return undoOfRunStep(step);
  return isSubmissionStep(step) ? undoOfSubmissionStep(step) : undoOfOwn(step, isAlone);
};

/** What of a plan could be undone, how and until when; in words of its own, or one sentence for each kind of step. */
export const undoOf = ({undo, steps}: Plan): string =>
  undo ?? [...new Set(steps.map((step) => undoOfStep(step, steps.every(isAboutSecret))))].join(' ');

/** A plan below its title: its steps, the lines of files that they change, and what could be undone. No value of a secret is in it. */
export const planLines = (plan: Plan, details: PlanDetails): readonly PlanLine[] => [
  ...plan.steps.flatMap((step, at) => [indented(2, `${at + 1}. ${stepText(step)}${detailOf(step, details)}.`, 'plain'), ...filesOf(step)]),
  indented(0, undoOf(plan), 'muted'),
];

/** A plan in words, without any value. */
export const planText = (plan: Plan, details: PlanDetails): string =>
  `${[safeLine(`${plan.title}:`), ...planLines(plan, details).map(({text}) => text)].join('\n')}\n`;
