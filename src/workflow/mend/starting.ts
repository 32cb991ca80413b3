import {isSeq, type YAMLSeq} from 'yaml';
import {entryOf, rootOf} from '../add-selector.ts';
import {columnAt, endOfLine, isInFlow} from '../edits.ts';
import {releasesUnheard} from '../findings/releases.ts';
import {parseWorkflow} from '../parse.ts';
import {publishWorkflowPath, starterLines} from '../write-workflow.ts';
import {indentedBy} from '../yaml-lines.ts';
import {advice, type Mend, type MendGround, type Mending} from './mend.ts';
import {type Entry, edited, endOfNode, jobAt, mapAt} from './places.ts';

/** The pattern that takes tags such as this one. */
const patternFor = (tag: string): string => `'${tag.replace(/\d.*$/, '')}[0-9]*'`;

const withPattern = (text: string, tag: string): string | undefined => {
  const root = rootOf(text);
  const push = mapAt(mapAt(root, 'on'), 'push');
  const tags = push && entryOf(push, 'tags')?.value;
  const last = isSeq(tags) ? (tags as YAMLSeq.Parsed).items.at(-1) : undefined;
  if (!isSeq(tags) || last === undefined) return undefined;
  const end = endOfNode(text, last);
  if (isInFlow(tags as YAMLSeq.Parsed)) return edited(text, [{start: end, end, text: `, ${patternFor(tag)}`}], [['on', 'push', 'tags']]);
  const start = endOfLine(text, end);
  const column = ' '.repeat(columnAt(text, text.lastIndexOf('-', last.range[0] - 1)));
  return edited(text, [{start, end: start, text: `\n${column}- ${patternFor(tag)}`}], [['on', 'push', 'tags']]);
};

/** A job that nothing starts. */
export const mendNeverFires: Mending = ({finding, one}, {knowledge: {tag}}) => {
  const {text: said} = finding;
  const file = one.workflow.path.split('/').at(-1);
  if (/^The tag /.test(said) && tag !== undefined)
    return {
      kind: 'edit',
      title: `Start for tags such as ${tag}`,
      why: `${said} With this change it does.`,
      apply: (text) => withPattern(text, tag),
    };
  if (/makes it with GITHUB_TOKEN/.test(said))
    return advice(
      `Start ${file} for a release`,
      said,
      `Let the job that makes the release start it: give ${file} the trigger \`workflow_dispatch\`, and end that job with \`gh workflow run ${file} --ref "$GITHUB_REF_NAME"\` and the right \`actions: write\`.`,
    );
  if (/waits for “/.test(said))
    return advice(`Let ${file} wait for a workflow that exists`, said, 'Name the workflow that makes the release, as its `name:` says it.');
  if (/another workflow calls it/.test(said))
    return advice(
      `Let something start ${file}`,
      said,
      'Call it from the workflow that makes the release, or give it a trigger of its own.',
    );
  return advice(`Let ${one.job.id} run`, said, 'Change the condition, or add a trigger for which it holds.');
};

export const mendSecondPublisher: Mending = ({finding}) =>
  advice('Publish from one workflow alone', finding.text, 'Take the job out of one of the two, or let one of them start by hand alone.');

export const mendCallElsewhere: Mending = ({finding}) =>
  advice('Look at the workflow that is called', finding.text, 'Read it where it stands; Portcall judges only what is in this repository.');

export const mendOtherFile: Mending = ({finding, one}) =>
  advice(
    'Let the marketplace trust this workflow',
    finding.text,
    `Name the file and the environment there as \`portcall setup\` shows them for ${one.marketplace}.`,
  );

/** The jobs of a workflow file that make a release which GitHub tells nobody of. */
export const unheardMakersIn = ({
  files,
}: Pick<MendGround, 'files'>): readonly {readonly path: string; readonly job: string; readonly onTags: boolean}[] =>
  files.flatMap((file) => {
    const result = parseWorkflow(file);
    if (!('workflow' in result) || file.state !== 'active') return [];
    const onTags = result.workflow.triggers.some(
      ({event, filters}) => event === 'push' && (filters['tags'] !== undefined || filters['branches'] === undefined),
    );
    return result.workflow.jobs.filter(({steps}) => steps.some(releasesUnheard)).map(({id}) => ({path: file.path, job: id, onTags}));
  });

/** The workflow that makes the release made to start the new one, which hears nothing of it otherwise. */
export const startFrom = (path: string, job: string): Mend => ({
  kind: 'edit',
  id: `start ${path}`,
  title: `Start ${publishWorkflowPath.split('/').at(-1)} when the release is made`,
  why: `The job ${job} makes the release with GITHUB_TOKEN, for which GitHub starts no workflow. With this change it starts the one that publishes.`,
  file: path,
  apply: (text) => {
    const jobs = mapAt(rootOf(text), 'jobs');
    const last = jobs && (jobs.items as Entry[]).at(-1);
    if (jobs === undefined || isInFlow(jobs) || last?.value === undefined || last.value === null || jobAt(text, job) === undefined)
      return undefined;
    if (entryOf(jobs, 'publish-packages') !== undefined) return undefined;
    const at = endOfLine(text, endOfNode(text, last.value));
    const lines = indentedBy(columnAt(text, last.key.range[0]), starterLines(job));
    return edited(text, [{start: at, end: at, text: `\n\n${lines.join('\n')}`}], [['jobs', 'publish-packages']]);
  },
});
