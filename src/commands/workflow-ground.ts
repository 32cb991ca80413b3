import {marketplaces} from '../../checks/index.ts';
import {type FoundPins, findActionPins} from '../../checks/repository/action-pins.ts';
import {createGitHubTree} from '../../checks/repository/files.ts';
import {findProgramFacts} from '../../checks/repository/program.ts';
import {findActions} from '../../checks/repository/workflows.ts';
import type {Survey} from '../flow/survey.ts';
import type {FirstFiles, ProgramFacts} from '../model/first-package.ts';
import type {Known} from '../model/known.ts';
import type {Lookup} from '../model/lookup.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {Problem} from '../model/problem.ts';
import type {Project} from '../model/project.ts';
import type {SecretName} from '../model/repository.ts';
import type {WorkflowFile, WorkflowUnderstanding} from '../model/workflow.ts';
import {createLookup} from '../tools/lookup.ts';
import type {MendGround} from '../workflow/mend/mend.ts';
import type {WantedJob} from '../workflow/write-workflow.ts';
import type {Options} from './options.ts';
import {beginStand, marketplaceOf, type PublishWork, type Stand} from './publish-work.ts';
import {refuseInvisible} from './status.ts';

/** A marketplace that is given no job now, and why. */
export type LeftOut = {readonly marketplace: Marketplace; readonly because: string};

/** All that the workflow is written and mended from. */
export type WorkflowGround = MendGround & {
  readonly stand: Stand;
  readonly project: Project;
  /** The branch that a change is proposed for. */
  readonly base: string;
  readonly wanted: readonly WantedJob[];
  readonly leftOut: readonly LeftOut[];
  readonly unpinned: FoundPins['unpinned'];
  /** Absent: GitHub does not show them. */
  readonly secrets?: readonly SecretName[];
};

/** What must be known; what could not be looked up is told. */
const known = <T>(fact: Known<T>, what: string): T => {
  if (fact.value !== undefined) return fact.value;
  throw new Problem('unreachable', `${what} could not be read.`, 'Try again later.');
};

const filesMissing = (made: Extract<FirstFiles, {readonly kind: 'files'}>, {paths}: ProgramFacts): boolean =>
  made.place.kind === 'project' && made.files.some(({path}) => !paths.includes(path));

type Chosen = {readonly wanted?: WantedJob; readonly leftOut?: LeftOut};

const jobFor = (marketplace: Marketplace, facts: ProgramFacts, isNamed: boolean): Chosen => {
  const {firstPackage, id, title} = marketplace;
  if (firstPackage?.job === undefined) return isNamed ? {leftOut: {marketplace, because: 'Portcall writes no job for it.'}} : {};
  const made = firstPackage.filesOf(facts);
  if (made.kind === 'blocked') return {leftOut: {marketplace, because: `${made.because} ${made.next}`}};
  const job = firstPackage.job(facts);
  if (job === undefined) return isNamed ? {leftOut: {marketplace, because: 'It needs no job.'}} : {};
  if (!isNamed && (filesMissing(made, facts) || made.place.kind !== 'project'))
    return {
      leftOut: {
        marketplace,
        because:
          made.place.kind === 'project'
            ? `Its files are not in the repository yet: portcall first-package ${id} writes them.`
            : `Its package belongs into a place of its own, where portcall first-package ${id} makes it; portcall workflow --only ${id} writes its job.`,
      },
    };
  return {wanted: {marketplace: id, title, job}};
};

/** The marketplaces that lack a job and are to have one. */
const findWanted = async (
  lookup: Lookup,
  project: Project,
  {only, except}: Options,
  {jobs}: WorkflowUnderstanding,
  secrets: readonly SecretName[],
) => {
  const lacking = marketplaces.filter(({id}) => !jobs.some(({marketplace}) => marketplace === id));
  const asked = lacking.filter(({id}) => (only === undefined || only.includes(id)) && !except.includes(id));
  if (!asked.some(({firstPackage}) => firstPackage?.job !== undefined)) return {wanted: [], leftOut: []};
  const facts = await findProgramFacts(lookup, project);
  const chosen = asked.map((one) => jobFor(marketplaceOf(one.id), facts, only !== undefined));
  const {withSetSecrets} = await import('../workflow/set-secrets.ts');
  const names = secrets.map(({name}) => name.toUpperCase());
  const wanted = chosen
    .flatMap((one) => one.wanted ?? [])
    .map((one) => ({...one, job: withSetSecrets(one.job, marketplaceOf(one.marketplace).token, names)}));
  return {wanted, leftOut: chosen.flatMap(({leftOut}) => leftOut ?? [])};
};

const understand = async (
  survey: Survey,
  {repository, tag}: Project,
  files: readonly WorkflowFile[],
): Promise<Pick<MendGround, 'understanding' | 'knowledge'>> => {
  const {about, secrets, unlistedSecrets, policy} = survey.repository;
  const knowledge = {
    repository,
    tag,
    ...(about.value === undefined ? {} : {defaultBranch: about.value.defaultBranch}),
    ...(secrets.value === undefined ? {} : {secrets: secrets.value}),
    ...(unlistedSecrets.value === undefined ? {} : {unlistedSecrets: unlistedSecrets.value}),
    ...(policy.value === undefined ? {} : {policy: policy.value}),
  };
  const {understandWorkflows} = await import('../workflow/understand.ts');
  return {understanding: understandWorkflows(files, marketplaces, knowledge), knowledge};
};

const idsOf = ({only, except}: Options): readonly MarketplaceId[] =>
  (only ?? marketplaces.map(({id}) => id)).filter((id) => !except.includes(id));

/** Looks at everything afresh: the workflows, the secrets, the release where a job is to be written, and the commits of the actions. */
export const findWorkflowGround = async (work: PublishWork): Promise<WorkflowGround> => {
  const {options} = work;
  const ids = idsOf(options);
  const stand = await beginStand(work, ids);
  await stand.begun.surveyor.look(ids, true);
  const survey = stand.store.get();
  refuseInvisible(survey, stand.begun.isSignedIn);
  const {project, repository} = survey;
  if (project === undefined) throw new Problem('unreachable', 'The project could not be looked up.', 'Try again later.');
  const lookup = createLookup({...stand.begun.setting.sources, believesAbsenceFor: 0}, new Map());
  const actions = await findActions(createGitHubTree(lookup, project.repository, 'HEAD')).catch(() => []);
  const files = [...known(repository.workflows, 'The workflows'), ...actions];
  const {understanding, knowledge} = await understand(survey, project, files);
  const {wanted, leftOut} = await findWanted(lookup, project, options, understanding, repository.secrets.value ?? []);
  const {actionsOf} = await import('../workflow/write-job.ts');
  const {looseUsesIn} = await import('../workflow/mend/pinning.ts');
  const publishing = new Set(understanding.jobs.map((one) => one.definedIn ?? one.workflow.path));
  const loose = files.flatMap(({path, text}) => (text !== undefined && publishing.has(path) ? looseUsesIn(text) : []));
  const {pins, unpinned} = await findActionPins(lookup, [...loose, ...wanted.flatMap(({job}) => actionsOf(job))]);
  const {secrets} = repository;
  return {
    stand,
    project,
    base: known(repository.about, 'The repository').defaultBranch,
    files,
    understanding,
    knowledge,
    marketplaces,
    pins,
    unpinned,
    wanted,
    leftOut,
    ...(secrets.value === undefined ? {} : {secrets: secrets.value}),
  };
};
