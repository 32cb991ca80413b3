import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import type {Rollback, RollbackWay} from '../../src/model/rollback.ts';
import {readNixPackage} from './nix-package.ts';

const find = async (lookup: Lookup, project: Project): Promise<readonly RollbackWay[]> => {
  const {name} = packageNameOf(project, 'nix');
  const path = `pkgs/by-name/${encodeURIComponent(name.slice(0, 2).toLowerCase())}/${encodeURIComponent(name)}/package.nix`;
  const text = await lookup.text(`https://raw.githubusercontent.com/NixOS/nixpkgs/master/${path}`);
  if (text === undefined || readNixPackage(text)?.version !== project.version) return [];
  return [
    {
      by: 'person',
      title: `Open a pull request to nixpkgs that takes ${name} ${project.version} back`,
      leaves: 'Whoever pinned the revision keeps it; channels follow days after the merge.',
      url: `https://github.com/NixOS/nixpkgs/commits/master/${path}`,
      instructions: [
        'Open the commit that brought this version, and note its pull request.',
        'Press Revert on that pull request, or add `meta.knownVulnerabilities` where it must not be built at all.',
      ],
      seenBy: `master of nixpkgs writes another version of ${name}.`,
    },
  ];
};

export const nixRollback: Rollback = {
  can: 'A pull request to nixpkgs reverts it, which somebody there reviews.',
  never: 'Whoever pinned a flake or a revision keeps it; moving a tag only breaks their locks.',
  find,
};
