import type {FirstPackage, ProgramFacts} from '../../src/model/first-package.ts';
import {plainLine} from '../../src/model/quoting.ts';
import {pkgbuildOf, srcinfoOf} from './arch-fields.ts';
import {aurJob} from './aur-job.ts';
import {type AurParts, aurPackageOf} from './aur-package.ts';
import {spdxOf} from './grounds.ts';

const notesOf = (facts: ProgramFacts, {name, programs, license: text}: AurParts): readonly string[] => {
  const needs = programs.flatMap(({architecture, program: {library}}) =>
    library?.kind === 'musl' ? [`The program for ${architecture} needs musl’s own loader, so the package depends on musl.`] : [],
  );
  return [
    `The name ends in -bin, as it has to where a package brings programs that are built already; ${name.replace(/-bin$/, '')} stays free for one built from source.`,
    ...(programs.some(({architecture}) => architecture === 'aarch64')
      ? []
      : ['It is left out on arm64, since the release has no program for Linux there.']),
    ...([...plainLine(facts.description)].length > 255 ? ['The description is shortened to the 255 characters that the AUR keeps.'] : []),
    ...(spdxOf(facts) === undefined
      ? ['GitHub recognises no licence, so the package names its own; write its SPDX id where there is one.']
      : []),
    ...(text === undefined ? [] : ['The licence’s text is a source of its own, since not every archive holds it.']),
    ...needs,
  ];
};

/** A `-bin` package at the AUR. */
export const aurFirstPackage: FirstPackage = {
  filesOf: (facts) => {
    const made = aurPackageOf(facts);
    if (made.kind === 'blocked') return made;
    return {
      kind: 'files',
      place: {kind: 'aur', package: made.parts.name},
      files: [
        {path: 'PKGBUILD', contents: pkgbuildOf(made.written)},
        {path: '.SRCINFO', contents: srcinfoOf(made.written)},
      ],
      notes: notesOf(facts, made.parts),
    };
  },
  job: (facts) => {
    const made = aurPackageOf(facts);
    return made.kind === 'blocked' ? undefined : aurJob(made.parts, made.written);
  },
};
