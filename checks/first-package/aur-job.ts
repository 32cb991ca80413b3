import type {JobStep, PublishJob} from '../../src/model/publish-job.ts';
import {actionsText} from '../../src/model/quoting.ts';
import {aurOverSsh} from '../family/aur-ssh.ts';
import {type ArchPackage, openWord, pkgbuildOf, srcinfoOf} from './arch-fields.ts';
import type {AurParts} from './aur-package.ts';
import {shellFileName} from './release-files.ts';
import {releasedFolder, takeReleased} from './take-released.ts';

const secret = 'AUR_SSH_KEY';
const site = 'https://aur.archlinux.org';

/* pacman would take a prerelease for something newer than its release. */
const isPrerelease = (lines: readonly string[]): readonly string[] => [
  'case "$VERSION" in',
  '  *.*-*)',
  '    echo "::notice::$VERSION is a prerelease, which the AUR is not given."',
  ...lines.map((line) => `    ${line}`),
  '    exit 0',
  '    ;;',
  'esac',
];

const pkgver = 'pkgver="$(printf \'%s\' "$VERSION" | tr - _)"';

const askedVersion = (name: string): readonly string[] => [
  `status="$(curl --silent --show-error --output "$RUNNER_TEMP/aur.json" --write-out '%{http_code}' "${site}/rpc/v5/info?arg%5B%5D=${encodeURIComponent(name)}")"`,
  'if [ "$status" != 200 ] || [ "$(jq -r .type "$RUNNER_TEMP/aur.json")" != multiinfo ]; then',
  '  echo "::error::The AUR does not tell what it serves (HTTP $status). Run this job again later."',
  '  exit 1',
  'fi',
  `served="$(jq -r '.results[0].Version' "$RUNNER_TEMP/aur.json")"`,
  'echo "The AUR has $served."',
];

const fileOf = ({program}: AurParts['programs'][number], version: string): string => shellFileName(program.asset.name, version);

const lookLines = ({name, version, programs}: AurParts): readonly string[] => [
  ...isPrerelease(['echo "published=true" >> "$GITHUB_OUTPUT"']),
  pkgver,
  ...askedVersion(name),
  'published=false',
  'case "$served" in',
  '  "$pkgver"-* | *:"$pkgver"-*) published=true ;;',
  'esac',
  'if [ "$published" = true ]; then',
  `  git clone --quiet --depth 1 ${site}/${name}.git "$RUNNER_TEMP/aur-served"`,
  `  for file in ${programs.map((one) => fileOf(one, version)).join(' ')}; do`,
  `    sum="$(sha256sum ${releasedFolder}/"$file" | cut -d ' ' -f 1)"`,
  '    if ! grep -q "$sum" "$RUNNER_TEMP/aur-served/.SRCINFO"; then',
  '      echo "::notice::The AUR pins another digest for $file."',
  '      published=false',
  '    fi',
  '  done',
  'fi',
  'echo "published=$published" >> "$GITHUB_OUTPUT"',
];

/** A file's text as it stands, written by the shell; the line that ends it can be none of the file's. */
const written = (path: string, contents: string): readonly string[] => {
  const lines = contents.replace(/\n$/, '').split('\n');
  const end = `END_OF_${path.replace(/\W/g, '')}`;
  return [`  cat > ${path} <<'${end}'`, ...lines.map(actionsText), end];
};

const cloned = (parts: AurParts, pkg: ArchPackage): readonly string[] => [
  `git clone --quiet ssh://${aurOverSsh.user}@${aurOverSsh.host}/${parts.name}.git "$RUNNER_TEMP/aur"`,
  'cd "$RUNNER_TEMP/aur"',
  'is_new=false',
  'if [ ! -f PKGBUILD ]; then',
  '  is_new=true',
  ...written('PKGBUILD', pkgbuildOf(pkg)),
  ...written('.SRCINFO', srcinfoOf(pkg)),
  'fi',
];

const updateSum: readonly string[] = [
  'update_sum() {',
  '  old="$(sed -n "s/^[[:space:]]*$1 = //p" .SRCINFO | head -n 1)"',
  `  new="$(sha256sum "$2" | cut -d ' ' -f 1)"`,
  '  if [ -n "$old" ]; then sed -i "s/$old/$new/" PKGBUILD .SRCINFO; fi',
  '  if ! grep -q "$new" PKGBUILD || ! grep -q "$new" .SRCINFO; then',
  '    echo "::error::$1 can\'t be brought up to date, because PKGBUILD and .SRCINFO do not agree on it. Write both again by hand."',
  '    exit 1',
  '  fi',
  '}',
];

