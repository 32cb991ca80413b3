import {randomBytes} from 'node:crypto';
import {packetMacaroon} from '../macaroon.ts';
import type {DemoReply, DemoRequest, DemoService, DemoSetting} from '../service.ts';
import {createService, get, held, json, membersOf, page, post, type Route} from './routes.ts';
import {isBoundPair, sentMacaroons} from './snap-credentials.ts';
import {failure, publicRoutes, publicSnaps, storeDigest} from './snap-public.ts';
import {releaseRevision} from './snap-release.ts';
import {isAged, isDead, type SnapLogin, type SnapState} from './snap-state.ts';

/** The login that a request carries, or the refusal; an aged discharge is no dead login. */
const signIn = (setting: DemoSetting, state: SnapState, header: string | undefined): SnapLogin | DemoReply => {
  const sent = sentMacaroons(header);
  if (sent === undefined)
    return failure(401, 'macaroon-authorization-required', 'Authorization is required.', {'www-authenticate': 'Macaroon'});
  const login = state.logins.find(({root}) => root === sent.root);
  const discharge = login?.discharges.find(({macaroon}) => isBoundPair(sent, {root: login.root, discharge: macaroon}));
  if (login === undefined || discharge === undefined || isDead(login, setting.now()))
    return failure(401, 'macaroon-invalid', 'The provided macaroon is not valid.');
  if (isAged(discharge, setting.now()))
    return failure(401, 'macaroon-needs-refresh', 'Expired macaroon (age: 86401 seconds)', {
      'www-authenticate': 'Macaroon needs_refresh=1',
    });
  return login;
};
const isRefusal = (found: SnapLogin | DemoReply): found is DemoReply => 'status' in found;

const ownSnaps = (state: SnapState, {user}: SnapLogin): Record<string, unknown> =>
  Object.fromEntries(
    Object.values(state.snaps)
      .filter(({publisher}) => publisher === user)
      .map((snap) => [snap.name, {'snap-id': snap.snapId, status: 'Approved', private: snap.isPrivate, since: snap.registeredAt}]),
  );

const pushRefusal = (state: SnapState, {user}: SnapLogin, name: unknown): DemoReply => {
  const snap = held(state.snaps, String(name));
  if (!state.agreed.includes(user)) return failure(403, 'user-not-ready', 'Developer has not signed agreement.');
  if (snap === undefined) return failure(404, 'resource-not-found', `Snap not found for name=${name}`);
  if (snap.publisher !== user) return failure(403, 'resource-forbidden', `Cannot upload new revisions for name=${name}`);
  return json(202, {success: true});
};

const releasesOf = (state: SnapState, {user}: SnapLogin, name: string): DemoReply => {
  const snap = held(state.snaps, name);
  if (snap === undefined || snap.publisher !== user) return failure(404, 'resource-not-found', `Snap not found for name=${name}`);
  const revisions = snap.revisions.map(({content, architecture, createdAt, ...rest}) => ({
    ...rest,
    architectures: [architecture],
    created_at: createdAt,
    size: content.length,
    'sha3-384': storeDigest(content, 'hex'),
  }));
  const releases = snap.channels.map(({risk, releasedAt, ...rest}) => ({...rest, channel: risk, when: releasedAt}));
  return json(200, {revisions, releases});
};

const scopeOf = ({user, permissions, channels, expiresAt}: SnapLogin): Record<string, unknown> => ({
  account: {email: `${user}@example.invalid`, username: user, id: user, name: user},
  permissions,
  channels: channels ?? null,
  expires: expiresAt,
});

const publisherRoutes = (setting: DemoSetting, state: SnapState): readonly Route[] => {
  const signedIn =
    (answer: (login: SnapLogin, request: DemoRequest, ...parts: string[]) => DemoReply): Route['answer'] =>
    (request, ...parts) => {
      const login = signIn(setting, state, request.headers.authorization);
      return isRefusal(login) ? login : answer(login, request, ...parts);
    };
  const whoami = signedIn((login) => json(200, scopeOf(login)));
  const account = signedIn((login) =>
    json(200, {account_id: login.user, username: login.user, 'account-keys': [], snaps: {'16': ownSnaps(state, login)}}),
  );
  const push = signedIn((login, request) => {
    const {name, dry_run: isRehearsal} = membersOf(request);
    return isRehearsal === true ? pushRefusal(state, login, name) : failure(400, 'bad-request', 'An upload is required.');
  });
  const releases = signedIn((login, _request, name = '') => releasesOf(state, login, name));
  const verify: Route['answer'] = (request) => {
    const {authorization} = (membersOf(request).auth_data ?? {}) as {authorization?: string};
    const login = signIn(setting, state, authorization);
    if (isRefusal(login)) return json(200, {allowed: false, refresh_required: JSON.stringify(login.body).includes('needs-refresh')});
    return json(200, {allowed: true, ...scopeOf(login), snap_ids: null});
  };
  return [
    get(/^\/api\/v2\/tokens\/whoami$/, whoami),
    get(/^\/dev\/api\/account$/, account),
    get(/^\/api\/v2\/snaps\/([^/]+)\/releases$/, releases),
    post(/^\/dev\/api\/acl\/verify\/$/, verify),
    post(/^\/dev\/api\/snap-push\/$/, push),
    post(
      /^\/dev\/api\/snap-release\/$/,
      signedIn((login, request) => releaseRevision(setting, state, login, request)),
    ),
  ];
};

/** Gives a fresh discharge for any that this login ever had, however old; only a dead login gets none. */
const refresh = (setting: DemoSetting, state: SnapState, request: DemoRequest): DemoReply => {
  const sent = membersOf(request).discharge_macaroon;
  const login = state.logins.find(({discharges}) => discharges.some(({macaroon}) => macaroon === sent));
  if (login === undefined || isDead(login, setting.now()))
    return json(401, {code: 'INVALID_CREDENTIALS', message: 'Provided email/password is not correct.'});
  const time = new Date(setting.now()).toISOString().slice(0, -1);
  const macaroon = packetMacaroon(randomBytes(32), 'login.ubuntu.com', login.user, [`login.ubuntu.com|last_auth|${time}`]);
  login.discharges.push({macaroon, at: setting.now()});
  return json(200, {discharge_macaroon: macaroon});
};

/** The Snap Store: what installers read, what publishers use, and the sign-on that keeps a login fresh. */
export const createSnap = (setting: DemoSetting, state: SnapState): readonly DemoService[] => [
  createService({hosts: ['api.snapcraft.io'], routes: publicRoutes(state)}),
  createService({hosts: ['dashboard.snapcraft.io'], routes: publisherRoutes(setting, state)}),
  createService({
    hosts: ['login.ubuntu.com'],
    routes: [post(/^\/api\/v2\/tokens\/refresh$/, (request) => refresh(setting, state, request))],
  }),
  createService({
    hosts: ['snapcraft.io'],
    routes: [
      get(/^\/([^/]+)$/, (_request, name = '') => {
        const isThere = publicSnaps(state).some((snap) => snap.name === name);
        return isThere ? page(200, `Install ${name} on Linux | Snap Store`) : page(404, '404: Page not found | Snapcraft');
      }),
    ],
  }),
];
