import {createHash} from 'node:crypto';
import {marketplaces} from '../../checks/index.ts';
import {testAlone} from '../../src/commands/tokens.ts';
import {assetsOf} from '../../src/demo/contextlite/assets.ts';
import type {PageOutcome} from '../../src/demo/pages/page.ts';
import {openPage} from '../../src/demo/pages.ts';
import type {World, WorldOptions} from '../../src/demo/world.ts';
import type {Marketplace} from '../../src/model/marketplace.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import type {Project} from '../../src/model/project.ts';
import type {Account, Publication, TokenTest} from '../../src/model/publication.ts';
import type {TaskProof} from '../../src/model/task.ts';
import type {LookupSources} from '../../src/tools/asker.ts';
import {createHttp} from '../../src/tools/http.ts';
import {noCache} from '../../src/tools/http-cache.ts';
import {createLookup} from '../../src/tools/lookup.ts';
import {type OpenWorld, openWorld} from './demo-world.ts';
import {assetOf, releaseOf} from './project.ts';

export const login = 'Michael-A-Kuykendall';

const assets = [...assetsOf('1.0.35')].map(([name, contents]) =>
  assetOf(name, {
    size: contents.length,
    sha256: createHash('sha256').update(contents).digest('hex'),
    url: `https://github.com/${login}/contextlite/releases/download/v1.0.35/${name}`,
  }),
);

/** The demo's project as portcall sees it. */
export const demoProject: Project = {
  repository: {owner: login, name: 'contextlite'},
  tag: 'v1.0.35',
  version: '1.0.35',
  release: releaseOf(assets, {tag: 'v1.0.35'}),
  packages: {
    'docker-hub': {name: 'makuykendall/contextlite', from: 'guess'},
    vscode: {name: `${login}.contextlite`, from: 'file', path: 'package.json'},
    winget: {name: `${login}.contextlite`, from: 'guess'},
    flathub: {name: 'io.github.michael_a_kuykendall.contextlite', from: 'guess'},
    'github-packages': {name: 'michael-a-kuykendall/contextlite', from: 'guess'},
  },
};

/** The simulated person at a browser, and portcall's own looks at the same world. */
export type PersonAtPages = OpenWorld & {
  readonly visit: (url: string) => PageOutcome;
  readonly tested: (id: MarketplaceId, secret: string) => Promise<TokenTest>;
  /** What the task's own look tells; `secret` as the marketplace's token. */
  readonly proved: (id: MarketplaceId, task: string, secret?: string) => Promise<TaskProof['state']>;
  readonly accountAt: (id: MarketplaceId, secret?: string) => Promise<Account['kind'] | undefined>;
  readonly publicationAt: (id: MarketplaceId) => Promise<Publication>;
};

const findMarketplace = (id: MarketplaceId): Marketplace => {
  const found = marketplaces.find((one) => one.id === id);
  if (found === undefined) throw new Error(`There is no marketplace ${id}.`);
  return found;
};

const sourcesOf = (world: World, origin: string): LookupSources => ({
  http: createHttp({hosts: {own: {'*': origin}, ofRepository: {}}, userAgent: 'portcall-test', timeout: 5000, pause: 1}),
  cache: noCache,
  npmRegistry: 'https://registry.example',
  gitHubToken: world.setting.tokens.GITHUB_TOKEN ?? '',
  believesAbsenceFor: 0,
});

const headersOf = ({token}: Marketplace, secret: string): Readonly<Record<string, Readonly<Record<string, string>>>> =>
  Object.fromEntries(
    (token?.origins ?? []).map((origin) => {
      const address = origin === 'npm' ? 'https://registry.example' : origin;
      return [address, token?.authorize(secret, {DOCKERHUB_USERNAME: 'makuykendall'}, address) ?? {}];
    }),
  );

export const openPerson = async (options: WorldOptions = {}): Promise<PersonAtPages> => {
  const open = await openWorld(options);
  const {world, served} = open;
  const sources = sourcesOf(world, served.origin);
  const lookup = (id: MarketplaceId, secret?: string) =>
    createLookup(sources, new Map(), secret === undefined ? undefined : {headers: headersOf(findMarketplace(id), secret)});
  return {
    ...open,
    visit: (url) => {
      const outcome = openPage(world, url);
      if (outcome === undefined) throw new Error(`Nobody simulates ${url}.`);
      return outcome;
    },
    tested: (id, secret) => {
      const found = {name: 'TOKEN', secret, companions: {DOCKERHUB_USERNAME: 'makuykendall'}, source: 'environment'} as const;
      return testAlone(findMarketplace(id), found, sources, demoProject);
    },
    proved: async (id, task, secret) => {
      const {prove} = findMarketplace(id).tasks.find((one) => one.id === task) ?? {};
      if (prove === undefined) throw new Error(`${id} has no task ${task} that proves itself.`);
      return (await prove(lookup(id, secret), {project: demoProject, facts: {tokenNames: []}, login})).state;
    },
    accountAt: async (id, secret) => (await findMarketplace(id).findAccount?.(lookup(id, secret), demoProject))?.kind,
    publicationAt: (id) => findMarketplace(id).findPublication(lookup(id), demoProject),
  };
};
