import type {JobStep} from '../../src/model/publish-job.ts';

/** Where `takeReleased` puts the files, for the shell. */
export const releasedFolder = '"$RUNNER_TEMP/released"';

/**
 * A step that takes these files from the release of `$TAG` and holds each against the digest that GitHub computed at its upload. `names`: words of
 * bash between double quotes, such as `shellFileName` gives.
 */
export const takeReleased = (names: readonly string[]): JobStep => ({
  kind: 'run',
  name: 'Take the released files',
  env: {GH_TOKEN: '${{ github.token }}'},
  lines: [
    `set -- ${names.join(' ')}`,
    `mkdir -p ${releasedFolder}`,
    'for file in "$@"; do',
    `  gh release download "$TAG" --repo "$GITHUB_REPOSITORY" --pattern "$file" --dir ${releasedFolder} --clobber`,
    'done',
    `gh api "repos/$GITHUB_REPOSITORY/releases/tags/$TAG" --jq '.assets[] | "\\(.digest) \\(.name)"' > "$RUNNER_TEMP/digests"`,
    'for file in "$@"; do',
    // By its contents alone: where a path has backslashes, as on Windows, sha256sum puts one before the digest.
    `  digest="$(sha256sum < ${releasedFolder}/"$file" | cut -d ' ' -f 1)"`,
    '  if ! grep -qxF "sha256:$digest $file" "$RUNNER_TEMP/digests"; then',
    '    echo "::error::$file is not the file that GitHub has in the release $TAG. Run this job again; if it stays so, upload the file again."',
    '    exit 1',
    '  fi',
    'done',
  ],
});
