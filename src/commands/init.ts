import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {marketplaces} from '../../checks/index.ts';
import {findAbout} from '../../checks/repository/about.ts';
import {createGitHubTree, findPackageFiles} from '../../checks/repository/files.ts';
import {findWorkflows} from '../../checks/repository/workflows.ts';
import {type FoundPackages, type PackageChoice, type PackageSources, packagesOf} from '../flow/package-names.ts';
import type {Configuration} from '../model/configuration.ts';
import {Problem} from '../model/problem.ts';
import type {PackageName, Project, RepositoryName} from '../model/project.ts';
import {safeLine} from '../model/safe-text.ts';
import type {SourceTree} from '../model/source-tree.ts';
import type {WorkflowFile, WorkflowUnderstanding} from '../model/workflow.ts';
import {configurationFile, findConfigurationFolder} from '../tools/configuration-place.ts';
import {createLookup} from '../tools/lookup.ts';
import {configurationText} from './configuration-text.ts';
import {diffOf} from './line-diff.ts';
import type {Options} from './options.ts';
import {createQuestions, hasLeft, type Questions} from './questions.ts';
import {createSetting, type Setting} from './setting.ts';
import {canAsk, exitCodes, type Surroundings} from './surroundings.ts';
import {findSource} from './target.ts';
import {WrongUse} from './wrong-use.ts';

type Source = {
  readonly repository: RepositoryName;
  readonly tree: SourceTree;
  workflows(): Promise<readonly WorkflowFile[]>;
};

/** Workflows, and the actions of the repository's own that they use. */
const isWorkflow = (name: string): boolean => /^\.github\/(?:workflows\/[^/]+|actions\/(?:.+\/)?action)\.ya?ml$/.test(name);

const workflowsIn = async (tree: SourceTree, {owner, name}: RepositoryName): Promise<readonly WorkflowFile[]> => {
  const paths = (await tree.paths()).paths.filter(isWorkflow);
  return Promise.all(
    paths.map(async (file, index) => {
      const text = await tree.read(file);
      const url = `https://github.com/${owner}/${name}/blob/HEAD/${file}`;
      const known = {id: index + 1, name: path.basename(file), path: file, state: 'active', url};
      return text === undefined ? known : {...known, text};
    }),
  );
};

/** GitHub's copy, under the name that the repository has now; one that GitHub does not show is refused, or wants a sign-in. */
const findAtGitHub = async (asked: RepositoryName, {sources}: Setting): Promise<Source> => {
  const lookup = createLookup(sources, new Map());
  const {movedTo: repository = asked} = await findAbout(lookup, asked).catch((failure) => {
    const isInvisible = failure instanceof Problem && failure.kind === 'refused' && !lookup.hasGitHubToken;
    throw isInvisible ? new Problem('unauthorized', failure.message, failure.next) : failure;
  });
  return {repository, tree: createGitHubTree(lookup, repository, 'HEAD'), workflows: () => findWorkflows(lookup, repository)};
};

/** What is described: the checkout where it is the repository that is meant, else GitHub's copy. */
const findFiles = async (options: Options, setting: Setting, surroundings: Surroundings): Promise<Source> => {
  const {repository, checkout} = await findSource(options, setting, surroundings);
  if (checkout !== undefined) return {repository, tree: checkout, workflows: () => workflowsIn(checkout, repository)};
  return findAtGitHub(repository, setting);
};

const understand = async ({repository, workflows}: Source): Promise<WorkflowUnderstanding> => {
  const {understandWorkflows} = await import('../workflow/understand.ts');
  return understandWorkflows(await workflows(), marketplaces, {repository, tag: 'v0.0.0'});
};

const choiceText = ({marketplace, title, packages}: PackageChoice): string => {
  const all = packages.map((one) => `${one.name} (${one.path})`).join(', ');
  return `${safeLine(`${title} has several packages here: ${all}.`, 2000)}\nTake the line that is meant, packages.${marketplace} in ${configurationFile}.\n`;
};

/** Asks which package is meant, one kind after the other; where nobody can be asked, tells what is left to choose. */
const choose = async ({packages, choices}: FoundPackages, surroundings: Surroundings, questions: Questions): Promise<FoundPackages> => {
  if (!canAsk(surroundings)) {
    for (const choice of choices) surroundings.tell(choiceText(choice));
    return {packages, choices};
  }
  const chosen: [string, PackageName][] = [];
  for (const {marketplace, title, packages: among} of choices) {
    const answers = among.map((one) => ({name: safeLine(`${one.name} (${one.path})`), value: one.path}));
    const answer = await questions.choose(`Which package does the project publish to ${title}?`, answers);
    const taken = among.find((one) => one.path === answer);
    if (taken) chosen.push([marketplace, {name: taken.name, from: 'file', path: taken.path}]);
  }
  return {packages: {...packages, ...Object.fromEntries(chosen)}, choices: []};
};

