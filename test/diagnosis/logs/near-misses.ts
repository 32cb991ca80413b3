import type {NearMiss} from './log.ts';

/** Words that look like a cause, in what passed, was repeated or was only fetched. */
export const nearMisses: readonly NearMiss[] = [
  {
    of: 'npm',
    run: 'npm test',
    prints: `
✓ rejects an expired token (12 ms)
✓ answers 401 Unauthorized without one (3 ms)
Assertion failed: the two lists differ
`,
  },
  {
    of: 'npm',
    run: 'npm run build',
    prints: `
npm warn deprecated inflight@1.0.6: This module is not supported, and leaks memory.
npm notice Access token expired or revoked. Please try logging in again.
TypeError: Cannot read properties of undefined (reading 'length')
`,
  },
  {
    of: 'npm',
    run: 'node build.js',
    prints: `
Downloading rate-limit-exceeded@2.0.0
SyntaxError: Unexpected end of JSON input
`,
  },
  {
    of: 'pypi',
    run: 'python -m build',
    prints: `
Collecting invalid-publisher-0.1 from the index
ModuleNotFoundError: No module named 'hatchling'
`,
  },
  {
    of: 'pypi',
    run: 'pytest',
    prints: `
tests/test_upload.py::test_file_already_exists PASSED
PASSED tests/test_auth.py::test_invalid_api_token
E   assert 3 == 4
`,
  },
  {
    of: 'pypi',
    run: 'python tool.py',
    prints: `
# File already exists is raised by the server when the name was used
ValueError: math domain error
`,
  },
  {
    of: 'crates-io',
    run: 'cargo test',
    prints: `
test auth::token_rejected ... ok
test publish::authentication failed ... ok
error[E0382]: borrow of moved value: \`config\`
`,
  },
  {
    of: 'crates-io',
    run: 'cargo build',
    prints: `
   Compiling too-many-requests v0.429.0
error: linking with \`cc\` failed: exit status: 1
`,
  },
  {
    of: 'docker-hub',
    run: 'docker build .',
    prints: `
#9 [build 4/7] RUN make
#9 12.40 make: *** [Makefile:12: all] Error 2
`,
  },
  {
    of: 'docker-hub',
    run: 'docker build .',
    prints: `
+ echo 'unauthorized: incorrect username or password'
The build context has no Dockerfile.
`,
  },
  {
    of: 'github-releases',
    run: 'make dist',
    prints: `
info: Bad credentials are reported as 401 by the mock server
tar: dist: Cannot stat: No such file or directory
`,
  },
  {
    of: 'github-releases',
    run: 'goreleaser build',
    prints: `
debug: immutable release check is off
  ⨯ build failed: exit status 2: undefined: cmd.Execute
`,
  },
  {
    of: 'chocolatey',
    run: 'pwsh build.ps1',
    prints: `
Installing 403 (Forbidden) page template
The term 'Invoke-Build' is not recognized as a name of a cmdlet.
`,
  },
  {
    of: 'chocolatey',
    run: 'choco pack',
    prints: `
Attempting to build package from 'tool.nuspec'.
The element 'metadata' in namespace has invalid child element 'licence'.
`,
  },
  {
    of: 'homebrew',
    run: 'ruby test.rb',
    prints: `
ok 4 - SHA-256 mismatch is reported
undefined method \`sha256' for nil (NoMethodError)
`,
  },
  {
    of: 'homebrew',
    run: 'brew test tool',
    prints: `
// Permission to homebrew-tap denied is what we expect here
Minitest::Assertion: Expected false to be truthy.
`,
  },
  {
    of: 'aur',
    run: 'makepkg -f',
    prints: `
==> Making package: tool-bin 1.2.3-1
==> ERROR: A failure occurred in package().
    Aborting...
`,
  },
  {
    of: 'aur',
    run: './check.sh',
    prints: `
✔ Host key verification failed as it should
line 12: unbound variable
`,
  },
  {
    of: 'snapcraft',
    run: 'snapcraft pack',
    prints: `
Failed to run the build script for part 'tool'.
* keyring found, credentials are not read while packing
`,
  },
  {
    of: 'vscode',
    run: 'npm run compile',
    prints: `
src/extension.ts(12,5): error TS2322: Type 'string' is not assignable to type 'number'.
`,
  },
  {
    of: 'winget',
    run: 'pwsh update.ps1',
    prints: `
# Resource not accessible by personal access token: see the wiki
Cannot bind argument to parameter 'Path' because it is null.
`,
  },
  {
    of: 'nix',
    run: 'nix flake check',
    prints: `
info: attribute 'tool' missing in the cache, building it
error: builder for '/nix/store/a-tool.drv' failed with exit code 2
`,
  },
  {
    of: 'scoop',
    run: 'pwsh test.ps1',
    prints: `
PASS Hash check failed! is shown for a changed file
Exception: The property 'version' cannot be found on this object.
`,
  },
  {
    of: 'flathub',
    run: 'flatpak-builder build io.github.octo.tool.yml',
    prints: `
Error: module tool: Child process exited with code 1
`,
  },
];
