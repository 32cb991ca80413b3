import {describe, expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import {type InstallSituation, installPlanOf} from '../../src/flow/install-plan.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import type {Publication, VersionState} from '../../src/model/publication.ts';
import {projectOf} from '../support/project.ts';

const publicationOf = (name: string, version: VersionState = {kind: 'published'}, over: Partial<Publication> = {}): Publication => ({
  name,
  serves: '1.2.3',
  version,
  evidence: [],
  ...over,
});

const planFor = (id: MarketplaceId, publication: Publication | undefined, over: Partial<InstallSituation> = {}) =>
  installPlanOf(
    marketplaces.filter((one) => one.id === id),
    {
      project: projectOf(),
      machine: {system: 'linux', architecture: 'amd64', isRoot: false},
      publicationOf: () => publication,
      named: [],
      isMapped: false,
      routeOf: (origin) => ({address: origin === 'npm' ? 'https://registry.example/' : `${origin}/`, isMapped: false, isTrusted: true}),
      ...over,
    },
  )[0];

const whyNot = (id: MarketplaceId, publication: Publication | undefined, over: Partial<InstallSituation> = {}) => {
  const found = planFor(id, publication, over);
  return found?.kind === 'left-out' ? found.why : found?.kind;
};

describe('what is tried', () => {
  it('is what is served, by its own name and spelling, at the registry as it is configured', () => {
    const found = planFor('npm', publicationOf('@octo/tool', {kind: 'partial', missing: []}, {spelling: '1.2.3'}));
    expect(found).toMatchObject({kind: 'try', wanted: {name: '@octo/tool', spelling: '1.2.3', registry: 'https://registry.example'}});
  });

  it.each([
    [{kind: 'absent'}, 'npm does not serve 1.2.3.'],
    [{kind: 'waiting', for: 'its approval on npm'}, '1.2.3 waits there for its approval on npm.'],
    [{kind: 'withdrawn', why: 'It was deprecated.'}, 'It was deprecated.'],
  ] as const)('is not %o', (version, why) => {
    expect(whyNot('npm', publicationOf('tool', version))).toBe(why);
  });

  it('is not somebody else’s package, nor what could not be looked up', () => {
    expect(whyNot('npm', publicationOf('tool', {kind: 'published'}, {belongsTo: 'another'}))).toBe('tool is somebody else’s there.');
    expect(whyNot('npm', undefined)).toBe('What it serves could not be looked up.');
  });

  it('is passed over in silence where nothing was ever published, unless it was named', () => {
    expect(planFor('npm', publicationOf('tool', {kind: 'absent'}, {serves: null}))).toBeUndefined();
    expect(whyNot('npm', publicationOf('tool', {kind: 'absent'}, {serves: null}), {named: ['npm']})).toBe('npm does not serve 1.2.3.');
  });

  it('is not what has no test, or cannot be tried on such a machine', () => {
    expect(whyNot('vscode', publicationOf('octo.tool'))).toMatch(/^Portcall knows no install of it/);
    expect(whyNot('scoop', publicationOf('octo/scoop-bucket/tool'))).toBe('It can be tried on windows alone.');
    expect(whyNot('aur', publicationOf('tool'), {machine: {system: 'linux', isRoot: true}})).toBe('makepkg refuses to run as root.');
  });

  it('is not what changes the machine, unless it was named', () => {
    expect(whyNot('homebrew', publicationOf('octo/tap/tool'))).toMatch(/its own prefix.*--only homebrew/);
    expect(whyNot('homebrew', publicationOf('octo/tap/tool'), {named: ['homebrew']})).toBe('try');
  });

  it('is no name that could be an option or an address', () => {
    expect(whyNot('npm', publicationOf('--registry=http://evil.example'))).toMatch(/can’t be told the name/);
    expect(whyNot('npm', publicationOf('tool', {kind: 'published'}, {spelling: '-1'}))).toMatch(/can’t be told the name/);
  });
});

describe('where requests are sent elsewhere', () => {
  const mapped = {
    isMapped: true,
    routeOf: (origin: string) => ({
      address: `http://127.0.0.1:7/${new URL(origin === 'npm' ? 'https://r.example' : origin).host}/`,
      isMapped: true,
      isTrusted: true,
    }),
  };

  it('a client that takes a registry’s address is told it', () => {
    expect(planFor('npm', publicationOf('tool'), mapped)).toMatchObject({wanted: {registry: 'http://127.0.0.1:7/r.example'}});
    expect(planFor('pypi', publicationOf('tool'), mapped)).toMatchObject({wanted: {registry: 'http://127.0.0.1:7/pypi.org'}});
  });

  it('a client that goes to hosts of its own is left out', () => {
    for (const [id, name] of [
      ['crates-io', 'tool'],
      ['docker-hub', 'octo/tool'],
      ['nix', 'tool'],
      ['aur', 'tool'],
    ] as const)
      expect(whyNot(id, publicationOf(name), mapped)).toMatch(/^PORTCALL_HOSTS sends requests elsewhere/);
  });

  it('nothing is installed from an address that only the repository names, or that holds a sign-in', () => {
    const untrusted = {routeOf: () => ({address: 'https://evil.example/', isMapped: true, isTrusted: false})};
    expect(whyNot('npm', publicationOf('tool'), untrusted)).toBe('Only this repository’s portcall.yaml sends it to evil.example.');
    expect(whyNot('pypi', publicationOf('tool'), untrusted)).toMatch(/evil\.example/);
    const signedIn = {routeOf: () => ({address: 'https://me:secret@registry.example/', isMapped: false, isTrusted: true})};
    expect(whyNot('npm', publicationOf('tool'), signedIn)).toMatch(/holds a sign-in/);
  });
});
