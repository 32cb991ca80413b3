import type {ReleasedProgram} from '../../src/model/first-package.ts';
import type {JobStep, PublishJob} from '../../src/model/publish-job.ts';
import {shellFileName} from './release-files.ts';
import {releasedFolder, takeReleased} from './take-released.ts';

const file = 'snap/snapcraft.yaml';
const fields = 'version,channel-map';

/** What the store serves, a line for each channel and processor; it shows nobody a snap without a release. */
const askLines = (name: string): readonly string[] => [
  'ask() {',
  `  status="$(curl -sS -o "$RUNNER_TEMP/snap.json" -w '%{http_code}' -H 'Snap-Device-Series: 16' 'https://api.snapcraft.io/v2/snaps/info/${name}?fields=${fields}')"`,
  '  case "$status" in',
  `    200) jq -r '.["channel-map"][] | "\\(.channel.track)/\\(.channel.risk) \\(.channel.architecture) \\(.version)"' "$RUNNER_TEMP/snap.json" > "$RUNNER_TEMP/served" ;;`,
  '    404) : > "$RUNNER_TEMP/served" ;;',
  '    *)',
  '      echo "The Snap Store answers $status, so what it serves is not known."',
  '      return 1',
  '      ;;',
  '  esac',
  '}',
];

const missingLines = (architectures: readonly string[]): readonly string[] => [
  'missing() {',
  `  for architecture in ${architectures.join(' ')}; do`,
  '    grep -qxF "$CHANNEL $architecture $VERSION" "$RUNNER_TEMP/served" || echo "$architecture"',
  '  done',
  '}',
];

const chooseChannel: JobStep = {
  kind: 'run',
  name: 'Choose the channel',
  lines: [
    '# A pre-release in stable would reach everybody within a day.',
    'case "$VERSION" in',
    '  *-*) channel=latest/beta ;;',
    '  *) channel=latest/stable ;;',
    'esac',
    'echo "CHANNEL=$channel" >> "$GITHUB_ENV"',
  ],
};

const setVersion = (version: string, programs: readonly ReleasedProgram[]): JobStep => ({
  kind: 'run',
  name: 'Write the version and the digests into snapcraft.yaml',
  lines: [
    'case "$TAG" in',
    '  *[!A-Za-z0-9._/+~@-]*)',
    `    echo "::error::The tag '$TAG' holds a sign that does not fit into ${file}. Release it under a plain tag."`,
    '    exit 1',
    '    ;;',
    'esac',
    'set_source() {',
    `  digest="$(sha256sum ${releasedFolder}/"$2" | cut -d ' ' -f 1)"`,
    '  url="https://github.com/$GITHUB_REPOSITORY/releases/download/$TAG/$2"',
    `  sed -i -E "s|^( *- to $1: )\\"?https:.*|\\1\\"$url\\"|" ${file}`,
    `  sed -i -E "s|^( *- to $1: )\\"?sha256/.*|\\1\\"sha256/$digest\\"|" ${file}`,
    `  if ! grep -qF "to $1: \\"$url\\"" ${file} || ! grep -qF "to $1: \\"sha256/$digest\\"" ${file}; then`,
    `    echo "::error::${file} has no lines '- to $1: https…' and '- to $1: sha256/…' to write the new release into. Put them back."`,
    '    exit 1',
    '  fi',
    '}',
    `sed -i -E "s|^version: .*|version: \\"$VERSION\\"|" ${file}`,
    ...programs.map(({architecture, asset}) => `set_source ${architecture} ${shellFileName(asset.name, version)}`),
  ],
});

const upload = (name: string, architectures: readonly string[]): JobStep => ({
  kind: 'run',
  name: 'Upload and release',
  env: {SNAPCRAFT_STORE_CREDENTIALS: '${{ secrets.SNAPCRAFT_STORE_CREDENTIALS }}'},
  lines: [
    ...askLines(name),
    ...missingLines(architectures),
    '# What an earlier run has released stays as it is.',
    'ask',
    'for architecture in $(missing); do',
    `  snapcraft upload --release="$CHANNEL" "${name}_\${VERSION}_\${architecture}.snap"`,
    'done',
  ],
});

const rounds = 45;

const verifyLines = (name: string, architectures: readonly string[]): readonly string[] => [
  ...askLines(name),
  ...missingLines(architectures),
  "# The store's own check takes minutes; one by people takes days, and the snap's page says so.",
  'round=0',
  `while [ "$round" -lt ${rounds} ]; do`,
  '  if ask && [ -z "$(missing)" ]; then',
  `    echo "${name} $VERSION is in $CHANNEL."`,
  '    exit 0',
  '  fi',
  '  round=$((round + 1))',
  '  sleep 20',
  'done',
  `echo "::error::After a quarter of an hour ${name} $VERSION is not in $CHANNEL everywhere. Look at https://snapcraft.io/${name}/releases for a review or a refusal."`,
  'exit 1',
];

/** Packs a snap for each processor on one machine, which emulates nothing because nothing is run, and uploads them. */
export const snapcraftJob = (name: string, version: string, programs: readonly ReleasedProgram[]): PublishJob => {
  const architectures = programs.map(({architecture}) => architecture);
  return {
    runner: 'ubuntu-latest',
    permissions: {},
    secrets: ['SNAPCRAFT_STORE_CREDENTIALS'],
    files: [file],
    prepare: [chooseChannel],
    look: [
      ...askLines(name),
      ...missingLines(architectures),
      'ask',
      'if [ -z "$(missing)" ]; then published=true; else published=false; fi',
      'echo "published=$published" >> "$GITHUB_OUTPUT"',
    ],
    publish: [
      takeReleased(programs.map(({asset}) => shellFileName(asset.name, version))),
      setVersion(version, programs),
      {kind: 'use', name: 'Pack the snaps', uses: {action: 'snapcore/action-build', version: 'v1'}},
      upload(name, architectures),
    ],
    verify: verifyLines(name, architectures),
  };
};
