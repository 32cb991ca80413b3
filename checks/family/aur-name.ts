import {z} from 'zod';
import {evidenceOf} from '../../src/model/cell.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import type {TaskFacts, TaskProof} from '../../src/model/task.ts';
import {belonging, findAurPackage, aurPage as pageOf} from './aur-packages.ts';

const officialSchema = z.object({results: z.array(z.object({pkgname: z.string(), repo: z.string()}))});

/** A name that Arch Linux itself has can't be pushed. */
const proveFree = async (lookup: Lookup, name: string): Promise<TaskProof> => {
  const page = `https://archlinux.org/packages/?name=${encodeURIComponent(name)}`;
  const found = await lookup.json(`https://archlinux.org/packages/search/json/?name=${encodeURIComponent(name)}`, officialSchema);
  if (found === undefined)
    return {
      state: 'unknown',
      note: `The AUR has no ${name}, and Arch Linux does not tell whether it has one itself.`,
      evidence: [evidenceOf(name, page)],
    };
  const official = found.results.find(({pkgname}) => pkgname === name);
  return official === undefined
    ? {state: 'done', note: `Neither the AUR nor Arch Linux itself has ${name}, so the name is free until somebody pushes it.`}
    : {
        state: 'to-do',
        note: `Arch Linux has ${name} in ${official.repo}, so the AUR refuses the name; ${name}-bin is another one for prebuilt files.`,
        evidence: [evidenceOf(name, page)],
      };
};

/** Whether the package's name is free, or yours. */
export const proveAurName = async (lookup: Lookup, project: Project, facts: TaskFacts): Promise<TaskProof> => {
  const found = await findAurPackage(lookup, project);
  if (found === undefined) return proveFree(lookup, packageNameOf(project, 'aur').name);
  const {Name: name, Maintainer: maintainer} = found;
  const evidence = [evidenceOf(name, pageOf(name))];
  const owner = belonging(project, found);
  if (owner === 'another')
    return {
      state: 'to-do',
      note: `${name} is another project's package; choose another name, or ask ${maintainer ?? 'there'} to add you.`,
      evidence,
    };
  if (!maintainer) return {state: 'to-do', note: `Nobody maintains ${name}; adopt it, which a Package Maintainer has to grant.`, evidence};
  if (facts.token?.identity === maintainer) return {state: 'done', note: `${maintainer}, whose key this is, maintains ${name}.`, evidence};
  return owner === 'this-project'
    ? {state: 'done', note: `${maintainer} maintains ${name}, which names this project.`, evidence}
    : {state: 'unknown', note: `${maintainer} maintains ${name}, and nothing in it says that it is this project's.`, evidence};
};
