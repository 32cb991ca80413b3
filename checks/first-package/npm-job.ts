import type {ProgramFacts} from '../../src/model/first-package.ts';
import type {PublishJob} from '../../src/model/publish-job.ts';
import {carriedPrograms, programFile} from './carried-programs.ts';
import {npmFolder, npmNameOf, npmObstacle, type PlatformPackage, platformPackages} from './npm-packages.ts';
import {unpackReleased} from './unpack-released.ts';

/** Lines after which `answer PACKAGE` prints what status the registry gives for this version of a package. */
const answer: readonly string[] = [
  'version="${VERSION%%+*}"',
  'registry="$(npm config get registry)"',
  'answer() {',
  `  curl --silent --show-error --retry 3 --output /dev/null --write-out '%{http_code}' "\${registry%/}/\${1/\\//%2f}/$version"`,
  '}',
];

const unclear = (what: string): string =>
  `echo "::error::npm's registry answers ${what} when it is asked for a package, so nothing is known. Run this job again later."`;

const look = (names: readonly string[]): readonly string[] => [
  ...answer,
  'published=true',
  `for package in ${names.join(' ')}; do`,
  '  status="$(answer "$package")"',
  '  case "$status" in',
  '    200) ;;',
  '    404) published=false ;;',
  '    *)',
  `      ${unclear('$status')}`,
  '      exit 1',
  '      ;;',
  '  esac',
  'done',
  'echo "published=$published" >> "$GITHUB_OUTPUT"',
];

const verify = (names: readonly string[]): readonly string[] => [
  ...answer,
  `for package in ${names.join(' ')}; do`,
  '  rounds=0',
  '  until [ "$(answer "$package")" = 200 ]; do',
  '    rounds=$((rounds + 1))',
  '    if [ "$rounds" -gt 60 ]; then',
  '      echo "::error::npm does not serve $package@$version, a quarter of an hour after it was published."',
  '      exit 1',
  '    fi',
  '    sleep 15',
  '  done',
  'done',
];

/** Sets the version in every package, and in what the main one asks for. */
const setVersion = (packages: readonly PlatformPackage[]): readonly string[] => [
  'version="${VERSION%%+*}"',
  `for folder in ${[npmFolder, ...packages.map(({folder}) => folder)].join(' ')}; do`,
  '  (cd "$folder" && npm version "$version" --no-git-tag-version --allow-same-version)',
  'done',
  `cd ${npmFolder}`,
  ...packages.map(({name}) => `npm pkg set "optionalDependencies[${name}]=$version"`),
];

const publish = (name: string, packages: readonly PlatformPackage[]): readonly string[] => [
  ...answer,
  'npm config set "${registry#*:}:_authToken=\\${NODE_AUTH_TOKEN}" --location user',
  'tag=latest',
  'case "$version" in *-*) tag=next ;; esac',
  '# A trusted publisher takes the place of the token once each package is there; the first version of each needs the token.',
  'publish() {',
  '  if [ "$(answer "$1")" = 200 ]; then',
  '    echo "$1@$version is there already."',
  '  else',
  '    npm publish "./$2" --access public --provenance --tag "$tag"',
  '  fi',
  '}',
  ...packages.map((one) => `publish '${one.name}' ${one.folder}`),
  `publish '${name}' ${npmFolder}`,
];

/** Publishes the platforms' packages and then the one that asks for them. */
export const npmJob = (facts: ProgramFacts): PublishJob | undefined => {
  const carried = npmObstacle(facts) ?? carriedPrograms(facts, ['linux', 'macos', 'windows']);
  if (carried.kind === 'blocked') return undefined;
  const name = npmNameOf(facts);
  const packages = platformPackages(name, carried.programs);
  const names = [...packages.map((one) => one.name), name];
  const target = (one: PlatformPackage): string => `"${one.folder}/bin/${programFile(facts, one.program)}"`;
  const targets = new Map(packages.map((one) => [one.program, target(one)]));
  const licenses = facts.license.text === undefined ? [] : packages.map(({folder}) => `cp ${npmFolder}/LICENSE ${folder}/LICENSE`);
  return {
    runner: 'ubuntu-latest',
    permissions: {'id-token': 'write'},
    secrets: ['NPM_TOKEN'],
    files: [npmFolder, ...packages.map(({folder}) => folder)].map((folder) => `${folder}/package.json`),
    prepare: [{kind: 'use', name: 'Set up Node.js', uses: {action: 'actions/setup-node', version: 'v5'}, with: {'node-version': '24'}}],
    look: look(names),
    publish: [
      ...unpackReleased(carried.programs, facts.project.version, (program) => targets.get(program) ?? ''),
      {kind: 'run', name: 'Set the version', lines: [...licenses, ...setVersion(packages)]},
      {
        kind: 'run',
        name: 'Publish to npm',
        env: {NODE_AUTH_TOKEN: '${{ secrets.NPM_TOKEN }}'},
        lines: publish(name, packages),
      },
    ],
    verify: verify(names),
  };
};
