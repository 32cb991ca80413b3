import type {WorkflowJob} from '../../model/workflow.ts';
import {parsed} from '../add-selector.ts';
import {advice, type Mend} from './mend.ts';
import {edited, jobAt, stepAt} from './places.ts';
import {lineEdits} from './scripts.ts';

const creates = /\bgh\s+release\s+create\b/;
const isDraft = /\s(?:--draft(?:=true)?|-d)(?![\w-])/;
const uploads = /\bgh\s+release\s+upload\s+("[^"]*"|'[^']*'|\S+)/;

const linesIn = (job: WorkflowJob, pattern: RegExp): readonly {readonly step: number; readonly line: number; readonly text: string}[] =>
  job.steps.flatMap(({run}, step) =>
    (run ?? '').split('\n').flatMap((text, line) => (pattern.test(text) && !/^\s*#/.test(text) ? [{step, line, text}] : [])),
  );

/** Creates as a draft, and publishes behind the last upload. */
const drafted = (text: string, id: string): string | undefined => {
  const job = parsed(text)?.jobs.find((one) => one.id === id);
  if (job === undefined) return undefined;
  const create = linesIn(job, creates).find((line) => !isDraft.test(line.text));
  const upload = linesIn(job, uploads).at(-1);
  const tag = uploads.exec(upload?.text ?? '')?.[1];
  if (create === undefined || upload === undefined || tag === undefined || /\\\s*$/.test(upload.text)) return undefined;
  const node = jobAt(text, id);
  const change =
    (step: number) =>
    (line: string, index: number): string => {
      const began = step === create.step && index === create.line ? line.replace(creates, '$& --draft') : line;
      const indent = /^ */.exec(line)?.[0] ?? '';
      return step === upload.step && index === upload.line ? `${began}\n${indent}gh release edit ${tag} --draft=false` : began;
    };
  const edits = [...new Set([create.step, upload.step])].map((step) => lineEdits(text, stepAt(node, step), change(step)));
  if (edits.includes(undefined)) return undefined;
  return edited(
    text,
    edits.flatMap((edit) => edit ?? []),
    [create.step, upload.step].map((step) => ['jobs', id, 'steps', step, 'run']),
  );
};

/** A release that is published before its files are there; where releases are immutable, none can be added any more. */
export const mendLateUpload = (jobs: readonly WorkflowJob[], file: string): Mend | undefined => {
  const creating = jobs.find((job) => linesIn(job, creates).some(({text}) => !isDraft.test(text)));
  const uploading = jobs.filter((job) => linesIn(job, uploads).length > 0);
  if (creating === undefined || uploading.length === 0) return undefined;
  const shared = {id: `late-upload ${creating.id}`, file};
  const title = 'Publish the release once its files are there';
  const why =
    'The release is published first and its files are added later: where releases are immutable, that is refused, and elsewhere people find it without them.';
  const [only] = uploading;
  const isLoop = linesIn(creating, uploads).some(({text}) => /^\s+/.test(text)) || creating.hasMatrix;
  if (uploading.length > 1 || only !== creating || isLoop)
    return {
      ...shared,
      ...advice(
        title,
        why,
        'Create it with `--draft`, and publish it with `gh release edit TAG --draft=false` once every upload has ended.',
      ),
    };
  return {
    ...shared,
    kind: 'edit',
    title,
    why: `${why} With this change it is a draft until then.`,
    apply: (text) => drafted(text, creating.id),
  };
};
