import type {FilePlace, TemplateQuestion} from '../model/first-package.ts';
import {type ForkState, forkName, forkSteps} from '../model/fork.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {ChangedFile, Plan, Step} from '../model/plan.ts';
import {type Project, repositoryText} from '../model/project.ts';
import type {VersionState} from '../model/publication.ts';
import type {SubmissionStep} from '../model/submission-steps.ts';
import type {PlacedFile} from './first-files.ts';
import {proposalBody, templateBody} from './submission-body.ts';

type PlaceOf<K extends FilePlace['kind']> = Extract<FilePlace, {readonly kind: K}>;

/** A place, with what was found there. */
export type StandingPlace =
  | {readonly kind: 'project'; readonly base: string}
  | {readonly kind: 'own'; readonly place: PlaceOf<'own'>; readonly is: 'absent' | 'empty'; readonly isOrganization: boolean}
  | {readonly kind: 'own'; readonly place: PlaceOf<'own'>; readonly is: 'there'; readonly branch: string}
  | {readonly kind: 'own'; readonly place: PlaceOf<'own'>; readonly is: 'private'}
  /** `owner`: whoever is signed in, whose fork it is. */
  | {readonly kind: 'upstream'; readonly place: PlaceOf<'upstream'>; readonly owner: string; readonly fork: ForkState}
  /** `base`: the commit that the package's branch stands at; absent: the AUR has no such package. */
  | {readonly kind: 'aur'; readonly place: PlaceOf<'aur'>; readonly base?: string};

/** Everything that a submission is planned from. */
export type Submission = {
  readonly marketplace: {readonly id: MarketplaceId; readonly title: string};
  readonly project: Project;
  readonly place: StandingPlace;
  readonly files: readonly PlacedFile[];
  readonly notes: readonly string[];
  readonly questions: readonly TemplateQuestion[];
  /** One for each question, by the person; absent: nobody has answered, so that nothing that asks is opened. */
  readonly answers?: readonly string[];
  /** How the version is handed in besides its files; absent: where the files stand is all of it. */
  readonly step?: SubmissionStep;
  /** What the marketplace says of the version; absent: it could not be told. */
  readonly state?: VersionState;
};

export type SubmissionChoice =
  /** One after the other, each agreed to by itself. `leaves`: what a person does afterwards, in sentences. */
  | {readonly kind: 'plans'; readonly plans: readonly [Plan, ...Plan[]]; readonly leaves: readonly string[]}
  | {readonly kind: 'nothing-to-do'; readonly because: string}
  | {readonly kind: 'wait'; readonly because: string; readonly url?: string}
  | {readonly kind: 'blocked'; readonly because: string; readonly next: string};

const changedOf = (files: readonly PlacedFile[]): readonly ChangedFile[] =>
  files.flatMap(({path, contents, before, action, isExecutable}) =>
    action === 'same'
      ? []
      : [{path, ...(before === undefined ? {} : {before}), after: contents, ...(isExecutable === true ? {isExecutable} : {})}],
  );

type Changed = readonly [ChangedFile, ...ChangedFile[]];

/** Whether somebody reads the files for the first time, or only what was faulty in them changes. */
const orderOf = ({files, marketplace: {title}}: Submission): string =>
  files.some(({action}) => action === 'create') ? `Add the first package for ${title}` : `Fill in the package for ${title}`;

const projectSteps = (submission: Submission, base: string, files: Changed): readonly [Step] => {
  const {marketplace, project, notes} = submission;
  const title = orderOf(submission);
  const branch = `portcall/first-package-${marketplace.id}`;
  const body = proposalBody(marketplace.title, project, notes);
  return [{kind: 'propose-change', repository: project.repository, base, branch, title, body, files}];
};

const ownSteps = (
  {project, marketplace}: Submission,
  standing: Exclude<Extract<StandingPlace, {kind: 'own'}>, {is: 'private'}>,
  files: Changed,
): readonly [Step] => {
  const {repository, description, topics} = standing.place;
  if (standing.is === 'there') {
    const message = `Add ${project.repository.name} ${project.version} for ${marketplace.title}`;
    return [{kind: 'commit-files', repository, branch: standing.branch, message, files}];
  }
  const fresh = files.map(({path, after}) => ({path, contents: after}));
  return [{kind: 'create-repository', repository, isOrganization: standing.isOrganization, description, topics, files: fresh}];
};

const upstreamSteps = (
  {questions, answers}: Submission,
  standing: Extract<StandingPlace, {kind: 'upstream'}>,
  files: Changed,
): readonly [Step, ...Step[]] => {
  const {place, owner, fork} = standing;
  const {upstream, base, branch, title} = place;
  const forked = {upstream, base, owner, fork};
  const isOpen = questions.length > 0 && answers === undefined;
  const proposal: Step = {
    kind: 'propose-change',
    repository: upstream,
    from: forkName(forked),
    base,
    branch,
    title,
    body: templateBody(questions, answers ?? []),
    ...(isOpen ? {isBranchOnly: true} : {}),
    files,
  };
  const [before] = forkSteps(forked);
  return before === undefined ? [proposal] : [before, proposal];
};

