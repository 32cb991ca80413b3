import type {ReleasedProgram} from '../../src/model/first-package.ts';
import type {JobStep} from '../../src/model/publish-job.ts';
import {shellFileName} from './release-files.ts';
import {releasedFolder, takeReleased} from './take-released.ts';

/** `unpack FORMAT FILE PROGRAM TARGET`: takes the program out of a released file and puts it where it belongs. */
const unpackFunction: readonly string[] = [
  'unpack() {',
  '  rm -rf "$RUNNER_TEMP/unpacked"',
  '  mkdir -p "$RUNNER_TEMP/unpacked" "$(dirname "$4")"',
  '  case "$1" in',
  `    zip) unzip -q ${releasedFolder}/"$2" -d "$RUNNER_TEMP/unpacked" ;;`,
  `    binary) cp ${releasedFolder}/"$2" "$RUNNER_TEMP/unpacked/$3" ;;`,
  `    *) tar -xf ${releasedFolder}/"$2" -C "$RUNNER_TEMP/unpacked" ;;`,
  '  esac',
  '  cp "$RUNNER_TEMP/unpacked/$3" "$4"',
  '  chmod 755 "$4"',
  '}',
];

/** Steps that take the programs from the release and put each where `targetOf` says, a word of bash. */
export const unpackReleased = (
  programs: readonly ReleasedProgram[],
  version: string,
  targetOf: (program: ReleasedProgram) => string,
): readonly [JobStep, JobStep] => {
  const names = [...new Set(programs.map(({asset}) => shellFileName(asset.name, version)))];
  const calls = programs.map(
    (program) =>
      `unpack ${program.format} ${shellFileName(program.asset.name, version)} ${shellFileName(program.path, version)} ${targetOf(program)}`,
  );
  return [takeReleased(names), {kind: 'run', name: 'Unpack the programs', lines: [...unpackFunction, ...calls]}];
};
