import {findAbout} from '../../checks/repository/about.ts';
import {findWorkflows} from '../../checks/repository/workflows.ts';
import type {ChangedFile, Plan, SecretStep, Step} from '../model/plan.ts';
import {type RepositoryName, repositoryText} from '../model/project.ts';
import type {WorkflowFile} from '../model/workflow.ts';
import {createLookup} from '../tools/lookup.ts';
import {renameSecret} from '../workflow/rename-secret.ts';
import {understandWorkflows} from '../workflow/understand.ts';
import {isRead, type Misname} from './secret-misname.ts';
import type {Setting} from './setting.ts';

/** Where a change of the workflows starts from. */
export type PatchGround = {
  readonly repository: RepositoryName;
  /** The branch that the change is proposed for. */
  readonly base: string;
  readonly workflows: readonly WorkflowFile[];
};

/** Reads the workflows of the default branch afresh. */
export const findPatchGround = async (repository: RepositoryName, {sources}: Pick<Setting, 'sources'>): Promise<PatchGround> => {
  const lookup = createLookup({...sources, believesAbsenceFor: 0}, new Map());
  const [{defaultBranch}, workflows] = await Promise.all([findAbout(lookup, repository), findWorkflows(lookup, repository)]);
  return {repository, base: defaultBranch, workflows};
};

/** The files that have to change for no workflow to read the wrong name; undefined: they can't be changed by themselves. */
const changedFiles = ({wrong, right}: Misname, {repository, workflows}: PatchGround): readonly ChangedFile[] | undefined => {
  const renamed = workflows.map((file) => ({
    file,
    text: file.text === undefined ? undefined : (renameSecret(file.text, wrong, right) ?? file.text),
  }));
  const after = renamed.map(({file, text}): WorkflowFile => (text === undefined ? file : {...file, text}));
  if (isRead(wrong, understandWorkflows(after, [], {repository}))) return undefined;
  return renamed.flatMap(({file: {path, text: before}, text}) =>
    before === undefined || text === undefined || before === text ? [] : [{path, before, after: text}],
  );
};

const bodyOf = ({wrong, right}: Misname): string =>
  `The workflow reads the secret \`${wrong}\`, and the secret's name is \`${right}\`: a secret that is not set reads as an empty text, so publishing fails, or is skipped.\n\nThis changes the name where expressions read it, and nothing else.\n`;

/**
 * The plan that proposes to read a secret by its right name, behind what sets it there. Undefined: no workflow reads the wrong name, or a
 * person has to change it, because the files can't be changed by themselves.
 */
export const patchPlanOf = (misname: Misname, ground: PatchGround, sets: readonly SecretStep[]): Plan | undefined => {
  const {wrong, right} = misname;
  const {repository, base} = ground;
  const [file, ...files] = changedFiles(misname, ground) ?? [];
  if (file === undefined) return undefined;
  const proposal: Step = {
    kind: 'propose-change',
    repository,
    base,
    branch: `portcall/secret-name-${right.toLowerCase()}`,
    title: `Read the secret ${right} by its name`,
    body: bodyOf(misname),
    files: [file, ...files],
  };
  const [first, ...rest]: readonly Step[] = [...sets, proposal];
  const title = `${repositoryText(repository)}: read ${right} in place of ${wrong}`;
  return first && {title, repository, steps: [first, ...rest]};
};
