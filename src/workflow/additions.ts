import type {PublishingJob, WorkflowFile} from '../model/workflow.ts';
import {ownId, parsed} from './add-selector.ts';
import {completeWorkflow} from './complete-workflow.ts';
import {advice, type Mend, type MendGround} from './mend/mend.ts';
import {startFrom, unheardMakersIn} from './mend/starting.ts';
import {understandWorkflows} from './understand.ts';
import {newWorkflowText, publishWorkflowPath, type ReleaseStart, type WantedJob} from './write-workflow.ts';

const isRelease = ({marketplace}: PublishingJob): boolean => marketplace === 'github-releases';

/** The workflow that the jobs belong to: the one that publishes to the most marketplaces, else the one of the usual name; undefined: there is none. */
const homeOf = ({files, understanding}: MendGround): WorkflowFile | undefined => {
  const publishing = understanding.jobs.filter(
    (one) => !isRelease(one) && one.definedIn === undefined && one.events?.join() !== 'workflow_call',
  );
  const countOf = ({path}: WorkflowFile): number => publishing.filter(({workflow}) => workflow.path === path).length;
  const [most] = files
    .filter((file) => file.state === 'active' && countOf(file) > 0)
    .toSorted((one, other) => countOf(other) - countOf(one));
  return most ?? files.find(({path, text}) => path === publishWorkflowPath && text !== undefined);
};

/** The jobs of a file as it stands with some changes made. */
const publishingIn = (path: string, text: string, {files, marketplaces, knowledge}: MendGround): readonly PublishingJob[] => {
  const own = {id: 0, name: path, path, state: 'active', url: ''};
  const others = files.filter((file) => file.path !== path);
  const file = {...(files.find((one) => one.path === path) ?? own), text};
  return understandWorkflows([...others, file], marketplaces, knowledge).jobs.filter(
    (one) => one.workflow.path === path && one.definedIn === undefined,
  );
};

const whyOf = ({title}: WantedJob): string =>
  `No job publishes to ${title}. With this change one does: it looks first, leaves out what is published already, and verifies what is served in the end.`;

type Placed = {readonly path: string; readonly tagPrefix: string; readonly start: ReleaseStart};

const completed = (text: string, one: WantedJob, {path, tagPrefix}: Placed, ground: MendGround) => {
  const publishing = publishingIn(path, text, ground);
  const uploader = publishing.find((job) => isRelease(job) && job.isEnabled);
  return completeWorkflow(
    {text, publishing, add: [one], tagPrefix, ...(uploader === undefined ? {} : {uploader: ownId(uploader)})},
    ground.pins,
  );
};

const additionOf = (one: WantedJob, place: Placed, ground: MendGround): Mend => {
  const shared = {id: `add-job ${one.marketplace}`, file: place.path, concerns: [one.marketplace]};
  const title = `Publish to ${one.title}`;
  const text = ground.files.find(({path}) => path === place.path)?.text;
  const tried = text === undefined ? undefined : completed(text, one, place, ground);
  if (tried?.kind === 'refused')
    return {...shared, ...advice(title, tried.because, `Mend ${place.path} first, or write the job for ${one.title} there by hand.`)};
  const apply = (now: string): string | undefined => {
    if (now === '') return newWorkflowText({jobs: [one], start: place.start, tagPrefix: place.tagPrefix}, ground.pins);
    const result = completed(now, one, place, ground);
    return result.kind === 'completed' ? result.text : undefined;
  };
  return {...shared, kind: 'edit', title, why: whyOf(one), apply};
};

/** What is to be known where the workflow that makes the release can't start the new one by itself. */
const byHand = (path: string, job: string): Mend => ({
  id: `start ${path}`,
  file: path,
  ...advice(
    `Start ${publishWorkflowPath.split('/').at(-1)} when the release is made`,
    `The job ${job} makes the release with GITHUB_TOKEN, for which GitHub starts no workflow.`,
    `End it with \`gh workflow run publish-packages.yml --raw-field tag=TAG\`, and give it the right \`actions: write\`.`,
  ),
});

/**
 * A job for each marketplace that lacks one: in the workflow that publishes already, else in one of its own, which is started by whatever makes
 * the release.
 */
export const additionsOf = (wanted: readonly WantedJob[], tagPrefix: string, ground: MendGround): readonly Mend[] => {
  if (wanted.length === 0) return [];
  const home = homeOf(ground);
  if (home !== undefined) {
    const place = {path: home.path, tagPrefix, start: 'release'} as const;
    return wanted.map((one) => additionOf(one, place, ground));
  }
  const [maker] = unheardMakersIn(ground);
  const place = {path: publishWorkflowPath, tagPrefix, start: maker === undefined ? 'release' : 'started'} as const;
  const additions = wanted.map((one) => additionOf(one, place, ground));
  if (maker === undefined) return additions;
  const starter = startFrom(maker.path, maker.job);
  const text = ground.files.find(({path}) => path === maker.path)?.text ?? '';
  const isStarted =
    parsed(text)?.jobs.some(({steps}) => steps.some(({run}) => /\bgh workflow run publish-packages\.yml\b/.test(run ?? ''))) === true;
  if (isStarted) return additions;
  const canStart = maker.onTags && starter.kind === 'edit' && starter.apply(text) !== undefined;
  return [...additions, canStart ? starter : byHand(maker.path, maker.job)];
};
