import type {DemoReply, DemoRequest, DemoSetting} from '../service.ts';
import {held, json, membersOf} from './routes.ts';
import {failure} from './snap-public.ts';
import type {Snap, SnapLogin, SnapState} from './snap-state.ts';

const risks = ['stable', 'candidate', 'beta', 'edge'] as const;
type Risk = (typeof risks)[number];

const riskOf = (channel: unknown): Risk | undefined => risks.find((risk) => channel === risk || channel === `latest/${risk}`);

const refusalOf = (
  snap: Snap | undefined,
  login: SnapLogin,
  name: string,
  wanted: readonly (Risk | undefined)[],
): DemoReply | undefined => {
  if (!login.permissions.includes('package_release'))
    return failure(403, 'macaroon-permission-required', 'Permission is required: package_release');
  if (snap === undefined || snap.publisher !== login.user) return failure(404, 'resource-not-found', `Snap not found for name=${name}`);
  if (wanted.length === 0 || wanted.includes(undefined)) return failure(400, 'invalid-field', 'Not valid channels.');
  const outside = wanted.find((risk) => login.channels !== undefined && !login.channels.includes(risk ?? ''));
  return outside === undefined
    ? undefined
    : failure(403, 'macaroon-permission-required', `Lacking permission to release to channel(s) '${outside}'`);
};

/** Has channels serve a revision, for that revision's own architecture. */
export const releaseRevision = (setting: DemoSetting, state: SnapState, login: SnapLogin, request: DemoRequest): DemoReply => {
  const {name, revision, channels} = membersOf(request);
  const wanted = Array.isArray(channels) ? channels.map(riskOf) : [];
  const snap = held(state.snaps, String(name));
  const refused = refusalOf(snap, login, String(name), wanted);
  if (refused !== undefined || snap === undefined) return refused ?? failure(404, 'resource-not-found', 'Snap not found');
  const found = snap.revisions.find((one) => String(one.revision) === String(revision));
  if (found === undefined) return failure(404, 'resource-not-found', `Revision ${revision} not found.`);
  if (!['Published', 'Unpublished'].includes(found.status))
    return failure(403, 'resource-forbidden', `Revision ${revision} (${found.status}) not releasable`);
  const releasedAt = new Date(setting.now()).toISOString();
  for (const risk of risks.filter((one) => wanted.includes(one))) {
    const {architecture} = found;
    snap.channels = [
      ...snap.channels.filter((one) => one.risk !== risk || one.architecture !== architecture),
      {risk, architecture, revision: found.revision, releasedAt},
    ];
  }
  return json(200, {
    success: true,
    opened_channels: [],
    channel_map: snap.channels.map(({risk, revision: at}) => ({channel: risk, revision: at})),
  });
};
