import type {ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import type {PublishJob} from '../../src/model/publish-job.ts';

const secret = 'WINGET_TOKEN';
const upstream = 'microsoft/winget-pkgs';

/** A released file's name with the version left open, as a pattern that PowerShell and JavaScript read alike. */
const patternOf = (name: string, version: string): string =>
  `^${name
    .split(version)
    .map((part) => part.replace(/[.+]/g, '\\$&'))
    .join('.+')}$`;

/** Asks GitHub for an address, and tells “not there” from “can't be asked”. */
const askFunction: readonly string[] = [
  'ask() {',
  '  curl -sS -o "$RUNNER_TEMP/answer" -w \'%{http_code}\' -H "Authorization: Bearer $GH_TOKEN" "https://api.github.com/$1"',
  '}',
  'unclear() {',
  '  echo "::error::GitHub does not say what winget-pkgs has (it answers $1). Run this job again later."',
  '  exit 1',
  '}',
];

const folderOf = (id: string): string =>
  `repos/${upstream}/contents/manifests/${id.charAt(0).toLowerCase()}/${id.split('.').map(encodeURIComponent).join('/')}`;

/** An open pull request for the version; a merged one has left its files, and a closed one is nothing. */
const searchPath = (id: string): string =>
  `search/issues?q=repo:${upstream}+is:pr+is:open+in:title+%22${encodeURIComponent(id)}%22+%22$VERSION%22&per_page=30`;

/** GitHub finds parts of words too, so the version has to stand in the title by itself. */
const searchedLines: readonly string[] = [
  `    exact="$(printf '%s' "$VERSION" | sed -E -e 's/[.+]/\\\\&/g')"`,
  `    if grep -oE '"title": *"[^"]*"' "$RUNNER_TEMP/answer" | grep -qE "[ \\"]\${exact}[ \\"]"; then published=true; else published=false; fi`,
];

const submittedLines = (id: string): readonly string[] => [
  `status="$(ask "${folderOf(id)}/$VERSION")"`,
  'case "$status" in',
  '  200) published=true ;;',
  '  404)',
  `    status="$(ask "${searchPath(id)}")"`,
  '    [ "$status" = 200 ] || unclear "$status"',
  ...searchedLines,
  '    ;;',
  '  *) unclear "$status" ;;',
  'esac',
];

const lookLines = (id: string): readonly string[] => [
  ...askFunction,
  ...submittedLines(id),
  'if [ "$published" = false ]; then',
  `  status="$(ask "${folderOf(id)}")"`,
  '  if [ "$status" = 404 ]; then',
  `    echo "::error::winget-pkgs has no ${id} yet. A person hands in the first version; run this job again once it is merged."`,
  '    exit 1',
  '  fi',
  '  [ "$status" = 200 ] || unclear "$status"',
  'fi',
  'echo "published=$published" >> "$GITHUB_OUTPUT"',
];

/** The tool inside the action ends well without a pull request at times, so it is looked for. */
const verifyLines = (id: string): readonly string[] => [
  ...askFunction,
  'for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do',
  ...submittedLines(id).map((line) => `  ${line}`),
  '  if [ "$published" = true ]; then',
  `    echo "winget-pkgs has ${id} $VERSION, or a pull request for it that people look at now."`,
  '    exit 0',
  '  fi',
  '  sleep 15',
  'done',
  `echo "::error::The action ended well, and winget-pkgs has no pull request for ${id} $VERSION. Hand it in with wingetcreate or komac."`,
  'exit 1',
];

/** The job that hands in every later version; undefined: no pattern can tell the installers, or no name is plain enough for the action. */
export const wingetJob = ({project}: ProgramFacts, id: string, programs: readonly ReleasedProgram[]): PublishJob | undefined => {
  if (programs.length === 0 || !/^[\w.-]+$/.test(id) || !/^\d[\w.+-]*$/.test(project.version)) return undefined;
  const patterns = programs.map(({asset}) => patternOf(asset.name, project.version));
  return {
    runner: 'ubuntu-latest',
    permissions: {},
    secrets: [secret],
    prepare: [],
    env: {GH_TOKEN: '${{ github.token }}'},
    look: lookLines(id),
    publish: [
      {
        kind: 'use',
        name: 'Open a pull request at winget-pkgs',
        uses: {action: 'vedantmgoyal9/winget-releaser', version: 'v2'},
        with: {
          identifier: id,
          version: '${{ env.VERSION }}',
          'release-tag': '${{ env.TAG }}',
          'installers-regex': patterns.join('|'),
          token: `\${{ secrets.${secret} }}`,
        },
      },
    ],
    verify: verifyLines(id),
  };
};
