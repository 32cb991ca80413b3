import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import type {Rollback, RollbackWay} from '../../src/model/rollback.ts';
import {directorySchema, repositoryApi} from './github.ts';
import {findPullRequest} from './pull-requests.ts';

const upstream = {owner: 'microsoft', name: 'winget-pkgs'};

const folderOf = (id: string, version: string): string =>
  ['manifests', id.charAt(0).toLowerCase(), ...id.split('.'), version].map(encodeURIComponent).join('/');

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

const find = async (lookup: Lookup, project: Project): Promise<readonly RollbackWay[]> => {
  const {name: id} = packageNameOf(project, 'winget');
  const {version} = project;
  const folder = folderOf(id, version);
  const listed = await lookup.json(repositoryApi(upstream, `/contents/${folder}`), directorySchema);
  if (listed === undefined) return findOpen(lookup, project, id);
  return [
    {
      by: 'person',
      title: `Open a pull request that removes ${id} ${version}`,
      leaves: 'Moderators decide, which takes days; whoever has installed it keeps it.',
      url: `https://github.com/microsoft/winget-pkgs/tree/delete/master/${folder}`,
      instructions: [
        `Run \`komac remove ${id} --version ${version} --reason "…" --submit\`, or open the page, which forks and deletes the folder.`,
        `Name the pull request “Remove version: ${id} version ${version}”, and say what is wrong with it.`,
      ],
      seenBy: `winget-pkgs has no folder ${version} of ${id} any more.`,
    },
  ];
};

export const wingetRollback: Rollback = {
  can: 'A pull request of yours is closed at any time before it is merged; afterwards another one removes the version, and moderators decide.',
  never: 'Nothing there can be taken back at once.',
  find,
};
