import type {DemoReply, DemoService} from '../service.ts';
import {createService, get, held, json, type Route} from './routes.ts';

export type FlathubApp = {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  /** As the application itself claims them, the newest first. */
  releases: {readonly version: string; readonly timestamp: number}[];
  /** Processors that a build exists for. */
  architectures: string[];
  builtAt: number;
  isVerified: boolean;
  isEndOfLife: boolean;
};

export type FlathubState = {apps: Record<string, FlathubApp>};

/** Flathub at the audit: console programs are refused, and the project is not there. */
export const flathubAtStart = (): FlathubState => ({apps: {}});

const cached = {'cache-control': 'public, max-age=3600'};
const idPattern = /^[A-Za-z_][\w.-]{5,254}$/;

const malformed: DemoReply = json(422, {
  detail: [{type: 'string_pattern_mismatch', loc: ['path', 'app_id'], msg: "String should match pattern '^[A-Za-z_][\\w\\-\\.]+$'"}],
});

const withApp =
  (state: FlathubState, missing: string, answer: (app: FlathubApp) => object | undefined): Route['answer'] =>
  (_request, id = '') => {
    if (!idPattern.test(id)) return malformed;
    const app = held(state.apps, id);
    const body = app === undefined ? undefined : answer(app);
    return body === undefined ? json(404, {detail: missing}) : json(200, body, cached);
  };

const appstreamOf = (app: FlathubApp): object | undefined =>
  app.isEndOfLife
    ? undefined
    : {
        id: app.id,
        type: 'desktop-application',
        name: app.name,
        summary: app.summary,
        releases: app.releases.map(({version, timestamp}) => ({version, timestamp: String(timestamp), type: 'stable'})),
        bundle: {type: 'flatpak', value: `app/${app.id}/x86_64/stable`},
        metadata: {'flathub::verification::verified': String(app.isVerified)},
        is_eol: false,
      };

/** Flathub's interface. */
export const createFlathub = (state: FlathubState): readonly DemoService[] => [
  createService({
    hosts: ['flathub.org'],
    routes: [
      get(/^\/api\/v2\/appstream\/?$/, () => json(200, Object.keys(state.apps), cached)),
      get(/^\/api\/v2\/appstream\/([^/]+)$/, withApp(state, 'App not found', appstreamOf)),
      get(
        /^\/api\/v2\/summary\/([^/]+)$/,
        withApp(state, 'App not found', (app) => ({
          arches: app.architectures,
          branch: 'stable',
          timestamp: app.builtAt,
          metadata: {name: app.id},
        })),
      ),
      get(
        /^\/api\/v2\/verification\/([^/]+)\/status$/,
        withApp(state, 'App not found', ({isVerified}) => ({verified: isVerified})),
      ),
      get(
        /^\/api\/v2\/exceptions\/([^/]+)$/,
        withApp(state, 'App not found', () => undefined),
      ),
      get(/^/, () => json(404, {detail: 'Not Found'})),
    ],
  }),
];
