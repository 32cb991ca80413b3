import type {KnownLog} from './log.ts';

export const repositories: readonly KnownLog[] = [
  {
    of: 'github-releases',
    run: 'gh release upload v1.2.3 dist/*',
    cause: 'release-immutable',
    confidence: 'confirmed',
    prints: `
HTTP 422: Validation Failed (https://uploads.github.com/repos/octo/tool/releases/1/assets?label=&name=tool.zip)
Cannot upload assets to an immutable release.
`,
  },
  {
    of: 'github-releases',
    run: 'gh release upload v1.2.3 dist/*',
    cause: 'asset-already-there',
    confidence: 'likely',
    prints: `
HTTP 422: Validation Failed (https://uploads.github.com/repos/octo/tool/releases/1/assets?label=&name=tool.zip)
ReleaseAsset.name already_exists
`,
  },
  {
    of: 'github-releases',
    run: 'softprops/action-gh-release@v2',
    cause: 'permission-missing',
    confidence: 'confirmed',
    prints: `
👩‍🏭 Creating new GitHub release for tag v1.2.3...
⚠️ GitHub release failed with status: 403
##[error]Resource not accessible by integration
`,
  },
  {
    of: 'github-releases',
    run: 'gh release create v1.2.3',
    cause: 'token-refused',
    confidence: 'likely',
    prints: `
HTTP 401: Bad credentials (https://api.github.com/graphql)
Try authenticating with:  gh auth login
`,
  },
  {
    of: 'github-releases',
    run: 'git push origin main',
    cause: 'workflow-right-missing',
    confidence: 'confirmed',
    prints: `
 ! [remote rejected] main -> main (refusing to allow a Personal Access Token to create or update workflow \`.github/workflows/ci.yml\` without \`workflow\` scope)
error: failed to push some refs to 'https://github.com/octo/tool.git'
`,
  },
  {
    of: 'github-releases',
    run: 'gh workflow run publish.yml',
    cause: 'dispatch-refused',
    confidence: 'confirmed',
    prints: `
could not create workflow dispatch event: HTTP 422: Workflow does not have 'workflow_dispatch' trigger (https://api.github.com/repos/octo/tool/actions/workflows/9/dispatches)
`,
  },
  {
    of: 'github-releases',
    run: 'gh api repos/org/tool',
    cause: 'single-sign-on-missing',
    confidence: 'confirmed',
    prints: `
gh: Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization. (HTTP 403)
`,
  },
  {
    of: 'github-releases',
    run: 'softprops/action-gh-release@v2',
    cause: 'asset-pattern-matches-nothing',
    confidence: 'likely',
    prints: `
##[error]⚠️ Pattern 'dist/*.tar.gz' does not match any files.
`,
  },
  {
    of: 'chocolatey',
    run: 'choco push tool.1.2.3.nupkg',
    cause: 'push-forbidden',
    confidence: 'possible',
    prints: `
Chocolatey v2.5.0
Attempting to push tool.1.2.3.nupkg to https://push.chocolatey.org/
Failed to process request. 'The specified API key does not provide the authority to push packages.'
The remote server returned an error: (403) Forbidden..
`,
  },
  {
    of: 'chocolatey',
    run: 'choco push tool.1.2.3.nupkg',
    cause: 'version-rejected',
    confidence: 'confirmed',
    prints: `
Attempting to push tool.1.2.3.nupkg to https://push.chocolatey.org/
Response status code does not indicate success: 409 (This package has been rejected and can no longer be submitted.).
`,
  },
  {
    of: 'chocolatey',
    run: 'choco push tool.1.2.3.nupkg',
    cause: 'push-not-taken',
    confidence: 'likely',
    prints: `
An error has occurred. It's possible the package version already exists on the repository or a nuspec element is invalid. See error below...
Response status code does not indicate success: 409 (Conflict).
`,
  },
  {
    of: 'chocolatey',
    run: 'choco push tool.1.2.3.nupkg',
    cause: 'push-source-missing',
    confidence: 'confirmed',
    prints: `
Chocolatey v2.5.0
The default push source configuration is not set. Please pass a source to push to, such as --source=https://push.chocolatey.org/
`,
  },
  {
    of: 'chocolatey',
    run: 'choco install tool -s .',
    cause: 'checksum-mismatch',
    confidence: 'confirmed',
    prints: `
Downloading tool 64 bit
ERROR: Checksum for 'C:\\Users\\runneradmin\\AppData\\Local\\Temp\\tool.zip' did not meet '1f2e3d' for checksum type 'sha256'. Consider passing the actual checksums through with --checksum --checksum64 once you validate the checksums are appropriate.
`,
  },
  {
    of: 'chocolatey',
    run: 'choco push tool.1.2.3.nupkg',
    cause: 'key-malformed',
    confidence: 'likely',
    prints: `
Response status code does not indicate success: 400 (The API key provided is invalid. API keys are GUIDs.).
`,
  },
  {
    of: 'homebrew',
    run: 'git push',
    cause: 'tap-push-denied',
    confidence: 'confirmed',
    prints: `
remote: Permission to octo/homebrew-tap.git denied to octo-bot.
fatal: unable to access 'https://github.com/octo/homebrew-tap.git/': The requested URL returned error: 403
`,
  },
  {
    of: 'homebrew',
    run: 'brew bump-formula-pr tool',
    cause: 'bumped-by-bot',
    confidence: 'confirmed',
    prints: `
Error: Whoops, the tool formula has its version update pull requests automatically opened by BrewTestBot every ~3 hours!
`,
  },
  {
    of: 'homebrew',
    run: 'brew bump-formula-pr tool',
    cause: 'duplicate-pull-request',
    confidence: 'confirmed',
    prints: `
These open pull requests are duplicates:
tool 1.2.3 https://github.com/Homebrew/homebrew-core/pull/1
Error: Duplicate PRs must not be opened.
`,
  },
  {
    of: 'homebrew',
    run: 'brew bump-formula-pr tool',
    cause: 'fine-grained-token',
    confidence: 'likely',
    prints: `
Error: Your GitHub token is missing the scopes it needs: scopes present: none, scopes needed: public_repo, workflow
`,
  },
  {
    of: 'homebrew',
    run: 'brew install octo/tap/tool',
    cause: 'checksum-mismatch',
    confidence: 'confirmed',
    prints: `
==> Downloading https://github.com/octo/tool/archive/v1.2.3.tar.gz
Error: tool: SHA-256 mismatch
Expected: aaaa
  Actual: bbbb
`,
  },
  {
    of: 'homebrew',
    run: 'brew audit --new tool',
    cause: 'not-notable',
    confidence: 'confirmed',
    prints: `
  * GitHub repository not notable enough (<30 forks, <30 watchers and <75 stars)
Error: 1 problem in 1 formula detected.
GitHub repository not notable enough (<30 forks, <30 watchers and <75 stars)
`,
  },
  {
    of: 'scoop',
    run: 'git push',
    cause: 'workflow-scope-missing',
    confidence: 'confirmed',
    prints: `
 ! [remote rejected] master -> master (refusing to allow an OAuth App to create or update workflow \`.github/workflows/ci.yml\` without \`workflow\` scope)
`,
  },
  {
    of: 'homebrew',
    run: 'gh pr create',
    cause: 'pull-request-open',
    confidence: 'confirmed',
    prints: `
pull request create failed: HTTP 422: Validation Failed: A pull request already exists for octo:bump-tool.
`,
  },
  {
    of: 'winget',
    run: 'gh pr create',
    cause: 'nothing-to-submit',
    confidence: 'confirmed',
    prints: `
pull request create failed: GraphQL: No commits between microsoft:master and octo:Octo.Tool-1.2.3 (createPullRequest)
`,
  },
  {
    of: 'scoop',
    run: 'scoop install tool',
    cause: 'hash-check-failed',
    confidence: 'confirmed',
    prints: `
tool (1.2.3) [64bit] from local bucket
ERROR Hash check failed!
App:         octo/tool
First bytes: 4E 6F 74 20 46 6F 75 6E
`,
  },
  {
    of: 'scoop',
    run: 'scoop install tool',
    cause: 'extract-dir-missing',
    confidence: 'confirmed',
    prints: `
Extracting tool.zip ... 
Could not find 'tool-1.2.3'! (error 16)
`,
  },
  {
    of: 'winget',
    run: 'komac update Octo.Tool --submit',
    cause: 'fine-grained-token',
    confidence: 'confirmed',
    prints: `
Error: Resource not accessible by personal access token
`,
  },
  {
    of: 'winget',
    run: 'komac update Octo.Tool --submit',
    cause: 'fork-behind',
    confidence: 'likely',
    prints: `
Error: octo does not have permission to CreateRef on octo/winget-pkgs
`,
  },
  {
    of: 'winget',
    run: 'wingetcreate update Octo.Tool --submit',
    cause: 'fork-behind',
    confidence: 'likely',
    prints: `
Unable to create a reference to the forked repository. This can be caused when the forked repository is behind by too many commits. Sync your fork and try again.
`,
  },
  {
    of: 'winget',
    run: 'wingetcreate update Octo.Tool --submit',
    cause: 'first-version-missing',
    confidence: 'confirmed',
    prints: `
Octo.Tool does not exist in microsoft/winget-pkgs
`,
  },
  {
    of: 'aur',
    run: 'git push',
    cause: 'ssh-key-refused',
    confidence: 'likely',
    prints: `
Cloning into '/tmp/tool-bin'...
aur@aur.archlinux.org: Permission denied (publickey).
fatal: Could not read from remote repository.
`,
  },
  {
    of: 'aur',
    run: 'git push',
    cause: 'ssh-key-malformed',
    confidence: 'confirmed',
    prints: `
Load key "/home/runner/.ssh/aur": error in libcrypto
aur@aur.archlinux.org: Permission denied (publickey).
`,
  },
  {
    of: 'aur',
    run: 'git push',
    cause: 'host-key-unknown',
    confidence: 'confirmed',
    prints: `
No ED25519 host key is known for aur.archlinux.org and you have requested strict checking.
Host key verification failed.
`,
  },
  {
    of: 'aur',
    run: 'git push origin HEAD:master',
    cause: 'srcinfo-missing',
    confidence: 'confirmed',
    prints: `
remote: error: The following error occurred when parsing commit
remote: error: 0a1b2c3:
remote: error: missing .SRCINFO
`,
  },
  {
    of: 'aur',
    run: 'git push origin HEAD:main',
    cause: 'branch-not-taken',
    confidence: 'confirmed',
    prints: `
remote: error: pushing to a branch other than master is restricted
 ! [remote rejected] HEAD -> main (hook declined)
`,
  },
  {
    of: 'aur',
    run: 'makepkg -f',
    cause: 'makepkg-as-root',
    confidence: 'confirmed',
    prints: `
==> ERROR: Running makepkg as root is not allowed as it can cause permanent,
catastrophic damage to your system.
`,
  },
  {
    of: 'snapcraft',
    run: 'snapcraft upload tool.snap --release stable',
    cause: 'credential-ended',
    confidence: 'confirmed',
    prints: `
Exported credentials are no longer valid for the Snap Store.
Recommended resolution: Run export-login and update SNAPCRAFT_STORE_CREDENTIALS.
`,
  },
  {
    of: 'snapcraft',
    run: 'snapcraft upload tool.snap',
    cause: 'credential-missing',
    confidence: 'confirmed',
    prints: `
No keyring found to store or retrieve credentials from.
`,
  },
  {
    of: 'snapcraft',
    run: 'snapcraft upload tool.snap',
    cause: 'snap-not-registered',
    confidence: 'likely',
    prints: `
Store operation failed:
- resource-not-found: Snap not found for name=tool
`,
  },
  {
    of: 'snapcraft',
    run: 'snapcraft upload tool.snap',
    cause: 'classic-not-granted',
    confidence: 'confirmed',
    prints: `
Issues while processing snap:
- (NEEDS REVIEW) confinement 'classic' not allowed. If your snap needs classic confinement to function, please make a request
`,
  },
  {
    of: 'vscode',
    run: 'vsce publish',
    cause: 'token-ended',
    confidence: 'confirmed',
    prints: `
 ERROR  The Personal Access Token used has expired.
`,
  },
  {
    of: 'vscode',
    run: 'vsce publish',
    cause: 'not-a-member',
    confidence: 'confirmed',
    prints: `
 ERROR  TF400813: The user 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' is not authorized to access this resource.
`,
  },
  {
    of: 'vscode',
    run: 'vsce publish',
    cause: 'version-already-there',
    confidence: 'confirmed',
    prints: `
 ERROR  octo.tool v1.2.3 already exists.
`,
  },
  {
    of: 'nix',
    run: 'nix build .#tool',
    cause: 'nix-hash-mismatch',
    confidence: 'confirmed',
    prints: `
error: hash mismatch in fixed-output derivation '/nix/store/x-tool.zip.drv':
         specified: sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
            got:    sha256-BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB=
`,
  },
  {
    of: 'flathub',
    run: 'flatpak-builder-lint manifest io.github.octo.tool.yml',
    cause: 'flathub-lint',
    confidence: 'likely',
    prints: `
{
    "errors": [
        "appid-filename-mismatch"
    ]
}
`,
  },
  {
    of: 'homebrew',
    run: 'curl -fsSLO https://github.com/octo/tool/releases/download/v1.2.3/tool.tar.gz',
    cause: 'error-page-hashed',
    confidence: 'confirmed',
    prints: `
0019dfc4b32d63c1392aa264aed2253c1e0c2fb09216f8e2cc269bbfb8bb49b5  tool.tar.gz
`,
  },
  {
    of: 'snapcraft',
    run: 'snapcraft upload tool.snap',
    cause: 'marketplace-unreachable',
    confidence: 'likely',
    prints: `
Traceback shown above is of the client.
requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: https://dashboard.snapcraft.io/unscanned-upload/
`,
  },
  {
    of: 'nix',
    run: 'nix build',
    cause: 'runner-disk-full',
    confidence: 'confirmed',
    prints: `
error: writing to file: No space left on device
`,
  },
];
