import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {barePrograms, changedPrograms, formulaText, onlyPrograms, universalPrograms} from '../support/formula-facts.ts';
import {type EvaluatedFormula, evaluatedFormulae, type Machine} from '../support/formula-stub.ts';
import {isInstalled} from '../support/hostile-text.ts';
import {harborPrograms, hostileFacts, hostileTexts} from '../support/program-facts.ts';

const noRuby = isInstalled('ruby', '--version') ? '' : ' (left out: Ruby is not installed)';
const noRubocop = isInstalled('rubocop', '--version') ? '' : ' (left out: rubocop is not installed)';

const machines: readonly Machine[] = (['macos', 'linux'] as const).flatMap((system) =>
  (['arm', 'intel'] as const).map((cpu) => ({system, cpu})),
);
const onEach = (text: string): readonly EvaluatedFormula[] => evaluatedFormulae(machines.map((machine) => ({...machine, text})));
const files = (seen: readonly EvaluatedFormula[]): readonly (string | undefined)[] =>
  seen.map(({fields}) => fields['url']?.split('/').at(-1));

describe.skipIf(noRuby !== '')(`a formula as Ruby runs it on each machine${noRuby}`, () => {
  it.each([
    [
      'all four',
      harborPrograms,
      ['darwin-arm64', 'darwin-amd64', 'linux-arm64', 'linux-amd64'].map((one) => `harbor-1.2.3-${one}.tar.gz`),
      [undefined, undefined, undefined, undefined],
    ],
    [
      'one of each system',
      onlyPrograms('macos arm64', 'linux amd64'),
      ['darwin-arm64', 'darwin-arm64', 'linux-amd64', 'linux-amd64'].map((one) => `harbor-1.2.3-${one}.tar.gz`),
      ['arm64', 'arm64', 'x86_64', 'x86_64'],
    ],
    [
      'Linux alone',
      onlyPrograms('linux amd64', 'linux arm64'),
      ['linux-arm64', 'linux-amd64', 'linux-arm64', 'linux-amd64'].map((one) => `harbor-1.2.3-${one}.tar.gz`),
      ['linux', 'linux', 'linux', 'linux'],
    ],
    [
      'one machine alone',
      onlyPrograms('macos arm64'),
      Array(4).fill('harbor-1.2.3-darwin-arm64.tar.gz'),
      ['macos', 'macos', 'macos', 'macos'],
    ],
    [
      'a universal binary',
      universalPrograms,
      ['macos-universal.zip', 'macos-universal.zip', 'linux-amd64.tar.gz', 'linux-amd64.tar.gz'].map((one) => `harbor-1.2.3-${one}`),
      [undefined, undefined, 'x86_64', 'x86_64'],
    ],
  ] as const)('downloads what there is, with its digest, and says where it is for: %s', (_, programs, urls, needs) => {
    const seen = onEach(formulaText({programs}));
    expect(files(seen)).toEqual(urls);
    for (const {fields} of seen) {
      const asset = programs.find((one) => one.asset.url === fields['url']);
      expect(fields['sha256']).toBe(asset?.sha256);
    }
    expect(seen.map(({fields}) => /arm64|x86_64|linux|macos/.exec(fields['depends_on'] ?? '')?.[0])).toEqual(needs);
  });

  it('installs a bare binary by the name that it has there', () => {
    expect(onEach(formulaText({programs: barePrograms})).map(({installed}) => installed)).toEqual(
      ['darwin-arm64', 'darwin-amd64', 'linux-arm64', 'linux-amd64'].map((one) => [`bin: harbor-1.2.3-${one} => harbor`]),
    );
  });

  it('tests that the program tells its version', () => {
    expect(onEach(formulaText())[0]).toMatchObject({class: 'Harbor', ran: ['bin/harbor --version'], escaped: []});
  });
});

/*
 * Homebrew's own rules of style for formulae, as far as they are rubocop's; its further ones come with brew alone, which does not run here. Lines may be
 * long and need no comment that freezes texts, as in Homebrew.
 */
const style = `
AllCops:
  NewCops: enable
  SuggestExtensions: false
Style/StringLiterals:
  EnforcedStyle: double_quotes
Style/Documentation:
  Enabled: false
Style/FrozenStringLiteralComment:
  Enabled: false
Style/TrailingCommaInArrayLiteral:
  EnforcedStyleForMultiline: comma
Layout/LineLength:
  Max: 118
  AllowedPatterns: ['^ *(?:url|sha256|homepage|desc|license|head) ']
Naming/FileName:
  Enabled: false
Naming/VariableNumber:
  Enabled: false
Metrics:
  Enabled: false
`;

const formulae: readonly (readonly [string, string])[] = [
  ['for all four machines', formulaText()],
  ['for bare binaries', formulaText({programs: barePrograms})],
  ['for one machine', formulaText({programs: onlyPrograms('macos arm64')})],
  ['for a universal binary', formulaText({programs: universalPrograms})],
  ['with completions', formulaText({programs: changedPrograms(() => ({besides: ['harbor.bash', 'harbor.fish', 'harbor.1']}))})],
  [
    'with two licences and another command',
    formulaText({license: {spdx: 'MIT OR GPL-2.0-only WITH Classpath-exception-2.0'}, command: 'hb'}),
  ],
  ['for homebrew-core, in Go', formulaText({}, 'core')],
  ['for homebrew-core, in Rust', formulaText({language: 'rust', paths: ['Cargo.lock', 'crates/harbor/src/main.rs']}, 'core')],
  ...hostileTexts.map((text): readonly [string, string] => [`of ${JSON.stringify(text)}`, formulaText(hostileFacts(text))]),
];

/** Each formula as a file of its own name. */
const inFolder = <T>(read: (folder: string, names: readonly string[]) => T): T => {
  const folder = mkdtempSync(path.join(tmpdir(), 'portcall-formulae-'));
  try {
    const names = formulae.map((_, at) => `harbor-${at}.rb`);
    for (const [at, name] of names.entries()) writeFileSync(path.join(folder, name), formulae[at]?.[1] ?? '');
    writeFileSync(path.join(folder, '.rubocop.yml'), style);
    return read(folder, names);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
};

describe.skipIf(noRuby !== '')(`formulae and ruby -c${noRuby}`, () => {
  it('have no fault of syntax, and none that Ruby warns of', () => {
    inFolder((cwd, names) => {
      const seen = names.map((name) => spawnSync('ruby', ['-wc', name], {cwd, encoding: 'utf8', env: {...process.env, LC_ALL: 'C.UTF-8'}}));
      expect(seen.map(({stdout, stderr}) => `${stdout}${stderr}`.trim())).toEqual(names.map(() => 'Syntax OK'));
    });
  });
});

describe.skipIf(noRubocop !== '')(`formulae and rubocop${noRubocop}`, {timeout: 60_000}, () => {
  it('have no offense', () => {
    inFolder((cwd, names) => {
      const {stdout} = spawnSync('rubocop', ['--format', 'emacs', '--cache', 'false', ...names], {
        cwd,
        encoding: 'utf8',
        env: {...process.env, LC_ALL: 'C.UTF-8'},
      });
      const told = (at: number): string => `${formulae[at]?.[0]}:\n${formulae[at]?.[1]}`;
      expect(
        stdout.trim(),
        stdout.replace(/^.*harbor-(\d+)\.rb.*$/gm, (line, at: string) => `${line}\n${told(Number(at))}`),
      ).toBe('');
    });
  });
});
