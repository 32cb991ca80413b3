import type {ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {packageNameOf} from '../../src/model/project.ts';
import {type Blocked, blocked} from './grounds.ts';
import {wheelTags} from './wheel-tags.ts';

export const pypiFolder = 'packaging/pypi';

export const pypiNameOf = ({project}: ProgramFacts): string => packageNameOf(project, 'pypi').name;

const letters: Readonly<Record<string, string>> = {alpha: 'a', beta: 'b', pre: 'rc', preview: 'rc', c: 'rc'};

/** The version as Python spells it: `1.2.0-rc.1` becomes `1.2.0rc1`; undefined: Python has no such version. `build_wheels.py` does the same. */
export const pypiVersionOf = ({project}: ProgramFacts): string | undefined => {
  const found = /^v?(\d+(?:\.\d+)*)(?:[-.]?(alpha|a|beta|b|rc|pre|preview|c)[-.]?(\d*))?(?:\+.*)?$/i.exec(project.version);
  if (found === null) return undefined;
  const [, number = '', kind, count] = found;
  return kind === undefined ? number : `${number}${letters[kind.toLowerCase()] ?? kind.toLowerCase()}${count || 0}`;
};

/** The programs that PyPI takes wheels for. */
export const wheelPrograms = (programs: readonly ReleasedProgram[]): readonly ReleasedProgram[] =>
  programs.filter((one) => wheelTags(one).length > 0);

/** What PyPI's rules say against the name or the version; undefined: nothing. */
export const pypiObstacle = (facts: ProgramFacts): Blocked | undefined => {
  const name = pypiNameOf(facts);
  if (!/^(?:[A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$/i.test(name))
    return blocked(
      `${JSON.stringify(name)} can’t be a project’s name at PyPI: it wants letters, digits, dots, hyphens and underscores, with a letter or digit at both ends.`,
      'Name the project in portcall.yaml, under packages: pypi.',
    );
  return pypiVersionOf(facts) === undefined
    ? blocked(
        `PyPI takes no version ${JSON.stringify(facts.project.version)}: it wants numbers with dots, and alpha, beta or rc behind them.`,
        'Give the next release a tag with such a version.',
      )
    : undefined;
};
