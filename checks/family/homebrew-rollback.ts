import type {Lookup} from '../../src/model/lookup.ts';
import type {Project} from '../../src/model/project.ts';
import type {Rollback, RollbackWay} from '../../src/model/rollback.ts';
import {wayBackOf} from './earlier-file.ts';
import {findInCore} from './homebrew-core.ts';
import {formulaPathIn, tapPlaceOf} from './homebrew-taps.ts';
import {findOwned} from './owned-file.ts';
import {readRubyPackage} from './ruby-package.ts';

const leaves = 'Whoever has upgraded keeps it, since Homebrew goes to no lower version by itself.';

const findCoreWay = async (lookup: Lookup, project: Project, formula: string): Promise<readonly RollbackWay[]> => {
  const inCore = await findInCore(lookup, project, formula);
  if (inCore?.serves !== project.version || inCore.belongsTo === 'another') return [];
  return [
    {
      by: 'person',
      title: `Open a pull request to homebrew-core that takes ${formula} ${project.version} back`,
      leaves,
      url: `https://github.com/Homebrew/homebrew-core/commits/HEAD/Formula/${formula.charAt(0)}/${formula}.rb`,
      instructions: [
        `Run \`brew edit ${formula}\`, bring the earlier url and sha256 back and add \`version_scheme\`, or bump it to a fixed version.`,
        'Open the pull request and say what is wrong with this version.',
      ],
      seenBy: `formulae.brew.sh shows another version of ${formula}.`,
    },
  ];
};

const find = async (lookup: Lookup, project: Project): Promise<readonly RollbackWay[]> => {
  const place = tapPlaceOf(project);
  const found = await findOwned(lookup, place.taps, formulaPathIn(place.formula));
  if (found === undefined) return place.isTapNamed ? [] : findCoreWay(lookup, project, place.formula);
  const way = await wayBackOf(lookup, project, {
    repository: found.place.repository,
    path: found.path,
    text: found.text,
    versionIn: (text) => readRubyPackage(text)?.version,
    leaves,
  });
  return way === undefined ? [] : [way];
};

export const homebrewRollback: Rollback = {
  can: 'One commit to the tap brings the formula back as it was, at any time; homebrew-core takes a pull request.',
  never: 'Whoever has upgraded is not brought back; only a higher version reaches them.',
  find,
};
