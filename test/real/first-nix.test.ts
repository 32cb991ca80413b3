import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {nixFirstPackage} from '../../checks/first-package/nix.ts';
import type {ProgramFacts} from '../../src/model/first-package.ts';
import {harborProgram, hostileFacts, hostileTexts, programFacts} from '../support/program-facts.ts';

/** Owners whose names are words of Nix, of what a package is given or of neither. */
const people = [
  'harbor-tools',
  'let',
  'in',
  'with',
  'rec',
  'inherit',
  'if',
  'then',
  'else',
  'assert',
  'or',
  'true',
  'map',
  'lib',
  'unzip',
  '_8bit',
  'a"${x}\\',
];

const missing = spawnSync('nix-instantiate', ['--version']).error !== undefined;

/* The few words of nixpkgs that the package uses; what a derivation is given comes back as it is. */
const stub = `
system:
let
  lib = {
    optionals = condition: list: if condition then list else [ ];
    getLib = drv: drv;
    licenses = { mit = { spdxId = "MIT"; }; asl20 = { spdxId = "Apache-2.0"; }; };
    maintainers = builtins.listToAttrs (map (name: { inherit name; value = name; }) (builtins.fromJSON (builtins.readFile ./people.json)));
    sourceTypes = { binaryNativeCode = "binaryNativeCode"; };
  };
  isLinux = builtins.match ".*-linux" system != null;
  stdenvNoCC = {
    hostPlatform = { inherit system isLinux; };
    mkDerivation = f: let self = f self; in self;
  };
  known = {
    inherit lib stdenvNoCC;
    stdenv = { cc.cc = "libstdc++"; };
    fetchurl = args: args;
    autoPatchelfHook = "autoPatchelfHook";
    unzip = "unzip";
  };
  package = import ./package.nix;
in
package (builtins.intersectAttrs (builtins.functionArgs package) known)
`;

type Evaluated = {
  readonly pname: string;
  readonly version: string;
  readonly src: {readonly url: string; readonly hash: string};
  readonly program?: string;
  readonly nativeBuildInputs?: readonly string[];
  readonly meta: {
    readonly description: string;
    readonly homepage: string;
    readonly license: unknown;
    readonly platforms: readonly string[];
    readonly maintainers: readonly string[];
  };
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portcall-nix-'));
  writeFileSync(path.join(folder, 'stub.nix'), stub);
  writeFileSync(path.join(folder, 'people.json'), JSON.stringify(people));
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const nix = (...args: readonly string[]): string => {
  const ended = spawnSync('nix-instantiate', args, {
    cwd: folder,
    encoding: 'utf8',
    env: {PATH: process.env['PATH'] ?? '', HOME: folder, NIX_REMOTE: 'dummy://', NIX_STATE_DIR: path.join(folder, 'state')},
  });
  if (ended.status !== 0) throw new Error(ended.stderr);
  return ended.stdout;
};

const write = (facts: ProgramFacts, variant = 'nixpkgs'): readonly string[] => {
  const made = nixFirstPackage.filesOf(facts, variant);
  if (made.kind === 'blocked') throw new Error(made.because);
  return made.files.map(({path: file, contents}) => {
    const name = path.basename(file);
    writeFileSync(path.join(folder, name), contents);
    return name;
  });
};

const evaluated = (facts: ProgramFacts, system: string): Evaluated => {
  write(facts);
  const words = 'let p = import ./stub.nix SYSTEM; in builtins.removeAttrs p [ "passthru" ]'.replace('SYSTEM', JSON.stringify(system));
  return JSON.parse(nix('--eval', '--strict', '--json', '-E', words)) as Evaluated;
};

const sha256Of = (hash: string): string => Buffer.from(hash.replace('sha256-', ''), 'base64').toString('hex');

describe.skipIf(missing)(`nix-instantiate${missing ? ' (left out: nix-instantiate)' : ''}`, {timeout: 30_000}, () => {
  it('evaluates a usual package to what was released for each platform', () => {
    const facts = programFacts();
    for (const [system, at] of Object.entries({'x86_64-linux': 0, 'aarch64-linux': 1, 'x86_64-darwin': 2, 'aarch64-darwin': 3})) {
      const found = evaluated(facts, system);
      expect(found).toMatchObject({pname: 'harbor', version: '1.2.3', program: 'harbor', meta: {license: {spdxId: 'MIT'}}});
      expect([found.src.url, sha256Of(found.src.hash)]).toEqual([facts.programs[at]?.asset.url, facts.programs[at]?.sha256]);
    }
    expect(() => evaluated(facts, 'riscv64-linux')).toThrow(/is not released for riscv64-linux/);
  });

  it('patches what needs glibc, unzips zips, and knows each platform’s own folder', () => {
    const programs = (['amd64', 'arm64'] as const).map((one) =>
      harborProgram('linux', one, {
        format: 'zip',
        folder: `harbor-1.2.3-${one}`,
        path: `harbor-1.2.3-${one}/harbor`,
        library: {kind: 'glibc', least: '2.17'},
      }),
    );
    const found = evaluated(programFacts({programs}), 'aarch64-linux');
    expect([found.program, found.nativeBuildInputs]).toEqual(['harbor-1.2.3-arm64/harbor', ['unzip', 'autoPatchelfHook']]);
  });

  it('takes bare programs as they are', () => {
    const bare = harborProgram('linux', 'amd64', {format: 'binary', path: 'harbor-linux-amd64', besides: []});
    expect(evaluated(programFacts({programs: [bare]}), 'x86_64-linux')).toMatchObject({
      dontUnpack: true,
      meta: {platforms: ['x86_64-linux']},
    });
  });

  it.each([hostileTexts.join(' '), hostileTexts.toReversed().join('\n'), '$', "''${x}"])(
    'says the very text %j and evaluates nothing of it',
    (text) => {
      const description = `Harbor says ${text}`;
      const {meta} = evaluated(hostileFacts(text, {description}), 'x86_64-linux');
      expect(meta.description.startsWith('Harbor says')).toBe(true);
      expect(meta.description.includes('${')).toBe(text.slice(0, 80).includes('${'));
    },
  );

  it.each(people)('parses a package of the owner %s, and finds that very person', (name) => {
    const usual = programFacts();
    const owner = name.replace(/^_/, '');
    const facts = {...usual, project: {...usual.project, repository: {owner, name: 'harbor'}}};
    for (const variant of ['nixpkgs', 'flake']) for (const file of write(facts, variant)) expect(nix('--parse', file)).not.toBe('');
    expect(evaluated(facts, 'x86_64-linux').meta.maintainers).toEqual([name]);
  });

  it('parses the flake, and the flake lists every platform', () => {
    expect(write(programFacts(), 'flake')).toEqual(['flake.nix', 'package.nix']);
    for (const file of ['flake.nix', 'package.nix']) expect(nix('--parse', file)).not.toBe('');
    const words = `let
      nixpkgs = { lib.genAttrs = names: f: builtins.listToAttrs (map (name: { inherit name; value = f name; }) names);
        legacyPackages = { x86_64-linux.callPackage = file: args: "built"; }; };
      self = (import ./flake.nix).outputs { inherit self nixpkgs; };
    in [ (builtins.attrNames self.packages) self.packages.x86_64-linux.default ]`;
    expect(JSON.parse(nix('--eval', '--strict', '--json', '-E', words))).toEqual([
      ['aarch64-darwin', 'aarch64-linux', 'x86_64-darwin', 'x86_64-linux'],
      'built',
    ]);
  });
});
