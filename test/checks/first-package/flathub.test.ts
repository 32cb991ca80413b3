import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {flathubFirstPackage} from '../../../checks/first-package/flathub.ts';
import {flathub} from '../../../checks/flathub.ts';
import type {FirstFiles, ProgramFacts} from '../../../src/model/first-package.ts';
import {appFacts, appId, appPaths, hostileAppFacts} from '../../support/app-facts.ts';
import {harborProgram, hostileTexts, programFacts} from '../../support/program-facts.ts';

type Made = Extract<FirstFiles, {readonly kind: 'files'}>;
const made = (facts: ProgramFacts, variant?: string): Made => {
  const files = flathubFirstPackage.filesOf(facts, variant);
  if (files.kind === 'blocked') throw new Error(files.because);
  return files;
};
const blockedBy = (facts: ProgramFacts, variant?: string): string => {
  const files = flathubFirstPackage.filesOf(facts, variant);
  return files.kind === 'blocked' ? `${files.because} ${files.next}` : 'not blocked';
};
const named = (name: string): ProgramFacts => {
  const facts = appFacts();
  return {...facts, project: {...facts.project, packages: {flathub: {name, from: 'configuration'}}}};
};
const without = (part: string): ProgramFacts => appFacts({paths: appPaths.filter((path) => !path.includes(part))});

describe('a first package for Flathub', () => {
  it('is for programs with windows alone', () => {
    expect(blockedBy(programFacts())).toMatch(/takes no console software/);
    expect(flathub.eligibility?.(programFacts().project)).toBeDefined();
    expect(flathub.eligibility?.(appFacts().project)).toBeUndefined();
  });

  it.each<[string, ProgramFacts, RegExp]>([
    ['an id of three parts', named('io.github.harbor'), /no id that Flathub takes/],
    ['an id with a hyphen in the middle', named('io.github.harbor-tools.harbor'), /no id that Flathub takes/],
    ['no desktop entry', without('.desktop'), /has no io\.github\.harbor_tools\.harbor\.desktop/],
    ['no icon', without('.svg'), /has no icon/],
    ['no metainfo', without('.metainfo.xml'), /Write it first/],
    ['no licence', appFacts({license: {}}), /recognises no licence/],
    ['no source', (({source: _, ...facts}) => facts)(appFacts()), /source of the tag/],
    [
      'programs for musl alone',
      appFacts({programs: [harborProgram('linux', 'amd64', {library: {kind: 'musl'}})]}),
      /no program for Linux with glibc/,
    ],
  ])('is blocked by %s', (_name, facts, why) => expect(blockedBy(facts)).toMatch(why));

  it('is a manifest that a person hands in at new-pr', () => {
    const {place, files, notes} = made(appFacts());
    expect(place).toMatchObject({kind: 'upstream', upstream: {owner: 'flathub', name: 'flathub'}, base: 'new-pr', title: `Add ${appId}`});
    expect(files.map(({path}) => path)).toEqual([`${appId}.yml`]);
    expect(flathub.packageFiles?.read(`${appId}.yml`, files[0].contents)).toEqual({path: `${appId}.yml`, name: appId, faults: []});
    expect(notes.join('\n')).toMatch(/a person opens in the browser[\s\S]+Flathub refuses where the source is open/);
    expect(flathubFirstPackage.job).toBeUndefined();
  });

  it('pins what it fetches, tells the bot where newer ones are, and asks for no network', () => {
    const {modules, 'finish-args': rights} = parse(made(appFacts()).files[0].contents);
    expect(rights).not.toContain('--share=network');
    expect(modules[0].sources.map((source: {sha256: string}) => /^[0-9a-f]{64}$/.test(source.sha256))).toEqual([true, true, true]);
    expect(modules[0].sources[0]['x-checker-data']).toMatchObject({
      'version-query': '.tag_name | ltrimstr("v")',
      'url-query': '"https://github.com/harbor-tools/harbor/archive/refs/tags/v" + $version + ".tar.gz"',
      'is-main-source': true,
    });
  });

  it('builds from source where everything lies in the repository', () => {
    const go = made(appFacts({paths: [...appPaths, 'cmd/harbor/main.go', 'vendor/modules.txt']}));
    const {modules} = parse(go.files[0].contents);
    expect(modules[0]['build-commands'][0]).toBe("go build -mod=vendor -trimpath -o '/app/bin/harbor' './cmd/harbor'");
    expect(modules[0].sources).toHaveLength(1);
    expect(go.notes.join('\n')).not.toContain('refuses where the source is open');
    const rust = appFacts({language: 'rust', paths: [...appPaths, 'Cargo.lock', '.cargo/config.toml', 'vendor/serde/Cargo.toml']});
    expect(made(rust).files[0].contents).toContain('cargo --offline build --release --locked');
  });

  it('is built for one processor alone where there is no other program', () => {
    const {files} = made(appFacts({programs: [harborProgram('linux', 'amd64')]}));
    expect(files[1]).toEqual({path: 'flathub.json', contents: '{\n  "only-arches": [\n    "x86_64"\n  ]\n}\n'});
  });

  it('tells each processor’s own folder apart', () => {
    const programs = (['amd64', 'arm64'] as const).map((one) => harborProgram('linux', one, {folder: `h-${one}`, path: `h-${one}/harbor`}));
    expect(made(appFacts({programs})).files[0].contents).toContain(
      `if [ \\"$FLATPAK_ARCH\\" = x86_64 ]; then install -Dm755 'released/h-amd64/harbor' '/app/bin/harbor'; fi`,
    );
  });

  it('takes a picture of pixels where its folder names the size', () => {
    const icon = (path: string) => appFacts({paths: [...appPaths.filter((one) => !one.endsWith('.svg')), path]});
    expect(made(icon(`icons/128x128/${appId}.png`)).files[0].contents).toContain(`/app/share/icons/hicolor/128x128/apps/${appId}.png`);
    expect(blockedBy(icon(`icons/${appId}.png`))).toContain('a folder that names its size');
  });
});

describe('the metainfo file', () => {
  it('stands in the project, where it is read with its name and version', () => {
    const {place, files} = made(without('.metainfo.xml'), 'metainfo');
    const path = `packaging/flathub/${appId}.metainfo.xml`;
    expect([place, files[0].path]).toEqual([{kind: 'project'}, path]);
    expect(flathub.packageFiles?.matches(path)).toBe(true);
    expect(flathub.packageFiles?.read(path, files[0].contents)).toEqual({path, name: appId, version: '1.2.3', faults: []});
  });

  it('stays where there is one, and asks for a picture where there is none', () => {
    expect(made(appFacts(), 'metainfo').files[0].path).toBe(`data/${appId}.metainfo.xml`);
    expect(made(appFacts(), 'metainfo').notes.join('\n')).not.toContain('screenshot.png');
    expect(made(without('screenshot'), 'metainfo').notes.join('\n')).toContain('screenshot.png');
  });

  it.each(hostileTexts)('takes %j for nothing but text', (text) => {
    const {files} = made(hostileAppFacts(text), 'metainfo');
    expect(flathub.packageFiles?.read(files[0].path, files[0].contents)).toMatchObject({name: appId, faults: []});
    expect(parse(made(hostileAppFacts(text)).files[0].contents)).toMatchObject({id: appId, command: 'harbor'});
  });
});
