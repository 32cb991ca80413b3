import type {DemoReply, DemoService} from '../service.ts';
import {createService, get, held, json, page} from './routes.ts';

type BottleFile = {readonly url: string; readonly sha256: string};

export type BrewFormula = {
  readonly name: string;
  readonly desc: string;
  readonly homepage: string;
  version: string;
  /** Of the source archive. */
  source: BottleFile;
  /** By platform; empty: not built yet. */
  bottles: Record<string, BottleFile>;
  isDeprecated?: boolean;
  isDisabled?: boolean;
};

export type BrewCask = {
  readonly token: string;
  readonly desc: string;
  readonly homepage: string;
  version: string;
  url: string;
  sha256: string;
};

export type HomebrewState = {formulae: Record<string, BrewFormula>; casks: Record<string, BrewCask>};

/** homebrew-core and the casks at the audit: neither holds the project. */
export const homebrewAtStart = (): HomebrewState => ({formulae: {}, casks: {}});

const cached = {'cache-control': 'max-age=600'};
const missing = page(404, 'Page not found · GitHub Pages');

const formulaReply = (formula: BrewFormula): DemoReply =>
  json(
    200,
    {
      name: formula.name,
      full_name: formula.name,
      tap: 'homebrew/core',
      desc: formula.desc,
      homepage: formula.homepage,
      versions: {stable: formula.version, head: null, bottle: Object.keys(formula.bottles).length > 0},
      revision: 0,
      version_scheme: 0,
      urls: {stable: {url: formula.source.url, tag: null, revision: null, using: null, checksum: formula.source.sha256}},
      bottle:
        Object.keys(formula.bottles).length > 0
          ? {stable: {rebuild: 0, root_url: 'https://ghcr.io/v2/homebrew/core', files: formula.bottles}}
          : {},
      deprecated: formula.isDeprecated ?? false,
      deprecation_date: null,
      deprecation_reason: null,
      disabled: formula.isDisabled ?? false,
      autobump: true,
      ruby_source_path: `Formula/${formula.name[0]}/${formula.name}.rb`,
    },
    cached,
  );

const caskReply = (cask: BrewCask): DemoReply =>
  json(
    200,
    {
      token: cask.token,
      full_token: cask.token,
      tap: 'homebrew/cask',
      name: [cask.token],
      desc: cask.desc,
      homepage: cask.homepage,
      url: cask.url,
      version: cask.version,
      sha256: cask.sha256,
      variations: {},
      deprecated: false,
      disabled: false,
    },
    cached,
  );

/** Homebrew's JSON of what its own repositories hold; a tap of one's own is not in it. */
export const createHomebrew = (state: HomebrewState): readonly DemoService[] => [
  createService({
    hosts: ['formulae.brew.sh'],
    routes: [
      get(/^\/api\/formula\/([^/]+)\.json$/, (_request, name = '') => {
        const found = held(state.formulae, name);
        return found === undefined ? missing : formulaReply(found);
      }),
      get(/^\/api\/cask\/([^/]+)\.json$/, (_request, token = '') => {
        const found = held(state.casks, token);
        return found === undefined ? missing : caskReply(found);
      }),
      get(/^\/(formula|cask)\/([^/]+)\/?$/, (_request, kind, name = '') =>
        Object.hasOwn(kind === 'cask' ? state.casks : state.formulae, name) ? page(200, `${name} — Homebrew Formulae`, cached) : missing,
      ),
      get(/^/, () => missing),
    ],
  }),
];
