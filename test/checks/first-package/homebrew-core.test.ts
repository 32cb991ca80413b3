import {describe, expect, it} from 'vitest';
import {formulaFiles, formulaRefusal, formulaText, homebrewFirst} from '../../support/formula-facts.ts';
import {programFacts} from '../../support/program-facts.ts';

describe('homebrew-core’s formula', () => {
  it('builds from source, and lies in a fork for a pull request', () => {
    const {
      place,
      files: [{path, contents}],
      notes,
    } = formulaFiles({}, 'core');
    expect(place).toEqual({
      kind: 'upstream',
      upstream: {owner: 'Homebrew', name: 'homebrew-core'},
      base: 'main',
      branch: 'harbor-1.2.3',
      title: 'harbor 1.2.3 (new formula)',
    });
    expect(path).toBe('Formula/h/harbor.rb');
    expect(contents).toContain('system "go", "build", *std_go_args(ldflags: "-s -w"), "./cmd/harbor"');
    expect(contents).not.toMatch(/bottle|^ {2}version|livecheck/m);
    expect(notes.join(' ')).toMatch(/225 stars/);
    expect(homebrewFirst.questions?.length).toBeGreaterThan(5);
  });

  it.each([
    ['a program at the root', {paths: ['main.go', 'go.mod']}, '*std_go_args(ldflags: "-s -w")\n'],
    ['another name of the command', {command: 'hb', paths: ['main.go']}, '*std_go_args(output: bin/"hb", ldflags: "-s -w")\n'],
    ['Rust', {language: 'rust', paths: ['Cargo.lock', 'src/main.rs']}, 'system "cargo", "install", *std_cargo_args\n'],
    [
      'a workspace of Rust',
      {language: 'rust', paths: ['Cargo.lock', 'crates/harbor/src/main.rs', 'crates/x/src/main.rs']},
      '*std_cargo_args(path: "crates/harbor")\n',
    ],
  ] as const)('knows how to build %s', (_, over, line) => expect(formulaText(over, 'core')).toContain(line));

  it('names the version where the tag does not show it, and puts libraries together', () => {
    const {project} = programFacts();
    expect(formulaText({project: {...project, tag: 'cli/v1.2.3'}}, 'core')).toMatch(/url .*\n {2}version "1\.2\.3"\n {2}sha256/);
    expect(
      formulaFiles({project: {...project, packages: {homebrew: {name: 'libharbor', from: 'configuration'}}}}, 'core').files[0].path,
    ).toBe('Formula/lib/libharbor.rb');
  });

  it.each([
    ['a prerelease', {project: {...programFacts().project, version: '1.2.3-rc.1', tag: 'v1.2.3-rc.1'}}, /prerelease/],
    ['no licence', {license: {}}, /name a licence/],
    ['no description', {description: ''}, /have a description/],
    ['no source archive', {source: undefined} as never, /source archive/],
    ['another language', {language: 'other'}, /Go and Rust alone.*tap/],
    ['no main package', {paths: ['go.mod']}, /No main package/],
    ['no Cargo.lock', {language: 'rust', paths: ['src/main.rs']}, /no Cargo\.lock/],
  ] as const)('is not made for %s', (_, over, because) => expect(formulaRefusal(over, 'core')).toMatch(because));
});
