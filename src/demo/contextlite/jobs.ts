import {checkout, getVersion, type JobText, unlessSkipped, version} from './job-text.ts';

const buildAndRelease: JobText = {
  id: 'build-and-release',
  runner: 'ubuntu-latest',
  steps: [
    checkout,
    {name: 'Set up Go', uses: 'actions/setup-go@v5', with: {'go-version': "'1.22'"}},
    getVersion,
    {
      name: 'Build binaries',
      env: {VERSION: version},
      run: [
        'mkdir -p build release',
        'for target in linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64; do',
        '  GOOS="${target%/*}" GOARCH="${target#*/}" go build -v -ldflags "-X main.version=$VERSION" -o "build/${target/\\//-}/" .',
        'done',
      ],
    },
    {name: 'Create archives', env: {VERSION: version}, run: ['./scripts/archive.sh "$VERSION"']},
    {
      name: 'Create GitHub Release',
      uses: 'softprops/action-gh-release@v2',
      with: {tag_name: `v${version}`, files: 'release/*'},
      env: {GITHUB_TOKEN: '${{ secrets.GITHUB_TOKEN }}'},
    },
  ],
};

/* Each of the three checks below asks whether any version is there, so only the first release was ever published. */
const publishNpm: JobText = {
  id: 'publish-npm',
  platform: 'npm',
  needs: 'build-and-release',
  runner: 'ubuntu-latest',
  steps: [
    checkout,
    {name: 'Set up Node.js', uses: 'actions/setup-node@v4', with: {'node-version': '20', 'registry-url': '${{ vars.NPM_REGISTRY }}'}},
    getVersion,
    {
      name: 'Check if npm package exists',
      id: 'check_npm',
      run: [
        'if npm view contextlite version; then',
        '  echo "contextlite is on npm already, nothing to do"',
        '  echo "skip=true" >> "$GITHUB_OUTPUT"',
        'else',
        '  echo "skip=false" >> "$GITHUB_OUTPUT"',
        'fi',
      ],
    },
    {name: 'Install dependencies', if: unlessSkipped('check_npm'), run: ['cd npm-wrapper', 'npm install']},
    {
      name: 'Publish to npm',
      if: unlessSkipped('check_npm'),
      env: {NODE_AUTH_TOKEN: '${{ secrets.NPM_TOKEN }}'},
      run: ['cd npm-wrapper', 'npm publish --access public'],
    },
  ],
};

const publishPypi: JobText = {
  id: 'publish-pypi',
  platform: 'pypi',
  needs: 'build-and-release',
  runner: 'ubuntu-latest',
  steps: [
    checkout,
    {name: 'Set up Python', uses: 'actions/setup-python@v5', with: {'python-version': "'3.11'"}},
    getVersion,
    {
      name: 'Check if PyPI package exists',
      id: 'check_pypi',
      run: [
        'if curl -fsS -o /dev/null https://pypi.org/pypi/contextlite/json; then',
        '  echo "contextlite is on PyPI already, nothing to do"',
        '  echo "skip=true" >> "$GITHUB_OUTPUT"',
        'else',
        '  echo "skip=false" >> "$GITHUB_OUTPUT"',
        'fi',
      ],
    },
    {
      name: 'Build Python package',
      if: unlessSkipped('check_pypi'),
      run: ['pip install build twine', 'cd python-wrapper', 'python -m build'],
    },
    {
      name: 'Publish to PyPI',
      if: unlessSkipped('check_pypi'),
      env: {TWINE_USERNAME: '__token__', TWINE_PASSWORD: '${{ secrets.PYPI_TOKEN }}'},
      run: ['python -m twine upload python-wrapper/dist/*'],
    },
  ],
};

const publishDocker: JobText = {
  id: 'publish-docker',
  platform: 'docker',
  needs: 'build-and-release',
  runner: 'ubuntu-latest',
  steps: [
    checkout,
    {name: 'Set up Docker Buildx', uses: 'docker/setup-buildx-action@v3'},
    {
      name: 'Log in to Docker Hub',
      uses: 'docker/login-action@v3',
      with: {username: '${{ secrets.DOCKERHUB_USERNAME }}', password: '${{ secrets.DOCKERHUB_TOKEN }}'},
    },
    getVersion,
    {
      name: 'Check if Docker image exists',
      id: 'check_docker',
      run: [
        'if docker manifest inspect makuykendall/contextlite:latest > /dev/null; then',
        '  echo "makuykendall/contextlite is on Docker Hub already, nothing to do"',
        '  echo "skip=true" >> "$GITHUB_OUTPUT"',
        'else',
        '  echo "skip=false" >> "$GITHUB_OUTPUT"',
        'fi',
      ],
    },
    {
      name: 'Build and push Docker image',
      if: unlessSkipped('check_docker'),
      uses: 'docker/build-push-action@v6',
      with: {
        context: '.',
        platforms: 'linux/amd64,linux/arm64',
        push: 'true',
        tags: `makuykendall/contextlite:${version},makuykendall/contextlite:latest`,
      },
    },
  ],
};

/** The jobs of the first release. */
export const firstJobs: readonly JobText[] = [buildAndRelease, publishNpm, publishPypi, publishDocker];
