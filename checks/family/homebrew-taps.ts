import {type Project, packageNameOf, type RepositoryName} from '../../src/model/project.ts';
import type {WorkflowStep} from '../../src/model/workflow.ts';
import {repositoryNamedIn} from './commits.ts';
import {withFurther} from './owned-file.ts';
import {plainInput, uses} from './steps.ts';

/** Where a formula may lie. */
export type TapPlace = {
  readonly formula: string;
  readonly taps: readonly RepositoryName[];
  readonly isTapNamed: boolean;
};

const isTap = ({name}: RepositoryName): boolean => name.startsWith('homebrew-');

/** `owner/tap/formula` names a tap; a bare name may lie in any of the project's, or in the owner's usual ones. */
export const tapPlaceOf = (project: Project): TapPlace => {
  const {name} = packageNameOf(project, 'homebrew');
  const parts = name.split('/');
  const formula = (parts.length === 2 ? project.repository.name : (parts.at(-1) ?? name)).toLowerCase();
  const [owner = '', tap = ''] = parts;
  if (parts.length > 1) return {formula, isTapNamed: true, taps: [{owner, name: `homebrew-${tap.replace(/^homebrew-/, '')}`}]};
  const usual = [...new Set(['homebrew-tap', `homebrew-${project.repository.name}`])];
  return {formula, isTapNamed: false, taps: withFurther(project, isTap, usual)};
};

/** Homebrew takes the first of these folders that a tap has, with all below it, and the root where it has none. */
const formulaFolders = ['Formula/', 'HomebrewFormula/'];

/** The file of a formula among a tap's paths, else of a cask; undefined: the tap has neither. */
export const formulaPathIn =
  (formula: string) =>
  (paths: readonly string[]): string | undefined => {
    const file = `${formula}.rb`;
    const below = (folder: string) => paths.find((path) => path.startsWith(folder) && path.split('/').at(-1) === file);
    const folder = formulaFolders.find((one) => paths.some((path) => path.startsWith(one)));
    return (folder === undefined ? paths.find((path) => path === file) : below(folder)) ?? below('Casks/');
  };

/** Actions that write a new version into a formula or cask. */
export const bumpActions = [
  'mislav/bump-homebrew-formula-action',
  'dawidd6/action-homebrew-bump-formula',
  'dawidd6/action-homebrew-bump-cask',
  'justintime50/homebrew-releaser',
  'macauley/action-homebrew-bump-cask',
];

const tapIn = (step: WorkflowStep): string | undefined => {
  if (!uses(step, ...bumpActions)) {
    const named = repositoryNamedIn(step, /^homebrew-/);
    return named && `${named.owner}/${named.name.replace(/^homebrew-/, '')}`;
  }
  const [owner, tap] = [plainInput(step.with['homebrew_owner']), plainInput(step.with['homebrew_tap'])];
  return (
    plainInput(step.with['homebrew-tap'] ?? step.with['tap']) ?? (owner === undefined || tap === undefined ? undefined : `${owner}/${tap}`)
  );
};

const formulaIn = (step: WorkflowStep): string | undefined =>
  uses(step, ...bumpActions)
    ? plainInput(step.with['formula-name'] ?? step.with['formula'] ?? step.with['cask'])
    : /\b(?:Formula|Casks)\/(?:[\w-]+\/)?([a-z0-9][a-z0-9@.+_-]*)\.rb\b/.exec(step.run ?? '')?.[1];

/** `owner/tap/formula`, or `owner/tap` where a step names no formula; homebrew-core is nobody's tap. Undefined: the step spells neither. */
export const packageNameIn = (step: WorkflowStep): string | undefined => {
  const [tap, formula] = [tapIn(step), formulaIn(step)];
  const isShared = tap === undefined || /^homebrew\//i.test(tap);
  if (isShared) return uses(step, ...bumpActions) ? formula : undefined;
  return formula === undefined ? tap : formula.includes('/') ? formula : `${tap}/${formula}`;
};
