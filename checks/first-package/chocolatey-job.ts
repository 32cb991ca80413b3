import type {ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import type {JobStep, PublishJob} from '../../src/model/publish-job.ts';
import {shellWord} from '../../src/model/quoting.ts';
import {namedPackageOf} from './chocolatey-id.ts';
import {iconIn} from './chocolatey-nuspec.ts';
import {folderOf, librariesOf, narrowBeside, windowsProgramOf} from './chocolatey-programs.ts';
import {hasPlainName} from './grounds.ts';
import {shellFileName} from './release-files.ts';
import {releasedFolder, takeReleased} from './take-released.ts';
import {unpackReleased} from './unpack-released.ts';

const secret = 'CHOCOLATEY_API_KEY';

/** The version as NuGet writes it: three numbers at least, no leading zeros, nothing behind a plus. */
const versionLine = `package="$(printf '%s' "$VERSION" | sed -E -e 's/[+].*$//' -e 's/^([0-9]+)(-|$)/\\1.0.0\\2/' -e 's/^([0-9]+\\.[0-9]+)(-|$)/\\1.0\\2/' -e 's/(^|\\.)0+([0-9])/\\1\\2/g' -e 's/^([0-9]+\\.[0-9]+\\.[0-9]+)\\.0(-|$)/\\1\\2/')"`;

const askLines = (id: string): readonly string[] => [
  `entry="https://community.chocolatey.org/api/v2/Packages(Id='${id}',Version='$package')"`,
  `status="$(curl -sS -o "$RUNNER_TEMP/entry.xml" -w '%{http_code}' "$entry")"`,
];

const lookLines = (id: string): readonly string[] => [
  versionLine,
  ...askLines(id),
  'case "$status" in',
  '  200) published=true ;;',
  '  404) published=false ;;',
  '  *)',
  '    echo "::error::Chocolatey does not say whether it has this version (it answers $status). Run this job again later."',
  '    exit 1',
  '    ;;',
  'esac',
  'echo "published=$published" >> "$GITHUB_OUTPUT"',
];

/** Chocolatey says 201 to a banned account as well, so only its feed tells that the package was taken; people look at it then. */
const verifyLines = (id: string): readonly string[] => [
  versionLine,
  'for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do',
  ...askLines(id).map((line) => `  ${line}`),
  '  if [ "$status" = 200 ]; then',
  `    echo "Chocolatey has ${id} $package; its moderators look at it now."`,
  '    exit 0',
  '  fi',
  '  sleep 15',
  'done',
  `echo "::error::Chocolatey took the push and shows no ${id} $package. Sign in there, and look whether the account is blocked."`,
  'exit 1',
];

const plainPath = (path: string | undefined): string | undefined =>
  path !== undefined && /^[\w./-]+$/.test(path) ? path.replaceAll('.', '\\.') : undefined;

const licenseLines = ({license}: ProgramFacts): readonly string[] => {
  const path = plainPath(license.path);
  return path === undefined ? [] : [`  sed -i -E -e "s#^(From: $page/blob/).*(/${path})#\\1$TAG\\2#" tools/LICENSE.txt`];
};

/** Sets what of the package description belongs to a version. */
const nuspecLine = ({license, paths}: ProgramFacts, id: string): string => {
  const [licensePath, icon] = [plainPath(license.path), plainPath(iconIn(paths))];
  const edits = [
    's#(<version>).*(</version>)#\\1$package\\2#',
    's#(<releaseNotes>).*(</releaseNotes>)#\\1$page/releases/tag/$TAG\\2#',
    ...(licensePath === undefined ? [] : [`s#(<licenseUrl>$page/blob/).*(/${licensePath}</licenseUrl>)#\\1$TAG\\2#`]),
    ...(icon === undefined ? [] : [`s#(<iconUrl>https://cdn\\.jsdelivr\\.net/gh/$GITHUB_REPOSITORY@).*(/${icon}</iconUrl>)#\\1$TAG\\2#`]),
  ];
  return `sed -i -E ${edits.map((edit) => `-e "${edit}"`).join(' ')} ${id}.nuspec`;
};

const scriptLines = (word: string, [url, checksum]: readonly [string, string]): readonly string[] => [
  `  digest="$(sha256sum < ${releasedFolder}/${word} | cut -d ' ' -f 1)"`,
  `  sed -i -E -e "s#^( *${url} *= *).*#\\1'$page/releases/download/$TAG/"${word}"'#" -e "s#^( *${checksum} *= *).*#\\1'$digest'#" "$script"`,
  '  if ! grep -q "$digest" "$script"; then',
  `    echo "::error::$script has no line with ${checksum}. Write one into it."`,
  '    exit 1',
  '  fi',
];

type Taken = {
  readonly facts: ProgramFacts;
  readonly id: string;
  readonly program: ReleasedProgram;
  readonly narrow: ReleasedProgram | undefined;
};

/** The package either holds the program, or a script that downloads it; the files that stand there tell which. */
const fillStep = ({facts, id, program, narrow}: Taken, folder: string): JobStep => {
  const wordOf = ({asset}: ReleasedProgram): string => shellFileName(asset.name, facts.project.version);
  const libraries = librariesOf(program).map((path) => `  cp "$RUNNER_TEMP/unpacked"/${shellFileName(path, facts.project.version)} tools/`);
  const wide = program.architecture === '386' ? undefined : program;
  const small = wide === undefined ? program : narrow;
  return {
    kind: 'run',
    name: 'Write the version into the package',
    lines: [
      `cd ${shellWord(folder)}`,
      'case "$TAG" in',
      '  *[!A-Za-z0-9._/+@-]*)',
      '    echo "::error::The tag $TAG has characters that no address takes as they are."',
      '    exit 1',
      '    ;;',
      'esac',
      versionLine,
      'page="https://github.com/$GITHUB_REPOSITORY"',
      nuspecLine(facts, id),
      'if [ -f tools/VERIFICATION.txt ]; then',
      `  digest="$(sha256sum < ${releasedFolder}/${wordOf(program)} | cut -d ' ' -f 1)"`,
      `  sed -i -E -e "s#^( *Address: ).*#\\1$page/releases/download/$TAG/"${wordOf(program)}"#" -e "s#^( *SHA-256: ).*#\\1$digest#" tools/VERIFICATION.txt`,
      ...licenseLines(facts),
      `  cp "$RUNNER_TEMP/program.exe" tools/${shellWord(`${facts.command}.exe`)}`,
      ...libraries,
      'else',
      '  script=tools/chocolateyinstall.ps1',
      ...(wide === undefined ? [] : scriptLines(wordOf(wide), ['url64bit', 'checksum64'])),
      ...(small === undefined ? [] : scriptLines(wordOf(small), ['url', 'checksum'])),
      'fi',
    ],
  };
};

/** Sent without choco, which keeps to itself why Chocolatey refuses a package. */
const pushStep = (id: string, folder: string): JobStep => ({
  kind: 'run',
  name: 'Pack and push',
  env: {[secret]: `\${{ secrets.${secret} }}`},
  lines: [
    `cd ${shellWord(folder)}`,
    versionLine,
    `choco pack ${id}.nuspec --version "$package"`,
    `status="$(curl -sS -o answer.txt -w '%{http_code}' -X PUT -H "X-NuGet-ApiKey: $${secret}" -F "package=@${id}.$package.nupkg;type=application/octet-stream" https://push.chocolatey.org/api/v2/package/)"`,
    'if [ "$status" != 201 ]; then',
    '  echo "::error::Chocolatey refuses the package ($status): $(head -c 300 answer.txt)"',
    '  exit 1',
    'fi',
    'cat answer.txt',
  ],
});

/** Where the project keeps its package description; its usual place where it has none, or one in which GitHub would see an expression. */
const packageFolder = (paths: readonly string[], id: string): string => {
  const found = paths.find((path) => path.toLowerCase().endsWith(`/${id.toLowerCase()}.nuspec`) && !path.includes('${{'));
  return found === undefined ? 'packaging/chocolatey' : folderOf(found).slice(0, -1);
};

/** The job that pushes every version; moderators look at each until they trust the package. */
export const chocolateyJob = (facts: ProgramFacts): PublishJob | undefined => {
  const named = namedPackageOf(facts);
  const program = windowsProgramOf(facts);
  if (named.kind === 'blocked' || program === undefined || !hasPlainName(program) || !/^[\w.+-]+$/.test(facts.command)) return undefined;
  const {id} = named;
  const narrow = narrowBeside(facts, program);
  const {version} = facts.project;
  const folder = packageFolder(facts.paths, id);
  const taken = [program, ...(narrow === undefined ? [] : [narrow])].map(({asset}) => shellFileName(asset.name, version));
  const [, unpack] = unpackReleased([program], version, () => '"$RUNNER_TEMP/program.exe"');
  return {
    runner: 'windows-latest',
    permissions: {},
    secrets: [secret],
    files: [`${folder}/${id}.nuspec`],
    prepare: [],
    look: lookLines(id),
    publish: [takeReleased(taken), unpack, fillStep({facts, id, program, narrow}, folder), pushStep(id, folder)],
    verify: verifyLines(id),
  };
};
