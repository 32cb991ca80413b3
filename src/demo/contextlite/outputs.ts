/** What a tool lists at length: enough lines that a log has to be searched. */
const listed = (names: readonly string[], count: number, line: (name: string, at: number) => string): readonly string[] =>
  Array.from({length: count}, (_, at) => line(names[at % names.length] ?? '', at));

const words = ['amber', 'basalt', 'cedar', 'delta', 'ember', 'fjord', 'garnet', 'harbor', 'indigo', 'juniper', 'kestrel', 'lagoon'];

/** The result of hashing the nine bytes that GitHub sends for an archive that is not there. */
const hashOfNotFound = '0019dfc4b32d63c1392aa264aed2253c1e0c2fb09216f8e2cc269bbfb8bb49b5';

export const buildOutput = (): readonly string[] => [
  ...listed(words, 180, (word, at) => `${['internal', 'vendor', 'runtime'][at % 3]}/${word}${Math.floor(at / words.length)}`),
  'github.com/Michael-A-Kuykendall/contextlite',
];

export const releaseOutput = (tag: string, assets: readonly string[]): readonly string[] => [
  `👩‍🏭 Creating new GitHub release for tag ${tag}...`,
  ...assets.map((name) => `⬆️ Uploading ${name}...`),
  `🎉 Release ready at https://github.com/Michael-A-Kuykendall/contextlite/releases/tag/${tag}`,
];

export const existsOutput = (what: string, version?: string): readonly string[] => [
  ...(version === undefined ? [] : [version]),
  `${what} already, nothing to do`,
];

export const chocolateySearchOutput = (): readonly string[] => [
  '2.5.0',
  ...listed(
    words,
    220,
    (word, at) => `${word}-${['cli', 'tools', 'runtime', 'sdk'][at % 4]}${Math.floor(at / 48)}|${1 + (at % 9)}.${at % 7}.${at % 11}`,
  ),
];

export const chocolateyFailure: readonly string[] = [
  'curl: (22) The requested URL returned error: 404',
  '##[error]Process completed with exit code 22.',
];

export const brewUpdateOutput = (): readonly string[] => [
  '==> Updating Homebrew...',
  'Updated 2 taps (homebrew/core and homebrew/cask).',
  '==> New Formulae',
  ...listed(words, 96, (word, at) => `${word}${at}: Program number ${at}`),
  '==> Outdated Formulae',
  ...listed(words, 120, (word, at) => `${word}-${at}`),
  'Error: No available formula with the name "contextlite".',
];

export const homebrewFailure: readonly string[] = [
  ...['darwin-amd64', 'darwin-arm64', 'linux-amd64', 'linux-arm64'].map((target) => `${hashOfNotFound}  ${target}.tar.gz`),
  '##[error]The four archives do not have four different checksums',
  '##[error]Process completed with exit code 1.',
];

export const npmPublishOutput = (version: string): readonly string[] => [
  `npm notice 📦  contextlite@${version}`,
  'npm notice Tarball Contents',
  'npm notice 242B bin/contextlite.js',
  'npm notice 130B download.js',
  'npm notice 520B package.json',
  `+ contextlite@${version}`,
];

export const pypiPublishOutput = (version: string): readonly string[] => [
  'Uploading distributions to https://upload.pypi.org/legacy/',
  `Uploading contextlite-${version}-py3-none-any.whl`,
  `Uploading contextlite-${version}.tar.gz`,
  `View at: https://pypi.org/project/contextlite/${version}/`,
];

export const dockerPublishOutput = (version: string): readonly string[] => [
  ...listed(words, 60, (word, at) => `#${10 + (at % 12)} ${(at / 10).toFixed(1)} ${word} layer ${at} done`),
  `#24 pushing manifest for docker.io/makuykendall/contextlite:${version}`,
  '#24 pushing manifest for docker.io/makuykendall/contextlite:latest',
];
