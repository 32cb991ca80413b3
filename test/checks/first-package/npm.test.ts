import {spawnSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {npm} from '../../../checks/npm.ts';
import type {ProgramFacts} from '../../../src/model/first-package.ts';
import {expectOwnExpressions, jobScripts, readBack, textAt, writtenFiles} from '../../support/first-files.ts';
import {harborAsset, harborProgram, harborPrograms, hostileFacts, hostileTexts, programFacts} from '../../support/program-facts.ts';

const written = (facts: ProgramFacts) => writtenFiles(npm.firstPackage, facts);
const manifestAt = (facts: ProgramFacts, folder = '') => JSON.parse(textAt(written(facts), `packaging/npm/${folder}package.json`));
const named = (name: string): ProgramFacts => {
  const facts = programFacts();
  return {...facts, project: {...facts.project, packages: {npm: {name, from: 'configuration'}}}};
};
const versioned = (version: string): ProgramFacts => {
  const facts = programFacts();
  return {...facts, project: {...facts.project, version, tag: `v${version}`}};
};

describe('the first npm packages', () => {
  it('are one that people install and one for each platform', () => {
    const {files, place, notes} = written(programFacts());
    expect(place).toEqual({kind: 'project'});
    expect(files.map(({path}) => path)).toEqual([
      ...['package.json', 'README.md', 'bin/launch.js', '.gitignore', 'LICENSE'].map((path) => `packaging/npm/${path}`),
      ...['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'].map(
        (folder) => `packaging/npm/${folder}/package.json`,
      ),
    ]);
    expect(notes).toEqual(['npm counts 7 packages, harbor and one for each platform; a token has to reach all of them.']);
  });

  it('name what npm needs, and no install script', () => {
    expect(manifestAt(programFacts())).toEqual({
      name: 'harbor',
      version: '1.2.3',
      description: 'Moves files between object stores',
      keywords: ['cli', 'storage'],
      author: {name: 'Harbor Tools'},
      bugs: {url: 'https://github.com/harbor-tools/harbor/issues'},
      homepage: 'https://harbor.example/',
      repository: {type: 'git', url: 'git+https://github.com/harbor-tools/harbor.git'},
      license: 'MIT',
      bin: {harbor: 'bin/launch.js'},
      files: ['bin'],
      engines: {node: '>=18'},
      optionalDependencies: Object.fromEntries(
        ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'].map((end) => [`harbor-${end}`, '1.2.3']),
      ),
    });
    expect(manifestAt(programFacts(), 'win32-x64/')).toMatchObject({
      name: 'harbor-win32-x64',
      version: '1.2.3',
      os: ['win32'],
      cpu: ['x64'],
      program: 'bin/harbor.exe',
    });
  });

  it('are read by their own row as one package', () => {
    expect(readBack(npm, written(programFacts()))).toEqual([
      {path: 'packaging/npm/package.json', name: 'harbor', version: '1.2.3', faults: []},
    ]);
  });

  it('are the same from the same facts', () => {
    expect(written(programFacts())).toEqual(written(programFacts()));
  });

  it.each([
    ['glibc', {kind: 'glibc', least: '2.31'}, ['glibc']],
    ['musl', {kind: 'musl'}, ['musl']],
    ['no library', {kind: 'static'}, undefined],
  ] as const)('say which C library is needed: %s', (_, library, expected) => {
    expect(manifestAt(programFacts({programs: [harborProgram('linux', 'amd64', {library})]}), 'linux-x64/').libc).toEqual(expected);
  });

  it('stay below a scope', () => {
    expect(Object.keys(manifestAt(named('@harbor/cli')).optionalDependencies)[0]).toBe('@harbor/cli-linux-x64');
  });

  it('say which platform is left out', () => {
    expect(written(programFacts({programs: harborPrograms.slice(0, 5)})).notes[0]).toBe(
      'The release has no program for Windows on ARM64; it is left out.',
    );
  });

  it('say which other file names the same package', () => {
    const facts = programFacts();
    const twin = {npm: {name: 'harbor', from: 'file', path: 'npm-wrapper/package.json'}} as const;
    expect(written({...facts, project: {...facts.project, packages: twin}}).notes).toContain(
      'npm-wrapper/package.json names the same package already; keep one of the two, and let one job alone publish it.',
    );
  });

  it.each([
    ['no release', {...programFacts(), project: {...programFacts().project, release: undefined}} as unknown as ProgramFacts, /no release/],
    ['no program', programFacts({programs: [], faults: [{asset: 'a.zip', what: 'a.zip is a page of HTML.'}]}), /page of HTML/],
    ['a name with capitals', named('Harbor'), /can’t be a package’s name/],
    ['a version of two numbers', versioned('1.2'), /no version "1.2"/],
    ['a command that a shell would read', programFacts({command: 'a;b'}), /can’t be a command’s name/],
  ])('are not written for %s', (_, facts, because) => {
    const found = npm.firstPackage?.filesOf(facts);
    expect(found?.kind === 'blocked' && found.because).toMatch(because);
    expect(npm.firstPackage?.job?.(facts)).toBeUndefined();
  });

  it.each(hostileTexts)('stay JSON whatever is written outside: %j', (text) => {
    const facts = hostileFacts(text);
    const {files} = written(facts);
    for (const {path, contents} of files.filter((one) => one.path.endsWith('.json')))
      expect(() => JSON.parse(contents), path).not.toThrow();
    expect(textAt(written(facts), 'packaging/npm/bin/launch.js')).toBe(textAt(written(programFacts()), 'packaging/npm/bin/launch.js'));
    expectOwnExpressions(npm.firstPackage!.job!(facts)!);
  });
});

describe('the job that publishes to npm', () => {
  const wrapped = harborProgram('linux', 'amd64', {path: 'harbor-1.2.3-linux/harbor', folder: 'harbor-1.2.3-linux'});
  const bare = harborProgram('macos', 'arm64', {asset: harborAsset('harbor-darwin-arm64'), format: 'binary', path: 'harbor-darwin-arm64'});
  const job = npm.firstPackage!.job!(programFacts({programs: [wrapped, bare]}))!;

  it('is bash, with no more rights and secrets than it needs', () => {
    for (const script of jobScripts(job)) expect(spawnSync('bash', ['-n'], {input: script}).stderr.toString()).toBe('');
    expect(job.permissions).toEqual({'id-token': 'write'});
    expectOwnExpressions(job);
  });

  it('leaves the version open, and takes the program from where it lies', () => {
    const text = jobScripts(job).join('\n');
    expect(text).toContain(
      'unpack tar.gz "harbor-${VERSION}-linux-amd64.tar.gz" "harbor-${VERSION}-linux/harbor" "packaging/npm/linux-x64/bin/harbor"',
    );
    expect(text).toContain('unpack binary "harbor-darwin-arm64" "harbor-darwin-arm64" "packaging/npm/darwin-arm64/bin/harbor"');
    expect(text).not.toContain('1.2.3');
  });

  it('publishes the platforms before the package that asks for them', () => {
    const lines = jobScripts(job).join('\n').split('\n');
    expect(lines.filter((line) => line.startsWith('publish '))).toEqual([
      "publish 'harbor-linux-x64' packaging/npm/linux-x64",
      "publish 'harbor-darwin-arm64' packaging/npm/darwin-arm64",
      "publish 'harbor' packaging/npm",
    ]);
  });
});
