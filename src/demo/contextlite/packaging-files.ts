const page = 'https://github.com/Michael-A-Kuykendall/contextlite';

const packageJson = (version: string): string =>
  `${JSON.stringify(
    {
      name: 'contextlite',
      version,
      description: 'A small context engine for code',
      license: 'MIT',
      repository: {type: 'git', url: `git+${page}.git`},
      bin: {contextlite: 'bin/contextlite.js'},
      scripts: {postinstall: 'node download.js'},
      files: ['bin', 'download.js'],
      engines: {node: '>=18'},
    },
    null,
    2,
  )}\n`;

const wrapperScript = `#!/usr/bin/env node
const {spawnSync} = require('node:child_process');
const path = require('node:path');
process.exit(spawnSync(path.join(__dirname, 'contextlite'), process.argv.slice(2), {stdio: 'inherit'}).status ?? 1);
`;

const downloadScript = `const {version} = require('./package.json');
console.log('fetching ${page}/releases/download/v' + version);
`;

const setupPy = (version: string): string => `from setuptools import find_packages, setup

setup(
    name="contextlite",
    version="${version}",
    description="A small context engine for code",
    license="MIT",
    url="${page}",
    packages=find_packages(),
    entry_points={"console_scripts": ["contextlite=contextlite.__main__:main"]},
    python_requires=">=3.8",
)
`;

const nuspec = (version: string): string => `<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2015/06/nuspec.xsd">
  <metadata>
    <id>contextlite</id>
    <version>${version}</version>
    <title>ContextLite</title>
    <authors>ContextLite</authors>
    <projectUrl>${page}</projectUrl>
    <licenseUrl>${page}/blob/main/LICENSE</licenseUrl>
    <requireLicenseAcceptance>false</requireLicenseAcceptance>
    <packageSourceUrl>${page}/tree/main/chocolatey</packageSourceUrl>
    <tags>contextlite cli context</tags>
    <description>A small context engine for code.</description>
  </metadata>
  <files>
    <file src="tools\\**" target="tools" />
  </files>
</package>
`;

const chocolateyInstall = (version: string): string => `$ErrorActionPreference = 'Stop'

$packageArgs = @{
  packageName    = 'contextlite'
  unzipLocation  = "$(Split-Path -Parent $MyInvocation.MyCommand.Definition)"
  url64bit       = '${page}/releases/download/v${version}/contextlite-${version}-windows-amd64.zip'
  checksum64     = 'PLACEHOLDER_CHECKSUM'
  checksumType64 = 'sha256'
}

Install-ChocolateyZipPackage @packageArgs
`;

const formulaPart = (version: string, system: string): string =>
  ['arm64', 'amd64']
    .map(
      (machine) => `    on_${machine === 'arm64' ? 'arm' : 'intel'} do
      url "${page}/releases/download/v${version}/contextlite-${version}-${system}-${machine}.tar.gz"
      sha256 "PLACEHOLDER_${system.toUpperCase()}_${machine.toUpperCase()}"
    end
`,
    )
    .join('');

const formula = (version: string): string => `class Contextlite < Formula
  desc "Small context engine for code"
  homepage "${page}"
  version "${version}"
  license "MIT"

  on_macos do
${formulaPart(version, 'darwin')}  end

  on_linux do
${formulaPart(version, 'linux')}  end

  def install
    bin.install "contextlite"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/contextlite --version")
  end
end
`;

/** The files that say what is published where, by path. */
export const packagingFiles = (version: string): Readonly<Record<string, string>> => ({
  'npm-wrapper/package.json': packageJson(version),
  'npm-wrapper/bin/contextlite.js': wrapperScript,
  'npm-wrapper/download.js': downloadScript,
  'python-wrapper/setup.py': setupPy(version),
  'python-wrapper/contextlite/__init__.py': `__version__ = "${version}"\n`,
  'python-wrapper/contextlite/__main__.py': 'def main() -> None:\n    print("contextlite")\n',
  'chocolatey/contextlite.nuspec': nuspec(version),
  'chocolatey/tools/chocolateyinstall.ps1': chocolateyInstall(version),
  'homebrew/contextlite.rb': formula(version),
});
