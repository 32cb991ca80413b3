import type {ProgramFacts} from '../../src/model/first-package.ts';
import type {JobStep, PublishJob} from '../../src/model/publish-job.ts';
import {carriedPrograms, platformFolder, programFile} from './carried-programs.ts';
import {pypiFolder, pypiNameOf, pypiObstacle, wheelPrograms} from './pypi-names.ts';
import {unpackReleased} from './unpack-released.ts';

const dist = `${pypiFolder}/dist`;
const digests = '"$RUNNER_TEMP/wheels.sha256"';

/** `list` writes what PyPI serves of the project to `$served` and prints the status of its answer. */
const listing = (name: string): readonly string[] => [
  'served="$RUNNER_TEMP/pypi.json"',
  'list() {',
  "  curl --silent --show-error --retry 3 --header 'Accept: application/vnd.pypi.simple.v1+json' --header 'Cache-Control: no-cache' \\",
  `    --output "$served" --write-out '%{http_code}' https://pypi.org/simple/${name}/`,
  '}',
];

const look = (name: string): readonly string[] => [
  ...listing(name),
  'status="$(list)"',
  'case "$status" in',
  '  200) ;;',
  '  404) : > "$served" ;;',
  '  *)',
  '    echo "::error::PyPI answers $status when it is asked for the project, so nothing is known. Run this job again later."',
  '    exit 1',
  '    ;;',
  'esac',
  'published=true',
  'while read -r digest wheel; do',
  '  if ! grep -qF "\\"$wheel\\"" "$served"; then',
  '    published=false',
  '  elif ! grep -qF "$digest" "$served"; then',
  '    echo "::error::PyPI serves another $wheel than the release gives, and a file there can\'t be replaced. Release a new version."',
  '    exit 1',
  '  fi',
  `done < ${digests}`,
  'echo "published=$published" >> "$GITHUB_OUTPUT"',
];

const verify = (name: string): readonly string[] => [
  ...listing(name),
  'while read -r digest wheel; do',
  '  rounds=0',
  '  until [ "$(list)" = 200 ] && grep -qF "$digest" "$served"; do',
  '    rounds=$((rounds + 1))',
  '    if [ "$rounds" -gt 60 ]; then',
  '      echo "::error::PyPI does not serve $wheel, a quarter of an hour after it was uploaded."',
  '      exit 1',
  '    fi',
  '    sleep 15',
  '  done',
  `done < ${digests}`,
];

const buildWheels: JobStep = {
  kind: 'run',
  name: 'Build the wheels',
  lines: [`python3 ${pypiFolder}/build_wheels.py "$VERSION" "$RUNNER_TEMP/programs" ${dist}`, `cd ${dist}`, `sha256sum *.whl > ${digests}`],
};

/** Builds the wheels, which are the same each time, and uploads those that PyPI lacks, by the workflow's own identity. */
export const pypiJob = (facts: ProgramFacts): PublishJob | undefined => {
  const carried = pypiObstacle(facts) ?? carriedPrograms(facts, ['linux', 'macos', 'windows']);
  if (carried.kind === 'blocked') return undefined;
  const name = pypiNameOf(facts)
    .toLowerCase()
    .replace(/[-_.]+/g, '-');
  return {
    runner: 'ubuntu-latest',
    permissions: {'id-token': 'write'},
    secrets: [],
    files: [`${pypiFolder}/pyproject.toml`, `${pypiFolder}/build_wheels.py`],
    prepare: [
      {kind: 'use', name: 'Set up Python', uses: {action: 'actions/setup-python', version: 'v6'}, with: {'python-version': '3.13'}},
      ...unpackReleased(
        wheelPrograms(carried.programs),
        facts.project.version,
        (program) => `"$RUNNER_TEMP/programs/${platformFolder(program)}/${programFile(facts, program)}"`,
      ),
      buildWheels,
    ],
    look: look(name),
    publish: [
      {
        kind: 'use',
        name: 'Upload to PyPI',
        uses: {action: 'pypa/gh-action-pypi-publish', version: 'v1.13.0'},
        with: {'packages-dir': dist},
      },
    ],
    verify: verify(name),
  };
};
