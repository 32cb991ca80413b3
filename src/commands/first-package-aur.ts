import {aurSite} from '../../checks/family/aur-packages.ts';
import type {FilePlace, FirstFile} from '../model/first-package.ts';
import type {Lookup} from '../model/lookup.ts';
import {Problem} from '../model/problem.ts';

type AurPlace = Extract<FilePlace, {readonly kind: 'aur'}>;

/** The commit that the one branch stands at, out of what git's own protocol lists; undefined: the package has none, so the AUR does not know it. */
const headIn = (listed: string): string | undefined => /([0-9a-f]{40}) refs\/heads\/master\b/.exec(listed)?.[1];

/** A page that asks whether one is a browser stands in the way of the file. */
const refusePage = (path: string, text: string): string => {
  if (!/^\s*<(?:!doctype|html)/i.test(text)) return text;
  throw new Problem('unexpected-answer', `The AUR answers with a page where ${path} should be.`, 'Try again later.');
};

const textOf = async (lookup: Lookup, name: string, path: string): Promise<readonly [string, string] | undefined> => {
  const address = path.split('/').map(encodeURIComponent).join('/');
  const text = await lookup.text(`${aurSite}/cgit/aur.git/plain/${address}?h=${encodeURIComponent(name)}`, {as: 'nobody'});
  return text === undefined ? undefined : [path, refusePage(path, text)];
};

/** Looks what the AUR has of a package: where its branch stands, and what of the files lies there. */
export const lookAtAur = async (
  lookup: Lookup,
  {package: name}: AurPlace,
  files: readonly FirstFile[],
): Promise<{readonly base?: string; readonly standing: ReadonlyMap<string, string>}> => {
  const listed = await lookup.text(`${aurSite}/${encodeURIComponent(name)}.git/info/refs?service=git-upload-pack`, {as: 'nobody'});
  const base = headIn(listed ?? '');
  if (base === undefined) return {standing: new Map()};
  const texts = await Promise.all(files.map(({path}) => textOf(lookup, name, path)));
  return {base, standing: new Map(texts.filter((one) => one !== undefined))};
};
