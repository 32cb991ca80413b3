import type {RepositoryName} from '../../src/model/project.ts';

/** The one repository that winget's packages lie in. */
export const wingetPackages: RepositoryName = {owner: 'microsoft', name: 'winget-pkgs'};
export const wingetBase = 'master';

/** Where the versions of a package lie. */
export const wingetFolder = (id: string): string => `manifests/${id.charAt(0).toLowerCase()}/${id.split('.').join('/')}`;

/** The same as a part of an address. */
export const addressOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** A name that Git takes for a branch, whatever the version holds. */
export const wingetBranch = (id: string, version: string): string =>
  `${id}-${version}`
    .replace(/[^\w.+-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/(?:\.lock)?\.?$/, '');
