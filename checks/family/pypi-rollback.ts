import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import type {Rollback, RollbackWay} from '../../src/model/rollback.ts';
import {filesOf, projectSchema} from './pypi-listing.ts';
import {pythonName, pythonVersion} from './python-package.ts';

const find = async (lookup: Lookup, project: Project): Promise<readonly RollbackWay[]> => {
  const name = pythonName(packageNameOf(project, 'pypi').name);
  const version = pythonVersion(project.version);
  const listing = await lookup.json(`https://pypi.org/pypi/${encodeURIComponent(name)}/json`, projectSchema);
  const files = listing === undefined ? [] : (filesOf(listing, project.version) ?? []);
  if (files.length === 0 || files.every(({yanked}) => yanked)) return [];
  return [
    {
      by: 'person',
      title: `Yank ${version}`,
      leaves: `Whoever asks for ${version} by its number still gets it, and its file names are never free again; a yank can be undone on the same page.`,
      url: `https://pypi.org/manage/project/${encodeURIComponent(name)}/releases/`,
      instructions: [
        `Find ${version} in the list, press Options and then Yank.`,
        'Give the reason, type the version as PyPI asks, and press Yank Release.',
      ],
      seenBy: `PyPI's JSON calls every file of ${version} yanked, as \`portcall status --only pypi\` shows.`,
    },
  ];
};

export const pypiRollback: Rollback = {
  can: 'It can be yanked on PyPI’s page at any time and unyanked again; no token may do that.',
  never: 'A file name that was used is never free again, even after deletion.',
  find,
};
