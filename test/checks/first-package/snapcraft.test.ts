import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {snapcraftFirst} from '../../../checks/first-package/snapcraft.ts';
import {snapcraft} from '../../../checks/snapcraft.ts';
import type {FirstFiles, ProgramFacts, ReleasedProgram} from '../../../src/model/first-package.ts';
import {harborAsset, harborProgram, harborPrograms, hostileFacts, hostileTexts, programFacts} from '../../support/program-facts.ts';

type Snap = {
  readonly name: string;
  readonly version: string;
  readonly base: string;
  readonly summary: string;
  readonly description: string;
  readonly license?: string;
  readonly confinement: string;
  readonly platforms: Readonly<Record<string, {readonly 'build-on': readonly string[]; readonly 'build-for': readonly string[]}>>;
  readonly apps: Readonly<Record<string, {readonly command: string; readonly plugs: readonly string[]}>>;
  readonly parts: Readonly<Record<string, Readonly<Record<string, unknown>> & {readonly 'override-build': string}>>;
};

const made = (facts: ProgramFacts): Extract<FirstFiles, {kind: 'files'}> & {readonly text: string; readonly snap: Snap} => {
  const files = snapcraftFirst.filesOf(facts);
  if (files.kind !== 'files') throw new Error(`${files.because} ${files.next}`);
  const [{contents}] = files.files;
  // Snapcraft reads YAML 1.1, in which more is a line break or a boolean.
  return {...files, text: contents, snap: parse(contents, {version: '1.1'}) as Snap};
};

const blockedFor = (facts: ProgramFacts): string => {
  const files = snapcraftFirst.filesOf(facts);
  return files.kind === 'blocked' ? `${files.because} ${files.next}` : 'not blocked';
};

const named = (name: string, over: Partial<ProgramFacts> = {}): ProgramFacts => {
  const facts = programFacts(over);
  return {...facts, project: {...facts.project, packages: {snapcraft: {name, from: 'configuration'}}}};
};

const linux = (...programs: readonly ReleasedProgram[]): ProgramFacts =>
  programFacts({programs: [...programs, ...harborPrograms.filter(({system}) => system !== 'linux')]});

