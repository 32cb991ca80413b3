import type {RunJob, RunStep} from '../model/repository.ts';
import {ageOf} from './age.ts';
import {legible} from './glyphs.ts';
import {emptyLine, type Line, span, type Tone} from './lines.ts';
import {address, behind, oneLine, type Paper, paragraph, section} from './paper.ts';
import {progressText} from './progress-text.ts';
import {durationText} from './propagation.ts';
import {type RunSight, stageTones, urlOfRun} from './run-sight.ts';
import {fold, padTo} from './text-width.ts';

const stageWords: Readonly<Record<RunSight['progress']['stage'], string>> = {
  asked: 'asked for',
  queued: 'queued',
  'needs-approval': 'needs approval',
  running: 'running',
  failed: 'failed',
  vanished: 'not to be seen',
  propagating: 'green, not served yet',
  waiting: 'green, waiting',
  served: 'served',
  wrong: 'served, and wrong',
  'not-served': 'green, and not served',
  unknown: 'could not be told',
};

const secondsOf = ({startedAt, completedAt}: Pick<RunStep, 'startedAt' | 'completedAt'>, now: number): number | undefined => {
  const seconds =
    ((completedAt === undefined || completedAt === null ? now : Date.parse(completedAt)) - Date.parse(startedAt ?? '')) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
};

type Ended = {readonly word: string; readonly tone: Tone};

const conclusions: Readonly<Record<string, Ended>> = {
  success: {word: 'done', tone: 'ok'},
  failure: {word: 'failed', tone: 'problem'},
  skipped: {word: 'skipped', tone: 'muted'},
  cancelled: {word: 'cancelled', tone: 'warning'},
};

const stateOf = ({status, conclusion}: Pick<RunStep, 'status' | 'conclusion'>): Ended => {
  if (status === 'completed') return conclusions[conclusion ?? ''] ?? {word: 'ended', tone: 'warning'};
  return status === 'in_progress' ? {word: 'runs', tone: 'accent'} : {word: 'to come', tone: 'muted'};
};

/** How long it took, or runs by now, against the time before; empty: it never began. */
const timeText = (step: RunStep, earlier: RunJob | undefined, now: number): string => {
  if (step.conclusion === 'skipped') return '';
  const seconds = step.status === 'queued' || step.status === 'pending' ? undefined : secondsOf(step, now);
  const then = earlier?.steps.find(({name}) => name === step.name);
  const before = then?.conclusion === 'success' ? secondsOf(then, now) : undefined;
  const usual = before === undefined ? '' : ` (${durationText(before)} before)`;
  return seconds === undefined ? '' : `  ${durationText(seconds)}${usual}`;
};

const stepLines = ({job, earlier, seenAt}: RunSight, paper: Paper): readonly Line[] =>
  (job?.steps ?? []).flatMap((step) => {
    const {word, tone} = stateOf(step);
    return behind(`  ${padTo(word, 9)} `, tone, `${step.number} ${step.name}${timeText(step, earlier, seenAt)}`, paper);
  });

const jobTitle = ({job, seenAt}: RunSight): string => {
  if (job === undefined) return 'Steps';
  const seconds = secondsOf(job, seenAt);
  return `Job ${job.name}${seconds === undefined ? '' : `, ${durationText(seconds)}`}`;
};

const nextText = ({end, progress}: RunSight): string => {
  if (end === undefined) return 'Followed; esc goes back while it goes on, P opens it again.';
  if (progress.stage === 'failed') return 'It has ended. Esc and enter show why on the page of the marketplace; P decides anew.';
  return 'It has ended. Esc goes back, P decides anew.';
};

const logLines = ({log}: RunSight, {width, glyphs}: Paper): readonly Line[] =>
  log.flatMap((line) => fold(legible(line, glyphs), Math.max(1, width - 2)).map((part): Line => [span('  '), span(part)]));

/** A publish that is followed: where it stands, its job step by step, and the last lines of the log. */
export const runPageLines = (sight: RunSight | undefined, paper: Paper): readonly Line[] => {
  if (sight === undefined) return paragraph(0, 'Nothing is followed here any more.', 'plain', paper);
  const {title, tag, progress, seenAt, askedAt, end, notes} = sight;
  const url = urlOfRun(sight);
  const tone = stageTones[progress.stage];
  const told = progressText(progress, seenAt);
  const age = ageOf(askedAt, seenAt);
  return [
    oneLine(
      [
        span(stageWords[progress.stage], tone),
        span(`  ${title} ${tag}`, 'strong'),
        span(age === 'now' ? '  just started' : `  for ${age}`, 'muted'),
      ],
      paper,
    ),
    emptyLine,
    ...paragraph(0, told, tone, paper),
    ...(end === undefined || end === told ? [] : paragraph(0, end, 'plain', paper)),
    ...(url === undefined || told.includes(url) ? [] : address(2, url, paper)),
    ...paragraph(0, nextText(sight), 'muted', paper),
    ...section(
      'What happened',
      notes.flatMap((note) => paragraph(2, note, 'plain', paper)),
      paper,
    ),
    ...section(jobTitle(sight), stepLines(sight, paper), paper),
    ...section('Log', logLines(sight, paper), paper),
  ];
};
