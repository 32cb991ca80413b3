import {describe, expect, it} from 'vitest';
import {elfProgram, machProgram, peProgram} from '../../src/demo/contextlite/executables.ts';
import {executableOf, startsLikeProgram} from '../../src/model/executable.ts';
import {elfOf, universalProgram} from '../support/executables.ts';

const glibcLoader = '/lib64/ld-linux-x86-64.so.2';
const linux = (more: object, architecture = 'amd64') => ({kind: 'program', system: 'linux', architectures: [architecture], ...more});

/** Changes single bytes. */
const patched = (bytes: Buffer, ...changes: readonly (readonly [at: number, value: number])[]): Buffer => {
  const copy = Buffer.from(bytes);
  for (const [at, value] of changes) copy[at] = value;
  return copy;
};

describe('a Linux program', () => {
  it.each<readonly [string, Buffer, object]>([
    ['static', elfOf({}), linux({library: {kind: 'static'}})],
    ['static at any address', elfOf({type: 3, isDynamic: true}), linux({library: {kind: 'static'}})],
    ['for arm64', elfOf({machine: 183}), linux({library: {kind: 'static'}}, 'arm64')],
    ['for 386', elfOf({machine: 3, is32: true}), linux({library: {kind: 'static'}}, '386')],
    ['of GNU', elfOf({system: 3}), linux({library: {kind: 'static'}})],
    ['with musl', elfOf({loader: '/lib/ld-musl-x86_64.so.1'}), linux({library: {kind: 'musl'}, loader: '/lib/ld-musl-x86_64.so.1'})],
    ['with glibc, of which no version is kept', elfOf({loader: glibcLoader}), linux({library: {kind: 'glibc'}, loader: glibcLoader})],
    [
      'with the newest glibc that it asks for, by number',
      elfOf({loader: glibcLoader, glibc: ['2.2.5', '2.17', '2.4'], mentioned: ['2.99']}),
      linux({library: {kind: 'glibc', least: '2.17'}, loader: glibcLoader}),
    ],
    ['with an unknown loader', elfOf({loader: '/opt/loader'}), linux({loader: '/opt/loader'})],
    ['whose head is all that is kept', elfOf({loader: glibcLoader}).subarray(0, 64), linux({})],
  ])('%s', (_, bytes, expected) => {
    expect(executableOf(bytes)).toEqual(expected);
  });
});

describe('a program for', () => {
  it.each<readonly [string, Buffer, object]>([
    ['macOS on amd64', machProgram('amd64', 'x'), {kind: 'program', system: 'macos', architectures: ['amd64']}],
    ['macOS on arm64', machProgram('arm64', 'x'), {kind: 'program', system: 'macos', architectures: ['arm64']}],
    ['macOS on both', universalProgram(), {kind: 'program', system: 'macos', architectures: ['amd64', 'arm64']}],
    ['Windows on amd64', peProgram('amd64', 'x'), {kind: 'program', system: 'windows', architectures: ['amd64']}],
    ['Windows on arm64', peProgram('arm64', 'x'), {kind: 'program', system: 'windows', architectures: ['arm64']}],
    [
      'Windows on 386',
      patched(peProgram('amd64', 'x'), [0x84, 0x4c], [0x85, 0x01]),
      {kind: 'program', system: 'windows', architectures: ['386']},
    ],
    ['Linux, in the demo', elfProgram('arm64', 'x'), linux({library: {kind: 'static'}}, 'arm64')],
    ['whatever has its interpreter', Buffer.from('#! /usr/bin/env node\nx'), {kind: 'script', interpreter: '/usr/bin/env node'}],
  ])('%s', (_, bytes, expected) => {
    expect(executableOf(bytes)).toEqual(expected);
    expect(startsLikeProgram(bytes.subarray(0, 4))).toBe(true);
  });
});

describe('what no package here is for', () => {
  it.each<readonly [string, Buffer, string]>([
    ['FreeBSD', elfOf({system: 9}), 'FreeBSD on amd64'],
    ['OpenBSD by its loader', elfOf({loader: '/usr/libexec/ld.so'}), 'OpenBSD on amd64'],
    ['Android', elfOf({loader: '/system/bin/linker64', machine: 183}), 'Android on arm64'],
    ['RISC-V', elfOf({machine: 243}), 'Linux on RISC-V'],
    ['32-bit ARM', elfOf({machine: 40, is32: true}), 'Linux on 32-bit ARM'],
    ['a big-endian machine', elfOf({machine: 22, is32: true, isBigEndian: true}), 'Linux on s390x'],
    ['a 32-bit program of a 64-bit processor', elfOf({is32: true}), 'Linux on amd64'],
    ['an unknown Apple', patched(machProgram('arm64', 'x'), [4, 0x12]), 'macOS on an unknown processor'],
    ['an unknown Windows', patched(peProgram('arm64', 'x'), [0x84, 0x01]), 'Windows on an unknown processor'],
    ['DOS', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)]), 'DOS'],
  ])('%s', (_, bytes, what) => {
    expect(executableOf(bytes)).toEqual({kind: 'foreign', what});
  });
});

describe('no program', () => {
  it.each<readonly [string, Buffer]>([
    ['of Linux', elfOf({type: 3, entry: 0, isDynamic: true})],
    ['of Linux, not linked yet', elfOf({type: 1})],
    ['of macOS', patched(machProgram('arm64', 'x'), [12, 6])],
    ['of macOS, universal', universalProgram([patched(machProgram('arm64', 'x'), [12, 6])])],
    ['of Windows', patched(peProgram('amd64', 'x'), [0x97, 0x20])],
  ])('but a library %s', (_, bytes) => {
    expect(executableOf(bytes)).toEqual({kind: 'library'});
  });

  it.each<readonly [string, Buffer]>([
    ['a text', Buffer.from('harbor')],
    ['nothing', Buffer.alloc(0)],
    ['a Java class', Buffer.from('cafebabe00000041', 'hex')],
    ['four bytes of an ELF file', elfOf({}).subarray(0, 4)],
    ['the start of a Windows program', peProgram('amd64', 'x').subarray(0, 0x90)],
  ])('but %s', (_, bytes) => {
    expect(executableOf(bytes)).toBeUndefined();
  });

  it('and bytes of any kind never fail', () => {
    for (const whole of [
      elfOf({loader: glibcLoader, glibc: ['2.17']}),
      universalProgram(),
      peProgram('amd64', 'x'),
      machProgram('amd64', 'x'),
    ])
      for (let seed = 1; seed < 2000; seed += 1) {
        const at = (seed * 7919) % 160;
        const bytes = patched(whole, [at, (seed * 31) % 256], [(at + seed) % 160, 0xff]).subarray(0, whole.length - (seed % whole.length));
        expect(() => executableOf(bytes)).not.toThrow();
      }
  });
});
