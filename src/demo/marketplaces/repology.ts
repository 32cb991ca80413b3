import type {DemoService} from '../service.ts';
import {createService, get, held, json, page} from './routes.ts';

export type RepologyEntry = {
  /** Such as `aur`, `homebrew`, `nix_unstable`. */
  readonly repo: string;
  /** The package's name there. */
  readonly srcname: string;
  readonly version: string;
  readonly status: 'newest' | 'devel' | 'unique' | 'outdated' | 'legacy' | 'rolling' | 'noscheme' | 'incorrect' | 'untrusted' | 'ignored';
};

/** Entries by Repology's own project name. */
export type RepologyState = {projects: Record<string, RepologyEntry[]>};

/** Repology at the audit: it knows nothing of the project. */
export const repologyAtStart = (): RepologyState => ({projects: {}});

const refusedClient = /^(?:curl|wget|python-requests|node|undici|go-http-client)\b/i;

/** Repology, which refuses clients that don't say who they are. */
export const createRepology = (state: RepologyState): readonly DemoService[] => [
  createService({
    hosts: ['repology.org'],
    refuse: ({headers}) => {
      const agent = headers['user-agent'] ?? '';
      return agent === '' || refusedClient.test(agent) ? page(403, '403 Forbidden') : undefined;
    },
    routes: [
      get(/^\/api\/v1\/project\/([^/]+)$/, (_request, name = '') => json(200, held(state.projects, name) ?? [])),
      get(/^\/tools\/project-by$/, ({query}) => {
        const wanted = query.get('name') ?? '';
        const hits = Object.entries(state.projects).filter(([, entries]) =>
          entries.some(({repo, srcname}) => repo === query.get('repo') && srcname === wanted),
        );
        if (hits.length === 0) return page(404, 'Package not found');
        return hits.length > 1
          ? page(300, 'Ambiguous')
          : {status: 302, headers: {location: `https://repology.org/api/v1/project/${hits[0]?.[0]}`}};
      }),
      get(/^\/project\/([^/]+)\/versions$/, (_request, name = '') =>
        page(Object.hasOwn(state.projects, name) ? 200 : 404, `${name} package versions - Repology`),
      ),
    ],
  }),
];
