import {checkout, getVersion, type JobText, unlessSkipped, version} from './job-text.ts';

const downloads = 'https://github.com/${{ github.repository }}/releases/download';

/* Neither job below waits for build-and-release, so both ask for archives that are not there yet. */
const publishChocolatey: JobText = {
  id: 'publish-chocolatey',
  platform: 'chocolatey',
  runner: 'windows-latest',
  steps: [
    checkout,
    getVersion,
    {
      name: 'Check if Chocolatey package exists',
      id: 'check_choco',
      shell: 'bash',
      env: {VERSION: version},
      run: [
        'choco --version',
        'choco list --limit-output',
        'if choco search contextlite --exact --version "$VERSION" --limit-output | grep contextlite; then',
        '  echo "skip=true" >> "$GITHUB_OUTPUT"',
        'else',
        '  echo "skip=false" >> "$GITHUB_OUTPUT"',
        'fi',
      ],
    },
    {
      name: 'Use existing Chocolatey package',
      if: unlessSkipped('check_choco'),
      shell: 'bash',
      env: {VERSION: version},
      run: [
        'cd chocolatey',
        `curl -fsSL -o windows.zip "${downloads}/v$VERSION/contextlite-$VERSION-windows-amd64.zip"`,
        "checksum=$(sha256sum windows.zip | cut -d' ' -f1)",
        'sed -i "s/PLACEHOLDER_CHECKSUM/$checksum/" tools/chocolateyinstall.ps1',
        'choco pack contextlite.nuspec --version "$VERSION"',
      ],
    },
    {
      name: 'Push to Chocolatey',
      if: unlessSkipped('check_choco'),
      shell: 'bash',
      env: {VERSION: version, CHOCOLATEY_API_KEY: '${{ secrets.CHOCOLATEY_API_KEY }}'},
      run: ['choco push "chocolatey/contextlite.$VERSION.nupkg" --source https://push.chocolatey.org/ --api-key "$CHOCOLATEY_API_KEY"'],
    },
  ],
};

const publishHomebrew: JobText = {
  id: 'publish-homebrew',
  platform: 'homebrew',
  runner: 'macos-latest',
  steps: [
    checkout,
    getVersion,
    {
      name: 'Check if Homebrew formula exists',
      id: 'check_homebrew',
      run: [
        'brew update',
        'if brew info contextlite; then',
        '  echo "skip=true" >> "$GITHUB_OUTPUT"',
        'else',
        '  echo "skip=false" >> "$GITHUB_OUTPUT"',
        'fi',
      ],
    },
    {
      name: 'Calculate checksums',
      if: unlessSkipped('check_homebrew'),
      env: {VERSION: version},
      run: [
        'for target in darwin-amd64 darwin-arm64 linux-amd64 linux-arm64; do',
        `  curl -sL -o "$target.tar.gz" "${downloads}/v$VERSION/contextlite-$VERSION-$target.tar.gz"`,
        '  shasum -a 256 "$target.tar.gz" | tee -a checksums.txt',
        'done',
        'if [ "$(cut -d\' \' -f1 checksums.txt | sort -u | wc -l)" -ne 4 ]; then',
        '  echo "::error::The four archives do not have four different checksums"',
        '  exit 1',
        'fi',
      ],
    },
    {
      name: 'Update formula',
      if: unlessSkipped('check_homebrew'),
      env: {VERSION: version},
      run: [
        'while read -r checksum file; do',
        '  sed -i \'\' "s/PLACEHOLDER_$(echo "${file%.tar.gz}" | tr a-z- A-Z_)/$checksum/" homebrew/contextlite.rb',
        'done < checksums.txt',
      ],
    },
    {
      name: 'Open pull request on homebrew-core',
      if: unlessSkipped('check_homebrew'),
      env: {VERSION: version, HOMEBREW_GITHUB_API_TOKEN: '${{ secrets.HOMEBREW_GITHUB_API_TOKEN }}'},
      run: ['brew bump-formula-pr --no-browse --no-audit --version "$VERSION" contextlite'],
    },
  ],
};

/** The jobs that were added with v1.0.35. */
export const failingJobs: readonly JobText[] = [publishChocolatey, publishHomebrew];
