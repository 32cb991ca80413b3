import type {ReleasedProgram} from '../../src/model/first-package.ts';
import {type RepositoryName, repositoryText} from '../../src/model/project.ts';
import type {JobStep, PublishJob} from '../../src/model/publish-job.ts';
import {actionsText, shellWord} from '../../src/model/quoting.ts';
import {shellFileName} from './release-files.ts';
import {releasedFolder, takeReleased} from './take-released.ts';

/** A file in a repository that people install from, which a job brings up to date in place, so that edits by hand stay. */
export type OwnPlace = {
  /** What people call the repository. */
  readonly what: 'tap' | 'bucket';
  readonly repository: RepositoryName;
  /** The file there, of characters that mean nothing to a shell. */
  readonly path: string;
  readonly name: string;
  readonly secret: string;
  /** The released files that it names, each with characters that mean nothing to a shell or to sed. */
  readonly programs: readonly ReleasedProgram[];
  readonly version: string;
  /** How the file writes its version, address and digest: the word before each text between double quotes, as sed reads it. */
  readonly words: {readonly version: string; readonly url: string; readonly digest: string};
  /** What may stand between a file's name and the quote that ends its address, as a group of sed. */
  readonly behind: string;
  /** Further lines that bring `$file` from `$old` to `$VERSION`. */
  readonly further: readonly string[];
};

const fail = (text: string): string => `echo "::error::${text}"; exit 1;`;

/** A word for a script between double quotes of bash. */
const quoted = (word: string): string => word.replaceAll('"', '\\"');

const unique = (programs: readonly ReleasedProgram[]): readonly string[] => [...new Set(programs.map(({asset}) => asset.name))];

/* It asks with the job's own token, which sees of other repositories what everybody sees. */
const isServedLines = ({what, path, words, programs, version}: OwnPlace): readonly string[] => [
  'is_served() {',
  '  served="$RUNNER_TEMP/served"',
  `  status="$(curl -sSL -o "$served" -w '%{http_code}' -H "authorization: Bearer $GH_TOKEN" -H 'accept: application/vnd.github.raw+json' "https://api.github.com/repos/$PLACE/contents/${path}")"`,
  '  case "$status" in',
  '    200) ;;',
  '    404) return 1 ;;',
  `    *) ${fail(`GitHub answers $status when asked for ${path} in $PLACE, so it is not known what people get from the ${what}. Run this job again.`)} ;;`,
  '  esac',
  `  grep -qF "${quoted(words.version)}\\"$VERSION\\"" "$served" || return 1`,
  `  for file in ${unique(programs)
    .map((name) => shellFileName(name, version))
    .join(' ')}; do`,
  `    digest="$(sha256sum ${releasedFolder}/"$file" | cut -d ' ' -f 1)"`,
  '    grep -qF "\\"$digest\\"" "$served" || return 1',
  '  done',
  '}',
];

