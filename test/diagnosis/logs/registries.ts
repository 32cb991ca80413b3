import type {KnownLog} from './log.ts';

export const registries: readonly KnownLog[] = [
  {
    of: 'npm',
    run: 'npm publish --access public',
    cause: 'may-not-publish',
    confidence: 'likely',
    prints: `
npm notice 📦  tool@1.2.3
npm notice Publishing to https://registry.example/ with tag latest and public access
npm error code E404
npm error 404 Not Found - PUT https://registry.example/tool - Not found
npm error 404
npm error 404  'tool@1.2.3' is not in this registry.
npm error A complete log of this run can be found in: /home/runner/.npm/_logs/debug-0.log
`,
  },
  {
    of: 'npm',
    run: 'npm publish',
    cause: 'token-refused',
    confidence: 'confirmed',
    prints: `
npm error code E401
npm error 401 Unauthorized - PUT https://registry.example/tool
npm error Unable to authenticate, your authentication token seems to be invalid.
`,
  },
  {
    of: 'npm',
    run: 'npm publish',
    cause: 'not-signed-in',
    confidence: 'likely',
    prints: `
npm notice Publishing to https://registry.example/ with tag latest and default access
npm error code ENEEDAUTH
npm error need auth This command requires you to be logged in to https://registry.example/
npm error need auth You need to authorize this machine using \`npm adduser\`
`,
  },
  {
    of: 'npm',
    run: 'npm publish',
    cause: 'one-time-password-wanted',
    confidence: 'confirmed',
    prints: `
npm error code EOTP
npm error This operation requires a one-time password from your authenticator.
npm error You can provide a one-time password by passing --otp=<code> to the command you ran.
`,
  },
  {
    of: 'npm',
    run: 'npm publish',
    cause: 'version-already-there',
    confidence: 'confirmed',
    prints: `
npm error code E403
npm error 403 403 Forbidden - PUT https://registry.example/tool - You cannot publish over the previously published versions: 1.2.3.
`,
  },
  {
    of: 'npm',
    run: 'npm publish',
    cause: 'scope-is-private',
    confidence: 'confirmed',
    prints: `
npm error code E402
npm error 402 Payment Required - PUT https://registry.example/@octo%2ftool - You must sign up for private packages
`,
  },
  {
    of: 'npm',
    run: 'npm publish',
    cause: 'two-factor-wanted',
    confidence: 'confirmed',
    prints: `
npm error code E403
npm error 403 403 Forbidden - PUT https://registry.example/tool - Two-factor authentication or granular access token with bypass 2fa enabled is required to publish packages.
`,
  },
  {
    of: 'npm',
    run: 'npm publish --provenance',
    cause: 'provenance-mismatch',
    confidence: 'confirmed',
    prints: `
npm notice publish Signed provenance statement with source and build information from GitHub Actions
npm error code E422
npm error 422 Unprocessable Entity - PUT https://registry.example/tool - Error verifying sigstore provenance bundle: Failed to validate repository information: package.json: "repository.url" is "git+https://github.com/old/tool.git", expected to match "https://github.com/octo/tool" from provenance
`,
  },
  {
    of: 'npm',
    run: 'npm publish --provenance',
    cause: 'identity-permission-missing',
    confidence: 'confirmed',
    prints: `
npm error code EUSAGE
npm error Provenance generation in GitHub Actions requires "write" access to the "id-token" permission
`,
  },
  {
    of: 'npm',
    run: 'npm publish',
    cause: 'distribution-tag-missing',
    confidence: 'confirmed',
    prints: `
npm error You must specify a tag using --tag when publishing a prerelease version.
`,
  },
  {
    of: 'npm',
    run: 'npm publish',
    cause: 'published-twice-at-once',
    confidence: 'likely',
    prints: `
npm error code E409
npm error 409 Conflict - PUT https://registry.example/tool - Failed to save packument. A common cause is if you try to publish a new package before the previous package has been fully processed.
`,
  },
  {
    of: 'npm',
    run: 'npm publish',
    cause: 'address-not-allowed',
    confidence: 'confirmed',
    prints: `
npm error code EAUTHIP
npm error Login is not allowed from your IP address
`,
  },
  {
    of: 'npm',
    run: 'npm publish',
    cause: 'marked-private',
    confidence: 'confirmed',
    prints: `
npm error code EPRIVATE
npm error This package has been marked as private
npm error Remove the 'private' field from the package.json to publish it.
`,
  },
  {
    of: 'npm',
    run: 'npm publish',
    cause: 'name-too-similar',
    confidence: 'confirmed',
    prints: `
npm error code E403
npm error 403 403 Forbidden - PUT https://registry.example/tool - Package name too similar to existing package tools; try renaming your package to '@octo/tool'
`,
  },
  {
    of: 'pypi',
    run: 'twine upload dist/*',
    cause: 'token-refused',
    confidence: 'confirmed',
    prints: `
Uploading distributions to https://upload.pypi.org/legacy/
Uploading tool-1.2.3-py3-none-any.whl
[2K[35m100%[0m [90m━━━━━━━━━━━━━━━━━━━━━━━━━━━━━[0m [32m12.1/12.1 kB[0m • [33m00:00[0m
[31mERROR   [0m HTTPError: 403 Forbidden from https://upload.pypi.org/legacy/
         Invalid or non-existent authentication information. See
         https://pypi.org/help/#invalid-auth for more information.
`,
  },
  {
    of: 'pypi',
    run: 'pypa/gh-action-pypi-publish@release/v1',
    cause: 'trusted-publisher-mismatch',
    confidence: 'confirmed',
    prints: `
##[error]Trusted publishing exchange failure: 
Token request failed: the server refused the request for the following reasons:
* \`invalid-publisher\`: valid token, but no corresponding publisher (Publisher with matching claims was not found)
* \`sub\`: \`repo:octo/tool:environment:release\`
* \`workflow_ref\`: \`octo/tool/.github/workflows/publish.yml@refs/tags/v1.2.3\`
##[error]\`invalid-publisher\`: valid token, but no corresponding publisher
`,
  },
  {
    of: 'pypi',
    run: 'pypa/gh-action-pypi-publish@release/v1',
    cause: 'identity-permission-missing',
    confidence: 'confirmed',
    prints: `
##[error]Trusted publishing exchange failure: OpenID Connect token retrieval failed: GitHub: missing or insufficient OIDC token permissions, the ACTIONS_ID_TOKEN_REQUEST_TOKEN environment variable was unset
`,
  },
  {
    of: 'pypi',
    run: 'twine upload dist/*',
    cause: 'version-already-there',
    confidence: 'confirmed',
    prints: `
Uploading tool-1.2.3.tar.gz
ERROR    HTTPError: 400 Bad Request from https://upload.pypi.org/legacy/
         File already exists ('tool-1.2.3.tar.gz', with blake2_256 hash 'deadbeef'). See https://pypi.org/help/#file-name-reuse for more information.
`,
  },
  {
    of: 'pypi',
    run: 'twine upload dist/*',
    cause: 'version-already-there',
    confidence: 'confirmed',
    prints: `
ERROR    HTTPError: 400 Bad Request from https://upload.pypi.org/legacy/
         This filename was previously used by a file that has since been deleted. Use a different version.
`,
  },
  {
    of: 'pypi',
    run: 'twine upload dist/*',
    cause: 'token-of-another-project',
    confidence: 'confirmed',
    prints: `
ERROR    HTTPError: 403 Forbidden from https://upload.pypi.org/legacy/
         Invalid API Token: project-scoped token is not valid for project: 'tool'
`,
  },
  {
    of: 'pypi',
    run: 'twine upload dist/*',
    cause: 'not-an-owner',
    confidence: 'confirmed',
    prints: `
ERROR    HTTPError: 403 Forbidden from https://upload.pypi.org/legacy/
         The user 'octo' isn't allowed to upload to project 'tool'. See https://pypi.org/help/#project-name for more information.
`,
  },
  {
    of: 'pypi',
    run: 'twine upload dist/*',
    cause: 'release-too-old',
    confidence: 'confirmed',
    prints: `
ERROR    HTTPError: 400 Bad Request from https://upload.pypi.org/legacy/
         Uploading new files to releases older than 14 days is not allowed.
`,
  },
  {
    of: 'pypi',
    run: 'twine upload dist/*',
    cause: 'file-not-accepted',
    confidence: 'confirmed',
    prints: `
ERROR    HTTPError: 400 Bad Request from https://upload.pypi.org/legacy/
         Binary wheel 'tool-1.2.3-py3-none-linux_x86_64.whl' has an unsupported platform tag 'linux_x86_64'.
`,
  },
  {
    of: 'pypi',
    run: 'twine upload dist/*',
    cause: 'publishes-too-often',
    confidence: 'confirmed',
    prints: `
ERROR    HTTPError: 429 Too Many Requests from https://upload.pypi.org/legacy/
         Too many new projects created
`,
  },
  {
    of: 'pypi',
    run: 'twine upload dist/* --repository-url https://upload.pypi.org/legacy',
    cause: 'upload-address-wrong',
    confidence: 'confirmed',
    prints: `
ERROR    HTTPError: 308 Permanent Redirect from https://upload.pypi.org/legacy
         An upload was attempted to /legacy but the expected upload URL is /legacy/ (with a trailing slash)
`,
  },
  {
    of: 'pypi',
    run: 'twine upload dist/*',
    cause: 'name-not-free',
    confidence: 'confirmed',
    prints: `
ERROR    HTTPError: 400 Bad Request from https://upload.pypi.org/legacy/
         The name 'tool' is too similar to an existing project. See https://pypi.org/help/#project-name for more information.
`,
  },
  {
    of: 'crates-io',
    run: 'cargo publish --locked',
    cause: 'version-already-there',
    confidence: 'confirmed',
    prints: `
    Updating crates.io index
error: crate tool@1.2.3 already exists on crates.io index
`,
  },
  {
    of: 'crates-io',
    run: 'cargo publish --locked',
    cause: 'not-signed-in',
    confidence: 'confirmed',
    prints: `
    Updating crates.io index
error: no token found, please run \`cargo login\`
or use environment variable CARGO_REGISTRY_TOKEN
`,
  },
  {
    of: 'crates-io',
    run: 'cargo publish --locked',
    cause: 'token-refused',
    confidence: 'confirmed',
    prints: `
   Uploading tool v1.2.3 (/home/runner/work/tool/tool)
error: failed to publish to registry at https://crates.io
Caused by:
  the remote server responded with an error (status 403 Forbidden): authentication failed
`,
  },
  {
    of: 'crates-io',
    run: 'cargo publish --locked',
    cause: 'publishes-too-often',
    confidence: 'confirmed',
    prints: `
error: failed to publish to registry at https://crates.io
Caused by:
  the remote server responded with an error (status 429 Too Many Requests): You have published too many new crates in a short period of time. Please try again after Wed, 04 Mar 2026 09:25:31 GMT or email help@crates.io to have your limit increased.
`,
  },
  {
    of: 'crates-io',
    run: 'cargo publish --locked',
    cause: 'trusted-publisher-mismatch',
    confidence: 'confirmed',
    prints: `
##[error]Failed to retrieve token from Cargo registry. Status: 400. Error: No Trusted Publishing config found for repository \`octo/tool\`.
`,
  },
  {
    of: 'crates-io',
    run: 'cargo publish --locked',
    cause: 'manifest-incomplete',
    confidence: 'confirmed',
    prints: `
  the remote server responded with an error (status 400 Bad Request): missing or empty metadata fields: description, license. Please see https://doc.rust-lang.org/cargo/reference/manifest.html for more information on configuring these fields
`,
  },
  {
    of: 'crates-io',
    run: 'cargo publish --locked',
    cause: 'not-an-owner',
    confidence: 'confirmed',
    prints: `
  the remote server responded with an error (status 403 Forbidden): this crate exists but you don't seem to be an owner. If you believe this is a mistake, perhaps you need to accept an invitation to be an owner before publishing.
`,
  },
  {
    of: 'docker-hub',
    run: 'docker/login-action@v4',
    cause: 'secret-missing',
    confidence: 'likely',
    prints: `
##[error]Username and password required
`,
  },
  {
    of: 'docker-hub',
    run: 'docker/login-action@v4',
    cause: 'token-refused',
    confidence: 'confirmed',
    prints: `
Logging into docker.io...
##[error]Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password
`,
  },
  {
    of: 'docker-hub',
    run: 'docker/build-push-action@v6',
    cause: 'token-lacks-right',
    confidence: 'confirmed',
    prints: `
#19 pushing layers 0.9s done
#19 ERROR: failed to push octo/tool:1.2.3: unauthorized: access token has insufficient scopes
------
ERROR: failed to solve: failed to push octo/tool:1.2.3: unauthorized: access token has insufficient scopes
`,
  },
  {
    of: 'docker-hub',
    run: 'docker push octo/tool:1.2.3',
    cause: 'image-not-ours',
    confidence: 'likely',
    prints: `
The push refers to repository [docker.io/octo/tool]
5f70bf18a086: Preparing
denied: requested access to the resource is denied
`,
  },
  {
    of: 'docker-hub',
    run: 'docker/build-push-action@v6',
    cause: 'pull-limit-reached',
    confidence: 'confirmed',
    prints: `
#3 ERROR: failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/alpine/manifests/sha256:0a: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit.
`,
  },
  {
    of: 'docker-hub',
    run: 'docker build .',
    cause: 'image-name-invalid',
    confidence: 'confirmed',
    prints: `
ERROR: failed to build: invalid tag "octo/tool:1.2.3+5": invalid reference format
`,
  },
  {
    of: 'docker-hub',
    run: 'docker build .',
    cause: 'wrong-architecture',
    confidence: 'confirmed',
    prints: `
#12 0.213 exec /usr/local/bin/tool: exec format error
`,
  },
  {
    of: 'github-packages',
    run: 'docker/build-push-action@v6',
    cause: 'package-not-linked',
    confidence: 'likely',
    prints: `
#21 ERROR: failed to push ghcr.io/octo/tool:1.2.3: denied: permission_denied: write_package
`,
  },
  {
    of: 'github-packages',
    run: 'docker push ghcr.io/octo/tool:1.2.3',
    cause: 'packages-permission-missing',
    confidence: 'likely',
    prints: `
denied: installation not allowed to Create organization package
`,
  },
  {
    of: 'github-packages',
    run: 'docker login ghcr.io',
    cause: 'token-lacks-right',
    confidence: 'confirmed',
    prints: `
denied: permission_denied: The token provided does not match expected scopes.
`,
  },
  {
    of: 'github-packages',
    run: 'npm publish',
    cause: 'scope-is-not-the-owner',
    confidence: 'likely',
    prints: `
npm error code E404
npm error 404 Not Found - PUT https://npm.pkg.github.com/@else%2ftool - owner not found
`,
  },
];
