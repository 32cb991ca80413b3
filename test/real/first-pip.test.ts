import {createHash} from 'node:crypto';
import {chmod, mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {pypi} from '../../checks/pypi.ts';
import type {PublishJob} from '../../src/model/publish-job.ts';
import {writtenFiles} from '../support/first-files.ts';
import {openReleasedWorld, type ReleasedWorld} from '../support/released-world.ts';

const findWhyNot = async (): Promise<string | undefined> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the test’s programs are for Linux on x64';
  const {failed} = await execa('python3', ['-c', 'import venv, ensurepip, tomllib'], {reject: false});
  return failed ? 'python3 3.11 with venv is not installed' : undefined;
};
const why = await findWhyNot();

describe.skipIf(why !== undefined)(`the first wheels and pip${why === undefined ? '' : ` (left out: ${why})`}`, {timeout: 120_000}, () => {
  let world: ReleasedWorld;
  let job: PublishJob;
  let dist: string;

  beforeAll(async () => {
    world = await openReleasedWorld('1.2.4-rc.1');
    await world.write(writtenFiles(pypi.firstPackage, world.facts).files);
    job = pypi.firstPackage!.job!(world.facts)!;
    dist = path.join(world.folder, 'checkout/packaging/pypi/dist');
    await world.runSteps(job.prepare);
  }, 60_000);
  afterAll(() => world?.close());

  const digests = async (): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries(
      await Promise.all(
        (await readdir(dist)).map(
          async (name) =>
            [
              name,
              createHash('sha256')
                .update(await readFile(path.join(dist, name)))
                .digest('hex'),
            ] as const,
        ),
      ),
    );

  it('are one for each platform, and the same each time', async () => {
    const first = await digests();
    expect(Object.keys(first).sort()).toEqual([
      'harbor-1.2.4rc1-py3-none-macosx_11_0_arm64.whl',
      'harbor-1.2.4rc1-py3-none-macosx_11_0_x86_64.whl',
      'harbor-1.2.4rc1-py3-none-manylinux2014_aarch64.manylinux_2_17_aarch64.musllinux_1_1_aarch64.whl',
      'harbor-1.2.4rc1-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.musllinux_1_1_x86_64.whl',
      'harbor-1.2.4rc1-py3-none-win_amd64.whl',
      'harbor-1.2.4rc1-py3-none-win_arm64.whl',
    ]);
    await world.runSteps(job.prepare);
    expect(await digests()).toEqual(first);
  });

  it('give the released program, by pip without any index', async () => {
    const venv = path.join(world.folder, 'venv');
    await execa('python3', ['-m', 'venv', venv]);
    const pip = [
      '-m',
      'pip',
      '--isolated',
      '--disable-pip-version-check',
      'install',
      '--no-index',
      '--pre',
      '--find-links',
      dist,
      'harbor',
    ];
    await execa(path.join(venv, 'bin/python'), pip);
    const {stdout, exitCode} = await execa(path.join(venv, 'bin/harbor'), ['a b'], {reject: false});
    expect(stdout).toBe('harbor 1.2.4-rc.1 linux/amd64 a b');
    expect(exitCode).toBe(7);
    const asked =
      'import importlib.metadata as m; d = m.metadata("harbor"); print(d["Name"], d["Version"], d["License-Expression"], d["Summary"])';
    const about = await execa(path.join(venv, 'bin/python'), ['-c', asked]);
    expect(about.stdout).toBe('harbor 1.2.4rc1 MIT Moves files between object stores');
    const checked = 'import importlib.metadata as m; print(all(f.locate().exists() for f in m.distribution("harbor").files))';
    expect((await execa(path.join(venv, 'bin/python'), ['-c', checked])).stdout).toBe('True');
  });

  it('have a RECORD with the digest of every file', async () => {
    const script = `
import base64, hashlib, pathlib, sys, zipfile
for path in pathlib.Path(sys.argv[1]).glob('*.whl'):
    with zipfile.ZipFile(path) as wheel:
        assert wheel.testzip() is None
        record = [name for name in wheel.namelist() if name.endswith('.dist-info/RECORD')][0]
        lines = dict(line.split(',', 1) for line in wheel.read(record).decode().splitlines())
        assert sorted(lines) == sorted(wheel.namelist()), path
        for name in wheel.namelist():
            digest = base64.urlsafe_b64encode(hashlib.sha256(wheel.read(name)).digest()).rstrip(b'=').decode()
            assert name == record or lines[name] == f'sha256={digest},{len(wheel.read(name))}', name
            mode = wheel.getinfo(name).external_attr >> 16
            assert mode & 0o111 == (0o111 if '.data/scripts/' in name else 0), name
print('sound')
`;
    expect((await execa('python3', ['-c', script, dist])).stdout).toBe('sound');
  });

  /* curl alone stands for PyPI here: it answers with what the test lays out. */
  const answering = async (status: string, body: string): Promise<Readonly<Record<string, string>>> => {
    const bin = path.join(world.folder, 'curl-bin');
    await mkdir(bin, {recursive: true});
    await writeFile(path.join(bin, 'body'), body);
    const text = `#!/usr/bin/env bash\nwhile [ $# -gt 0 ]; do [ "$1" != --output ] || cp ${bin}/body "$2"; shift; done\nprintf %s ${status}\n`;
    await writeFile(path.join(bin, 'curl'), text);
    await chmod(path.join(bin, 'curl'), 0o755);
    return {PATH: `${bin}:${path.join(world.folder, 'bin')}:${process.env.PATH}`};
  };

  it('are looked for by name and digest', async () => {
    const served = Object.entries(await digests()).map(([filename, sha256]) => ({filename, hashes: {sha256}}));
    expect(await world.look(job, await answering('404', 'Not Found'))).toBe('published=false');
    expect(await world.look(job, await answering('200', JSON.stringify({files: served})))).toBe('published=true');
    expect(await world.look(job, await answering('200', JSON.stringify({files: served.slice(1)})))).toBe('published=false');
    const other = served.map((one) => ({...one, hashes: {sha256: 'a'.repeat(64)}}));
    await expect(world.look(job, await answering('200', JSON.stringify({files: other})))).rejects.toThrow(/serves another harbor/);
    await expect(world.look(job, await answering('503', ''))).rejects.toThrow(/answers 503/);
  });
});
