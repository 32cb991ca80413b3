import {evidenceOf} from '../../src/model/cell.ts';
import type {PackageName, Project} from '../../src/model/project.ts';
import type {Publication} from '../../src/model/publication.ts';
import {pointsAt} from './github.ts';

/** Whose a package is by the addresses it names, as a part of a Publication; empty: none of them tells. */
export const belongingOf = (project: Project, urls: readonly (string | null | undefined)[]): Pick<Publication, 'belongsTo'> => {
  const isOwn = pointsAt(project.repository, urls);
  return isOwn === undefined ? {} : {belongsTo: isOwn ? 'this-project' : 'another'};
};

/** A hit under a guessed name counts only where it names this project: a stranger's package is none, and one that names nobody is not green. */
export const provenHit = (from: PackageName['from'], publication: Publication): Publication => {
  const {name, serves, version, belongsTo, evidence} = publication;
  const doubted = (why: string): Publication => ({
    ...publication,
    version: {kind: 'not-visible', why},
    evidence: [...evidence, evidenceOf('Name the package in portcall.yaml if it is yours.')],
  });
  if (from !== 'guess' || belongsTo === 'this-project') return publication;
  if (belongsTo === 'another') {
    const page = publication.url === undefined ? [] : [evidenceOf(`${name} there`, publication.url)];
    const stranger = evidenceOf(`${name} there is another project's package.`);
    return {name, serves: null, version: {kind: 'absent'}, belongsTo, evidence: [stranger, ...page]};
  }
  return serves === null && version.kind === 'absent'
    ? publication
    : doubted(`A package named ${name} is there, and nothing in it says that it is this project's.`);
};
