import {addAccount, addCommit, addRepository} from '../github/new-repository.ts';
import {findAccount, type GitHubState} from '../github/state.ts';

/** The public actions that workflows here use, with the tags that they have. */
const actions: Readonly<Record<string, readonly string[]>> = {
  'actions/checkout': ['v4', 'v5', 'v6'],
  'actions/setup-dotnet': ['v4', 'v5'],
  'actions/setup-go': ['v5', 'v6'],
  'actions/setup-java': ['v4', 'v5'],
  'actions/setup-node': ['v4', 'v5', 'v6'],
  'actions/setup-python': ['v5', 'v6'],
  'actions/upload-artifact': ['v4', 'v5'],
  'actions/download-artifact': ['v4', 'v5'],
  'docker/build-push-action': ['v6'],
  'docker/login-action': ['v3', 'v4'],
  'docker/metadata-action': ['v5'],
  'docker/setup-buildx-action': ['v3'],
  'docker/setup-qemu-action': ['v3'],
  'KSXGitHub/github-actions-deploy-aur': ['v4.1.1'],
  'NuGet/login': ['v1'],
  'pypa/gh-action-pypi-publish': ['v1.13.0'],
  'rust-lang/crates-io-auth-action': ['v1'],
  'canonical/action-build': ['v1'],
  'canonical/action-publish': ['v1'],
  'snapcore/action-build': ['v1'],
  'snapcore/action-publish': ['v1'],
  'softprops/action-gh-release': ['v2'],
  'azure/login': ['v2'],
  'vedantmgoyal9/winget-releaser': ['v2'],
  'cachix/install-nix-action': ['v31'],
};

/** Adds the repositories of these actions, with one commit each that their tags stand at. */
export const addActions = (state: GitHubState, createdAt: string, pushedAt: string): void => {
  Object.entries(actions).forEach(([path, tags], at) => {
    const [owner = '', name = ''] = path.split('/');
    if (!findAccount(state, owner)) addAccount(state, {id: 2_410_500 + at, login: owner, type: 'Organization', createdAt});
    const repository = addRepository(state, {id: 31_720_400 + at, owner, name, language: 'TypeScript', createdAt, pushedAt});
    for (const tag of tags) {
      const files = new Map([['action.yml', Buffer.from(`name: ${name} ${tag}\nruns:\n  using: node24\n  main: index.js\n`)]]);
      repository.tags.set(tag, addCommit(repository, 'main', {files, message: tag, author: owner, date: pushedAt}));
    }
  });
};
