import {describe, expect, it} from 'vitest';
import {elfProgram} from '../../../src/demo/contextlite/executables.ts';
import {packedProgram, readme} from '../../support/archives.ts';
import {elfOf, universalProgram} from '../../support/executables.ts';
import {faultsOf, foundOf, linuxProgram, platformsOf, programNamed} from '../../support/found-programs.ts';
import {type ReleasedBytes, releasedArchive, usualArchives} from '../../support/released-archives.ts';

describe('archives are listed and never assumed', () => {
  it.each<readonly [string, ReleasedBytes, object]>([
    [
      'a wrapping folder',
      releasedArchive(
        'harbor-linux-amd64.tar.gz',
        {...linuxProgram, name: 'harbor-1.2.3/bin/harbor'},
        {...readme, name: 'harbor-1.2.3/README.md'},
      ),
      {path: 'harbor-1.2.3/bin/harbor', folder: 'harbor-1.2.3', besides: ['harbor-1.2.3/README.md']},
    ],
    [
      'a bare program',
      {name: 'harbor-linux-amd64', bytes: elfProgram('amd64', 'x')},
      {format: 'binary', path: 'harbor-linux-amd64', folder: '', isExecutable: false},
    ],
    [
      'a program with the platform in its name',
      releasedArchive('harbor_Linux_x86_64.zip', {...linuxProgram, name: 'harbor_linux_x86_64'}),
      {format: 'zip', path: 'harbor_linux_x86_64'},
    ],
    ['no platform in any name', releasedArchive('harbor.tar.gz', linuxProgram), {system: 'linux', architecture: 'amd64'}],
    [
      'a library and a picture beside it',
      releasedArchive('harbor-linux.tar.gz', linuxProgram, {...linuxProgram, name: 'lib/libharbor.so.1'}, {name: 'x.png', contents: 'x'}),
      {path: 'harbor', besides: ['lib/libharbor.so.1', 'x.png']},
    ],
    [
      'several, of which one is called as the project',
      releasedArchive('harbor-linux.tar.gz', {...linuxProgram, name: 'harbord'}, linuxProgram),
      {path: 'harbor', besides: ['harbord']},
    ],
    [
      'a script',
      releasedArchive('harbor-linux-amd64.tar.gz', {name: 'harbor', contents: '#!/bin/sh\n', isExecutable: true}),
      {path: 'harbor'},
    ],
    [
      'only musl',
      releasedArchive('harbor-linux-amd64-musl.tar.gz', programNamed('harbor', elfOf({loader: '/lib/ld-musl-x86_64.so.1'}))),
      {library: {kind: 'musl'}},
    ],
  ])('%s', async (_, released, expected) => {
    const facts = await foundOf([released]);
    expect(facts).toMatchObject({command: 'harbor', faults: []});
    expect(facts.programs).toEqual([expect.objectContaining({system: 'linux', architecture: 'amd64', ...expected})]);
  });

  it('a universal program stands for both processors where none is for one of them', async () => {
    const universal = releasedArchive('harbor-macos.tar.gz', programNamed('harbor', universalProgram()));
    const arm = releasedArchive('harbor-macos-arm64.tar.gz', packedProgram('harbor', 'macos', 'arm64'));
    const facts = await foundOf([universal, arm]);
    expect([platformsOf(facts), faultsOf(facts)]).toEqual([
      ['macos amd64: harbor-macos.tar.gz', 'macos arm64: harbor-macos-arm64.tar.gz'],
      [],
    ]);
  });

  it('a static program goes before one for glibc, and that before one for musl, which is kept beside it', async () => {
    const glibc = releasedArchive(
      'harbor-gnu.tar.gz',
      programNamed('harbor', elfOf({loader: '/lib64/ld-linux-x86-64.so.2', glibc: ['2.4', '2.17']})),
    );
    const musl = releasedArchive('harbor-musl.tar.gz', programNamed('harbor', elfOf({loader: '/lib/ld-musl-x86_64.so.1'})));
    const both = await foundOf([musl, glibc]);
    expect(both.programs[0]).toMatchObject({asset: {name: 'harbor-gnu.tar.gz'}, library: {kind: 'glibc', least: '2.17'}});
    expect(both.alternatives).toMatchObject([{asset: {name: 'harbor-musl.tar.gz'}}]);
    const three = await foundOf([musl, glibc, releasedArchive('harbor-static.tar.gz', linuxProgram)]);
    expect(platformsOf(three)).toEqual(['linux amd64: harbor-static.tar.gz']);
    expect([faultsOf(both), faultsOf(three)]).toEqual([[], []]);
  });

  it('one program in several packings is taken as its system usually has it', async () => {
    const windows = packedProgram('harbor.exe', 'windows', 'amd64');
    const files = [
      {name: 'harbor-linux-amd64', bytes: elfProgram('amd64', 'x')},
      releasedArchive('harbor-linux-amd64.zip', linuxProgram),
      releasedArchive('harbor-linux-amd64.tar.gz', linuxProgram),
      releasedArchive('harbor-windows-amd64.tar.gz', windows),
      releasedArchive('harbor-windows-amd64.zip', windows),
    ];
    expect(platformsOf(await foundOf(files))).toEqual([
      'linux amd64: harbor-linux-amd64.tar.gz',
      'windows amd64: harbor-windows-amd64.zip',
    ]);
  });

  it('one archive may hold the programs of several systems', async () => {
    const windows = packedProgram('windows/harbor.exe', 'windows', 'arm64');
    const facts = await foundOf([releasedArchive('harbor-1.2.3.zip', {...linuxProgram, name: 'linux/harbor'}, windows)]);
    expect(facts.programs.map(({system, path, besides}) => [system, path, besides])).toEqual([
      ['linux', 'linux/harbor', ['windows/harbor.exe']],
      ['windows', 'windows/harbor.exe', ['linux/harbor']],
    ]);
  });

  it('what people type is what the programs are called', async () => {
    const short = releasedArchive('harbor-linux-amd64.tar.gz', {...linuxProgram, name: 'hb'});
    expect((await foundOf([short])).command).toBe('hb');
    const two = [releasedArchive('harborctl-linux-amd64.tar.gz', {...linuxProgram, name: 'harborctl'}), ...usualArchives.slice(0, 1)];
    const facts = await foundOf(two);
    expect([facts.command, platformsOf(facts), faultsOf(facts)]).toEqual(['harbor', ['linux amd64: harbor-1.2.3-linux-amd64.tar.gz'], []]);
    expect((await foundOf(two, {}, {command: 'harborctl'})).programs[0]?.path).toBe('harborctl');
  });
});
