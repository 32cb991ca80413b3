import {createHash} from 'node:crypto';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {tarGzOf} from '../../src/demo/contextlite/tar.ts';
import {zipOf} from '../../src/demo/contextlite/zip.ts';
import type {FirstFile, ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import type {JobStep, PublishJob} from '../../src/model/publish-job.ts';
import {harborPrograms, programFacts} from './program-facts.ts';

/** Says its version, its platform and what it was called with, and ends with 7; on `wait` it waits for a signal and says which came. */
const programText = (version: string, {system, architecture}: ReleasedProgram): string => `#!/bin/sh
if [ "$1" = wait ]; then trap 'echo stopped; exit 9' TERM; echo waiting; rounds=0; while [ "$rounds" -lt 400 ]; do sleep 0.05; rounds=$((rounds + 1)); done; exit 8; fi
echo "harbor ${version} ${system}/${architecture} $*"
exit 7
`;

const archiveOf = (version: string, program: ReleasedProgram): Buffer => {
  const files = [{name: program.path, contents: programText(version, program), isExecutable: true}];
  return program.format === 'zip' ? zipOf(files) : program.format === 'binary' ? Buffer.from(files[0]?.contents ?? '') : tarGzOf(files);
};

const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** GitHub's command for whoever asks for the files in \`$RELEASED\`, and for their digests. */
const gh = `#!/usr/bin/env bash
set -euo pipefail
if [ "$1" = api ]; then
  cd "$RELEASED"
  for file in *; do echo "sha256:$(sha256sum "$file" | cut -d ' ' -f 1) $file"; done
  exit
fi
while [ $# -gt 0 ]; do
  case "$1" in
    --pattern) pattern="$2"; shift ;;
    --dir) folder="$2"; shift ;;
  esac
  shift
done
cp "$RELEASED/$pattern" "$folder/"
`;

export type ReleasedWorld = {
  readonly folder: string;
  /** Facts whose digests are those of the files that are released here. */
  readonly facts: ProgramFacts;
  /** Lays files out in the checkout. */
  write(files: readonly FirstFile[]): Promise<void>;
  /** Runs lines of a job as a runner does, in the checkout; gives what they put into \`$GITHUB_OUTPUT\`. */
  run(lines: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
  /** Runs the steps of a job that are scripts. */
  runSteps(steps: readonly JobStep[], env?: Readonly<Record<string, string>>): Promise<void>;
  look(job: PublishJob, env?: Readonly<Record<string, string>>): Promise<string>;
  close(): Promise<void>;
};

/** The files of a release of harbor, as they are for a version. */
const releasedFiles = (version: string, programs: readonly ReleasedProgram[]): ReadonlyMap<string, Buffer> =>
  new Map(programs.map((program) => [program.asset.name.replaceAll('1.2.3', version), archiveOf(version, program)]));

/** A checkout and a release on this machine, of the version 1.2.3 for the facts, and of `version` for the job. */
export const openReleasedWorld = async (version = '1.2.4', given: readonly ReleasedProgram[] = harborPrograms): Promise<ReleasedWorld> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'portcall-released-'));
  const [checkout, released, bin, temporary] = ['checkout', 'released', 'bin', 'temporary'].map((name) => path.join(folder, name));
  for (const one of [checkout, released, bin, temporary]) await mkdir(one ?? '');
  await writeFile(path.join(bin ?? '', 'gh'), gh, {mode: 0o755});
  for (const [name, contents] of releasedFiles(version, given)) await writeFile(path.join(released ?? '', name), contents);
  const known = releasedFiles('1.2.3', given);
  const programs = given.map((one) => ({...one, sha256: sha256Of(known.get(one.asset.name) ?? Buffer.alloc(0))}));
  const output = path.join(folder, 'output');
  const run: ReleasedWorld['run'] = async (lines, env = {}) => {
    await writeFile(output, '');
    await execa('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', ['set -euo pipefail', ...lines].join('\n')], {
      cwd: checkout ?? folder,
      extendEnv: false,
      env: {
        PATH: `${bin}:${process.env.PATH ?? ''}`,
        HOME: folder,
        RELEASED: released ?? '',
        RUNNER_TEMP: temporary ?? '',
        GITHUB_OUTPUT: output,
        GITHUB_ENV: path.join(folder, 'environment'),
        GITHUB_REPOSITORY: 'harbor-tools/harbor',
        GITHUB_SERVER_URL: 'https://github.com',
        TAG: `v${version}`,
        VERSION: version,
        ...env,
      },
    });
    return (await readFile(output, 'utf8')).trim();
  };
  return {
    folder,
    facts: programFacts({programs}),
    run,
    write: async (files) => {
      for (const file of files) {
        const target = path.join(checkout ?? '', file.path);
        await mkdir(path.dirname(target), {recursive: true});
        await writeFile(target, file.contents);
      }
    },
    runSteps: async (steps, env) => {
      for (const step of steps) if (step.kind === 'run') await run(step.lines, env);
    },
    look: (job, env) => run(job.look, env),
    close: () => rm(folder, {recursive: true, force: true, maxRetries: 5}),
  };
};
