import {execFileSync, spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {aurFirstPackage} from '../../checks/first-package/aur.ts';
import type {ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {harborProgram, hostileFacts, hostileTexts, programFacts} from '../support/program-facts.ts';

/* bsdtar unpacks and packs for makepkg. */
const missing = ['makepkg', 'pacman', 'bsdtar'].some((program) => spawnSync(program, ['--version']).error !== undefined);

/* makepkg refuses to run as root. */
const asNobody = process.getuid?.() === 0;
const nobody = 65534;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portcall-makepkg-'));
  chmodSync(folder, 0o777);
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

const makepkg = (...args: readonly string[]): string => {
  const ended = spawnSync('makepkg', args, {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'] ?? '',
      LC_ALL: 'C.UTF-8',
      HOME: folder,
      PKGDEST: folder,
      SRCDEST: folder,
      BUILDDIR: folder,
      PKGEXT: '.pkg.tar.gz',
    },
    ...(asNobody ? {uid: nobody, gid: nobody} : {}),
  });
  if (ended.status !== 0) throw new Error(`${ended.stdout}${ended.stderr}`);
  return ended.stdout;
};

/** Writes the package's files and gives its .SRCINFO. */
const write = (facts: ProgramFacts): string => {
  const made = aurFirstPackage.filesOf(facts);
  if (made.kind === 'blocked') throw new Error(made.because);
  for (const {path: file, contents} of made.files) writeFileSync(path.join(folder, file), contents);
  return made.files.find((file) => file.path === '.SRCINFO')?.contents ?? '';
};

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

/** Packs a released file and gives the program with its real digest. */
const released = (over: Partial<ReleasedProgram>, pack: (inside: string, file: string) => void): ReleasedProgram => {
  const program = harborProgram('linux', 'amd64', over);
  const inside = path.join(folder, 'release');
  for (const file of [program.path, ...program.besides]) {
    mkdirSync(path.dirname(path.join(inside, file)), {recursive: true});
    writeFileSync(path.join(inside, file), `#!/bin/sh\necho ${file}\n`);
  }
  const made = path.join(folder, 'packed');
  pack(inside, made);
  const bytes = readFileSync(made);
  const ending = program.format === 'binary' ? '' : `.${program.format}`;
  writeFileSync(path.join(folder, `harbor-bin-1.2.3-x86_64${ending}`), bytes);
  return {...program, sha256: createHash('sha256').update(bytes).digest('hex')};
};

const tar = (inside: string, file: string): void => void execFileSync('tar', ['-czf', file, '-C', inside, '.']);
const zip = (inside: string, file: string): void =>
  void execFileSync('python3', [
    '-c',
    'import shutil,sys;shutil.move(shutil.make_archive(sys.argv[2],"zip",sys.argv[1]),sys.argv[2])',
    inside,
    file,
  ]);
const copy = (inside: string, file: string): void => writeFileSync(file, readFileSync(path.join(inside, 'harbor-linux-amd64')));

describe.skipIf(missing)(`makepkg${missing ? ' (left out: makepkg)' : ''}`, {timeout: 60_000}, () => {
  const folderName = 'harbor-1.2.3-linux-amd64';
  const wrapped = ['amd64', 'arm64'] as const;
  it.each<[string, ProgramFacts]>([
    ['a usual project', programFacts()],
    ['one without a program for arm64', programFacts({programs: [harborProgram('linux', 'amd64')]})],
    [
      'archives with a folder, one of them with glibc',
      programFacts({
        programs: wrapped.map((one) =>
          harborProgram('linux', one, {
            folder: `harbor-1.2.3-linux-${one}`,
            path: `harbor-1.2.3-linux-${one}/harbor`,
            besides: [`harbor-1.2.3-linux-${one}/README.md`],
            library: one === 'amd64' ? {kind: 'glibc', least: '2.17'} : {kind: 'static'},
          }),
        ),
      }),
    ],
    ['a date as its version', {...programFacts(), project: {...programFacts().project, version: '2026-03-02', tag: '2026-03-02'}}],
    ['texts that break out of other languages', hostileFacts(hostileTexts.join(' '))],
    ['texts that stand at the end', hostileFacts(hostileTexts.toReversed().join('\n'))],
  ])('prints for %s what our .SRCINFO says', (_name, facts) => {
    const ours = write(facts);
    expect(lines(makepkg('--printsrcinfo'))).toEqual(lines(ours));
    expect(spawnSync('test', ['-e', path.join(folder, 'canary')]).status).toBe(1);
  });

  it.each<[string, () => ReleasedProgram]>([
    ['an archive without a folder', () => released({}, tar)],
    [
      'an archive with a folder',
      () => released({folder: folderName, path: `${folderName}/harbor`, besides: [`${folderName}/LICENSE`]}, tar),
    ],
    ['a zip', () => released({format: 'zip'}, zip)],
  ])('builds a package from %s', (_name, program) => {
    write(programFacts({programs: [program()]}));
    makepkg('--nodeps', '--noconfirm');
    const packed = execFileSync('tar', ['-tzf', path.join(folder, 'harbor-bin-1.2.3-1-x86_64.pkg.tar.gz')], {encoding: 'utf8'});
    expect(packed.split('\n')).toEqual(expect.arrayContaining(['usr/bin/harbor', 'usr/share/licenses/harbor-bin/LICENSE', '.PKGINFO']));
  });

  it('builds a package from a bare program, and takes the licence beside it', () => {
    const program = released({format: 'binary', path: 'harbor-linux-amd64', besides: []}, copy);
    const facts = programFacts({programs: [program]});
    write(facts);
    writeFileSync(path.join(folder, 'harbor-bin-1.2.3-LICENSE'), facts.license.text ?? '');
    makepkg('--nodeps', '--noconfirm');
    const packed = execFileSync('tar', ['-xzOf', path.join(folder, 'harbor-bin-1.2.3-1-x86_64.pkg.tar.gz'), 'usr/bin/harbor'], {
      encoding: 'utf8',
    });
    expect(packed).toContain('echo harbor-linux-amd64');
  });

  it('takes no file of another digest', () => {
    const program = released({}, tar);
    write(programFacts({programs: [{...program, sha256: '0'.repeat(64)}]}));
    expect(() => makepkg('--nodeps', '--noconfirm')).toThrow(/did not pass the validity check/);
  });
});
