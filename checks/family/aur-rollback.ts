import type {Lookup} from '../../src/model/lookup.ts';
import type {Project} from '../../src/model/project.ts';
import type {Rollback, RollbackWay} from '../../src/model/rollback.ts';
import {type AurHistory, findAurHistory, withEpoch} from './aur-history.ts';
import {aurPage, findAurPackage, pkgverOf, upstreamOf} from './aur-packages.ts';

type Taken = {readonly name: string; readonly base: string; readonly version: string; readonly epoch: number};

const leavesOf = ({version}: Taken): string =>
  `The history keeps ${version}, since the AUR takes commits forward alone; without the epoch nobody is brought back.`;

const planned = (taken: Taken, {head, now, earlier, version: before}: AurHistory): RollbackWay => {
  const {base, version, epoch} = taken;
  const after = withEpoch(earlier, epoch);
  return {
    by: 'plan',
    title: `Push ${base} as it was at ${before} once more, with epoch ${epoch}`,
    leaves: leavesOf(taken),
    steps: [
      {
        kind: 'push-aur',
        package: base,
        base: head,
        message: `Take ${version} back: ${before} with epoch ${epoch}`,
        files: [
          {path: 'PKGBUILD', before: now.PKGBUILD, after: after.PKGBUILD},
          {path: '.SRCINFO', before: now['.SRCINFO'], after: after['.SRCINFO']},
        ],
      },
    ],
  };
};

const byHand = (taken: Taken): RollbackWay => {
  const {name, base, version, epoch} = taken;
  return {
    by: 'person',
    title: `Push the earlier files of ${base} once more`,
    leaves: leavesOf(taken),
    url: aurPage(name),
    instructions: [
      `Run \`git clone ssh://aur@aur.archlinux.org/${base}.git && cd ${base} && git log --oneline\`, and note the commit before ${version}.`,
      'Run `git checkout COMMIT -- .`, with that commit.',
      `Write \`epoch=${epoch}\` below pkgver in PKGBUILD, so that pacman goes back to it.`,
      `Run \`makepkg --printsrcinfo > .SRCINFO && git commit -am "Take ${version} back" && git push\`.`,
    ],
    seenBy: `The AUR shows another version of ${name}.`,
  };
};

const find = async (lookup: Lookup, project: Project): Promise<readonly RollbackWay[]> => {
  const found = await findAurPackage(lookup, project);
  if (found === undefined) return [];
  const version = pkgverOf(project.version, upstreamOf(found));
  if (upstreamOf(found) !== version) return [];
  const epoch = Number(/^(\d+):/.exec(found.Version)?.[1] ?? 0) + 1;
  const taken: Taken = {name: found.Name, base: found.PackageBase, version, epoch};
  const history = await findAurHistory(lookup, taken.base, version);
  return [history === undefined ? byHand(taken) : planned(taken, history)];
};

export const aurRollback: Rollback = {
  can: 'The earlier files can be pushed once more at any time, with a higher epoch.',
  never: 'The history only grows: the commit of this version stays.',
  find,
};
