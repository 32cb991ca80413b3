import {createHash} from 'node:crypto';
import type {DemoReply, DemoRequest} from '../service.ts';
import {bytes, get, held, json, type Route} from './routes.ts';
import type {Snap, SnapState} from './snap-state.ts';

/** A refusal as the Snap Store words it. */
export const failure = (status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}): DemoReply =>
  json(status, {'error-list': [{code, message}]}, headers);
/** The only digest that the store gives. */
export const storeDigest = (content: Buffer, encoding: 'hex' | 'base64url'): string =>
  createHash('sha3-384').update(content).digest(encoding);

const headerRefusal = ({headers}: DemoRequest): DemoReply | undefined => {
  if ((headers['user-agent'] ?? '') === '') return failure(400, 'bad-request', 'Missing required header: User-Agent');
  if (headers['snap-device-series'] === undefined) return failure(400, 'bad-request', 'Missing required header: Snap-Device-Series');
  return undefined;
};

const channelMapOf = ({name, channels, revisions}: Snap): readonly Record<string, unknown>[] =>
  channels.flatMap(({risk, architecture, revision, releasedAt}) => {
    const found = revisions.find((one) => one.revision === revision);
    if (found === undefined) return [];
    const download = {
      url: `https://api.snapcraft.io/api/v1/snaps/download/${name}_${revision}.snap`,
      size: found.content.length,
      'sha3-384': storeDigest(found.content, 'hex'),
      deltas: [],
    };
    const channel = {name: risk, track: 'latest', risk, architecture, 'released-at': releasedAt};
    return [{channel, version: found.version, revision, confinement: 'strict', type: 'app', 'created-at': found.createdAt, download}];
  });

const aboutOf = ({name, snapId, publisher, summary}: Snap): Record<string, unknown> => ({
  name,
  'snap-id': snapId,
  summary,
  publisher: {id: publisher, username: publisher, 'display-name': publisher, validation: 'unproven'},
});

/** What everybody sees: private ones, and names without any release, look absent. */
export const publicSnaps = (state: SnapState): readonly Snap[] =>
  Object.values(state.snaps).filter(({isPrivate, channels}) => !isPrivate && channels.length > 0);

const assertionRoutes = (state: SnapState): readonly Route[] => [
  get(/^\/v2\/assertions\/snap-declaration\/16\/([^/]+)$/, (_request, id = '') => {
    const found = Object.values(state.snaps).find(({snapId}) => snapId === id);
    if (found === undefined) return failure(404, 'not-found', 'not found');
    return json(200, {
      headers: {type: 'snap-declaration', series: '16', 'snap-id': id, 'snap-name': found.name, 'publisher-id': found.publisher},
    });
  }),
  get(/^\/v2\/assertions\/snap-revision\/([^/]+)$/, (_request, digest = '') => {
    for (const {snapId, revisions} of Object.values(state.snaps)) {
      const found = revisions.find(({content}) => storeDigest(content, 'base64url') === digest);
      if (found === undefined) continue;
      const about = {
        'snap-id': snapId,
        'snap-revision': String(found.revision),
        'snap-size': String(found.content.length),
        'snap-sha3-384': digest,
      };
      return json(200, {headers: {type: 'snap-revision', ...about}});
    }
    return failure(404, 'not-found', 'not found');
  }),
];

/** What installers read. */
export const publicRoutes = (state: SnapState): readonly Route[] => [
  get(/^\/v2\/snaps\/info\/([^/]+)$/, (request, name = '') => {
    const found = publicSnaps(state).find((snap) => snap.name === name);
    const refused = headerRefusal(request);
    if (refused !== undefined) return refused;
    if (found === undefined) return failure(404, 'resource-not-found', `No snap named '${name}' found in series '16'.`);
    const about = aboutOf(found);
    return json(200, {name, 'snap-id': found.snapId, snap: about, 'default-track': null, 'channel-map': channelMapOf(found)});
  }),
  get(/^\/v2\/snaps\/find$/, (request) => {
    const publisher = request.query.get('publisher');
    const wanted = request.query.get('q') ?? '';
    const found = publicSnaps(state).filter((snap) => (publisher === null ? snap.name.includes(wanted) : snap.publisher === publisher));
    return headerRefusal(request) ?? json(200, {results: found.map((snap) => ({...aboutOf(snap), snap: aboutOf(snap)}))});
  }),
  ...assertionRoutes(state),
  get(/^\/api\/v1\/snaps\/download\/(.+)_(\d+)\.snap$/, (_request, name = '', revision) => {
    const found = held(state.snaps, name)?.revisions.find((one) => String(one.revision) === revision);
    return found === undefined ? failure(404, 'resource-not-found', 'not found') : bytes(found.content);
  }),
];
