import {describe, expect, it} from 'vitest';
import {chocolatey} from '../../../checks/chocolatey.ts';
import {dockerHub} from '../../../checks/docker-hub.ts';
import {flathub} from '../../../checks/flathub.ts';
import {githubPackages} from '../../../checks/github-packages.ts';
import {homebrew} from '../../../checks/homebrew.ts';
import {nix} from '../../../checks/nix.ts';
import {scoop} from '../../../checks/scoop.ts';
import {winget} from '../../../checks/winget.ts';
import {tracedFirst} from '../../../src/commands/survey-traces.ts';
import type {Marketplace} from '../../../src/model/marketplace.ts';
import {against, type FakeReply} from '../../support/fake-lookup.ts';
import {projectOf} from '../../support/project.ts';

const project = projectOf({
  packages: {
    winget: {name: 'octo.tool', from: 'guess'},
    flathub: {name: 'io.github.octo.tool', from: 'guess'},
    'docker-hub': {name: 'octo/tool', from: 'guess'},
    'github-packages': {name: 'octo/tool', from: 'guess'},
  },
});
const api = 'https://api.github.com';
const gone: FakeReply = {status: 404};
const list = (...names: readonly string[]): FakeReply => ({body: names.map((name) => ({name, type: 'dir', path: name}))});
const long = list(...Array.from({length: 100}, (_, at) => `other-${at}`));
const repositories = `${api}/users/octo/repos?per_page=100`;
const core = 'https://formulae.brew.sh/api/formula/tool.json';
const bucket = (name: string) => `${api}/repos/ScoopInstaller/${name}/git/trees/master:bucket`;
const files = (truncated: boolean, ...paths: readonly string[]): FakeReply => ({body: {truncated, tree: paths.map((path) => ({path}))}});
const noBucket = {[bucket('Main')]: files(false, 'git.json'), [bucket('Extras')]: files(false, 'vlc.json')};
const publisher = `${api}/repos/microsoft/winget-pkgs/contents/manifests/o/octo`;
const page = 'HEAD https://community.chocolatey.org/packages/tool';
const onMaster = 'https://raw.githubusercontent.com/NixOS/nixpkgs/master/pkgs/by-name/to/tool/package.nix';
const apps = 'https://flathub.org/api/v2/appstream';
const images = 'https://hub.docker.com/v2/namespaces/octo/repositories?page_size=100';
const containers = (place: 'users' | 'orgs') => `${api}/${place}/octo/packages?package_type=container&per_page=100`;

describe('a trace of a guessed name', () => {
  const cases: readonly (readonly [string, Marketplace, Readonly<Record<string, FakeReply>>, boolean])[] = [
    ['no tap and no formula', homebrew, {[repositories]: list('tool', 'site'), [core]: gone}, false],
    ['a tap', homebrew, {[repositories]: list('homebrew-tap'), [core]: gone}, true],
    ['a formula', homebrew, {[repositories]: list(), [core]: {body: {}}}, true],
    ['a list that goes on', homebrew, {[repositories]: long, [core]: gone}, true],
    ['a list that is refused', homebrew, {[repositories]: {status: 403}, [core]: gone}, true],
    ['no bucket and no manifest', scoop, {[repositories]: list('tool'), ...noBucket}, false],
    ['a manifest', scoop, {[repositories]: list(), ...noBucket, [bucket('Extras')]: files(false, 'Tool.json')}, true],
    ['a listing that is cut off', scoop, {[repositories]: list(), ...noBucket, [bucket('Main')]: files(true)}, true],
    ['a listing that can’t be had', scoop, {[repositories]: list(), ...noBucket, [bucket('Main')]: gone}, true],
    ['a bucket', scoop, {[repositories]: list('scoop-bucket'), ...noBucket}, true],
    ['no publisher', winget, {[publisher]: gone}, false],
    ['another package of the publisher', winget, {[publisher]: list('other')}, false],
    ['the package', winget, {[publisher]: list('Tool')}, true],
    ['no page', chocolatey, {[page]: gone}, false],
    ['a page', chocolatey, {[page]: {}}, true],
    ['a page behind a check', chocolatey, {[page]: {status: 403}}, true],
    ['no file', nix, {[onMaster]: gone}, false],
    ['a file', nix, {[onMaster]: {body: '{}'}}, true],
    ['no such app', flathub, {[apps]: {body: ['io.github.octo.other']}}, false],
    ['the app', flathub, {[apps]: {body: ['io.github.octo.tool']}}, true],
    ['no namespace', dockerHub, {[images]: gone}, false],
    ['another image', dockerHub, {[images]: {body: {results: [{name: 'other'}], next: null}}}, false],
    ['the image', dockerHub, {[images]: {body: {results: [{name: 'tool'}], next: null}}}, true],
    ['more images than a page', dockerHub, {[images]: {body: {results: [], next: 'https://hub.docker.com/2'}}}, true],
    ['no container', githubPackages, {[containers('users')]: list('other')}, false],
    ['no container of an organization', githubPackages, {[containers('users')]: list(), [containers('orgs')]: list()}, false],
    ['the container', githubPackages, {[containers('users')]: list('tool')}, true],
    ['containers that may not be listed', githubPackages, {[containers('users')]: {status: 403}}, true],
  ];
  it.each(cases)('%s: %#', async (_, marketplace, replies, isThere) => {
    const look = await against(replies, async (lookup) => marketplace.findTrace?.(lookup, project), {hasGitHubToken: true});
    expect(look).toBe(isThere);
  });

  it('comes before the whole look, once for the package and its account', async () => {
    const traced = tracedFirst(dockerHub);
    await against({[images]: gone}, async (lookup) => {
      expect(await traced.findPublication(lookup, project)).toMatchObject({name: 'octo/tool', serves: null, version: {kind: 'absent'}});
      expect((await traced.findAccount?.(lookup, project))?.kind).toBe('not-told');
      expect(lookup.asked).toHaveLength(1);
    });
    const there = {[onMaster]: {body: '{}'}, [onMaster.replace('master', 'nixos-unstable')]: gone};
    expect((await against(there, (lookup) => tracedFirst(nix).findPublication(lookup, {...project, isOneOfMany: true}))).version.kind).toBe(
      'absent',
    );
  });
});
