import {isMapping, NoOperationTraceWriter, parseWorkflow as parseByGitHub} from '@actions/workflow-parser';
import {convertJobs} from '@actions/workflow-parser/model/converter/jobs';
import type {TemplateParseResult} from '@actions/workflow-parser/templates/template-parse-result';
import type {Workflow, WorkflowFile, WorkflowJob} from '../model/workflow.ts';
import {toJob, type WorkflowDefaults} from './parse-job.ts';
import {toTriggers} from './parse-triggers.ts';
import {entriesOf, type Token} from './tokens.ts';
import {growsTooBig} from './yaml-size.ts';

/** Why a file says nothing. */
type ParseFailure = {
  readonly why: string;
  /** From 1; absent: it concerns the whole file. */
  readonly line?: number;
};

type ParsedWorkflow = {readonly workflow: Workflow} | {readonly failure: ParseFailure};

/* What YAML's parser adds to a message: where it is, and the lines around it. */
const place = /(?: at line \d+, column \d+)?:?\s*(?:\n[\s\S]*)?$/;

const whyOf = (message: string): string => {
  if (/Maximum call stack/.test(message)) return 'It is nested too deeply.';
  const told = message.replace(place, '').trim();
  return /[.!?]$/.test(told) ? told : `${told}.`;
};

/** The first error of GitHub's parser; undefined: it accepts the file. */
export const failureOf = ({context}: TemplateParseResult, ignored?: RegExp): ParseFailure | undefined => {
  const chosen = context.errors.getErrors().find(({rawMessage}) => !ignored?.test(rawMessage));
  if (chosen === undefined) return undefined;
  const line = chosen.range?.start.line;
  return {why: whyOf(chosen.rawMessage), ...(line === undefined ? {} : {line})};
};

const toJobs = (token: Token | undefined, defaults: WorkflowDefaults): readonly WorkflowJob[] => {
  if (token === undefined || !isMapping(token)) return [];
  return Array.from({length: token.count}, (_, index) => token.get(index)).map(({key, value}) => ({
    ...toJob(key.toString(), value, defaults),
    line: key.line ?? value.line ?? 1,
  }));
};

const isEmpty = (text: string): boolean => text.split('\n').every((line) => /^\s*(#|$)/.test(line));

/** What keeps a text from being parsed at all; undefined: nothing. */
export const unparsable = (text: string): ParseFailure | undefined => {
  if (isEmpty(text)) return {why: 'The file is empty.'};
  return growsTooBig(text) ? {why: 'Its YAML aliases stand for more than a workflow can hold.'} : undefined;
};

const parseText = (file: WorkflowFile, text: string): ParsedWorkflow => {
  const early = unparsable(text);
  if (early !== undefined) return {failure: early};
  const parsed = parseByGitHub({name: file.path, content: text}, new NoOperationTraceWriter());
  const root = entriesOf(parsed.value);
  const jobs = root.get('jobs');
  // The conversion is run for what it finds: jobs that wait for each other or for none, conditions that can't be read.
  if (failureOf(parsed) === undefined && jobs !== undefined) convertJobs(parsed.context, jobs);
  const failure = failureOf(parsed);
  if (failure !== undefined) return {failure};
  const defaults = {env: root.get('env'), permissions: root.get('permissions')};
  return {workflow: {file, triggers: toTriggers(root.get('on')), jobs: toJobs(jobs, defaults)}};
};

/** A workflow file as GitHub reads it; never throws. */
export const parseWorkflow = (file: WorkflowFile): ParsedWorkflow => {
  if (file.text === undefined)
    return {failure: {why: 'The file was not read: it is gone from the default branch, or there were too many.'}};
  try {
    return parseText(file, file.text);
  } catch (thrown) {
    return {failure: {why: whyOf(thrown instanceof Error ? thrown.message : String(thrown))}};
  }
};
