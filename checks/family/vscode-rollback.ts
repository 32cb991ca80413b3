import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import type {Rollback, RollbackWay} from '../../src/model/rollback.ts';
import {findExtension, servedExtension} from './vscode-gallery.ts';
import {galleryOrigin} from './vscode-token.ts';

const find = async (lookup: Lookup, project: Project): Promise<readonly RollbackWay[]> => {
  const {name} = packageNameOf(project, 'vscode');
  const extension = await findExtension(lookup, name);
  const isThere = extension?.versions.some(({version}) => version === project.version) === true;
  if (extension === undefined || !isThere || /unpublished/.test(extension.flags ?? '')) return [];
  const [publisher = ''] = name.split('.');
  const manage = `${galleryOrigin}/manage/publishers/${encodeURIComponent(publisher)}`;
  const hide: RollbackWay = {
    by: 'person',
    isFinal: true,
    title: 'Hide the extension, which takes every version of it from everybody',
    leaves: 'Whoever has it keeps it; the name may stay blocked. `vsce unpublish` would delete all versions and their statistics.',
    url: manage,
    instructions: [`Press the dots beside ${name} and then Unpublish; never Remove.`],
    seenBy: 'The marketplace calls the extension unpublished.',
  };
  if (servedExtension(extension) !== project.version) return [hide];
  const replace: RollbackWay = {
    by: 'person',
    title: 'Publish the earlier code under a higher version',
    leaves: `${project.version} stays in the list of versions; everybody is updated to the higher one.`,
    url: manage,
    instructions: ['Check out the tag before, raise the version in package.json above this one, and run `vsce publish`.'],
    seenBy: `The marketplace serves another version than ${project.version}.`,
  };
  return [replace, hide];
};

export const vscodeRollback: Rollback = {
  can: 'A higher version with the earlier code replaces it for everybody; hiding takes all versions at once.',
  never: 'A single version can’t be taken back, and its number is never free again.',
  find,
};
