import {createHash} from 'node:crypto';
import * as z from 'zod';
import {Problem} from '../model/problem.ts';
import type {RepositoryName} from '../model/project.ts';
import {asked, readAs} from './github.ts';
import {parametersOf, type RepositoryWriter} from './github-repository.ts';

/** A file as git knows it. */
export type GitFile = {readonly sha: string; readonly mode: string};

/** The files of one commit. */
export type FileReader = {
  /** The digest of its root folder. */
  readonly tree: string;
  /** Undefined: there is no such file. Refuses what is there and no plain file. */
  findFile(path: string): Promise<GitFile | undefined>;
};

/** Whether a file holds exactly a text, by git's digest of it. */
export const isSameFile = ({sha}: GitFile, text: string): boolean => {
  const bytes = Buffer.from(text);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === sha;
};

const commitSchema = z.object({tree: z.object({sha: z.string()})});
const treeSchema = z.object({tree: z.array(z.object({path: z.string(), mode: z.string(), type: z.string(), sha: z.string()}))});
type Entry = z.infer<typeof treeSchema>['tree'][number];

/** Reads one folder after the other, so that a repository of any size is read exactly; each only once. */
export const createFileReader = async ({github}: RepositoryWriter, repository: RepositoryName, commit: string): Promise<FileReader> => {
  const parameters = parametersOf(repository);
  const {data} = await asked(() =>
    github.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {...parameters, commit_sha: commit}),
  );
  const root = readAs(commitSchema, data).tree.sha;
  const folders = new Map<string, Promise<readonly Entry[]>>();
  const readFolder = async (tree_sha: string): Promise<readonly Entry[]> => {
    const reply = await asked(() => github.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {...parameters, tree_sha}));
    return readAs(treeSchema, reply.data).tree;
  };
  const entriesOf = (sha: string): Promise<readonly Entry[]> => {
    const known = folders.get(sha) ?? readFolder(sha);
    folders.set(sha, known);
    return known;
  };
  const findFile = async (path: string): Promise<GitFile | undefined> => {
    const names = path.split('/');
    let folder = root;
    for (const [at, name] of names.entries()) {
      const entry = (await entriesOf(folder)).find((one) => one.path === name);
      if (entry === undefined) return undefined;
      const isLast = at === names.length - 1;
      if (isLast && entry.type === 'blob' && entry.mode.startsWith('100')) return entry;
      if (isLast || entry.type !== 'tree')
        throw new Problem(
          'refused',
          `${names.slice(0, at + 1).join('/')} is no ${isLast ? 'plain file' : 'folder'}.`,
          'Change it by hand.',
        );
      folder = entry.sha;
    }
    return undefined;
  };
  return {tree: root, findFile};
};
