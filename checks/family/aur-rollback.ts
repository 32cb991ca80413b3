import type {Lookup} from '../../src/model/lookup.ts';
import type {Project} from '../../src/model/project.ts';
import type {Rollback, RollbackWay} from '../../src/model/rollback.ts';
import {aurPage, findAurPackage, pkgverOf, upstreamOf} from './aur-packages.ts';

const find = async (lookup: Lookup, project: Project): Promise<readonly RollbackWay[]> => {
  const found = await findAurPackage(lookup, project);
  if (found === undefined) return [];
  const version = pkgverOf(project.version, upstreamOf(found));
  if (upstreamOf(found) !== version) return [];
  const base = found.PackageBase;
  const epoch = Number(/^(\d+):/.exec(found.Version)?.[1] ?? 0) + 1;
  return [
    {
      by: 'person',
      title: `Push the earlier files of ${base} once more`,
      leaves: `The history keeps ${version}, since the AUR takes commits forward alone; without the epoch nobody is brought back.`,
      url: aurPage(found.Name),
      instructions: [
        `Run \`git clone ssh://aur@aur.archlinux.org/${base}.git && cd ${base} && git log --oneline\`, and note the commit before ${version}.`,
        'Run `git checkout COMMIT -- .`, with that commit.',
        `Write \`epoch=${epoch}\` below pkgver in PKGBUILD, so that pacman goes back to it.`,
        `Run \`makepkg --printsrcinfo > .SRCINFO && git commit -am "Take ${version} back" && git push\`.`,
      ],
      seenBy: `The AUR shows another version of ${found.Name}.`,
    },
  ];
};

export const aurRollback: Rollback = {
  can: 'The earlier files can be pushed once more at any time, with a higher epoch.',
  never: 'The history only grows: the commit of this version stays.',
  find,
};
