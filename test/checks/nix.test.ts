import {describe, expect, it} from 'vitest';
import {nix} from '../../checks/nix.ts';
import {against, type FakeReply} from '../support/fake-lookup.ts';
import {assetOf, projectOf, releaseOf} from '../support/project.ts';
import {causesOf} from '../support/situation.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const project = projectOf({packages: {nix: {name: 'tool', from: 'file', path: 'nix/package.nix'}}});
const on = (branch: string) => `https://raw.githubusercontent.com/NixOS/nixpkgs/${branch}/pkgs/by-name/to/tool/package.nix`;
const [unstable, master] = [on('nixos-unstable'), on('master')];
const search = `https://api.github.com/search/issues?q=${encodeURIComponent('repo:NixOS/nixpkgs repo:Homebrew/homebrew-core repo:ScoopInstaller/Main repo:ScoopInstaller/Extras is:pr in:title tool 1.2.3')}&per_page=30`;
const gone: FakeReply = {status: 404};
const nixOf = (version: string, owner = 'octo'): FakeReply => ({
  body: `{ lib, buildGoModule, fetchFromGitHub }:\nbuildGoModule (finalAttrs: {\n  pname = "tool";\n  version = ${version};\n  src = fetchFromGitHub {\n    owner = "${owner}";\n    repo = "tool";\n    tag = "v\${finalAttrs.version}";\n    hash = "sha256-${'a'.repeat(43)}=";\n  };\n})\n`,
});
const request = (over: object): FakeReply => ({
  body: {
    items: [
      {
        title: 'tool: 1.2.2 -> 1.2.3',
        state: 'open',
        html_url: 'https://github.com/NixOS/nixpkgs/pull/1',
        created_at: '2026-11-20T10:00:00Z',
        ...over,
      },
    ],
  },
});
const find = (replies: Readonly<Record<string, FakeReply>>, given = project) =>
  against(replies, (lookup) => nix.findPublication(lookup, given));

describe('the states of a package', () => {
  it.each([
    ['in the channel', {[unstable]: nixOf('"1.2.3"')}, 'published', '1.2.3'],
    ['merged, and not in the channel', {[unstable]: nixOf('"1.2.2"'), [master]: nixOf('"1.2.3"')}, 'waiting', '1.2.2'],
    ['new in master', {[unstable]: gone, [master]: nixOf('"1.2.3"')}, 'waiting', null],
    ['in a pull request', {[unstable]: nixOf('"1.2.2"'), [master]: nixOf('"1.2.2"'), [search]: request({})}, 'waiting', '1.2.2'],
    [
      'in a pull request for a new package',
      {[unstable]: gone, [master]: gone, [search]: request({title: 'tool: init at 1.2.3'})},
      'waiting',
      null,
    ],
    ['refused', {[unstable]: gone, [master]: gone, [search]: request({state: 'closed'})}, 'rejected', null],
    [
      'of another package',
      {[unstable]: gone, [master]: gone, [search]: request({title: 'python3Packages.tool-kit: 1.2.2 -> 1.2.3'})},
      'absent',
      null,
    ],
    ['written so that only Nix can tell', {[unstable]: nixOf('lib.version')}, 'not-visible', null],
    ['nowhere', {[unstable]: gone, [master]: gone, [search]: {body: {items: []}}}, 'absent', null],
  ] as readonly (readonly [string, Readonly<Record<string, FakeReply>>, string, string | null])[])(
    '%s',
    async (_, replies, kind, serves) => {
      const publication = await find(replies);
      expect([publication.version.kind, publication.serves]).toEqual([kind, serves]);
    },
  );
  it('says where it looked', async () => {
    const {evidence} = await find({[unstable]: gone, [master]: gone, [search]: {body: {items: []}}});
    expect(evidence[0]?.label).toContain('no tool in pkgs/by-name');
  });
  it.each([
    ['nothing', []],
    ['a refused pull request', [{title: 'tool: init at 1.2.3', state: 'closed', html_url: 'https://x.example', created_at: ''}]],
  ])('does not believe a search that was cut short and found %s', async (_, items) => {
    const cut = {body: {incomplete_results: true, items}};
    await expect(find({[unstable]: gone, [master]: gone, [search]: cut})).rejects.toThrow('ran out of time');
  });
  it('takes no stranger’s package for a guessed one', async () => {
    expect(await find({[unstable]: nixOf('"1.2.3"', 'other')}, projectOf())).toMatchObject({
      serves: null,
      version: {kind: 'absent'},
      belongsTo: 'another',
    });
    expect((await find({[unstable]: nixOf('"1.2.3"')}, projectOf())).version.kind).toBe('published');
  });
  it('spends no search on a short guess', async () =>
    expect((await find({[unstable]: gone, [master]: gone}, projectOf())).version.kind).toBe('absent'));
  it('holds the hash of a repackaged file against the release', async () => {
    const sha256 = 'ab'.repeat(32);
    const binary = (hex: string): FakeReply => ({
      body: `stdenv.mkDerivation {\n  pname = "tool";\n  version = "1.2.3";\n  src = fetchurl {\n    url = "https://github.com/octo/tool/releases/download/v\${version}/tool.tar.gz";\n    hash = "sha256-${Buffer.from(hex, 'hex').toString('base64')}";\n  };\n}\n`,
    });
    const given = {...project, release: releaseOf([assetOf('tool.tar.gz', {sha256})])};
    expect((await find({[unstable]: binary(sha256)}, given)).version.kind).toBe('published');
    expect((await find({[unstable]: binary('cd'.repeat(32))}, given)).version.kind).toBe('wrong');
  });
  it('mentions a flake of the repository', async () => {
    const given = projectOf({packages: {nix: {name: 'tool', from: 'file', path: 'flake.nix'}}});
    expect((await find({[unstable]: nixOf('"1.2.3"')}, given)).evidence.at(-1)?.label).toContain('nix run github:octo/tool/v1.2.3');
  });
});

describe('everything else', () => {
  it('reads Nix files', () => {
    const read = (text: string, path = 'nix/package.nix') => nix.packageFiles?.read(path, text);
    expect(read(String(nixOf('"1.2.3"').body))).toEqual({path: 'nix/package.nix', name: 'tool', version: '1.2.3', faults: []});
    expect(read('stdenv.mkDerivation { pname = "tool"; version = "1"; hash = lib.fakeHash; }')?.faults).toHaveLength(1);
    expect(read('{ outputs = { self }: { }; }', 'flake.nix')).toEqual({path: 'flake.nix', faults: []});
    expect(read('{ pkgs }: pkgs.hello', 'default.nix')).toBeUndefined();
  });
  it('knows what publishes', () => {
    const clone = stepOf({run: 'git clone https://github.com/octo/nixpkgs && cd nixpkgs && git push origin tool'});
    expect(nix.publishedBy?.publishes(clone, jobOf([clone]))).toBe('pushes to a fork of nixpkgs');
    expect(nix.publishedBy?.publishes(stepOf({run: 'nix build'}), jobOf([]))).toBeUndefined();
    expect(['publish-nix', 'nixpkgs', 'unix-tests'].map((one) => nix.publishedBy?.jobNames.test(one))).toEqual([true, true, false]);
  });
  it('knows a wrong hash by the log', () =>
    expect(causesOf(nix, 'error: hash mismatch in fixed-output derivation')).toEqual(['nix-hash-mismatch']));
});
