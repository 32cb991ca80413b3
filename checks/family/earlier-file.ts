import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {Project, RepositoryName} from '../../src/model/project.ts';
import {repositoryText} from '../../src/model/project.ts';
import type {RollbackWay} from '../../src/model/rollback.ts';
import {repositoryApi, repositoryPage} from './github.ts';

/** A file that people install from, as it stands, and how its version is read out of its text. */
type ServedFile = {
  readonly repository: RepositoryName;
  readonly path: string;
  readonly text: string;
  /** Undefined: the version can't be read out of the text. */
  versionIn(text: string): string | undefined;
  /** What stays as it is, in one sentence. */
  readonly leaves: string;
};

const commitsSchema = z.array(z.object({sha: z.string()}));
const repositorySchema = z.object({default_branch: z.string()});

/** How many commits that touched the file are looked into. */
const mostCommits = 10;

const urlOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** The newest text of the file that holds another version; undefined: it never held one. */
const findEarlier = async (lookup: Lookup, {repository, path, versionIn}: ServedFile, version: string): Promise<string | undefined> => {
  const query = `path=${encodeURIComponent(path)}&per_page=${mostCommits}`;
  const commits = (await lookup.json(repositoryApi(repository, `/commits?${query}`), commitsSchema)) ?? [];
  for (const {sha} of commits.slice(1)) {
    const url = repositoryApi(repository, `/contents/${urlOf(path)}?ref=${sha}`);
    const text = await lookup.text(url, {headers: {accept: 'application/vnd.github.raw+json'}});
    const found = text === undefined ? undefined : versionIn(text);
    if (found !== undefined && found !== version) return text;
  }
  return undefined;
};

/** One commit forward that brings the file back as it was; a person's task where it never was otherwise. Undefined: it holds another version. */
export const wayBackOf = async (lookup: Lookup, project: Project, file: ServedFile): Promise<RollbackWay | undefined> => {
  const {repository, path, text, versionIn, leaves} = file;
  const {version} = project;
  if (versionIn(text) !== version) return undefined;
  const [earlier, about] = await Promise.all([
    findEarlier(lookup, file, version),
    lookup.json(repositoryApi(repository), repositorySchema),
  ]);
  const branch = about?.default_branch ?? 'main';
  if (earlier === undefined)
    return {
      by: 'person',
      isFinal: true,
      title: `Take ${path} away, because it never held another version`,
      leaves,
      url: repositoryPage(repository, `/blob/${branch}/${path}`),
      instructions: ['Press Delete file in the menu of the page, and commit it.'],
      seenBy: `${repositoryText(repository)} has no ${path} any more.`,
    };
  const before = versionIn(earlier) ?? 'the version before';
  const message = `Take ${version} back: ${path.split('/').at(-1)} as it was at ${before}`;
  return {
    by: 'plan',
    title: `Bring ${path} back to ${before}`,
    leaves,
    steps: [{kind: 'commit-files', repository, branch, message, files: [{path, before: text, after: earlier}]}],
  };
};
