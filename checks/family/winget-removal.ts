import type {TemplateQuestion} from '../../src/model/first-package.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import type {Project} from '../../src/model/project.ts';
import type {RollbackWay} from '../../src/model/rollback.ts';
import {findPullRequest} from './pull-requests.ts';

/** Whether a pull request takes a version away, by its title: “Remove version: …”, and not a package whose name begins so. */
export const isRemoval = (title: string): boolean => /^\W*(?:remov(?:e|al|ing|ed)|delet(?:e|ion|ing|ed))(?![\w.-])/i.test(title);

export const removalTitle = (id: string, version: string): string => `Remove version: ${id} version ${version}`;

/** How the removal of a version is seen to be done. */
export const removalSeenBy = (id: string, version: string): string => `winget-pkgs has no folder ${version} of ${id} any more.`;

/** Waiting for a removal that is proposed already, whoever did so; undefined: none is open. */
export const findRemoval = async (lookup: Lookup, project: Project, id: string): Promise<RollbackWay | undefined> => {
  const {version} = project;
  const search = {repositories: ['microsoft/winget-pkgs'], words: [id, version], mustBelong: false, title: isRemoval};
  const pull = await findPullRequest(lookup, project, search);
  if (pull?.state !== 'open') return undefined;
  return {
    by: 'others',
    title: `Wait for the pull request that removes ${id} ${version}`,
    leaves: 'Moderators decide; until then it is served.',
    url: pull.html_url,
    seenBy: removalSeenBy(id, version),
  };
};

const repository = 'https://github.com/microsoft/winget-pkgs';

/** What winget-pkgs asks where a version is removed: the boxes of its template that are not about installing, and why. */
export const removalQuestions = (id: string, version: string): readonly TemplateQuestion[] => [
  {
    text: `Why is ${id} ${version} to be removed?`,
    how: 'Say what is wrong with it, and where it was the newest, whether it can be had elsewhere; moderators refuse to remove what still works.',
    isInWords: true,
  },
  {
    text: 'Have you signed the [Contributor License Agreement](https://cla.opensource.microsoft.com/microsoft/winget-pkgs)?',
    how: 'Open the page, or write “@microsoft-github-policy-service agree” on the pull request once it is open.',
  },
  {
    text: `Have you checked that there aren't other open [pull requests](${repository}/pulls) for the same manifest update/change?`,
    how: `Search the open pull requests for ${id}.`,
  },
  {text: 'This PR only modifies one (1) manifest', how: 'It deletes the files of one version and nothing else.'},
];