describe('the first snap', () => {
  it('holds the release’s own version, addresses and digests, for both processors', () => {
    const {snap, files, place} = made(programFacts());
    expect([place.kind, files.map(({path}) => path)]).toEqual(['project', ['snap/snapcraft.yaml']]);
    expect(snap).toMatchObject({name: 'harbor', version: '1.2.3', base: 'core24', license: 'MIT', confinement: 'strict'});
    expect(snap.apps).toEqual({harbor: {command: 'bin/harbor', plugs: ['home', 'network']}});
    expect(snap.platforms['arm64']).toEqual({'build-on': ['amd64', 'arm64'], 'build-for': ['arm64']});
    const [amd64, arm64] = harborPrograms as [ReleasedProgram, ReleasedProgram];
    expect(snap.parts['harbor']).toMatchObject({
      source: [{'to amd64': amd64.asset.url}, {'to arm64': arm64.asset.url}],
      'source-checksum': [{'to amd64': `sha256/${amd64.sha256}`}, {'to arm64': `sha256/${arm64.sha256}`}],
    });
  });

  it('is read without a fault by what reads snaps here, and is the same each time', () => {
    const {text} = made(programFacts());
    expect(snapcraft.packageFiles?.matches('snap/snapcraft.yaml')).toBe(true);
    expect(snapcraft.packageFiles?.read('snap/snapcraft.yaml', text)).toEqual({
      path: 'snap/snapcraft.yaml',
      name: 'harbor',
      version: '1.2.3',
      faults: [],
    });
    expect(made(programFacts()).text).toBe(text);
  });

  const shapes: readonly [string, Partial<ReleasedProgram>, string][] = [
    [
      'in a wrapping folder',
      {path: 'harbor-1.2.3/harbor', folder: 'harbor-1.2.3', besides: ['harbor-1.2.3/LICENSE']},
      'install -D -m 755 "harbor-${SNAPCRAFT_PROJECT_VERSION}/harbor" "$CRAFT_PART_INSTALL/bin/harbor"',
    ],
    ['in a zip', {format: 'zip', asset: harborAsset('harbor-linux.zip')}, 'unzip -qo "$CRAFT_PART_SRC/harbor-linux.zip"'],
    [
      'in a tar packed with xz',
      {format: 'tar.xz', asset: harborAsset('harbor-1.2.3.tar.xz')},
      'tar -xf "$CRAFT_PART_SRC/harbor-${SNAPCRAFT_PROJECT_VERSION}.tar.xz"',
    ],
    [
      'as it is',
      {format: 'binary', asset: harborAsset('harbor-linux-amd64'), path: 'harbor-linux-amd64', besides: []},
      'install -D -m 755 "$CRAFT_PART_SRC/harbor-linux-amd64" "$CRAFT_PART_INSTALL/bin/harbor"',
    ],
  ];
  it.each(shapes)('takes a program that lies %s', (_, over, line) => {
    const {snap} = made(linux(harborProgram('linux', 'amd64', over)));
    const part = snap.parts['harbor']!;
    expect(part['override-build'].split('\n').map((one) => one.trim())).toContain(line);
    expect(part['build-packages']).toEqual(over.format === 'zip' ? ['unzip'] : over.format === 'tar.xz' ? ['xz-utils'] : undefined);
  });

  it('leaves out what does not run in it, and says why', () => {
    const musl = harborProgram('linux', 'arm64', {library: {kind: 'musl'}});
    const found = made(linux(harborProgram('linux', 'amd64'), musl, harborProgram('linux', '386')));
    expect(Object.keys(found.snap.platforms)).toEqual(['amd64']);
    expect(found.notes.join(' ')).toMatch(/arm64 is left out, because it needs the musl C library.*32-bit x86 is left out/);
    const young = harborProgram('linux', 'arm64', {library: {kind: 'glibc', least: '2.41'}});
    expect(made(linux(harborProgram('linux', 'amd64'), young)).notes[0]).toContain('needs glibc 2.41, and core24 has 2.39');
    const old = harborProgram('linux', 'arm64', {library: {kind: 'glibc', least: '2.9'}});
    expect(Object.keys(made(linux(old)).snap.platforms)).toEqual(['arm64']);
  });

  it('cuts the summary to what the store takes, keeps all of it below, and says so', () => {
    const description = `${'Moves files between object stores and keeps their times, 🚢 '.repeat(3)}always`;
    const {snap, notes, text} = made(programFacts({description}));
    expect([...snap.summary].length).toBeLessThanOrEqual(78);
    expect(snap.description).toBe(description);
    expect(notes.join(' ')).toContain('cut to 78 characters');
    expect(snapcraft.packageFiles?.read('snap/snapcraft.yaml', text)?.faults).toEqual([]);
  });

  it('says what it could not know: the name, the icon, the confinement', () => {
    const {notes, snap} = made(named('harbor-cli'));
    expect(Object.keys(snap.apps)).toEqual(['harbor-cli']);
    expect(notes.join(' ')).toMatch(/Whether harbor-cli is free.*People type harbor-cli there.*classic.*no icon/);
    expect(made(programFacts({license: {}})).notes.join(' ')).toContain('names no licence');
  });

  it('is not made where it would be refused', () => {
    expect(blockedFor(named('My_Tool'))).toContain('takes no snap named My_Tool');
    expect(blockedFor(named('a--b'))).toContain('takes no snap named');
    expect(blockedFor(programFacts({description: ' '}))).toContain('no description');
    expect(blockedFor(linux())).toContain('needs a Linux program for amd64 or arm64');
    const facts = programFacts();
    const {release: _, ...project} = facts.project;
    expect(blockedFor({...facts, project})).toContain('has no release');
    expect(blockedFor({...facts, project: {...facts.project, version: '1.2.3_beta'}})).toContain('takes no version written 1.2.3_beta');
    expect(snapcraftFirst.job?.(named('My_Tool'))).toBeUndefined();
  });
});

describe('text from outside in a snap', () => {
  const check = (text: string): void => {
    const usual = made(programFacts());
    const {snap, text: file} = made({...hostileFacts(text), description: `x${text}`});
    expect({...snap, summary: '', description: '', website: ''}).toEqual({...usual.snap, summary: '', description: '', website: ''});
    expect(snap.description.startsWith('x')).toBe(true);
    expect(file).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u2028\u2029\u202a-\u202e]/);
    const job = JSON.stringify(snapcraftFirst.job?.(hostileFacts(`x${text}`)));
    expect(job).toBe(JSON.stringify(snapcraftFirst.job?.(programFacts())));
  };
  it.each(hostileTexts.map((text) => [text]))('%j stays text', check);
  it('of any kind stays text', () => {
    fc.assert(fc.property(fc.string({unit: 'binary'}), check), {numRuns: 100});
  });
});
