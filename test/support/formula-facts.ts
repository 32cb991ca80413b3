import {homebrew} from '../../checks/homebrew.ts';
import type {FirstFiles, FirstPackage, ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {harborAsset, harborProgram, harborPrograms, programFacts} from './program-facts.ts';

type Variant = 'tap' | 'core';

export const homebrewFirst: FirstPackage = homebrew.firstPackage!;

/** The formula of harbor with these facts; it fails where none is made. */
export const formulaFiles = (over: Partial<ProgramFacts> = {}, variant: Variant = 'tap'): Extract<FirstFiles, {kind: 'files'}> => {
  const found = homebrewFirst.filesOf(programFacts(over), variant);
  if (found.kind === 'blocked') throw new Error(found.because);
  return found;
};

export const formulaText = (over: Partial<ProgramFacts> = {}, variant: Variant = 'tap'): string =>
  formulaFiles(over, variant).files[0].contents;

/** Why none is made, and what to do. */
export const formulaRefusal = (over: Partial<ProgramFacts>, variant: Variant = 'tap'): string => {
  const found = homebrewFirst.filesOf(programFacts(over), variant);
  return found.kind === 'blocked' ? `${found.because} ${found.next}` : 'not blocked';
};

export const changedPrograms = (change: (one: ReleasedProgram) => Partial<ReleasedProgram>): readonly ReleasedProgram[] =>
  harborPrograms.map((one) => ({...one, ...change(one)}));

/** Programs that are released as they are, in no archive. */
export const barePrograms = changedPrograms((one) => {
  const name = one.asset.name.replace('.tar.gz', '');
  return {format: 'binary', path: name, asset: harborAsset(name), besides: []};
});

/** Those of platforms such as `linux amd64`. */
export const onlyPrograms = (...platforms: readonly string[]): readonly ReleasedProgram[] =>
  harborPrograms.filter(({system, architecture}) => platforms.includes(`${system} ${architecture}`));

/** One file for both processors of macOS. */
export const universalPrograms: readonly ReleasedProgram[] = [
  ...(['arm64', 'amd64'] as const).map((architecture) =>
    harborProgram('macos', architecture, {asset: harborAsset('harbor-1.2.3-macos-universal.zip')}),
  ),
  ...onlyPrograms('linux amd64'),
];
