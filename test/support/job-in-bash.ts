import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {JobStep, PublishJob} from '../../src/model/publish-job.ts';

/*
 * Carries out a job's scripts in bash on this machine. Stand-ins on the PATH: `gh`, which hands out files of a folder; `curl`, which reads
 * GitHub's contents out of the place's repository; `sleep`, which does not. `git` is the real one, and GitHub's addresses lead to a local repository.
 */

export type BashEnd = {readonly code: number; readonly out: string};

const gh = `#!/bin/bash
if [ "$1 $2" = "release download" ]; then
  while [ $# -gt 0 ]; do case "$1" in --pattern) pattern="$2" ;; --dir) dir="$2" ;; esac; shift; done
  [ -f "$RELEASED/$pattern" ] || { echo "no assets match the file pattern" >&2; exit 1; }
  cp "$RELEASED/$pattern" "$dir/"
elif [ "$1" = api ]; then
  cd "$RELEASED" && for file in *; do echo "sha256:$(sha256sum "$file" | cut -d ' ' -f 1) $file"; done
fi
`;

const curl = `#!/bin/bash
while [ $# -gt 0 ]; do case "$1" in -o) output="$2" ;; http*) address="$1" ;; esac; shift; done
[ -z "$ANSWER" ] || { printf '%s' "$ANSWER"; exit 0; }
if git --git-dir="$ORIGIN" show "HEAD:\${address#*/contents/}" > "$output" 2> /dev/null; then printf 200; else printf 404; fi
`;

const run = (folder: string, args: readonly string[]): string =>
  execFileSync('git', args, {cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});

export type JobPlace = {
  /** Runs the whole job as the writer puts it together. */
  runJob(job: PublishJob, over?: Readonly<Record<string, string>>): BashEnd & {readonly published: string};
  /** A file of the place as people get it; undefined: it is not there. */
  served(file: string): string | undefined;
  commits(): readonly string[];
  /** Commits a file to the place. */
  commit(file: string, contents: string): void;
  /** Puts a file into the release. */
  release(name: string, contents: string): void;
  end(): void;
};

/** Secrets of a step are given as they are named. */
const environmentOf = (values: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.replace(/^\$\{\{ (.*) \}\}$/, 'token-of-$1')]));

export const openJobPlace = (repository: string, setting: {readonly tag: string; readonly version: string}): JobPlace => {
  const root = mkdtempSync(path.join(tmpdir(), 'portcall-job-'));
  const [bin, released, runner, origin, work] = ['bin', 'released', 'runner', 'origin.git', 'work'].map((name) =>
    path.join(root, name),
  ) as [string, string, string, string, string];
  for (const folder of [bin, released, runner]) mkdirSync(folder);
  for (const [name, text] of Object.entries({gh, curl, sleep: '#!/bin/bash\n'})) {
    writeFileSync(path.join(bin, name), text);
    chmodSync(path.join(bin, name), 0o755);
  }
  run(root, ['init', '--quiet', '--bare', '--initial-branch=main', origin]);
  run(root, ['clone', '--quiet', origin, work]);
  run(work, ['checkout', '--quiet', '-B', 'main']);
  const env = {
    PATH: `${bin}:${process.env['PATH']}`,
    HOME: root,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `url.${origin}.insteadOf`,
    ORIGIN: origin,
    RELEASED: released,
    RUNNER_TEMP: runner,
    GITHUB_REPOSITORY: 'harbor-tools/harbor',
    GITHUB_OUTPUT: path.join(runner, 'output'),
    TAG: setting.tag,
    VERSION: setting.version,
  };
  const bash = (lines: readonly string[], more: Readonly<Record<string, string>>): BashEnd => {
    const script = ['set -euo pipefail', ...lines].join('\n');
    const given = {...env, GIT_CONFIG_VALUE_0: `https://github.com/${repository}.git`, ...more};
    const {status, stdout, stderr} = spawnSync('bash', ['--noprofile', '--norc', '-c', script], {cwd: root, env: given, encoding: 'utf8'});
    return {code: status ?? 1, out: `${stdout}${stderr}`};
  };
  return {
    runJob: (job, over = {}) => {
      rmSync(runner, {recursive: true, force: true});
      mkdirSync(runner);
      let said = '';
      const steps: JobStep[] = [];
      const act = (lines: readonly string[], values: Readonly<Record<string, string>>): boolean => {
        const {code, out} = bash(lines, {...values, ...over});
        said += out;
        return code === 0;
      };
      const carryOut = (step: JobStep): boolean => step.kind === 'run' && act(step.lines, environmentOf(step.env));
      const output = (): string => (existsSync(env.GITHUB_OUTPUT) ? readFileSync(env.GITHUB_OUTPUT, 'utf8').trim() : '');
      const own = environmentOf(job.env);
      if (!job.prepare.every(carryOut) || !act(job.look, own)) return {code: 1, out: said, published: output()};
      if (output().endsWith('published=false')) steps.push(...job.publish);
      const isDone = steps.every(carryOut) && act(job.verify, own);
      return {code: isDone ? 0 : 1, out: said, published: output()};
    },
    served: (file) => {
      const {status, stdout} = spawnSync('git', ['--git-dir', origin, 'show', `HEAD:${file}`], {encoding: 'utf8'});
      return status === 0 ? stdout : undefined;
    },
    commits: () => run(root, ['--git-dir', origin, 'log', '--format=%s']).trim().split('\n'),
    commit: (file, contents) => {
      if (existsSync(path.join(work, '.git/refs/heads/main'))) run(work, ['pull', '--quiet', 'origin', 'main']);
      mkdirSync(path.dirname(path.join(work, file)), {recursive: true});
      writeFileSync(path.join(work, file), contents);
      run(work, ['add', '.']);
      run(work, ['-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', `Change ${file}`]);
      run(work, ['push', '--quiet', 'origin', 'main']);
    },
    release: (name, contents) => writeFileSync(path.join(released, name), contents),
    end: () => rmSync(root, {recursive: true, force: true}),
  };
};