/** A line with its indentation, and nothing in it that a terminal obeys. */
const shownLine = (line: string): string => {
  const start = /^[-+ ] */.exec(line)?.[0] ?? '';
  return `${start}${safeLine(line.slice(start.length))}`.trimEnd();
};

/** Whether the text may be written over what stands in the file. */
const mayWrite = async (
  file: string,
  [before, after]: readonly [string, string],
  {yes}: Options,
  surroundings: Surroundings,
  questions: Questions,
): Promise<boolean> => {
  surroundings.print(`${diffOf(before, after).map(shownLine).join('\n')}\n`);
  if (yes) return true;
  if (canAsk(surroundings)) return questions.confirm(`Write these changes to ${file}?`);
  surroundings.tell(`${file} is there already and was left as it is.\nRun “portcall init --yes” to write these changes.\n`);
  return false;
};

/** Where a configured package is found too, so that its comment stays the same from one run to the next. */
const whereConfigured = (known: Omit<PackageSources, 'configuration'>, {packages = {}}: Configuration): Project['packages'] => {
  const found = packagesOf({...known, configuration: {}}).packages;
  return Object.fromEntries(
    marketplaces.flatMap(({id}): readonly (readonly [string, PackageName])[] => {
      const {name, path: file} = packages[id] ?? {};
      const read = known.files[id]?.find((one) => one.path === file && one.name === name);
      if (read !== undefined && name !== undefined) return [[id, {name, from: 'file', path: read.path}]];
      const other = found[id];
      return other?.from === 'workflow' && other.name === name && file === undefined ? [[id, other]] : [];
    }),
  );
};

const incompleteText = `The repository has more files than were looked at, so a package may be missing.\nName it under packages: in ${configurationFile}.\n`;

const unwritable = (file: string, failure: unknown) =>
  new WrongUse(
    `${file} can't be written: ${failure instanceof Error ? failure.message : String(failure)}.`,
    'Look at the rights of its folder.',
  );

const writeFound = async (text: string, options: Options, surroundings: Surroundings, questions: Questions): Promise<number> => {
  if (options.dryRun || surroundings.isDemo) {
    surroundings.print(text);
    if (!options.dryRun) surroundings.tell(`The demo keeps nothing: in a checkout this would be written to ${configurationFile}.\n`);
    return exitCodes.ok;
  }
  const file = path.join(await findConfigurationFolder(surroundings.cwd), configurationFile);
  const before = await readFile(file, 'utf8').catch(() => undefined);
  if (before === text) {
    surroundings.print(`${file} is unchanged: it says what was found.\n`);
    return exitCodes.ok;
  }
  if (before !== undefined && !(await mayWrite(file, [before, text], options, surroundings, questions))) return exitCodes.wrongUse;
  await writeFile(file, text, before === undefined ? {flag: 'wx'} : {}).catch((failure: unknown) => {
    throw unwritable(file, failure);
  });
  surroundings.print(`${file} is written.\n`);
  return exitCodes.ok;
};

/** Writes what was found about the project to a commented `portcall.yaml`; asks where several packages could be meant. */
export const runInit = async (options: Options, surroundings: Surroundings, questions: Questions = createQuestions()): Promise<number> => {
  try {
    const setting = await createSetting(options, surroundings, () => {}, new AbortController().signal);
    const source = await findFiles(options, setting, surroundings);
    const [{files, isIncomplete}, understanding] = await Promise.all([findPackageFiles(source.tree, marketplaces), understand(source)]);
    if (isIncomplete) surroundings.tell(incompleteText);
    const {repository} = source;
    const {configuration} = setting;
    const known = {marketplaces, files, understanding, repository};
    const found = packagesOf({...known, configuration});
    const chosen = await choose(found, surroundings, questions);
    const packages = {...chosen.packages, ...whereConfigured(known, configuration)};
    const text = configurationText({...chosen, repository, packages, marketplaces, configuration});
    return await writeFound(text, options, surroundings, questions);
  } catch (failure) {
    if (hasLeft(failure)) return exitCodes.interrupted;
    throw failure;
  }
};
