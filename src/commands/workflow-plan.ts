import * as z from 'zod';
import {repositoryApi} from '../../checks/family/github.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {ChangedFile, Plan} from '../model/plan.ts';
import {repositoryText} from '../model/project.ts';
import {createLookup} from '../tools/lookup.ts';
import type {Options} from './options.ts';
import type {Setting} from './setting.ts';
import type {Chosen} from './workflow-changes.ts';
import type {WorkflowGround} from './workflow-ground.ts';

/** Every file that would change, as it is and as it shall be. */
export const changedFiles = ({texts}: Chosen, {files}: WorkflowGround): readonly ChangedFile[] =>
  [...texts].map(([file, after]) => {
    const before = files.find((one) => one.path === file)?.text;
    return {path: file, ...(before === undefined ? {} : {before}), after};
  });

const bodyOf = ({taken}: Chosen): string => `${taken.map(({title, why}) => `- ${title}. ${why}`).join('\n')}\n`;

const pullsSchema = z.array(z.object({html_url: z.string()}));

/** The open pull request from the branch that a plan would propose; undefined: there is none. */
export const findOpenProposal = async ({steps}: Plan, {sources}: Pick<Setting, 'sources'>): Promise<string | undefined> => {
  const step = steps.find((one) => one.kind === 'propose-change');
  if (step?.kind !== 'propose-change') return undefined;
  const lookup = createLookup({...sources, believesAbsenceFor: 0}, new Map());
  const head = encodeURIComponent(`${step.repository.owner}:${step.branch}`);
  const found = await lookup.json(repositoryApi(step.repository, `/pulls?state=open&head=${head}&per_page=1`), pullsSchema);
  return found?.[0]?.html_url;
};

/** One for each choice of marketplaces, so that what was proposed for one does not stand in the way of another. */
const branchFor = (ids: readonly MarketplaceId[] = []): string => ['portcall/workflow', ...ids].join('-');

/** One pull request with everything that was agreed to; undefined: nothing was. */
export const workflowPlanOf = (chosen: Chosen, ground: WorkflowGround, {only}: Pick<Options, 'only'>): Plan | undefined => {
  const [file, ...others] = changedFiles(chosen, ground);
  if (file === undefined) return undefined;
  const {project, base, files} = ground;
  const {repository} = project;
  const [first, ...more] = chosen.taken;
  const title =
    more.length === 0 && first !== undefined
      ? first.title
      : files.some(({path: own}) => own === file.path)
        ? 'Mend the workflow that publishes'
        : 'Publish by a workflow';
  return {
    title: `${repositoryText(repository)}: ${title.replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase())}`,
    repository,
    steps: [{kind: 'propose-change', repository, base, branch: branchFor(only), title, body: bodyOf(chosen), files: [file, ...others]}],
  };
};
