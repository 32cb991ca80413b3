import {describe, expect, it} from 'vitest';
import {scoop} from '../../../checks/scoop.ts';
import type {FirstFiles, ProgramFacts, ReleasedProgram} from '../../../src/model/first-package.ts';
import {harborAsset, harborProgram, programFacts} from '../../support/program-facts.ts';

const first = scoop.firstPackage!;
const download = 'https://github.com/harbor-tools/harbor/releases/download';

const madeOf = (over: Partial<ProgramFacts> = {}): Extract<FirstFiles, {kind: 'files'}> => {
  const found = first.filesOf(programFacts(over));
  if (found.kind === 'blocked') throw new Error(found.because);
  return found;
};
const manifestOf = (over: Partial<ProgramFacts> = {}) => JSON.parse(madeOf(over).files[0].contents);
const refusal = (over: Partial<ProgramFacts>): string => {
  const found = first.filesOf(programFacts(over));
  return found.kind === 'blocked' ? `${found.because} ${found.next}` : 'not blocked';
};
const {project} = programFacts();
const on = (over: Partial<ReleasedProgram>, architecture: 'amd64' | 'arm64' | '386' = 'amd64') =>
  harborProgram('windows', architecture, over);
const bare = (name: string, architecture: 'amd64' | 'arm64' = 'amd64') =>
  on({format: 'binary', path: name, asset: harborAsset(name), besides: []}, architecture);

