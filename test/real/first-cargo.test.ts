import {chmod, mkdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {cratesIo} from '../../checks/crates-io.ts';
import type {PublishJob} from '../../src/model/publish-job.ts';
import {textAt, writtenFiles} from '../support/first-files.ts';
import {openReleasedWorld, type ReleasedWorld} from '../support/released-world.ts';

const findWhyNot = async (): Promise<string | undefined> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the test’s programs are for Linux on x64';
  return (await execa('cargo', ['--version'], {reject: false})).failed ? 'cargo is not installed' : undefined;
};
const why = await findWhyNot();

describe.skipIf(why !== undefined)(`the first crate and cargo${why === undefined ? '' : ` (left out: ${why})`}`, {timeout: 240_000}, () => {
  let world: ReleasedWorld;
  let job: PublishJob;
  let crate: string;
  let bin: string;

  const cargo = (...args: readonly string[]) =>
    execa('cargo', [...args, '--offline'], {cwd: crate, env: {CARGO_HOME: path.join(world.folder, 'cargo'), CARGO_TERM_COLOR: 'never'}});

  /** Fetches from the release on this machine, and from nowhere else. */
  const fakeCurl = `#!/usr/bin/env bash
while [ $# -gt 0 ]; do case "$1" in --output) file="$2"; shift ;; https://*) address="$1" ;; esac; shift; done
echo "$address" >> "$FETCHED"
cp "$RELEASED/\${address##*/}" "$file"
`;

  beforeAll(async () => {
    world = await openReleasedWorld();
    await world.write(writtenFiles(cratesIo.firstPackage, world.facts).files);
    job = cratesIo.firstPackage!.job!(world.facts)!;
    crate = path.join(world.folder, 'checkout/packaging/crates-io');
    bin = path.join(world.folder, 'curl-bin');
    await mkdir(bin);
    await writeFile(path.join(bin, 'curl'), fakeCurl);
    await chmod(path.join(bin, 'curl'), 0o755);
    await world.runSteps(job.publish.slice(0, -1));
  }, 60_000);
  afterAll(() => world?.close());

  const start = (...args: readonly string[]) =>
    execa(path.join(world.folder, 'installed/bin/harbor'), args, {
      reject: false,
      env: {
        PATH: `${bin}:${process.env.PATH}`,
        XDG_CACHE_HOME: path.join(world.folder, 'cache'),
        RELEASED: path.join(world.folder, 'released'),
        FETCHED: path.join(world.folder, 'fetched'),
      },
    });

  it('has the version and the digests of the release that it is published for', async () => {
    expect(await readFile(path.join(crate, 'Cargo.toml'), 'utf8')).toContain('\nversion = "1.2.4"\n');
    const first = textAt(writtenFiles(cratesIo.firstPackage, world.facts), 'packaging/crates-io/src/programs.tsv');
    const now = await readFile(path.join(crate, 'src/programs.tsv'), 'utf8');
    const columns = (text: string, ...at: readonly number[]) => text.split('\n').map((line) => at.map((one) => line.split('\t')[one]));
    expect(columns(now, 0, 1, 2, 5)).toEqual(columns(first, 0, 1, 2, 5));
    expect(columns(now, 4)).toEqual(columns(first.replaceAll('1.2.3', '1.2.4'), 4));
    expect(now).not.toContain(first.split('\t')[3]);
  });

  it('is packed, and its own tests pass', async () => {
    const {stderr} = await cargo('package', '--allow-dirty');
    expect(stderr).toContain('Verifying harbor v1.2.4');
    expect(stderr).not.toMatch(/warning: (?!.*no (?:documentation|edition))/);
    const {stdout} = await cargo('package', '--list', '--allow-dirty');
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(['Cargo.toml', 'LICENSE', 'README.md', 'src/main.rs', 'src/programs.tsv']));
    expect((await cargo('test')).stdout).toContain('1 passed');
  });

  it('installs a command that fetches the released program once, and starts it', async () => {
    await cargo('install', '--path', '.', '--root', path.join(world.folder, 'installed'));
    const {stdout, stderr, exitCode} = await start('a b');
    expect([stdout, exitCode]).toEqual(['harbor 1.2.4 linux/amd64 a b', 7]);
    expect(stderr).toContain('fetching https://github.com/harbor-tools/harbor/releases/download/v1.2.4/harbor-1.2.4-linux-amd64.tar.gz');
    const again = await start('c');
    expect([again.stdout, again.stderr, again.exitCode]).toEqual(['harbor 1.2.4 linux/amd64 c', '', 7]);
    expect((await readFile(path.join(world.folder, 'fetched'), 'utf8')).trim().split('\n')).toHaveLength(1);
  });

  it('uses nothing that has another digest', async () => {
    await writeFile(path.join(world.folder, 'released/harbor-1.2.4-linux-amd64.tar.gz'), 'another file');
    await execa('rm', ['-rf', path.join(world.folder, 'cache')]);
    const {stderr, exitCode} = await start('a');
    expect(stderr).toMatch(/has the digest [0-9a-f]{64}, not [0-9a-f]{64}; it is not used\./);
    expect(exitCode).toBe(1);
  });
});