/** The files with this version in them; what was changed in them by hand stays. */
const broughtUpToDate = ({version, variable, programs, license}: AurParts): readonly string[] => [
  `before="$(sed -n 's/^pkgver=//p' PKGBUILD | tr -d "\\"'")"`,
  ...(variable === 'pkgver' ? [`spelling="$before"`] : [`spelling="$(sed -n 's/^_version=//p' PKGBUILD | tr -d "\\"'")"`]),
  `pattern="$(printf '%s' "$spelling" | sed 's/[.]/\\\\./g')"`,
  'sed -i "/^[[:space:]]*source/s/$pattern/$VERSION/g" PKGBUILD .SRCINFO',
  ...(variable === 'pkgver'
    ? []
    : [
        `sed -i "/^[[:space:]]*source/s/= \\([a-z0-9.+_-]*\\)$before/= \\1$pkgver/" .SRCINFO`,
        `sed -i "s/^_version=.*/_version='$VERSION'/" PKGBUILD`,
      ]),
  'sed -i "s/^pkgver=.*/pkgver=$pkgver/" PKGBUILD',
  'sed -i "s/^\\([[:space:]]*pkgver = \\).*/\\1$pkgver/" .SRCINFO',
  ...programs.map((one) => `update_sum sha256sums_${one.architecture} ${releasedFolder}/${fileOf(one, version)}`),
  ...(license === undefined
    ? []
    : [
        `curl --silent --show-error --fail --location --output "$RUNNER_TEMP/LICENSE" ${openWord(license.url, version, 'VERSION')}`,
        'update_sum sha256sums "$RUNNER_TEMP/LICENSE"',
      ]),
];

/* What changes in a version that is out already is a new release of the package, or nobody would get it. */
const numbered: readonly string[] = [
  `release="$(sed -n 's/^pkgrel=//p' PKGBUILD | tr -d "\\"'")"`,
  'if [ "$before" != "$pkgver" ]; then',
  '  release=1',
  'elif [ "$is_new" = false ] && [ -n "$(git status --porcelain)" ]; then',
  '  release="$((release + 1))"',
  'fi',
  'sed -i "s/^pkgrel=.*/pkgrel=$release/" PKGBUILD',
  'sed -i "s/^\\([[:space:]]*pkgrel = \\).*/\\1$release/" .SRCINFO',
];

const pushed: readonly string[] = [
  'git add PKGBUILD .SRCINFO',
  'if git diff --cached --quiet; then',
  '  echo "The AUR has exactly these files already."',
  '  exit 0',
  'fi',
  'git config user.name "${GITHUB_REPOSITORY%%/*}"',
  'git config user.email "${GITHUB_REPOSITORY%%/*}@users.noreply.github.com"',
  'git commit --quiet -m "Update to $pkgver"',
  'git push --quiet origin HEAD:master',
];

const keyLines: readonly string[] = [
  'mkdir -p ~/.ssh',
  `printf '%s\\n' "$${secret}" | tr -d '\\r' > ~/.ssh/aur`,
  'chmod 600 ~/.ssh/aur',
  `echo '${aurOverSsh.host} ${aurOverSsh.hostKey}' > ~/.ssh/aur_known_hosts`,
  'export GIT_SSH_COMMAND="ssh -F none -i $HOME/.ssh/aur -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=$HOME/.ssh/aur_known_hosts"',
];

const pushStep = (parts: AurParts, pkg: ArchPackage): JobStep => ({
  kind: 'run',
  name: 'Push this version to the AUR',
  env: {[secret]: `\${{ secrets.${secret} }}`},
  lines: [pkgver, ...keyLines, ...cloned(parts, pkg), ...updateSum, ...broughtUpToDate(parts), ...numbered, ...pushed],
});

const verifyLines = ({name}: AurParts): readonly string[] => [
  ...isPrerelease([]),
  pkgver,
  'for attempt in 1 2 3 4 5 6 7 8 9 10; do',
  ...askedVersion(name).map((line) => `  ${line}`),
  '  case "$served" in',
  '    "$pkgver"-* | *:"$pkgver"-*) exit 0 ;;',
  '  esac',
  '  sleep 15',
  'done',
  `echo "::error::The AUR has $served and not $pkgver. Look at ${site}/packages/${name}."`,
  'exit 1',
];

/** Brings the package's repository at the AUR up to the version, and makes it where it is new; nothing is pushed where it has the same files. */
export const aurJob = (parts: AurParts, pkg: ArchPackage): PublishJob => ({
  runner: 'ubuntu-latest',
  permissions: {},
  secrets: [secret],
  prepare: [takeReleased(parts.programs.map((one) => fileOf(one, parts.version)))],
  look: lookLines(parts),
  publish: [pushStep(parts, pkg)],
  verify: verifyLines(parts),
});