describe('a bucket’s manifest', () => {
  it('lies in the owner’s bucket, and Portcall reads it as this version without a fault', () => {
    const {place, files, notes} = madeOf();
    expect(place).toMatchObject({kind: 'own', repository: {owner: 'harbor-tools', name: 'scoop-bucket'}, topics: ['scoop-bucket']});
    const [{path, contents}] = files;
    expect(scoop.packageFiles?.matches(path)).toBe(true);
    expect(scoop.packageFiles?.read(path, contents)).toEqual({path: 'bucket/harbor.json', name: 'harbor', version: '1.2.3', faults: []});
    expect(contents).toMatch(/^\{\n {4}"version"[^\t\r]*\n\}\n$/);
    expect(Object.keys(JSON.parse(contents))).toEqual([
      'version',
      'description',
      'homepage',
      'license',
      'architecture',
      'bin',
      'checkver',
      'autoupdate',
    ]);
    expect(notes).toEqual([]);
  });

  it('goes into the bucket and under the name that the project uses already', () => {
    const {place, files} = madeOf({project: {...project, packages: {scoop: {name: 'boats/scoop-tools/hb', from: 'workflow'}}}});
    expect([place, files[0].path]).toMatchObject([{repository: {owner: 'boats', name: 'scoop-tools'}}, 'bucket/hb.json']);
  });

  it('says for each processor what to fetch, and how to find the next version', () => {
    expect(manifestOf()).toMatchObject({
      architecture: {
        '64bit': {url: `${download}/v1.2.3/harbor-1.2.3-windows-amd64.zip`, hash: harborProgram('windows', 'amd64').sha256},
        arm64: {url: `${download}/v1.2.3/harbor-1.2.3-windows-arm64.zip`},
      },
      bin: 'harbor.exe',
      checkver: {github: 'https://github.com/harbor-tools/harbor'},
      autoupdate: {
        architecture: {
          '64bit': {url: `${download}/v$version/harbor-$version-windows-amd64.zip`},
          arm64: {url: `${download}/v$version/harbor-$version-windows-arm64.zip`},
        },
      },
    });
    expect(Object.keys(manifestOf({programs: [on({}, '386')]}).architecture)).toEqual(['32bit']);
  });

  it.each([
    ['a wrapping folder', on({folder: 'x', path: 'x/harbor.exe'}), {extract_dir: 'x'}, 'harbor.exe', {}, undefined],
    [
      'a folder named after the version',
      on({folder: 'harbor-1.2.3', path: 'harbor-1.2.3/bin/harbor.exe'}),
      {extract_dir: 'harbor-1.2.3'},
      'bin\\harbor.exe',
      {extract_dir: 'harbor-$version'},
      undefined,
    ],
    ['another name in the archive', on({path: 'harbor-cli.exe'}), {}, [['harbor-cli.exe', 'harbor']], {}, undefined],
    [
      'the version in that name',
      on({path: 'harbor-1.2.3.exe'}),
      {},
      [['harbor-1.2.3.exe', 'harbor']],
      {},
      [['harbor-$version.exe', 'harbor']],
    ],
    [
      'a bare program',
      bare('harbor-1.2.3-x64.exe'),
      {url: `${download}/v1.2.3/harbor-1.2.3-x64.exe#/harbor.exe`},
      'harbor.exe',
      {url: `${download}/v$version/harbor-$version-x64.exe#/harbor.exe`},
      undefined,
    ],
  ] as const)('finds the program in %s', (_, program, part, bin, next, nextBin) => {
    const manifest = manifestOf({programs: [program]});
    expect(manifest.architecture['64bit']).toMatchObject(part);
    expect(manifest.architecture['64bit']).not.toHaveProperty(program.folder === '' ? 'extract_dir' : 'none');
    expect(manifest.bin).toEqual(bin);
    expect(manifest.autoupdate.architecture['64bit']).toMatchObject(next);
    expect(manifest.autoupdate.bin).toEqual(nextBin);
  });

  it('names the program for each processor where it differs', () => {
    const manifest = manifestOf({programs: [on({path: 'x64/harbor.exe'}), on({path: '1.2.3-arm/harbor.exe'}, 'arm64')]});
    expect(manifest).not.toHaveProperty('bin');
    expect([manifest.architecture['64bit'].bin, manifest.architecture.arm64.bin]).toEqual(['x64\\harbor.exe', '1.2.3-arm\\harbor.exe']);
    expect([manifest.autoupdate.architecture['64bit'].bin, manifest.autoupdate.architecture.arm64.bin]).toEqual([
      undefined,
      '$version-arm\\harbor.exe',
    ]);
  });

  it.each([
    ['v1.2.3', undefined],
    ['1.2.3', undefined],
    ['cli/v1.2.3', '/releases/tag/cli(?:/|%2F)v([\\d.]+)'],
    ['harbor.1.2.3', '/releases/tag/harbor\\.([\\d.]+)'],
  ])('finds new versions by tags such as %s', (tag, regex) => {
    expect(manifestOf({project: {...project, tag}}).checkver.regex).toBe(regex);
    if (regex !== undefined) expect(new RegExp(regex).exec(`/releases/tag/${tag.replace('/', '%2F')}`)?.[1]).toBe('1.2.3');
    expect(manifestOf({project: {...project, tag}}).autoupdate.architecture['64bit'].url).toContain(
      `/download/${tag.replace('1.2.3', '$version')}/`,
    );
  });

  it.each([
    ['MIT', 'MIT'],
    ['MIT OR Apache-2.0', 'MIT|Apache-2.0'],
    ['MIT AND Zlib', 'MIT,Zlib'],
  ])('writes the licence %s', (spdx, license) => expect(manifestOf({license: {spdx}}).license).toBe(license));

  it('points at a licence that GitHub does not recognise', () => {
    expect(manifestOf({license: {path: 'docs/LICENCE (own).txt'}}).license).toEqual({
      identifier: 'Unknown',
      url: 'https://github.com/harbor-tools/harbor/blob/HEAD/docs/LICENCE%20%28own%29.txt',
    });
  });

  it('tells what is missing or shortened', () => {
    const {notes} = madeOf({
      programs: [on({}, '386')],
      description: 'boats '.repeat(60),
      project: {...project, version: '1.2.3-rc.1', tag: 'v1.2.3-rc.1'},
    });
    expect(notes.join('\n')).toMatch(/64-bit Intel[\s\S]*on ARM[\s\S]*shortened to 200[\s\S]*digits and dots alone/);
  });

  it.each([
    ['no release', {project: {...project, release: undefined} as never}, /has no release/],
    ['no program for Windows', {programs: [harborProgram('linux', 'amd64')]}, /no program for Windows/],
    ['no licence', {license: {}}, /asks for a licence/],
    [
      'a name with blanks',
      {project: {...project, packages: {scoop: {name: 'har bor', from: 'configuration'} as const}}},
      /can’t be an app’s name/,
    ],
    ['a version that Scoop refuses', {project: {...project, version: '1.2~3', tag: 'v1.2~3'}}, /takes no version/],
    ['a tag that means something in a file', {project: {...project, tag: 'v$(x)1.2.3'}}, /names no version/],
  ])('is not made for %s', (_, over, because) => {
    expect(refusal(over)).toMatch(because);
    expect(first.job?.(programFacts(over))).toBeUndefined();
  });

  it('is brought up to date by a job that Portcall recognises', () => {
    const step = first.job!(programFacts())!.publish[0];
    const seen = {name: step.name, line: 5, with: {}, env: step.env ?? {}, run: step.kind === 'run' ? step.lines.join('\n') : ''} as never;
    expect(scoop.publishedBy?.publishes(seen, {steps: [seen]} as never)).toBe('pushes to a bucket');
    expect(scoop.publishedBy?.packageName?.(seen)).toBe('harbor-tools/scoop-bucket/harbor');
  });
});
