import {addAccount, addCommit, addRepository} from '../github/new-repository.ts';
import {findAccount, type GitHubState} from '../github/state.ts';

/** The public repositories of others that marketplaces live in, with their default branches. */
const upstreams = [
  {owner: 'Homebrew', name: 'homebrew-core', branch: 'main', language: 'Ruby', file: 'Formula/r/ripgrep.rb'},
  {owner: 'microsoft', name: 'winget-pkgs', branch: 'master', language: null, file: 'manifests/b/BurntSushi/ripgrep/MSVC/README.md'},
  {owner: 'ScoopInstaller', name: 'Main', branch: 'master', language: 'PowerShell', file: 'bucket/ripgrep.json'},
  {owner: 'ScoopInstaller', name: 'Extras', branch: 'master', language: 'PowerShell', file: 'bucket/vscode.json'},
  {owner: 'NixOS', name: 'nixpkgs', branch: 'master', language: 'Nix', file: 'pkgs/by-name/ri/ripgrep/package.nix'},
  {owner: 'flathub', name: 'flathub', branch: 'master', language: null, file: 'README.md'},
  {
    owner: 'ScoopInstaller',
    name: 'BucketTemplate',
    branch: 'master',
    language: 'PowerShell',
    file: '.github/workflows/excavator.yml',
    isTemplate: true,
  },
];

/** Adds them as they stand for somebody who contributed nothing: no fork, no pull request, no file of the project. */
export const addUpstreams = (state: GitHubState, createdAt: string, pushedAt: string): void => {
  upstreams.forEach(({owner, name, branch, language, file, isTemplate = false}, at) => {
    if (!findAccount(state, owner)) addAccount(state, {id: 1_503_512 + at, login: owner, type: 'Organization', createdAt});
    const repository = addRepository(state, {
      id: 52_855_516 + at,
      owner,
      name,
      language,
      defaultBranch: branch,
      isTemplate,
      isTruncated: !isTemplate,
      createdAt,
      pushedAt,
    });
    const files = new Map([
      ['README.md', Buffer.from(`# ${name}\n`)],
      [file, Buffer.from('A stand-in: this file is not read.\n')],
      ...(isTemplate ? ([['bucket/app-name.json.template', Buffer.from('{}\n')]] as const) : []),
    ]);
    addCommit(repository, branch, {files, message: 'Update packages', author: owner, date: pushedAt});
  });
};