const aurSteps = ({project}: Submission, {place, base}: Extract<StandingPlace, {kind: 'aur'}>, files: Changed): readonly [Step] => {
  const message = base === undefined ? `Initial upload: ${project.version}` : `Fill in ${project.version}`;
  return [{kind: 'push-aur', package: place.package, ...(base === undefined ? {} : {base}), message, files}];
};

/** Why nothing can be planned at a place; undefined: something can. */
const obstacleAt = (place: StandingPlace): Extract<SubmissionChoice, {kind: 'blocked'}> | undefined => {
  if (place.kind === 'upstream' && place.fork.kind === 'blocked')
    return {kind: 'blocked', because: place.fork.because, next: 'Clear the way, and do it again.'};
  if (place.kind !== 'own' || place.is !== 'private') return undefined;
  const name = repositoryText(place.place.repository);
  const next = `Make it public in its settings: https://github.com/${name}/settings.`;
  return {kind: 'blocked', because: `${name} is private, so nobody else can install from it.`, next};
};

const stepsAt = (submission: Submission, files: Changed): readonly [Step, ...Step[]] | undefined => {
  const {place} = submission;
  switch (place.kind) {
    case 'project':
      return projectSteps(submission, place.base, files);
    case 'own':
      return place.is === 'private' ? undefined : ownSteps(submission, place, files);
    case 'upstream':
      return upstreamSteps(submission, place, files);
    case 'aur':
      return aurSteps(submission, place, files);
  }
};

const planOf = ({project: {repository}}: Submission, title: string, steps: readonly [Step, ...Step[]]): Plan => ({
  title: `${repositoryText(repository)}: ${title}`,
  repository,
  steps,
});

const filesPlan = (submission: Submission): Plan | undefined => {
  const [first, ...rest] = changedOf(submission.files);
  const steps = first && stepsAt(submission, [first, ...rest]);
  const order = orderOf(submission);
  return steps && planOf(submission, `${order[0]?.toLowerCase()}${order.slice(1)}`, steps);
};

/** A version is handed in where the marketplace has said that it has none. */
const stepPlan = (submission: Submission): Plan | undefined => {
  const {step, state, marketplace, project} = submission;
  if (step === undefined || state?.kind !== 'absent') return undefined;
  return planOf(submission, `hand ${project.version} in at ${marketplace.title}`, [step]);
};

const nothingLeft = ({marketplace: {title}, state, step, place}: Submission): SubmissionChoice => {
  const isHandedIn = place.kind === 'upstream' || step !== undefined;
  if (isHandedIn && state?.kind === 'waiting')
    return {kind: 'wait', because: `It was handed in at ${title}: ${state.for}.`, ...(state.url === undefined ? {} : {url: state.url})};
  return {kind: 'nothing-to-do', because: `Every file for ${title} stands there, and nothing in them is to be filled in.`};
};

/** The pull request brings in the job or, where the version is handed in by itself, what the later ones are made of. */
const projectLeaves = ({step, state, files, marketplace: {title}, project: {version}}: Submission): readonly string[] => {
  const isHandedInNow = step !== undefined && state?.kind === 'absent';
  if (!isHandedInNow && !(step !== undefined && state?.kind === 'waiting'))
    return [`Merge the pull request; then a job of a workflow publishes to ${title}.`];
  const waits = isHandedInNow
    ? `Once ${version} is handed in at ${title}, it waits there for moderation.`
    : `${version} was handed in at ${title} before, and waits there.`;
  const kept = 'The pull request only keeps the files for later versions: merge it when it suits you.';
  return changedOf(files).length === 0 ? [waits] : [waits, kept];
};

const leavesOf = (submission: Submission): readonly string[] => {
  const {place, questions, answers} = submission;
  if (place.kind === 'upstream' && questions.length > 0 && answers === undefined)
    return [`The template at ${repositoryText(place.place.upstream)} asks what only you can answer: open the pull request yourself.`];
  return place.kind === 'project' ? projectLeaves(submission) : [];
};

/** What is done to hand a first package in; a person agrees to each plan by itself. Pure. */
export const planSubmission = (submission: Submission): SubmissionChoice => {
  const {place, state, marketplace} = submission;
  if (place.kind === 'upstream' && state?.kind === 'waiting') return nothingLeft(submission);
  if (place.kind === 'upstream' && state?.kind === 'published')
    return {kind: 'nothing-to-do', because: `${marketplace.title} serves it already.`};
  const obstacle = obstacleAt(place);
  if (obstacle !== undefined) return obstacle;
  const [plan, ...plans] = [filesPlan(submission), stepPlan(submission)].filter((one) => one !== undefined);
  return plan === undefined ? nothingLeft(submission) : {kind: 'plans', plans: [plan, ...plans], leaves: leavesOf(submission)};
};
