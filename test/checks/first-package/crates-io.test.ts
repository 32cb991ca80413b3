import {spawnSync} from 'node:child_process';
import {parse} from 'smol-toml';
import {describe, expect, it} from 'vitest';
import {cratesIo} from '../../../checks/crates-io.ts';
import type {ProgramFacts} from '../../../src/model/first-package.ts';
import {expectOwnExpressions, jobScripts, readBack, textAt, writtenFiles} from '../../support/first-files.ts';
import {harborAsset, harborProgram, hostileFacts, hostileTexts, programFacts} from '../../support/program-facts.ts';

const folder = 'packaging/crates-io';
const written = (facts: ProgramFacts) => writtenFiles(cratesIo.firstPackage, facts);
const manifestOf = (facts: ProgramFacts) => parse(textAt(written(facts), `${folder}/Cargo.toml`));
const tableOf = (facts: ProgramFacts) => textAt(written(facts), `${folder}/src/programs.tsv`).split('\n');
const blockedBy = (facts: ProgramFacts) => {
  const found = cratesIo.firstPackage?.filesOf(facts);
  return found?.kind === 'blocked' ? found.because : undefined;
};
const named = (name: string): ProgramFacts => {
  const facts = programFacts();
  return {...facts, project: {...facts.project, packages: {'crates-io': {name, from: 'configuration'}}}};
};
const rust = programFacts({language: 'rust', paths: ['Cargo.toml', 'Cargo.lock', 'src/main.rs']});

describe('the first crate', () => {
  it('has what crates.io asks for', () => {
    expect(manifestOf(programFacts())).toEqual({
      package: {
        name: 'harbor',
        version: '1.2.3',
        edition: '2021',
        'rust-version': '1.63',
        description: 'Moves files between object stores',
        license: 'MIT',
        readme: 'README.md',
        homepage: 'https://harbor.example/',
        repository: 'https://github.com/harbor-tools/harbor',
        keywords: ['cli', 'storage'],
        categories: ['command-line-utilities'],
        include: ['/src/**', '/README.md', '/LICENSE'],
      },
      bin: [{name: 'harbor', path: 'src/main.rs'}],
      workspace: {},
    });
  });

  it('is read by its own row', () => {
    expect(readBack(cratesIo, written(programFacts()))).toEqual([
      {path: `${folder}/Cargo.toml`, name: 'harbor', version: '1.2.3', faults: []},
    ]);
  });

  it('holds the address and the digest of every program', () => {
    const asset = harborAsset('harbor-1.2.3-linux-amd64.tar.gz');
    expect(tableOf(programFacts())[0]?.split('\t')).toEqual(['linux', 'x86_64', 'tar.gz', asset.sha256, asset.url, 'harbor']);
    expect(tableOf(programFacts())).toHaveLength(7);
    const wrapped = harborProgram('windows', '386', {path: 'harbor-1.2.3/harbor.exe', folder: 'harbor-1.2.3'});
    expect(tableOf(programFacts({programs: [wrapped]}))[0]).toMatch(
      /^windows\tx86\tzip\t[0-9a-f]{64}\thttps:\S+\tharbor-1\.2\.3\/harbor\.exe$/,
    );
  });

  it('says in its README what it fetches', () => {
    expect(textAt(written(programFacts()), `${folder}/README.md`)).toMatch(/launcher[\s\S]*fetches the program[\s\S]*SHA-256/);
  });

  it('takes the licence’s file where GitHub knows no name for it', () => {
    const facts = programFacts({license: {path: 'LICENSE', text: 'Do as you like.'}});
    expect(manifestOf(facts)).toMatchObject({package: {'license-file': 'LICENSE'}});
    expect(textAt(written(facts), `${folder}/LICENSE`)).toBe('Do as you like.');
  });

  it('has no keyword that crates.io refuses', () => {
    const facts = programFacts({topics: ['cli', '3d', 'a-keyword-of-more-than-twenty', 'b', 'c', 'd', 'e', 'f']});
    expect(manifestOf(facts)).toMatchObject({package: {keywords: ['cli', 'b', 'c', 'd', 'e']}});
  });

  it.each([
    ['a Rust project', rust, /its own Cargo\.toml/],
    ['no licence', programFacts({license: {}}), /without a licence/],
    ['no description', programFacts({description: ''}), /without a description/],
    ['a reserved name', named('core'), /can’t be a crate’s name/],
    ['a name with a dot', named('harbor.cli'), /can’t be a crate’s name/],
    ['no program', programFacts({programs: []}), /no program/],
  ])('is not written for %s', (_, facts, because) => {
    expect(blockedBy(facts)).toMatch(because);
  });

  it.each(hostileTexts)('means the same whatever is written outside: %j', (text) => {
    const facts = hostileFacts(text, text.trim() === '' ? {} : {});
    if (blockedBy(facts) !== undefined) return expect(blockedBy(facts)).toMatch(/without a description/);
    const {package: crate, ...others} = manifestOf(facts) as {package: Readonly<Record<string, unknown>>};
    const usual = manifestOf(programFacts()) as {package: object};
    expect(Object.keys(crate)).toEqual(Object.keys(usual.package));
    expect(others).toEqual({bin: [{name: 'harbor', path: 'src/main.rs'}], workspace: {}});
    for (const path of ['src/main.rs', 'src/sha256.rs', 'src/programs.tsv'])
      expect(textAt(written(facts), `${folder}/${path}`)).toBe(textAt(written(programFacts()), `${folder}/${path}`));
    return expectOwnExpressions(cratesIo.firstPackage!.job!(facts)!);
  });
});

describe('the job that publishes to crates.io', () => {
  it('is bash, and reads one secret', () => {
    const job = cratesIo.firstPackage!.job!(programFacts())!;
    for (const script of jobScripts(job)) expect(spawnSync('bash', ['-n'], {input: script}).stderr.toString()).toBe('');
    expect(job).toMatchObject({permissions: {}, secrets: ['CARGO_REGISTRY_TOKEN']});
    expect(jobScripts(job).join('\n')).not.toContain('1.2.3');
    expectOwnExpressions(job);
  });

  it('publishes a Rust project’s own crate', () => {
    const job = cratesIo.firstPackage!.job!(rust)!;
    expect(job.publish).toHaveLength(1);
    expect(jobScripts(job)[0]).toContain('cargo publish --locked --package harbor');
  });
});
