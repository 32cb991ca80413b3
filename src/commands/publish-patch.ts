import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Plan} from '../model/plan.ts';
import {Problem} from '../model/problem.ts';
import {repositoryText} from '../model/project.ts';
import {addNeeds} from '../workflow/add-needs.ts';
import {addSelector, ownId} from '../workflow/add-selector.ts';
import {carryOut} from './carry-out.ts';
import {beginStand, handsFor, ledgerOf, type PublishWork, type Stand} from './publish-work.ts';
import {WrongUse} from './wrong-use.ts';

const body =
  'The workflow publishes everywhere at once. With this change whoever starts it by hand chooses one marketplace with the input `marketplace`; a tag or a release starts all as before.\n\nA run by hand on a tag uses the workflow file of that tag, so this works for tags that are made after it is merged.\n';

const needsBody = (job: string, uploader: string): string =>
  `The job “${job}” downloads an asset of the release that “${uploader}” uploads, and does not wait for it. With this change it does.\n`;

/** The jobs that publish from the same file as this marketplace's job, with the file's text. */
const findFile = ({store}: Stand, id: MarketplaceId) => {
  const {project, repository: known} = store.get();
  const {about, workflows, understanding} = known;
  if (project === undefined || about.value === undefined || workflows.value === undefined || understanding.value === undefined)
    throw new Problem('unreachable', 'The workflows could not be read.', 'Try again later.');
  const job = understanding.value.jobs.find(({marketplace}) => marketplace === id);
  if (job === undefined) throw new WrongUse(`No job of a workflow publishes to ${id}.`, 'Write one first.');
  const {path} = job.workflow;
  return {
    repository: project.repository,
    base: about.value.defaultBranch,
    job,
    path,
    before: workflows.value.find((file) => file.path === path)?.text,
    publishing: understanding.value.jobs.filter(({workflow}) => workflow.path === path),
  };
};

type Proposed = {readonly title: string; readonly branch: string; readonly body: string; readonly after: string};

const planOf = (
  {repository, base, path, before = ''}: ReturnType<typeof findFile>,
  {title, branch, body: said, after}: Proposed,
): Plan => ({
  title: `${repositoryText(repository)}: ${title[0]?.toLowerCase()}${title.slice(1)}`,
  repository,
  steps: [{kind: 'propose-change', repository, base, branch, title, body: said, files: [{path, before, after}]}],
});

/** What mends a job that downloads what is not uploaded yet; undefined: that is not its trouble, or a person has to mend it. */
const waitProposal = ({begun, store}: Stand, file: ReturnType<typeof findFile>, now: number): Proposed | undefined => {
  const {job, before, publishing} = file;
  const uploader = publishing.find(({marketplace}) => marketplace === 'github-releases');
  const row = begun.rowsOf(store.get(), now).find(({id}) => id === job.marketplace);
  if (before === undefined || uploader === undefined || !row?.diagnosis.some(({cause}) => cause === 'asset-fetched-too-early'))
    return undefined;
  const [id, needed] = [ownId(job), ownId(uploader)];
  const after = addNeeds(before, id, needed);
  if (after === undefined) return undefined;
  return {title: `Let ${id} wait for ${needed}`, branch: `portcall/wait-in-${id}`, body: needsBody(id, needed), after};
};

const selectorProposal = ({path, before, publishing}: ReturnType<typeof findFile>): Proposed => {
  const after = before === undefined ? undefined : addSelector(before, publishing);
  if (after === undefined) throw new WrongUse(`${path} has such an input already, or can't be changed by itself.`, 'Change it by hand.');
  return {
    title: `Choose the marketplace when ${path.split('/').at(-1)} is started`,
    branch: 'portcall/select-marketplace',
    body,
    after,
  };
};

/** The plan that proposes what mends the job's last failure, else an input by which the marketplace is chosen. */
const patchPlan = (stand: Stand, id: MarketplaceId, now: number): Plan => {
  const file = findFile(stand, id);
  return planOf(file, waitProposal(stand, file, now) ?? selectorProposal(file));
};

/** Proposes a change of the workflow, as a diff and a pull request. */
export const proposePatch = async (work: PublishWork, [id, ...others]: readonly MarketplaceId[]): Promise<number> => {
  const {options, surroundings, questions} = work;
  if (id === undefined || others.length > 0)
    throw new WrongUse('--patch wants one marketplace.', 'Name the one whose workflow is to be changed.');
  const stand = await beginStand(work, [id]);
  await stand.begun.surveyor.look([id], true);
  return carryOut({
    plan: patchPlan(stand, id, surroundings.now()),
    details: {setAt: () => undefined, now: surroundings.now()},
    options,
    surroundings,
    setting: stand.begun.setting,
    questions,
    ledger: ledgerOf(work, stand),
    marketplace: id,
    hands: () => handsFor(work, stand),
  });
};
