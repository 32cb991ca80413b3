import type {FailureLog} from '../model/diagnosis.ts';
import {createRing, createSection, type ReadLine, readLine, type Section} from './log-section.ts';
import {redactedLine} from './redact.ts';
import {createSkimmer} from './skim.ts';

/** Which job's log it is, and the step that failed in it. */
export type WantedLog = {
  readonly jobId: number;
  readonly url: string;
  /** Absent: the job failed without a failed step. */
  readonly step?: {
    readonly number: number;
    readonly name: string;
    /** ISO times, to the second; absent: the step is found by its name and by error annotations alone. */
    readonly startedAt?: string;
    readonly completedAt?: string;
  };
};

export type LogLimits = {
  /** How many lines are given back. */
  readonly lines: number;
  /** How many bytes are kept of each line. */
  readonly lineBytes: number;
};

const usualLimits: LogLimits = {lines: 40, lineBytes: 4096};

type Found = {
  /** The part whose lines were written while the wanted step ran, or that carries its name. */
  wanted?: Section;
  /** The last part with an error; cleaning up counts only where nothing else has one. */
  failed?: Section;
  /** The last part before cleaning up. */
  last?: Section;
};

const isWanted = (section: Section, step: WantedLog['step']): boolean => {
  if (step === undefined) return false;
  if (section.title !== '' && section.title === step.name) return true;
  if (section.since === undefined || step.startedAt === undefined) return false;
  const from = Date.parse(step.startedAt);
  // GitHub gives a step's times without fractions, and a step's first line can be written a moment after its end is noted.
  const until = step.completedAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(step.completedAt) + 1000;
  return section.since >= from && section.since < until;
};

const remember = (found: Found, section: Section, step: WantedLog['step']): void => {
  if (!found.wanted?.hasError && isWanted(section, step)) found.wanted = section;
  if (section.hasError && (!section.isCleanup || found.failed === undefined || found.failed.isCleanup)) found.failed = section;
  if (!section.isCleanup) found.last = section;
};

/** Puts one line where it belongs; a section when the line begins the next one. */
const place = (section: Section, line: ReadLine, limit: number): Section | undefined => {
  switch (line.mark) {
    case 'step':
      return createSection(line.text, false, limit);
    case 'cleanup':
      return createSection('', true, limit);
    case 'end-of-group':
      section.isInHeader = false;
      return undefined;
    case 'error':
      section.addError(line.text);
      return undefined;
    case 'group':
    case 'text':
      if (!section.isInHeader && line.text.trim() !== '') section.add(line.text);
      return undefined;
  }
};

const chosen = ({wanted, failed, last}: Found): readonly string[] => {
  if (wanted?.hasError) return wanted.lines();
  if (failed) return failed.lines();
  const lines = wanted?.lines() ?? [];
  return lines.length > 0 ? lines : (last?.lines() ?? []);
};

/**
 * Finds the lines that matter in a job's log as GitHub serves it, of any size, in constant memory: the error annotations of the failed step
 * with what stands before them; without any, that step's last lines, else the log's.
 */
export const searchLog = async (
  pieces: AsyncIterable<Uint8Array>,
  wanted: WantedLog,
  limits: LogLimits = usualLimits,
): Promise<FailureLog> => {
  const reader = createSkimmer(limits.lineBytes, limits.lines);
  const anything = createRing(limits.lines);
  const found: Found = {};
  let section = createSection('', false, limits.lines);
  const take = (line: ReadLine): void => {
    if (line.mark !== 'end-of-group' && line.text.trim() !== '') anything.add(line.text);
    const next = place(section, line, limits.lines);
    if (next) {
      remember(found, section, wanted.step);
      section = next;
    }
    if (line.at !== undefined) section.since ??= line.at;
  };
  for await (const piece of pieces) for (const line of reader.read(piece)) take(readLine(line));
  for (const line of reader.end()) take(readLine(line));
  remember(found, section, wanted.step);

  const lines = chosen(found);
  const kept = (lines.length > 0 ? lines : anything.takeAll()).slice(-limits.lines).map(redactedLine);
  const log = {jobId: wanted.jobId, url: wanted.url, lines: kept.filter((line) => line !== '')};
  return wanted.step === undefined ? log : {...log, step: {number: wanted.step.number, name: wanted.step.name}};
};
