import type {ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import type {JobStep, PublishJob} from '../../src/model/publish-job.ts';
import {shellWord} from '../../src/model/quoting.ts';
import {shellFileName} from './release-files.ts';
import {releasedFolder, takeReleased} from './take-released.ts';
import {type ExtensionName, nodePlatform} from './vscode-texts.ts';

const folder = 'packaging/vscode';
const vsce = 'npx --yes @vscode/vsce@4.1.0';
const gallery = 'https://marketplace.visualstudio.com/_apis/public/gallery/extensionquery';

/** The flags that the marketplace shows of this version, a line for each; an empty file: it has no such version. */
const askLines = ({publisher, name}: ExtensionName): readonly string[] => {
  const criteria = [{filterType: 7, value: `${publisher}.${name}`}];
  // Versions and their properties, what waits for its validation included.
  const question = JSON.stringify({filters: [{pageNumber: 1, pageSize: 1, criteria}], assetTypes: [], flags: 17});
  return [
    'ask() {',
    `  curl -fsS -o "$RUNNER_TEMP/answer.json" -H 'Content-Type: application/json' -H 'Accept: application/json;api-version=3.0-preview.1' \\`,
    `    --data ${shellWord(question)} ${gallery} &&`,
    `    jq -r ".results[0].extensions[].versions[] | select(.version == \\"$VERSION\\") | .flags" "$RUNNER_TEMP/answer.json" > "$RUNNER_TEMP/flags"`,
    '}',
  ];
};

/** The marketplace has no place for a pre-release's version. */
const unlessPrerelease = (lines: readonly string[]): readonly string[] => [
  'case "$VERSION" in',
  '  *-*)',
  '    echo "::notice::The VS Code Marketplace takes no version such as $VERSION, so this pre-release is left out there."',
  ...lines.map((line) => `    ${line}`),
  '    exit 0',
  '    ;;',
  'esac',
];

const setVersion = ({command, project}: ProgramFacts, programs: readonly ReleasedProgram[]): JobStep => ({
  kind: 'run',
  name: 'Write the version and the digests into the extension',
  lines: [
    'entry() {',
    `  digest="$(sha256sum ${releasedFolder}/"$2" | cut -d ' ' -f 1)"`,
    '  url="https://github.com/$GITHUB_REPOSITORY/releases/download/$TAG/$2"',
    `  printf '    "%s": {"url": "%s", "sha256": "%s", "format": "%s", "path": "%s"}%s\\n' "$1" "$url" "$digest" "$3" "$4" "$5"`,
    '}',
    '{',
    `  printf '{\\n  "command": "%s",\\n  "programs": {\\n' ${shellWord(command)}`,
    ...programs.map((one, at) => {
      const [file, path] = [one.asset.name, one.path].map((text) => shellFileName(text, project.version));
      return `  entry ${nodePlatform(one)} ${file} ${one.format} ${path} '${at === programs.length - 1 ? '' : ','}'`;
    }),
    `  printf '  }\\n}\\n'`,
    `} > ${folder}/programs.json`,
    `jq -e .programs ${folder}/programs.json > /dev/null`,
    `sed -i -E "s|^  \\"version\\": \\".*\\"|  \\"version\\": \\"$VERSION\\"|" ${folder}/package.json`,
    `if [ "$(jq -r .version ${folder}/package.json)" != "$VERSION" ]; then`,
    `  echo "::error::${folder}/package.json has no line with its version, two blanks in, to write $VERSION into. Put it back."`,
    '  exit 1',
    'fi',
  ],
});

const publish = (name: string, hasLicense: boolean): JobStep => ({
  kind: 'run',
  name: 'Package and publish',
  env: {VSCE_PAT: '${{ secrets.VSCE_PAT }}'},
  lines: [
    `cd ${folder}`,
    `${vsce} package --no-dependencies${hasLicense ? '' : ' --skip-license'} --out "$RUNNER_TEMP/${name}.vsix"`,
    `${vsce} publish --skip-duplicate --packagePath "$RUNNER_TEMP/${name}.vsix"`,
  ],
});

const rounds = 45;

const verifyLines = (own: ExtensionName): readonly string[] => {
  const id = `${own.publisher}.${own.name}`;
  return [
    ...unlessPrerelease([]),
    ...askLines(own),
    '# It is scanned for some minutes before people get it.',
    'round=0',
    `while [ "$round" -lt ${rounds} ]; do`,
    '  if ask && grep -qw validated "$RUNNER_TEMP/flags"; then',
    `    echo "${id} $VERSION is served."`,
    '    exit 0',
    '  fi',
    '  round=$((round + 1))',
    '  sleep 20',
    'done',
    `echo "::error::After a quarter of an hour the marketplace does not serve ${id} $VERSION. Look at https://marketplace.visualstudio.com/manage/publishers/${own.publisher} for what it says."`,
    'exit 1',
  ];
};

/** Packs one extension for every platform and publishes it with the publisher's token. */
export const vscodeJob = (
  facts: ProgramFacts,
  own: ExtensionName,
  programs: readonly ReleasedProgram[],
  hasLicense: boolean,
): PublishJob => ({
  runner: 'ubuntu-latest',
  permissions: {},
  secrets: ['VSCE_PAT'],
  files: [`${folder}/package.json`],
  prepare: [{kind: 'use', name: 'Set up Node.js', uses: {action: 'actions/setup-node', version: 'v5'}, with: {'node-version': '24'}}],
  look: [
    ...unlessPrerelease(['echo "published=true" >> "$GITHUB_OUTPUT"']),
    ...askLines(own),
    'ask',
    'if [ -s "$RUNNER_TEMP/flags" ]; then published=true; else published=false; fi',
    'echo "published=$published" >> "$GITHUB_OUTPUT"',
  ],
  publish: [
    takeReleased(programs.map(({asset}) => shellFileName(asset.name, facts.project.version))),
    setVersion(facts, programs),
    publish(own.name, hasLicense),
  ],
  verify: verifyLines(own),
});
