import {type Project, packageNameOf} from '../../src/model/project.ts';

/** `@owner/name` is an npm package, everything else an image `owner/name`. */
export const packageOf = (project: Project) => {
  const {name: written} = packageNameOf(project, 'github-packages');
  const name = (written.includes('/') ? written : `${project.repository.owner}/${written}`).toLowerCase();
  const [owner = '', ...rest] = name.replace(/^@/, '').split('/');
  const type = name.startsWith('@') ? ('npm' as const) : ('container' as const);
  return {name, owner, bare: rest.join('/'), type};
};

/** The package's page below the repository, which has a link to its settings. */
export const packagePage = (project: Project): string => {
  const {owner, bare, type} = packageOf(project);
  return `https://github.com/${owner}/${project.repository.name}/pkgs/${type}/${encodeURIComponent(bare)}`;
};
