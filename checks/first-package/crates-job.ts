import type {ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import type {JobStep, PublishJob} from '../../src/model/publish-job.ts';
import {carriedPrograms} from './carried-programs.ts';
import {crateNameOf, crateObstacle, cratesFolder, hasOwnCrate, rustPlatform} from './crates-names.ts';
import {shellFileName} from './release-files.ts';
import {releasedFolder, takeReleased} from './take-released.ts';

const secret = 'CARGO_REGISTRY_TOKEN';

/** Where the index keeps a crate: by its first letters, in lower case. */
const indexPath = (name: string): string => {
  const crate = name.toLowerCase();
  if (crate.length < 3) return `${crate.length}/${crate}`;
  return crate.length === 3 ? `3/${crate.slice(0, 1)}/${crate}` : `${crate.slice(0, 2)}/${crate.slice(2, 4)}/${crate}`;
};

/** `list` writes what the index has of the crate to `$lines` and prints the status of its answer. */
const listing = (name: string): readonly string[] => [
  'version="${VERSION%%+*}"',
  'lines="$RUNNER_TEMP/crate.jsonl"',
  'list() {',
  `  curl --silent --show-error --retry 3 --output "$lines" --write-out '%{http_code}' https://index.crates.io/${indexPath(name)}`,
  '}',
];

const look = (name: string): readonly string[] => [
  ...listing(name),
  'status="$(list)"',
  'case "$status" in',
  '  200) ;;',
  '  404 | 410 | 451) : > "$lines" ;;',
  '  *)',
  '    echo "::error::The index of crates.io answers $status, so nothing is known. Run this job again later."',
  '    exit 1',
  '    ;;',
  'esac',
  'published=false',
  'if grep -qF "\\"vers\\":\\"$version\\"" "$lines"; then published=true; fi',
  'echo "published=$published" >> "$GITHUB_OUTPUT"',
];

const verify = (name: string): readonly string[] => [
  ...listing(name),
  'rounds=0',
  'until [ "$(list)" = 200 ] && grep -qF "\\"vers\\":\\"$version\\"" "$lines"; do',
  '  rounds=$((rounds + 1))',
  '  if [ "$rounds" -gt 40 ]; then',
  `    echo "::error::crates.io does not serve ${name} $version, ten minutes after it was published."`,
  '    exit 1',
  '  fi',
  '  sleep 15',
  'done',
];

const publishStep = (lines: readonly string[]): JobStep => ({
  kind: 'run',
  name: 'Publish to crates.io',
  env: {[secret]: `\${{ secrets.${secret} }}`},
  lines: ['# Once the crate is there, a trusted publisher (rust-lang/crates-io-auth-action) can take the place of the token.', ...lines],
});

/* What is published stays for good, so that the crate must say the tag's version by itself. */
const ownCrateLines = (name: string): readonly string[] => [
  'version="${VERSION%%+*}"',
  `own="$(cargo pkgid --package ${name} | sed -E 's/.*[#@]//; s/[+].*//')"`,
  'if [ "$own" != "$version" ]; then',
  `  echo "::error::At the tag $TAG the crate ${name} has the version $own, so nothing is published. Set $version in Cargo.toml before the tag is made."`,
  '  exit 1',
  'fi',
  `cargo publish --locked --package ${name}`,
];

/** The digests of this release's files, which were held against GitHub's. */
const tableSteps = (programs: readonly ReleasedProgram[], version: string): readonly [JobStep, JobStep] => {
  const word = (text: string): string => shellFileName(text, version);
  const rows = programs.map((program) =>
    ['  row', ...rustPlatform(program), program.format, word(program.asset.name), word(program.path)].join(' '),
  );
  return [
    takeReleased([...new Set(programs.map(({asset}) => word(asset.name)))]),
    {
      kind: 'run',
      name: 'Set the version and the digests',
      lines: [
        'version="${VERSION%%+*}"',
        `sed -i -E "s/^version = \\".*\\"$/version = \\"$version\\"/" ${cratesFolder}/Cargo.toml`,
        'release="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/releases/download/${TAG//\\//%2F}"',
        'row() {',
        `  digest="$(sha256sum ${releasedFolder}/"$4" | cut -d ' ' -f 1)"`,
        '  printf \'%s\\t%s\\t%s\\t%s\\t%s\\t%s\\n\' "$1" "$2" "$3" "$digest" "$release/$4" "$5"',
        '}',
        '{',
        ...rows,
        `} > ${cratesFolder}/src/programs.tsv`,
      ],
    },
  ];
};

/** Publishes the launcher with this release's digests; of a Rust project the crate that is its own. */
export const cratesJob = (facts: ProgramFacts): PublishJob | undefined => {
  const name = crateNameOf(facts);
  if (!/^[A-Za-z][\w-]*$/.test(name)) return undefined;
  const job = {runner: 'ubuntu-latest', permissions: {}, secrets: [secret], prepare: [], look: look(name), verify: verify(name)} as const;
  if (hasOwnCrate(facts)) return {...job, source: 'tag', publish: [publishStep(ownCrateLines(name))]};
  const carried = crateObstacle(facts) ?? carriedPrograms(facts, ['linux', 'macos', 'windows']);
  if (carried.kind === 'blocked') return undefined;
  const publish = publishStep([`cargo publish --manifest-path ${cratesFolder}/Cargo.toml --allow-dirty`]);
  return {...job, files: [`${cratesFolder}/Cargo.toml`], publish: [...tableSteps(carried.programs, facts.project.version), publish]};
};
