import {z} from 'zod';
import {evidenceOf} from '../../src/model/cell.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import type {Publication} from '../../src/model/publication.ts';
import {flathubRepository} from './flathub-tasks.ts';
import {repositoryApi} from './github.ts';
import {findPullRequest, findPullRequestState, titleHas} from './pull-requests.ts';

/** The submission of an app that Flathub doesn't have: its title names the id and no version. */
export const withSubmission = async (lookup: Lookup, project: Project, publication: Publication): Promise<Publication> => {
  const {name} = packageNameOf(project, 'flathub');
  const found = await findPullRequest(lookup, project, {repositories: ['flathub/flathub'], words: [name], mustBelong: false});
  if (found === undefined) return publication;
  const evidence = [...publication.evidence, evidenceOf(found.title, found.html_url)];
  // An accepted submission is closed as well: Flathub makes a repository out of it instead of merging it.
  const isTold = found.state === 'open' || Boolean(found.pull_request?.merged_at);
  return {...publication, version: isTold ? await findPullRequestState(lookup, found) : publication.version, evidence};
};

const pullsSchema = z.array(
  z.object({
    title: z.string(),
    state: z.string(),
    html_url: z.string(),
    created_at: z.string(),
    draft: z.boolean().nullish(),
    labels: z.array(z.object({name: z.string()})).optional(),
  }),
);

/** The update of an app that Flathub has: an open pull request in the app's own repository whose title names the version. */
export const withUpdate = async (lookup: Lookup, project: Project, publication: Publication): Promise<Publication> => {
  const open = await lookup.json(repositoryApi(flathubRepository(project), '/pulls?state=open&per_page=30'), pullsSchema);
  const found = open?.find(({title}) => titleHas(title, [project.version]));
  if (found === undefined) return publication;
  const evidence = [...publication.evidence, evidenceOf(found.title, found.html_url)];
  return {...publication, version: await findPullRequestState(lookup, found), evidence};
};