const rewriteLines = ({path, words, behind, programs, version, further}: OwnPlace): readonly string[] => {
  const old = (name: string): string => shellFileName(name, version).replaceAll('${VERSION}', '${old}');
  return [
    // A tag is written into the file, so it holds nothing that would mean something there.
    `case "$TAG$VERSION" in *[!A-Za-z0-9._/+-]*) ${fail('The tag $TAG has characters that no package file can hold. Tag a version of letters, digits, dots and hyphens.')} ;; esac`,
    `file="$place/${path}"`,
    `if [ ! -f "$file" ]; then ${fail(`$PLACE has no ${path}. Commit the first one: portcall first-package makes it.`)} fi`,
    `old="$(sed -n ${shellWord(`s/^ *${words.version}"\\([A-Za-z0-9._+-]*\\)".*/\\1/p`)} "$file" | head -n 1)"`,
    `if [ -z "$old" ]; then ${fail(`${path} in $PLACE names no version. Write it as portcall first-package does.`)} fi`,
    // A tilde sorts before everything, so that a prerelease comes before its release.
    `newest="$(printf '%s\\n' "$old" "$VERSION" | tr - '~' | sort -V | tail -n 1)"`,
    `if [ "$newest" != "$(printf '%s\\n' "$VERSION" | tr - '~')" ]; then ${fail('$PLACE has $old already, which is newer than $VERSION, so it is left as it is.')} fi`,
    'bring() {',
    '  pattern="${1//./\\\\.}"',
    `  if ! grep -q "/$pattern${behind}\\"" "$file"; then ${fail(`${path} in $PLACE does not download $1. Write its address as portcall first-package does.`)} fi`,
    `  digest="$(sha256sum ${releasedFolder}/"$2" | cut -d ' ' -f 1)"`,
    `  sed -i "/\\/$pattern${behind}\\"/,/${quoted(words.digest)}/s/${quoted(words.digest)}\\"[0-9a-f]*\\"/${quoted(words.digest)}\\"$digest\\"/" "$file"`,
    `  sed -i "s|${quoted(words.url)}\\"[^\\"\\$]*/$pattern${behind}\\"|${quoted(words.url)}\\"https://github.com/$GITHUB_REPOSITORY/releases/download/$TAG/$2\\1\\"|" "$file"`,
    '}',
    ...unique(programs).map((name) => `bring ${old(name)} ${shellFileName(name, version)}`),
    ...further,
    `sed -i "s/^\\( *${quoted(words.version)}\\)\\"[^\\"]*\\"/\\1\\"$VERSION\\"/" "$file"`,
  ];
};

const pushStep = (place: OwnPlace): JobStep => ({
  kind: 'run',
  name: `Update the ${place.what}`,
  env: {PLACE: placeName(place), [place.secret]: `\${{ secrets.${place.secret} }}`},
  lines: [
    `place="$RUNNER_TEMP/${place.what}"`,
    // Git asks for the token when it needs it, so that it stands in no address, no argument and no file.
    `git clone --depth 1 --config credential.helper='!answer() { echo username=x-access-token; echo "password=$${place.secret}"; }; answer' "https://github.com/$PLACE.git" "$place"`,
    ...rewriteLines(place),
    'cd "$place"',
    "git config user.name 'github-actions[bot]'",
    "git config user.email '41898282+github-actions[bot]@users.noreply.github.com'",
    `git add ${place.path}`,
    `if git diff --cached --quiet; then echo "$PLACE has $VERSION already."; exit 0; fi`,
    `git commit -m "${place.name}: Update to version $VERSION"`,
    // Another project may have pushed to the same place meanwhile.
    'git push || { git pull --rebase && git push; }',
  ],
});

const placeName = ({repository}: OwnPlace): string => actionsText(repositoryText(repository));

/** Waits until people get it: GitHub gives a pushed file within a minute. */
const verifyLines = (place: OwnPlace): readonly string[] => [
  ...isServedLines(place),
  'for attempt in 1 2 3 4 5 6 7 8 9 10; do',
  '  if is_served; then',
  `    echo "$PLACE gives $VERSION."`,
  '    exit 0',
  '  fi',
  '  echo "$PLACE does not give $VERSION yet (look $attempt of 10)."',
  '  sleep 15',
  'done',
  `echo "::error::$PLACE does not give ${place.name} $VERSION with the digests of the release. See whether the ${place.what} is public and what was pushed to it."`,
  'exit 1',
];

/** The job that writes a version into a file of a tap or a bucket and pushes it. */
export const ownPlaceJob = (place: OwnPlace): PublishJob => ({
  runner: 'ubuntu-latest',
  permissions: {contents: 'read'},
  secrets: [place.secret],
  prepare: [takeReleased(unique(place.programs).map((name) => shellFileName(name, place.version)))],
  look: [
    ...isServedLines(place),
    'if is_served; then',
    '  echo "published=true" >> "$GITHUB_OUTPUT"',
    'else',
    '  echo "published=false" >> "$GITHUB_OUTPUT"',
    'fi',
  ],
  env: {GH_TOKEN: '${{ github.token }}', PLACE: placeName(place)},
  publish: [pushStep(place)],
  verify: verifyLines(place),
});
