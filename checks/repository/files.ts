import type {Lookup} from '../../src/model/lookup.ts';
import type {Marketplace} from '../../src/model/marketplace.ts';
import type {PackageFile} from '../../src/model/package-file.ts';
import type {RepositoryName} from '../../src/model/project.ts';
import type {PackageFiles} from '../../src/model/repository.ts';
import type {SourceTree} from '../../src/model/source-tree.ts';
import {goreleaserFiles, isGoreleaserFile} from '../family/goreleaser.ts';
import {findPaths} from '../family/repository-tree.ts';
import {textOfContents} from './contents.ts';

/** Package files of one marketplace that are read; a monorepo with more names the right one in its configuration. */
const mostFiles = 8;
const notOurs = /(^|\/)(node_modules|vendor|third_party|testdata|fixtures|examples?|dist|target)\//;

/** The files at a branch, a tag or `HEAD` (the default branch), through GitHub's API. */
export const createGitHubTree = (lookup: Lookup, repository: RepositoryName, reference: string): SourceTree => ({
  paths: () => findPaths(lookup, repository, reference),
  read: (path) => textOfContents(lookup, repository, path),
});

/** What GoReleaser's configuration names, which stands for the package files that it writes. */
const goreleaserIn = async (
  paths: readonly string[],
  read: (path: string) => Promise<string | undefined>,
): Promise<ReturnType<typeof goreleaserFiles>> => {
  const path = paths.find(isGoreleaserFile);
  const text = path === undefined ? undefined : await read(path);
  return path === undefined || text === undefined ? {} : goreleaserFiles(path, text);
};

/** Every file that says what is published where, read and understood by the marketplace it belongs to. */
export const findPackageFiles = async (tree: SourceTree, marketplaces: readonly Marketplace[]): Promise<PackageFiles> => {
  const {paths, isIncomplete} = await tree.paths();
  const own = paths.filter((path) => !notOurs.test(path));
  const texts = new Map<string, Promise<string | undefined>>();
  const read = (path: string) => {
    const text = texts.get(path) ?? tree.read(path);
    texts.set(path, text);
    return text;
  };
  const released = await goreleaserIn(own, read);
  const found = await Promise.all(
    marketplaces.map(async ({id, packageFiles}) => {
      const matching =
        packageFiles === undefined
          ? []
          : own.filter((path) => packageFiles.matches(path)).sort((one, other) => depthOf(one) - depthOf(other));
      const understood = await Promise.all(
        matching.slice(0, mostFiles).map(async (path) => {
          const text = await read(path);
          return text === undefined ? undefined : packageFiles?.read(path, text);
        }),
      );
      const files = [...understood, released[id]].filter((file): file is PackageFile => file !== undefined);
      return {id, files, isCut: matching.length > mostFiles};
    }),
  );
  return {
    files: Object.fromEntries(found.filter(({files}) => files.length > 0).map(({id, files}) => [id, files])),
    isIncomplete: isIncomplete || found.some(({isCut}) => isCut),
  };
};

const depthOf = (path: string): number => path.split('/').length;
