import {describe, expect, it} from 'vitest';
import {findProgramFacts} from '../../../checks/repository/program.ts';
import {packedProgram, readme} from '../../support/archives.ts';
import {elfOf} from '../../support/executables.ts';
import {against} from '../../support/fake-lookup.ts';
import {faultsOf, foundOf, linuxProgram, platformsOf, programNamed} from '../../support/found-programs.ts';
import {harborAsset} from '../../support/program-facts.ts';
import {harborProject, harborReplies, type ReleasedBytes, releasedArchive, usualArchives} from '../../support/released-archives.ts';

describe('bad input', () => {
  it('no release', async () => {
    const facts = await against(harborReplies([]), (lookup) => findProgramFacts(lookup, harborProject(undefined)));
    expect(facts).toMatchObject({programs: [], command: 'harbor', faults: [{what: expect.stringMatching(/v1\.2\.3 has no release yet/)}]});
  });

  it.each<readonly [string, readonly ReleasedBytes[], RegExp]>([
    ['no files', [], /has no files/],
    [
      'nothing but texts',
      [
        {name: 'notes.txt', bytes: Buffer.from('x')},
        {name: 'harbor.tar.gz.sha256', bytes: Buffer.from('x')},
      ],
      /No file of the release .* \(notes\.txt, harbor/,
    ],
    ['systems that no package is for', [{name: 'harbor-freebsd-amd64.tar.gz', bytes: Buffer.from('x')}], /No file of the release/],
  ])('%s', async (_, files, what) => {
    const facts = await foundOf(files, {skipped: files.map(({name}) => name)});
    expect([facts.programs, faultsOf(facts)]).toEqual([[], [expect.stringMatching(what)]]);
  });

  const page = Buffer.from('<!DOCTYPE html><html>Sign in</html>');
  const arm = packedProgram('harbor', 'linux', 'arm64');
  it.each<readonly [string, ReleasedBytes, RegExp]>([
    ['a page', {name: 'harbor-linux-arm64.zip', bytes: page}, /^harbor-linux-arm64\.zip holds no program .* web page/],
    ['a cut-off archive', {name: 'harbor-linux-arm64.tar.gz', bytes: releasedArchive('x.tar.gz', arm).bytes.subarray(0, 90)}, /cut off/],
    [
      'another digest',
      {...releasedArchive('harbor-linux-arm64.tar.gz', arm), asset: {sha256: 'ab'.repeat(32)}},
      /has the digest .* and not abababababab…/,
    ],
    ['no program', releasedArchive('harbor-linux-arm64.tar.gz', readme), /holds no program\.$/],
    [
      'two programs',
      releasedArchive('harbor-linux-arm64.tar.gz', {...arm, name: 'a'}, {...arm, name: 'b'}),
      /several programs for Linux on arm64 \(a, b\), and none is called harbor/,
    ],
    [
      'two that are called so',
      releasedArchive('harbor-linux-arm64.tar.gz', {...arm, name: 'a/harbor'}, {...arm, name: 'b/harbor'}),
      /that are called harbor \(a\/harbor, b\/harbor\)/,
    ],
    [
      'another system',
      releasedArchive('harbor-linux-arm64.tar.gz', programNamed('harbor', elfOf({system: 9}))),
      /for FreeBSD on amd64, for which no package/,
    ],
    ['another name', releasedArchive('harbor-linux-arm64.tar.gz', {...arm, name: 'harbour'}), /is called harbour and not harbor/],
    [
      'a name that breaks out',
      releasedArchive('harbor-linux-arm64.tar.gz', {...arm, name: '$(id)/harbor'}),
      /has a name that no package can carry/,
    ],
    [
      'a loader of one system',
      releasedArchive('harbor-linux-arm64.tar.gz', programNamed('harbor', elfOf({loader: '/nix/store/x/lib/ld-linux-x86-64.so.2'}))),
      /started by \/nix\/store/,
    ],
    [
      'a name for another platform',
      releasedArchive('harbor-linux-arm64.tar.gz', linuxProgram),
      /holds a program for Linux on amd64, which is not what its name says/,
    ],
    ['a missing upload', {...releasedArchive('harbor-linux-arm64.tar.gz', arm), asset: {isUploaded: false}}, /never uploaded/],
  ])('%s leaves that file out, says why, and takes nothing from the others', async (title, released, what) => {
    const good = usualArchives.slice(0, 1);
    const facts = await foundOf([...good, released], title === 'a missing upload' ? {skipped: [released.name]} : {});
    expect(platformsOf(facts)).toEqual(['linux amd64: harbor-1.2.3-linux-amd64.tar.gz']);
    expect(facts.faults).toEqual([{asset: released.name, what: expect.stringMatching(what)}]);
  });

  it('a file that GitHub lists and does not serve', async () => {
    const [one] = usualArchives;
    const facts = await foundOf(usualArchives.slice(0, 1), {[harborAsset(one?.name ?? '').url]: {status: 404}});
    expect([facts.programs, faultsOf(facts)]).toEqual([[], [expect.stringMatching(/lists .* and does not serve it/)]]);
  });

  it('a file that could not be looked at is no missing program: the question fails', async () => {
    const [one] = usualArchives;
    await expect(foundOf(usualArchives.slice(0, 1), {[harborAsset(one?.name ?? '').url]: {status: 503}})).rejects.toThrow('answers 503');
  });

  it('a program under a wrong name only is taken for what it is', async () => {
    const facts = await foundOf([releasedArchive('harbor-linux-arm64.tar.gz', linuxProgram)]);
    expect([platformsOf(facts), faultsOf(facts)]).toEqual([
      ['linux amd64: harbor-linux-arm64.tar.gz'],
      [expect.stringMatching(/not what its name says/)],
    ]);
  });
});
