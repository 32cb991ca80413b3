import {z} from 'zod';
import {type ForkPlace, forkName, forkSteps} from '../../src/model/fork.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import type {DeletedFile} from '../../src/model/plan.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import type {Rollback, RollbackWay} from '../../src/model/rollback.ts';
import {repositoryApi} from './github.ts';
import {findPullRequest} from './pull-requests.ts';
import {findForkOwner, findForkState} from './standing-fork.ts';
import {addressOf, wingetBase, wingetBranch, wingetFolder, wingetPackages} from './winget-places.ts';
import {findRemoval, removalQuestions, removalSeenBy, removalTitle} from './winget-removal.ts';

const listSchema = z.array(z.object({type: z.string(), name: z.string(), path: z.string(), sha: z.string()}));
type Listed = z.infer<typeof listSchema>;

/** One version in winget-pkgs. */
type Served = {readonly id: string; readonly version: string; readonly folder: string};

/** Before it is merged, one's own pull request is simply closed. */
const findOpen = async (lookup: Lookup, project: Project, id: string): Promise<readonly RollbackWay[]> => {
  const search = {repositories: ['microsoft/winget-pkgs'], words: [id, project.version], mustBelong: true};
  const pull = await findPullRequest(lookup, project, search);
  if (pull?.state !== 'open') return [];
  return [
    {
      by: 'person',
      title: `Close the pull request of ${id} ${project.version}`,
      leaves: 'Nothing of it was served yet; it can be opened again.',
      url: pull.html_url,
      instructions: ['Press Close pull request below the conversation.'],
      seenBy: 'GitHub shows the pull request as closed.',
    },
  ];
};

/** The manifests of the version as they lie there; empty: the folder holds other files too, or no version. Folders in it are other packages'. */
const manifestsIn = (listed: Listed, {id, folder}: Served): readonly DeletedFile[] => {
  const files = listed.filter(({type}) => type !== 'dir');
  const isManifest = ({type, name, path}: Listed[number]) =>
    type === 'file' && path === `${folder}/${name}` && name.startsWith(`${id}.`) && name.endsWith('.yaml');
  const isVersion = files.some(({name}) => name === `${id}.yaml`) && files.every(isManifest);
  return isVersion ? files.map(({path, sha}) => ({path, isDeleted: true, sha})) : [];
};

const leaves = 'Moderators decide, which takes days; whoever has installed it keeps it.';

const byHand = ({id, version, folder}: Served, why: string): RollbackWay => ({
  by: 'person',
  title: `Open a pull request that removes ${id} ${version}`,
  leaves,
  url: `https://github.com/microsoft/winget-pkgs/tree/delete/master/${addressOf(folder)}`,
  instructions: [
    why,
    `Else run \`komac remove ${id} --version ${version} --reason "…" --submit\`, or open the page, which forks and deletes the folder.`,
    `Name the pull request “${removalTitle(id, version)}”, and say what is wrong with it.`,
  ],
  seenBy: removalSeenBy(id, version),
});

const planned = ({id, version}: Served, place: ForkPlace, files: readonly [DeletedFile, ...DeletedFile[]]): RollbackWay => {
  const proposal = {
    kind: 'propose-change',
    repository: wingetPackages,
    from: forkName(place),
    base: wingetBase,
    branch: `remove-${wingetBranch(id, version)}`,
    title: removalTitle(id, version),
    body: '',
    isBranchOnly: true,
    files,
  } as const;
  const [before, ...others] = [...forkSteps(place), proposal];
  return {
    by: 'plan',
    title: `Propose to winget-pkgs that ${id} ${version} is removed`,
    leaves,
    questions: removalQuestions(id, version),
    steps: before === undefined ? [proposal] : [before, ...others],
  };
};

const findWay = async (lookup: Lookup, served: Served, listed: Listed): Promise<RollbackWay> => {
  const [first, ...others] = manifestsIn(listed, served);
  if (first === undefined)
    return byHand(served, 'Look which files of the folder belong to this version: they are other files than its manifests alone.');
  const owner = await findForkOwner(lookup);
  if (owner === undefined)
    return byHand(served, 'Sign in to GitHub as yourself with `gh auth login` and do it again: Portcall proposes it from your fork then.');
  const fork = await findForkState(lookup, owner, {...wingetPackages, branch: wingetBase});
  if (fork.kind === 'blocked') return byHand(served, `Clear the way for Portcall and do it again: ${fork.because}`);
  return planned(served, {upstream: wingetPackages, base: wingetBase, owner, fork}, [first, ...others]);
};

const find = async (lookup: Lookup, project: Project): Promise<readonly RollbackWay[]> => {
  const {name: id} = packageNameOf(project, 'winget');
  const {version} = project;
  const folder = `${wingetFolder(id)}/${version}`;
  const listed = await lookup.json(repositoryApi(wingetPackages, `/contents/${addressOf(folder)}?ref=${wingetBase}`), listSchema);
  // A folder of folders is a package whose name goes on with a number.
  if (listed === undefined || listed.every(({type}) => type === 'dir')) return findOpen(lookup, project, id);
  return [(await findRemoval(lookup, project, id)) ?? (await findWay(lookup, {id, version, folder}, listed))];
};

export const wingetRollback: Rollback = {
  can: 'A pull request of yours is closed at any time before it is merged; afterwards another one removes the version, and moderators decide.',
  never: 'Nothing there can be taken back at once.',
  find,
};
