import type {FakeReply} from './fake-lookup.ts';

type FakeRepository = {
  /** By path; null: listed, and not expected to be read. */
  readonly files?: Readonly<Record<string, string | null>>;
  readonly isPrivate?: boolean;
  readonly isCutOff?: boolean;
};

/** GitHub's answers about a repository that people install from; undefined: it isn't there, and nothing below it is asked for. */
export const repositoryReplies = (name: string, repository: FakeRepository | undefined): Readonly<Record<string, FakeReply>> => {
  const api = `https://api.github.com/repos/${name}`;
  if (repository === undefined) return {[api]: {status: 404}};
  const {files, isPrivate = false, isCutOff = false} = repository;
  const tree = Object.keys(files ?? {}).map((path) => ({path, type: 'blob', size: 900}));
  const read = Object.entries(files ?? {}).flatMap(([path, body]) => (body === null ? [] : [[`${api}/contents/${path}`, {body}] as const]));
  return {
    [api]: {body: {full_name: name, private: isPrivate}},
    // A repository without commits has no tree.
    [`${api}/git/trees/HEAD?recursive=1`]: files === undefined ? {status: 409, body: {}} : {body: {tree, truncated: isCutOff}},
    ...Object.fromEntries(read),
  };
};
