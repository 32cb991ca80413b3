import {describe, expect, it} from 'vitest';
import {homebrew} from '../../../checks/homebrew.ts';
import {
  barePrograms,
  changedPrograms,
  formulaFiles,
  formulaRefusal,
  formulaText,
  homebrewFirst,
  onlyPrograms,
} from '../../support/formula-facts.ts';
import {programFacts} from '../../support/program-facts.ts';

describe('a tap’s formula', () => {
  it('lies in the owner’s tap, and Portcall reads it as this version without a fault', () => {
    const {place, files} = formulaFiles();
    expect(place).toMatchObject({kind: 'own', repository: {owner: 'harbor-tools', name: 'homebrew-tap'}});
    const [{path, contents}] = files;
    expect(homebrew.packageFiles?.matches(path)).toBe(true);
    expect(homebrew.packageFiles?.read(path, contents)).toEqual({path: 'Formula/harbor.rb', name: 'harbor', version: '1.2.3', faults: []});
  });

  it('goes into the tap and under the name that the project uses already', () => {
    const {project} = programFacts();
    const packages = {homebrew: {name: 'boats/tools/harbor-cli', from: 'workflow'} as const};
    const {place, files} = formulaFiles({project: {...project, packages}});
    expect(place).toMatchObject({repository: {owner: 'boats', name: 'homebrew-tools'}});
    expect(files[0].path).toBe('Formula/harbor-cli.rb');
    expect(files[0].contents).toMatch(/^class HarborCli < Formula$/m);
    const places = [{owner: 'harbor-tools', name: 'homebrew-boats'}];
    expect(formulaFiles({project: {...project, places}}).place).toMatchObject({repository: places[0]});
  });

  it.each([
    ['a program at the archive’s root', {}, 'bin.install "harbor"'],
    [
      'a wrapping folder, which Homebrew enters by itself',
      {programs: changedPrograms((one) => ({folder: 'harbor-1.2.3', path: `harbor-1.2.3/${one.path}`}))},
      'bin.install "harbor"',
    ],
    ['a folder below it', {programs: changedPrograms((one) => ({folder: 'x', path: `x/bin/${one.path}`}))}, 'bin.install "bin/harbor"'],
    ['another name in the archive', {command: 'hb'}, 'bin.install "harbor" => "hb"'],
    [
      'the version in a path',
      {programs: changedPrograms(() => ({path: 'harbor-1.2.3/bin/harbor'}))},
      'bin.install "harbor-#{version}/bin/harbor"',
    ],
  ] as const)('installs %s', (_, over, line) => expect(formulaText(over)).toContain(`  def install\n    ${line}\n  end\n`));

  it('installs a bare binary of each platform under the command’s name', () => {
    expect(formulaText({programs: barePrograms})).toContain(
      [
        '    if OS.mac? && Hardware::CPU.arm?',
        '      bin.install "harbor-#{version}-darwin-arm64" => "harbor"',
        '    elsif OS.mac? && Hardware::CPU.intel?',
        '      bin.install "harbor-#{version}-darwin-amd64" => "harbor"',
        '    elsif OS.linux? && Hardware::CPU.arm?',
        '      bin.install "harbor-#{version}-linux-arm64" => "harbor"',
        '    else',
        '      bin.install "harbor-#{version}-linux-amd64" => "harbor"',
        '    end',
      ].join('\n'),
    );
  });

  it('installs completions and man pages that every archive holds', () => {
    const besides = [
      'x/completions/harbor.bash',
      'x/completions/_harbor',
      'x/completions/harbor.zsh',
      'x/harbor.fish',
      'x/man/harbor.1',
      'x/man/harbor-sync.1.gz',
      'x/LICENSE',
    ];
    const programs = changedPrograms((one) => ({
      folder: 'x',
      path: 'x/harbor',
      besides: one.system === 'linux' ? besides : besides.filter((path) => !path.includes('sync')),
    }));
    expect(formulaText({programs}).match(/^ {4}(?:\w+_completion|man\d).*$/gm)).toEqual([
      '    zsh_completion.install "completions/_harbor"',
      '    bash_completion.install "completions/harbor.bash" => "harbor"',
      '    fish_completion.install "harbor.fish"',
      '    man1.install "man/harbor.1"',
    ]);
  });

  it.each([
    ['any_of', 'MIT OR Apache-2.0', 'license any_of: ["MIT", "Apache-2.0"]'],
    ['all_of', 'MIT AND Zlib', 'license all_of: ["MIT", "Zlib"]'],
    ['with', 'GPL-2.0-only WITH Classpath-exception-2.0', 'license "GPL-2.0-only" => { with: "Classpath-exception-2.0" }'],
  ])('writes a licence with %s', (_, spdx, line) => expect(formulaText({license: {spdx}})).toContain(`  ${line}\n`));

  it('leaves out what it can’t say, with a note', () => {
    const {files, notes} = formulaFiles({
      license: {spdx: 'NOASSERTION'},
      description: '',
      programs: [...onlyPrograms('macos arm64', 'linux amd64')],
    });
    expect(files[0].contents).not.toMatch(/^ {2}(?:license|desc)/m);
    expect(notes).toEqual(
      expect.arrayContaining([
        expect.stringContaining('no program for macOS on Intel'),
        expect.stringContaining('no program for Linux on ARM'),
        expect.stringContaining('has no description'),
        expect.stringContaining('recognises no licence'),
      ]),
    );
  });

  it('leaves out a program that wants musl', () => {
    const programs = changedPrograms((one) => (one.system === 'linux' && one.architecture === 'amd64' ? {library: {kind: 'musl'}} : {}));
    const {files, notes} = formulaFiles({programs});
    expect(files[0].contents).not.toContain('linux-amd64');
    expect(notes.join(' ')).toMatch(/linux-amd64\.tar\.gz wants musl/);
  });

  it.each([
    ['An article and a full stop.'],
    ['harbor: moves files'],
    ['Harbor is a mover of files'],
    ['🚢 ships “things”'],
    ['carries '.repeat(20)],
  ])('describes it as Homebrew’s style wants it: %s', (description) => {
    const [, text = ''] = /^ {2}desc "(.*)"$/m.exec(formulaText({description})) ?? [];
    expect(text).not.toMatch(/^(?:an?|the) |^harbor|\.$|\p{So}|…$/iu);
    expect(text.length).toBeLessThan(80);
    expect(text).toMatch(/^\p{Lu}/u);
  });

  it.each([
    ['no release', {project: {...programFacts().project, release: undefined} as never}, /has no release/],
    ['a draft', {project: {...programFacts().project, release: {...programFacts().project.release!, isDraft: true}}}, /is a draft/],
    ['Windows alone', {programs: onlyPrograms('windows amd64')}, /no program that Homebrew can install/],
    [
      'a name that Homebrew refuses',
      {project: {...programFacts().project, packages: {homebrew: {name: 'Har bor', from: 'configuration'}}}} as const,
      /can’t be a formula’s name/,
    ],
    [
      'a name that begins with a digit',
      {project: {...programFacts().project, packages: {homebrew: {name: '7boats', from: 'configuration'}}}} as const,
      /can’t be a formula’s name/,
    ],
    ['a command with a blank', {command: 'har bor'}, /no command/],
  ])('is not made for %s', (_, over, because) => {
    expect(formulaRefusal(over)).toMatch(because);
    expect(homebrewFirst.job?.(programFacts(over))).toBeUndefined();
  });

  it('is brought up to date by a job that Portcall recognises', () => {
    const job = homebrewFirst.job?.(programFacts());
    expect(job).toMatchObject({secrets: ['TAP_GITHUB_TOKEN'], permissions: {contents: 'read'}});
    const step = job!.publish[0];
    const seen = {name: step.name, line: 5, with: {}, env: step.env ?? {}, run: step.kind === 'run' ? step.lines.join('\n') : ''} as never;
    expect(homebrew.publishedBy?.publishes(seen, {steps: [seen]} as never)).toBe('pushes to a tap');
    expect(homebrew.publishedBy?.packageName?.(seen)).toBe('harbor-tools/tap/harbor');
  });
});
