import {automaticSecret} from '../model/secret-likeness.ts';
import type {Workflow, WorkflowFile, WorkflowUnderstanding} from '../model/workflow.ts';
import type {RunningJob} from './running-job.ts';
import {secretsIn} from './secret-names.ts';

/**
 * Every secret that workflows read, by the name it is set under; the automatic one never counts. A job that hands a secret on reads it, and so
 * does a file that doesn't parse: it will once it is mended.
 */
export const secretsRead = (
  running: readonly RunningJob[],
  workflows: readonly Workflow[],
  unparsed: readonly WorkflowFile[],
): WorkflowUnderstanding['readSecrets'] => {
  const handing = workflows.flatMap(({file, jobs}) => jobs.filter(({calls}) => calls !== undefined).map((job) => ({path: file.path, job})));
  const reading = [...running.map(({workflow, job}) => ({path: workflow.file.path, job})), ...handing];
  const read = [
    ...reading.flatMap(({path, job}) => job.secrets.map((name) => ({name, path, job: job.id}))),
    ...unparsed.flatMap(({path, text}) => secretsIn([text ?? '']).map((name) => ({name, path}))),
  ];
  return read.filter(({name}) => name !== automaticSecret);
};
